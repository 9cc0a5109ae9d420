//! `cargo xtask test`: everything that CI runs.

mod clients;
mod counts;
mod postgres;
mod schemathesis;

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::command::{command, run, show};
use crate::workspace::{binary, files, is_ci, root};
use crate::{frontend, layers, openapi, setup};
use counts::Counts;
use postgres::Postgres;

/// How one step went.
struct Outcome {
    name: &'static str,
    counts: Counts,
    error: Option<String>,
    took: Duration,
}

/// Runs every step, or the named ones, also after one has failed; fails when any did.
pub(crate) fn test(names: &[String]) -> Result<()> {
    let unknown = names.iter().find(|name| !STEPS.iter().any(|(step, _)| step == name));
    if let Some(unknown) = unknown {
        let steps: Vec<&str> = STEPS.iter().map(|(step, _)| *step).collect();
        bail!("there is no step `{unknown}`; there are {}", steps.join(", "));
    }
    setup::setup()?;
    let mut outcomes = Vec::new();
    for (name, step) in STEPS.iter().filter(|(step, _)| names.is_empty() || names.iter().any(|name| name == step)) {
        println!("\n=== {name}");
        let started = Instant::now();
        let (counts, error) = match step() {
            Ok(counts) => (counts, None),
            Err(Failure { counts, error }) => (counts, Some(format!("{error:#}"))),
        };
        if let Some(error) = &error {
            println!("{name}: {error}");
        }
        outcomes.push(Outcome { name, counts, error, took: started.elapsed() });
    }
    report(&outcomes)
}

type Step = fn() -> Result<Counts, Failure>;

/// In this order: what is quick to fail comes first, what needs a build comes after it.
const STEPS: &[(&str, Step)] = &[
    ("layers", || plain(layers::layers())),
    ("format", || plain(run(&mut command("cargo fmt --check")))),
    ("packages", || plain(frontend::install())),
    ("types", || plain(run(&mut frontend::script("typecheck")))),
    ("lint", || plain(run(&mut frontend::script("lint")))),
    ("vitest", || counted(&mut frontend::script("test"), counts::vitest)),
    ("web-app", || plain(frontend::build())),
    ("clippy", || plain(run(&mut command("cargo clippy --workspace --all-targets -- -D warnings")))),
    ("binaries", || plain(run(&mut command("cargo build --workspace --bins --exclude xtask")))),
    ("nextest", nextest),
    ("doc-tests", doc_tests),
    ("openapi", || plain(openapi::is_fresh())),
    ("playwright", playwright),
    ("schemathesis", schemathesis::run),
    ("clients", clients::run),
];

/// Why a step failed, and what it counted before.
struct Failure {
    counts: Counts,
    error: anyhow::Error,
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self { counts: Counts::default(), error }
    }
}

/// A step that counts nothing when it is good.
fn plain(result: Result<()>) -> Result<Counts, Failure> {
    result.map(|()| Counts::default()).map_err(Failure::from)
}

/// A step whose output ends with counts. Without them it has failed, since it may have run nothing.
fn counted(command: &mut Command, read: fn(&str) -> Option<Counts>) -> Result<Counts, Failure> {
    let said = show(command)?;
    let counts = read(&said.text);
    match (counts, said.succeeded) {
        (Some(counts), true) => Ok(counts),
        (None, true) => Err(anyhow::anyhow!("it ran no test that could be counted").into()),
        (counts, false) => {
            Err(Failure { counts: counts.unwrap_or_default(), error: anyhow::anyhow!("it failed; see above") })
        }
    }
}

/// On both databases: the tests find the Postgres one by its address.
fn nextest() -> Result<Counts, Failure> {
    let postgres = Postgres::start()?;
    let mut nextest = command("cargo nextest run --workspace --no-fail-fast --status-level slow");
    counted(nextest.env("PALLIUM_TEST_POSTGRES", postgres.url()), counts::nextest)
}

/// Nextest runs no examples of documentation. Only rooms that have one are built for it.
fn doc_tests() -> Result<Counts, Failure> {
    let mut rooms = Vec::new();
    for manifest in files(&root().join("crates"), &["Cargo.toml"])? {
        let Some(room) = manifest.parent() else { continue };
        for source in files(&room.join("src"), &[".rs"])? {
            let text = std::fs::read_to_string(&source).map_err(anyhow::Error::from)?;
            if has_example(&text) {
                rooms.push(manifest.clone());
                break;
            }
        }
    }
    let mut sum = Counts::default();
    for manifest in rooms {
        sum += counted(command("cargo test --doc --manifest-path").arg(manifest), counts::libtest)?;
    }
    Ok(sum)
}

/// Whether a file's documentation opens a code block that the compiler would run.
fn has_example(source: &str) -> bool {
    let mut inside = false;
    source.lines().map(str::trim_start).any(|line| {
        let Some(text) = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) else { return false };
        let Some(language) = text.trim_start().strip_prefix("```") else { return false };
        inside = !inside;
        inside && matches!(language.trim(), "" | "rust" | "should_panic" | "no_run" | "compile_fail")
    })
}

fn playwright() -> Result<Counts, Failure> {
    let mut npm = frontend::script("e2e");
    npm.env("PALLIUM_BIN", binary("debug", "pallium")).env("SCRIPTED_VENDOR_BIN", binary("debug", "scripted-vendor"));
    if let Some(chromium) = setup::chromium() {
        npm.env("PALLIUM_CHROMIUM", chromium);
    }
    counted(&mut npm, counts::playwright)
}

fn report(outcomes: &[Outcome]) -> Result<()> {
    println!("\n=== result");
    let mut sum = Counts::default();
    for Outcome { name, counts, error, took } in outcomes {
        // A step that fails without naming a test is one failure, so that the sum cannot look green.
        let unnamed = u32::from(error.is_some() && counts.failed == 0);
        let counts = Counts { failed: counts.failed + unnamed, ..*counts };
        let mark = if error.is_some() { "FAILED" } else { "ok" };
        println!("{name:<14} {mark:<7} {:>6.1} s   {counts}", took.as_secs_f64());
        sum += counts;
    }
    println!("{sum}");
    let failed: Vec<&str> = outcomes.iter().filter(|step| step.error.is_some()).map(|step| step.name).collect();
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    if sum.failed > 0 {
        bail!("{} tests failed", sum.failed);
    }
    if sum.skipped > 0 && is_ci() {
        bail!("{} tests were skipped, which CI=true does not allow", sum.skipped);
    }
    Ok(())
}
