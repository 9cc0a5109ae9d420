//! The API's document and the web app's client, which are checked in and generated.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::command::{command, output, run};
use crate::frontend;
use crate::workspace::{files, frontend as frontend_folder, relative, root};

/// Writes both.
pub(crate) fn write() -> Result<()> {
    let document = output(&mut command("cargo run --quiet --package pallium -- openapi"))?;
    let path = document_path();
    fs::write(&path, document).with_context(|| format!("writing {}", path.display()))?;
    frontend::install()?;
    run(&mut frontend::script("generate"))
}

/// Writes both and fails when that changed a file: then what is checked in was stale.
pub(crate) fn is_fresh() -> Result<()> {
    let before = generated()?;
    write()?;
    let after = generated()?;
    let mut stale: Vec<String> =
        after.iter().filter(|(path, text)| before.get(*path) != Some(text)).map(|(path, _)| relative(path)).collect();
    stale.extend(before.keys().filter(|path| !after.contains_key(*path)).map(|path| relative(path)));
    if !stale.is_empty() {
        bail!("these were stale and are written anew; commit them:\n  {}", stale.join("\n  "));
    }
    Ok(())
}

fn document_path() -> PathBuf {
    root().join("docs/reference/openapi.json")
}

fn generated() -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut paths = files(&frontend_folder().join("src/api/generated"), &[""])?;
    paths.extend(Some(document_path()).filter(|path| path.exists()));
    let read = |path: PathBuf| fs::read(&path).map(|bytes| (path, bytes));
    paths.into_iter().map(read).collect::<Result<_, _>>().context("reading generated files")
}
