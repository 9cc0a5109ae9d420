//! Measures a release build of `pallium` against the targets of the project: `cargo xtask bench`
//! builds both and runs this.
//!
//! The clocks of shared machines are noisy, so what can be is given as CPU time of the server's
//! process, from `/proc`. Everything runs on loopback: the server as a process of its own, the
//! vendor and the clients in this one.

#![expect(clippy::print_stdout, reason = "the table is the result")]

mod client;
mod documents;
mod gateway;
mod jobs;
mod knowledge;
mod measures;
mod relay;
mod server;
mod vendor;
mod wire;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// One row of the table.
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) measured: String,
    pub(crate) target: &'static str,
    pub(crate) met: bool,
}

struct Arguments {
    subject: Subject,
    pallium: PathBuf,
    load: Duration,
    only: Option<String>,
    folder: Option<PathBuf>,
}

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    House,
    Gateway,
    Jobs,
    Documents,
    Knowledge,
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<()> {
    let mut words = std::env::args().skip(1);
    if words.next().is_some_and(|word| word == relay::WORD) {
        return relay::run(words.next().context("an address to relay to")?).await;
    }
    let arguments = arguments()?;
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        bail!("a TLS provider was installed before ours");
    }
    let only = arguments.only.as_deref();
    let rows = match arguments.subject {
        Subject::House => measures::all(&arguments.pallium, arguments.load, only).await?,
        Subject::Gateway => gateway::all(&arguments.pallium, arguments.load, only).await?,
        Subject::Jobs => jobs::all(only).await?,
        Subject::Documents => documents::all(&arguments.pallium, arguments.folder.as_deref(), only).await?,
        Subject::Knowledge => knowledge::all().await?,
    };
    println!("{:<64} {:>24}  {:<14}", "what", "measured", "target");
    for row in &rows {
        let mark = if row.met { "met" } else { "NOT MET" };
        println!("{:<64} {:>24}  {:<14} {mark}", row.what, row.measured, row.target);
    }
    Ok(())
}

fn arguments() -> Result<Arguments> {
    let mut pallium = None;
    let mut load = Duration::from_secs(600);
    let mut only = None;
    let mut folder = None;
    let mut subject = Subject::House;
    let mut words = std::env::args_os().skip(1);
    while let Some(word) = words.next() {
        let named = [
            ("gateway", Subject::Gateway),
            ("jobs", Subject::Jobs),
            ("documents", Subject::Documents),
            ("knowledge", Subject::Knowledge),
        ];
        if let Some((_, found)) = named.into_iter().find(|(name, _)| word == *name) {
            subject = found;
            continue;
        }
        let value = words.next().context("every option has a value")?;
        match word.to_str() {
            Some("--pallium") => pallium = Some(PathBuf::from(value)),
            Some("--load-seconds") => {
                load = Duration::from_secs(value.to_str().context("a number of seconds")?.parse()?);
            }
            Some("--folder") => folder = Some(PathBuf::from(value)),
            Some("--only") => only = value.into_string().ok(),
            _ => bail!(
                "`gateway`, `jobs`, `documents`, `knowledge`, or options: --pallium PATH, --load-seconds N, --only MEASURE \
                 and, for documents, --folder PATH"
            ),
        }
    }
    Ok(Arguments { subject, pallium: pallium.context("--pallium PATH is needed")?, load, only, folder })
}
