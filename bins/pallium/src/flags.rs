//! Every setting is a flag, made from the settings' own table.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, value_parser};
use settings::{Settings, Sources, keys};

const CONFIG: &str = "config-file";

/// One flag per setting, and `--config`. The short help leaves them out.
pub(crate) fn args() -> Vec<Arg> {
    let file = Arg::new(CONFIG)
        .long("config")
        .global(true)
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
        .help("Configuration file");
    let settings = keys().iter().map(|info| {
        Arg::new(info.key)
            .long(info.flag.as_str())
            .global(true)
            .value_name("VALUE")
            .allow_hyphen_values(true)
            .help(info.description)
            .help_heading("Settings")
            .hide_short_help(true)
    });
    std::iter::once(file).chain(settings).collect()
}

/// The settings of this process with the flags of a command.
pub(crate) fn settings(matches: &ArgMatches) -> anyhow::Result<Settings> {
    let flags = keys().iter().filter_map(|info| {
        let value = matches.get_one::<String>(info.key)?;
        Some((info.key.to_owned(), value.clone()))
    });
    let file = matches.get_one::<PathBuf>(CONFIG).cloned();
    let sources = Sources::of_process(flags.collect(), file)?;
    Ok(Settings::load(sources)?)
}
