//! A login by device code.

use actix_web::{post, web};
use chrono::{DateTime, Utc};
use managers::connections::copilot::{self, Login, LoginState};
use managers::context::Context;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::ApiError;
use crate::extract::{Actor, Json};
use crate::routes::connections::ConnectionBody;

/// A login to begin.
#[derive(Deserialize, ToSchema)]
#[schema(as = BeginCopilotLogin)]
#[serde(deny_unknown_fields)]
pub(crate) struct BeginBody {
    /// What the connection will be called.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 80)]
    name: Option<String>,
}

/// A login that the caller completes in a browser.
#[derive(Serialize, ToSchema)]
#[schema(as = CopilotLogin)]
pub(crate) struct LoginBody {
    /// What to poll with.
    login: String,
    /// What to enter.
    #[schema(example = "WDJB-MJHT")]
    user_code: String,
    /// Where to enter it.
    #[schema(example = "https://github.com/login/device")]
    verification_url: String,
    /// When the code is no longer good.
    expires_at: DateTime<Utc>,
    /// Shortest pause between two polls.
    interval_seconds: u64,
    /// What to know before logging in.
    notice: &'static str,
}

/// Which login.
#[derive(Deserialize, ToSchema)]
#[schema(as = PollCopilotLogin)]
#[serde(deny_unknown_fields)]
pub(crate) struct PollBody {
    login: String,
}

/// What became of a login.
#[derive(Serialize, ToSchema)]
#[schema(as = CopilotLoginState)]
pub(crate) struct StateBody {
    status: StatusBody,
    /// Shortest pause until the next poll; `null` unless pending.
    #[schema(required)]
    interval_seconds: Option<u64>,
    /// What was made; `null` unless connected.
    #[schema(required)]
    connection: Option<ConnectionBody>,
}

/// What became of a login.
#[derive(Serialize, ToSchema)]
#[schema(as = CopilotLoginStatus)]
#[serde(rename_all = "snake_case")]
enum StatusBody {
    /// Not completed yet.
    Pending,
    /// Completed; the connection was made.
    Connected,
    /// Refused in the browser.
    Denied,
    /// Not completed in time.
    Expired,
}

/// Begin a login to GitHub Copilot
///
/// For a connection of one's own. Refused where `gateway.github_copilot` is off.
#[utoipa::path(tag = "copilot", request_body = BeginBody, responses((status = 200, body = LoginBody), ApiError), security(("bearer" = [])))]
#[post("/copilot/login")]
pub(super) async fn begin_copilot_login(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<BeginBody>,
) -> Result<Json<LoginBody>, ApiError> {
    let Login { ticket, user_code, verification_url, expires_at, interval } =
        copilot::begin(&cx, &actor, body.0.name).await?;
    Ok(Json(LoginBody {
        login: ticket,
        user_code,
        verification_url,
        expires_at,
        interval_seconds: interval.as_secs(),
        notice: copilot::NOTICE,
    }))
}

/// Ask whether a login was completed
///
/// Asks GitHub once; the connection is made as soon as the login is complete.
#[utoipa::path(tag = "copilot", request_body = PollBody, responses((status = 200, body = StateBody), ApiError), security(("bearer" = [])))]
#[post("/copilot/login/poll")]
pub(super) async fn poll_copilot_login(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<PollBody>,
) -> Result<Json<StateBody>, ApiError> {
    Ok(Json(copilot::poll(&cx, &actor, &body.0.login).await?.into()))
}

impl From<LoginState> for StateBody {
    fn from(it: LoginState) -> Self {
        let (status, interval_seconds, connection) = match it {
            LoginState::Pending { interval } => (StatusBody::Pending, Some(interval.as_secs()), None),
            LoginState::Connected(view) => (StatusBody::Connected, None, Some((*view).into())),
            LoginState::Denied => (StatusBody::Denied, None, None),
            LoginState::Expired => (StatusBody::Expired, None, None),
        };
        Self { status, interval_seconds, connection }
    }
}
