//! `pallium classify` and `pallium plan`: what the gateway would make of a request, without sending it.

use std::io::Read;

use anyhow::{Context as _, bail};
use clap::ArgMatches;
use managers::gateway::classify::classify as classified;
use managers::gateway::hints::Hints;
use managers::gateway::plan::{self, Policies, Situation};
use serde::Serialize;
use settings::GatewaySettings;

use crate::flags;
use crate::say::say;

/// Prints what a request is about and the alias that it is worth.
pub(crate) fn classify(matches: &ArgMatches) -> anyhow::Result<()> {
    let settings = flags::settings(matches)?.gateway;
    print(&classified(&Hints::of(&settings)?, &text(matches, &settings)?))
}

/// Prints how to go about a request.
pub(crate) fn plan(matches: &ArgMatches) -> anyhow::Result<()> {
    let settings = flags::settings(matches)?.gateway;
    let text = text(matches, &settings)?;
    let classification = classified(&Hints::of(&settings)?, &text);
    print(&plan::plan(&classification, &text, &Policies::of(&settings), &Situation::default()))
}

/// The text of the command line, or of standard input where it is `-`.
fn text(matches: &ArgMatches, settings: &GatewaySettings) -> anyhow::Result<String> {
    let given = matches.get_one::<String>("text").context("reading TEXT")?;
    if given != "-" {
        return Ok(given.clone());
    }
    let most = settings.body_bytes_max;
    let mut text = String::new();
    let beyond = u64::try_from(most)?.saturating_add(1);
    std::io::stdin().lock().take(beyond).read_to_string(&mut text).context("reading the text from standard input")?;
    if text.len() > most {
        bail!("the text on standard input is longer than gateway.body_bytes_max, which is {most} bytes");
    }
    Ok(text)
}

fn print(answer: &impl Serialize) -> anyhow::Result<()> {
    say(serde_json::to_string_pretty(answer).context("writing the answer as JSON")?)
}
