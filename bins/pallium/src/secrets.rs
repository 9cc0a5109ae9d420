//! `pallium secrets`.

use clap::ArgMatches;
use managers::keyring::{self, MasterKey};

use crate::say::say;
use crate::{password, user};

pub(crate) async fn dispatch(matches: &ArgMatches) -> anyhow::Result<()> {
    match matches.subcommand() {
        Some(("rotate", at)) => rotate(at).await,
        _ => anyhow::bail!("no command; see pallium secrets --help"),
    }
}

/// Wraps every stored secret with a new master key: one that is made in the data folder, or, where
/// the settings hold the key, one that the operator gives.
async fn rotate(matches: &ArgMatches) -> anyhow::Result<()> {
    let cx = user::context(matches).await?;
    // A running server would go on sealing with the old key.
    let _lock = router::lock::take(cx.settings.database.url.expose())?;
    let rotation = if cx.settings.security.master_key.is_some() {
        let new = MasterKey::parse(&password::read("New master key: ")?)?;
        keyring::rotate(&cx, &new).await
    } else {
        keyring::rotate_file(&cx, &cx.settings.data.dir).await
    };
    say(format!(
        "wrapped {} secrets; start the server with the new master key",
        rotation.map_err(user::explain)?.secrets
    ))?;
    Ok(())
}
