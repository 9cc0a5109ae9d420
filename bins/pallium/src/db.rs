//! `pallium db`.

use anyhow::Context as _;
use clap::ArgMatches;

use crate::flags;
use crate::say::say;

pub(crate) async fn dispatch(matches: &ArgMatches) -> anyhow::Result<()> {
    match matches.subcommand() {
        Some(("migrate", at)) => migrate(at).await,
        Some(("status", at)) => status(at).await,
        Some(("revert", at)) => revert(at).await,
        _ => anyhow::bail!("no command; see pallium db --help"),
    }
}

async fn migrate(matches: &ArgMatches) -> anyhow::Result<()> {
    let opened = router::open(flags::settings(matches)?).await?;
    opened.store.migrate().await.context("migrating the database")?;
    say("the database is up to date")?;
    Ok(())
}

async fn status(matches: &ArgMatches) -> anyhow::Result<()> {
    let opened = router::open(flags::settings(matches)?).await?;
    for migration in opened.store.migration_status().await.context("reading the migrations")? {
        say(format!("{:8} {}", if migration.applied { "applied" } else { "pending" }, migration.name))?;
    }
    Ok(())
}

/// A running server would meet tables that it does not know, so it has to be stopped.
async fn revert(matches: &ArgMatches) -> anyhow::Result<()> {
    let opened = router::open(flags::settings(matches)?).await?;
    let _lock = router::lock::take(opened.settings.database.url.expose())?;
    let name = opened.store.revert_last().await.context("reverting the newest migration")?;
    say(format!("reverted {name}"))?;
    Ok(())
}
