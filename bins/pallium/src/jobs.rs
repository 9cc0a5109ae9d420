//! `pallium jobs`.

use anyhow::Context as _;
use clap::ArgMatches;
use managers::jobs::control::{self, List, Wish};
use models::ids::JobId;
use models::job::{JobKind, JobRecord, JobState};

use crate::say::say;
use crate::user::{context, explain};

pub(crate) async fn dispatch(matches: &ArgMatches) -> anyhow::Result<()> {
    match matches.subcommand() {
        Some(("list", at)) => list(at).await,
        Some(("retry", at)) => wish(at, Wish::Retry).await,
        Some(("cancel", at)) => wish(at, Wish::Cancel).await,
        Some(("run-now", at)) => wish(at, Wish::RunNow).await,
        _ => anyhow::bail!("no command; see pallium jobs --help"),
    }
}

async fn list(matches: &ArgMatches) -> anyhow::Result<()> {
    let states = word(matches, "state", JobState::parse)?;
    let kinds = word(matches, "kind", JobKind::parse)?;
    let limit = matches.get_one::<u32>("limit").copied().unwrap_or(models::page::LIMIT_DEFAULT);
    let cx = context(matches).await?;
    let list = List { states, kinds, limit, ..List::default() };
    for job in control::list_by_operator(&cx, list).await.map_err(explain)?.items {
        say(line(&job))?;
    }
    Ok(())
}

async fn wish(matches: &ArgMatches, wish: Wish) -> anyhow::Result<()> {
    let text = matches.get_one::<String>("id").map(String::as_str).unwrap_or_default();
    let id: JobId = text.parse().with_context(|| format!("reading the id `{text}`"))?;
    let cx = context(matches).await?;
    say(line(&control::wish_by_operator(&cx, id, wish).await.map_err(explain)?))
}

/// A word of a closed set; none for every one.
fn word<T>(matches: &ArgMatches, name: &str, parse: fn(&str) -> Option<T>) -> anyhow::Result<Vec<T>> {
    let Some(text) = matches.get_one::<String>(name) else { return Ok(Vec::new()) };
    Ok(vec![parse(text).with_context(|| format!("there is no {name} `{text}`"))?])
}

fn line(job: &JobRecord) -> String {
    let failure = job.errors.last().filter(|_| job.state != JobState::Completed);
    let failure = failure.and_then(|error| error.chain.first()).map(|text| format!("  {text}"));
    format!(
        "{} {:9} {:20} {}/{} {}{}",
        job.id,
        job.state.as_str(),
        job.job.kind().as_str(),
        job.attempt,
        job.max_attempts,
        job.run_at.format("%Y-%m-%dT%H:%M:%SZ"),
        failure.unwrap_or_default()
    )
}
