//! `pallium user`.

use anyhow::Context as _;
use clap::ArgMatches;
use managers::clock::Clock;
use managers::context::Context;
use managers::error::Error;
use managers::users::{self, NewUser};
use models::user::Role;

use crate::say::say;
use crate::{extract, flags, password};

pub(crate) async fn dispatch(matches: &ArgMatches) -> anyhow::Result<()> {
    match matches.subcommand() {
        Some(("create", at)) => create(at).await,
        Some(("reset-password", at)) => reset_password(at).await,
        Some(("list", at)) => list(at).await,
        _ => anyhow::bail!("no command; see pallium user --help"),
    }
}

async fn create(matches: &ArgMatches) -> anyhow::Result<()> {
    let cx = context(matches).await?;
    let role = Role::parse(&text(matches, "role")).context("reading --role")?;
    let new = NewUser {
        email: text(matches, "email"),
        name: text(matches, "name"),
        password: password::read("Password: ")?,
        role,
    };
    let user = users::create_by_operator(&cx, new).await.map_err(explain)?;
    say(format!("made {} ({}, {})", user.email.as_str(), user.role.as_str(), user.id))?;
    Ok(())
}

async fn reset_password(matches: &ArgMatches) -> anyhow::Result<()> {
    let cx = context(matches).await?;
    let password = password::read("Password: ")?;
    let user = users::reset_password_by_operator(&cx, &text(matches, "email"), password).await.map_err(explain)?;
    say(format!("set the password of {} and ended its logins", user.email.as_str()))?;
    Ok(())
}

async fn list(matches: &ArgMatches) -> anyhow::Result<()> {
    let cx = context(matches).await?;
    for user in users::list_by_operator(&cx).await.map_err(explain)? {
        let state = if user.disabled_at.is_some() { "disabled" } else { "enabled" };
        say(format!(
            "{} {:6} {:8} {} ({})",
            user.id,
            user.role.as_str(),
            state,
            user.email.as_str(),
            user.name.as_str()
        ))?;
    }
    Ok(())
}

/// The rooms over a migrated database. A server may run beside it.
pub(crate) async fn context(matches: &ArgMatches) -> anyhow::Result<Context> {
    let opened = router::open(flags::settings(matches)?).await?;
    opened.store.migrate().await.context("migrating the database")?;
    opened.into_context(Clock::System, extract::reader()?)
}

/// Refused fields are told one per line.
pub(crate) fn explain(error: Error) -> anyhow::Error {
    match error {
        Error::Invalid(wrong) => {
            let lines: Vec<String> = wrong.iter().map(ToString::to_string).collect();
            anyhow::anyhow!("{}", lines.join("\n"))
        }
        other => other.into(),
    }
}

fn text(matches: &ArgMatches, name: &str) -> String {
    matches.get_one::<String>(name).cloned().unwrap_or_default()
}
