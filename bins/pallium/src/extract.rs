//! `pallium extract`: what a file says, as documents are read everywhere in the house.

use std::io::Read;
use std::path::Path;

use anyhow::{Context as _, bail};
use clap::ArgMatches;
use documents::Limits;
use extractor::{Extractor, Options};
use router::Reader;

use crate::say::say;

/// The hidden subcommand that runs a worker.
pub(crate) const WORKER: &str = "extract-worker";

/// This program, as the one that reads files.
pub(crate) fn reader() -> anyhow::Result<Reader> {
    let program = std::env::current_exe().context("finding this program")?;
    Ok(Reader { program, arguments: vec![WORKER.to_owned()] })
}

/// Prints a file as Markdown, or all that was found out about it as JSON.
pub(crate) async fn extract(matches: &ArgMatches) -> anyhow::Result<()> {
    let path = matches.get_one::<String>("file").map(Path::new).context("reading FILE")?;
    let bytes = read(path, Limits::default().bytes_in)?;
    let name = path.file_name().and_then(|name| name.to_str());
    let Reader { program, arguments } = reader()?;
    let extractor = Extractor::new(Options { workers: 1, ..Options::new(program, arguments) });
    let extracted = extractor.extract(&bytes, None, name).await;
    let extracted = extracted.with_context(|| format!("reading {}", path.display()))?;
    if matches.get_flag("json") {
        return say(serde_json::to_string_pretty(&extracted).context("writing the document as JSON")?);
    }
    say(documents::markdown(&extracted.document).text.trim_end())
}

/// A worker's limits are its own, so it is not given a file that is longer than they allow.
fn read(path: &Path, most: u64) -> anyhow::Result<Vec<u8>> {
    let file = std::fs::File::open(path).with_context(|| format!("opening {}", path.display()))?;
    let mut bytes = Vec::new();
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).with_context(|| format!("reading {}", path.display()))?;
    if bytes.len() as u64 > most {
        bail!("{} is longer than {most} bytes", path.display());
    }
    Ok(bytes)
}
