//! Logging in to GitHub Copilot. A seat of Copilot is one person's, so its connection is its user's
//! own and never the system's.

mod operator;

use std::time::Duration;

use models::connection::{Connection, ConnectionKind, ConnectionName};
use models::ids::UserId;
use models::invalid::Invalid;
use models::secret::SecretString;
use models::time::Time;
use models::user::User;
use providers::{DeviceLogin, DevicePoll};
use serde::{Deserialize, Serialize};

pub use operator::{begin_by_operator, log_out_by_operator, poll_by_operator, status_by_operator};

use super::resolve::{Found, reach_of};
use super::{ConnectionView, NewConnection, Scope, create};
use crate::access::Actor;
use crate::context::Context;
use crate::error::{Denied, Error, Result};

/// What people are told before they log in.
pub const NOTICE: &str = "GitHub documents no API for programs like this one, and its terms bind a Copilot seat to one \
                          person and to the tools that GitHub permits. Read the terms of your plan before you log in; \
                          GitHub may block accounts that break them.";

/// What a login's ticket opens for.
const PURPOSE: &str = "copilot-login";

/// A login that its user has to complete in a browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// What [`poll`] is asked with. It says nothing to whoever reads it.
    pub ticket: String,
    /// What the user enters.
    pub user_code: String,
    /// Where.
    pub verification_url: String,
    /// When the code is no longer good.
    pub expires_at: Time,
    /// Pause between two questions.
    pub interval: Duration,
}

/// What became of a login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoginState {
    /// The user has not entered the code yet; ask again after the pause.
    Pending {
        /// The pause from now on.
        interval: Duration,
    },
    /// The connection was made.
    Connected(Box<ConnectionView>),
    /// The user refused.
    Denied,
    /// The code is no longer good.
    Expired,
}

/// Whether a login still works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The connection.
    pub connection: Connection,
    /// When the token ends that calls are made with now, or why there is none.
    pub token_until: Result<Time, String>,
}

/// What a ticket holds.
#[derive(Serialize, Deserialize)]
struct Ticket {
    user_id: UserId,
    device_code: String,
    interval_seconds: u64,
    expires_at: Time,
    name: Option<String>,
}

/// Begins a login for the caller. `name` is what the connection will be called; the kind's name where absent.
pub async fn begin(cx: &Context, actor: &Actor, name: Option<String>) -> Result<Login> {
    begin_for(cx, &actor.user, name).await
}

/// Asks GitHub once whether the login was completed, and then makes the connection.
pub async fn poll(cx: &Context, actor: &Actor, ticket: &str) -> Result<LoginState> {
    Ok(match ask(cx, &actor.user, ticket).await? {
        Asked::Granted(new) => LoginState::Connected(Box::new(create(cx, actor, new).await?)),
        Asked::Not(state) => state,
    })
}

/// Whether the caller's logins still work.
pub async fn status(cx: &Context, actor: &Actor) -> Result<Vec<Status>> {
    let user = actor.id();
    status_where(cx, move |connection| connection.owner_id == Some(user)).await
}

/// Whether the setting allows logins and calls.
pub fn enabled(cx: &Context) -> bool {
    cx.settings.gateway.github_copilot
}

/// Refuses where the setting does not allow it.
pub(super) fn must_be_on(cx: &Context) -> Result<()> {
    if enabled(cx) { Ok(()) } else { Err(Error::Denied(Denied::CopilotOff)) }
}

async fn begin_for(cx: &Context, user: &User, name: Option<String>) -> Result<Login> {
    must_be_on(cx)?;
    name.as_deref().map(ConnectionName::parse).transpose()?;
    let login = cx.providers.copilot_login(reach_of(cx, user.role)).await?;
    // A lifetime that no calendar holds is as good as none.
    let expires_at = cx.now().checked_add_signed(chrono::TimeDelta::from_std(login.expires_in).unwrap_or_default());
    let expires_at = expires_at.unwrap_or(cx.now());
    let ticket = Ticket {
        user_id: user.id,
        device_code: login.device_code.expose().to_owned(),
        interval_seconds: login.interval.as_secs(),
        expires_at,
        name,
    };
    let ticket = cx.keyring.ticket(PURPOSE, &ticket).map_err(|error| Error::internal("sealing a login", error))?;
    let DeviceLogin { user_code, verification_url, interval, .. } = login;
    Ok(Login { ticket, user_code, verification_url, expires_at, interval })
}

enum Asked {
    Granted(NewConnection),
    Not(LoginState),
}

async fn ask(cx: &Context, user: &User, ticket: &str) -> Result<Asked> {
    must_be_on(cx)?;
    let wrong = || Error::from(Invalid::new("login", "must be the login of an earlier answer"));
    let ticket: Ticket = cx.keyring.open_ticket(PURPOSE, ticket).ok_or_else(wrong)?;
    if ticket.user_id != user.id {
        return Err(wrong());
    }
    if ticket.expires_at <= cx.now() {
        return Ok(Asked::Not(LoginState::Expired));
    }
    let (code, interval) = (SecretString::new(ticket.device_code), Duration::from_secs(ticket.interval_seconds));
    Ok(match cx.providers.copilot_poll(reach_of(cx, user.role), &code, interval).await? {
        DevicePoll::Granted(token) => Asked::Granted(NewConnection {
            kind: ConnectionKind::GithubCopilot,
            name: ticket.name,
            base_url: None,
            api_key: Some(token),
            scope: Scope::User,
            max_parallel: None,
        }),
        DevicePoll::Pending { interval } => Asked::Not(LoginState::Pending { interval }),
        DevicePoll::Denied => Asked::Not(LoginState::Denied),
        DevicePoll::Expired => Asked::Not(LoginState::Expired),
    })
}

async fn status_where(cx: &Context, wanted: impl Fn(&Connection) -> bool + Send + 'static) -> Result<Vec<Status>> {
    let found: Vec<Found> = cx
        .store
        .read(move |db| {
            let all = store::connections::list_all(db)?.into_iter();
            let logins = all.filter(|it| it.kind == ConnectionKind::GithubCopilot && wanted(it));
            logins.map(|connection| Found::of(db, connection)).collect::<Result<_>>()
        })
        .await?;
    let mut out = Vec::with_capacity(found.len());
    for found in found {
        let endpoint = found.endpoint(cx)?;
        let until = cx.providers.copilot_check(&endpoint).await.map_err(|error| error.user_message());
        let token_until = until.map(|seconds| Time::from_timestamp(seconds, 0).unwrap_or(Time::MAX_UTC));
        out.push(Status { connection: found.connection, token_until });
    }
    Ok(out)
}
