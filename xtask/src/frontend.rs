//! The web app's packages and build, done again only when something changed.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context as _, Result};

use crate::command::{command, run};
use crate::workspace::{files, frontend};

/// Written after a complete install; npm leaves half of one behind when it is stopped.
const INSTALLED: &str = "node_modules/.installed-by-xtask";
/// Written after a build whose own checks passed.
const BUILT: &str = "node_modules/.built-by-xtask";
/// Written by every build. `index.html` does not prove one: cargo puts a stand-in there.
const MANIFEST: &str = "dist/.vite/manifest.json";

/// Installs the packages when the lock file is newer than the last install.
pub(crate) fn install() -> Result<()> {
    let folder = frontend();
    let lock = modified(&folder.join("package-lock.json")).context("frontend/package-lock.json is missing")?;
    let stamp = folder.join(INSTALLED);
    if modified(&stamp).is_some_and(|installed| installed >= lock) {
        return Ok(());
    }
    run(command("npm ci --no-audit --no-fund").current_dir(&folder))?;
    write_stamp(&stamp)
}

/// Builds into `frontend/dist` when a source is newer than the last build.
pub(crate) fn build() -> Result<()> {
    let folder = frontend();
    let built = modified(&folder.join(BUILT)).filter(|_| folder.join(MANIFEST).exists());
    if built.is_some() && built >= newest_source()? {
        return Ok(());
    }
    run(&mut script("build"))?;
    write_stamp(&folder.join(BUILT))
}

/// A script of the web app's package.json.
pub(crate) fn script(name: &str) -> Command {
    let mut npm = command("npm run --silent");
    npm.arg(name).current_dir(frontend());
    npm
}

fn write_stamp(path: &Path) -> Result<()> {
    fs::write(path, "").with_context(|| format!("writing {}", path.display()))
}

fn newest_source() -> Result<Option<SystemTime>> {
    let folder = frontend();
    let mut sources = Vec::new();
    for part in ["src", "public", "vite", "scripts"] {
        sources.extend(files(&folder.join(part), &[""])?);
    }
    for name in ["index.html", "package.json", "package-lock.json", "vite.config.ts", "tsconfig.json"] {
        sources.push(folder.join(name));
    }
    Ok(sources.iter().filter_map(|path| modified(path)).max())
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|metadata| metadata.modified()).ok()
}
