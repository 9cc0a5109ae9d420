//! `pallium config`.

use clap::ArgMatches;

use crate::flags;
use crate::say::say;

pub(crate) fn dispatch(matches: &ArgMatches) -> anyhow::Result<()> {
    match matches.subcommand() {
        Some(("show", at)) => show(at),
        _ => anyhow::bail!("no command; see pallium config --help"),
    }
}

/// One line per setting: key, value, where it came from. Secrets are three stars.
fn show(matches: &ArgMatches) -> anyhow::Result<()> {
    let settings = flags::settings(matches)?;
    let width = settings.rows().iter().map(|row| row.info.key.len()).max().unwrap_or_default();
    for row in settings.rows() {
        let value = if row.value.is_empty() { "(not set)" } else { row.value.as_str() };
        say(format!("{:width$} = {value}  # {}", row.info.key, row.origin))?;
    }
    Ok(())
}
