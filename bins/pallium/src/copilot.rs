//! `pallium copilot`.

use std::time::Duration;

use clap::ArgMatches;
use managers::connections::copilot::{self, LoginState, NOTICE};

use crate::say::say;
use crate::user::{context, explain};

pub(crate) async fn dispatch(matches: &ArgMatches) -> anyhow::Result<()> {
    match matches.subcommand() {
        Some(("login", at)) => login(at).await,
        Some(("status", at)) => status(at).await,
        Some(("logout", at)) => logout(at).await,
        _ => anyhow::bail!("no command; see pallium copilot --help"),
    }
}

async fn login(matches: &ArgMatches) -> anyhow::Result<()> {
    let (cx, email) = (context(matches).await?, email(matches));
    say(NOTICE)?;
    let login = copilot::begin_by_operator(&cx, &email).await.map_err(explain)?;
    say(format!("\nOpen {} and enter {}", login.verification_url, login.user_code))?;
    let mut pause = login.interval;
    loop {
        tokio::time::sleep(pause.max(Duration::from_secs(1))).await;
        match copilot::poll_by_operator(&cx, &email, &login.ticket).await.map_err(explain)? {
            LoginState::Pending { interval } => pause = interval,
            LoginState::Denied => anyhow::bail!("the login was refused in the browser"),
            LoginState::Expired => anyhow::bail!("the code was not entered in time; begin again"),
            LoginState::Connected(view) => {
                let (name, models) = (view.connection.name.as_str(), view.model_count);
                say(format!("logged in: the connection {name} of {email} offers {models} models"))?;
                // What is still to be told to other processes.
                cx.tasks.close();
                cx.tasks.wait().await;
                return Ok(());
            }
        }
    }
}

async fn status(matches: &ArgMatches) -> anyhow::Result<()> {
    let cx = context(matches).await?;
    if !copilot::enabled(&cx) {
        say("GitHub Copilot is turned off; the setting gateway.github_copilot turns it on")?;
    }
    let logins = copilot::status_by_operator(&cx).await.map_err(explain)?;
    if logins.is_empty() {
        say("nobody is logged in")?;
    }
    for (user, status) in logins {
        let state = match status.token_until {
            Ok(until) => format!("works, token until {}", until.to_rfc3339()),
            Err(message) => format!("does not work: {message}"),
        };
        say(format!("{} ({}): {state}", user.email.as_str(), status.connection.name.as_str()))?;
    }
    Ok(())
}

async fn logout(matches: &ArgMatches) -> anyhow::Result<()> {
    let (cx, email) = (context(matches).await?, email(matches));
    let removed = copilot::log_out_by_operator(&cx, &email).await.map_err(explain)?;
    let what = if removed == 1 { "connection" } else { "connections" };
    say(format!(
        "removed {removed} {what} of {email} and the stored token; GitHub lists the app under Settings, Applications"
    ))?;
    cx.tasks.close();
    cx.tasks.wait().await;
    Ok(())
}

fn email(matches: &ArgMatches) -> String {
    matches.get_one::<String>("email").cloned().unwrap_or_default()
}
