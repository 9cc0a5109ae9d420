//! What the commands need beside Rust: installed where we can, named where we cannot.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::command::{command, output, run, succeeds};

const NODE_MAJOR_MIN: u32 = 20;

/// A thing that must be there.
struct Need {
    name: &'static str,
    is_there: fn() -> bool,
    /// Packages of Debian that bring it.
    packages: &'static [&'static str],
    /// What a person on another system does.
    advice: &'static str,
}

const NEEDS: &[Need] = &[
    Need {
        name: "chromium",
        is_there: || chromium().is_some(),
        packages: &["chromium"],
        advice: "install Chromium, or set PALLIUM_CHROMIUM to its path",
    },
    Need {
        name: "PostgreSQL server",
        is_there: || postgres_bin().is_some(),
        packages: &["postgresql"],
        advice: "install PostgreSQL 14 or newer, with `initdb` and `postgres` on the PATH",
    },
    Need {
        name: "Python 3 with venv",
        is_there: || succeeds("python3 -m venv --help") && succeeds("python3 -m ensurepip --version"),
        packages: &["python3", "python3-venv"],
        advice: "install Python 3.10 or newer with its venv module",
    },
    Need {
        name: "C compiler",
        is_there: || succeeds("cc --version"),
        packages: &["gcc", "libc6-dev"],
        advice: "install a C compiler, which builds SQLite and libpq",
    },
];

/// Installs what the tests need, or fails with a list of what is missing.
pub(crate) fn setup() -> Result<()> {
    require_node()?;
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.is_there)()).collect();
    if !missing.is_empty() && is_debian_root() {
        run(&mut command("apt-get update"))?;
        let mut apt = command("apt-get install -y --no-install-recommends");
        apt.args(missing.iter().flat_map(|need| need.packages)).env("DEBIAN_FRONTEND", "noninteractive");
        run(&mut apt)?;
    }
    let missing: Vec<String> = NEEDS
        .iter()
        .filter(|need| !(need.is_there)())
        .map(|need| format!("  {}: {}", need.name, need.advice))
        .collect();
    if !missing.is_empty() {
        bail!("these are missing:\n{}", missing.join("\n"));
    }
    if !succeeds("cargo nextest --version") {
        run(&mut command("cargo install cargo-nextest --locked"))?;
    }
    Ok(())
}

/// Fails unless Node is there and new enough.
pub(crate) fn require_node() -> Result<()> {
    let advice = format!("install Node {NODE_MAJOR_MIN} or newer with npm");
    if !succeeds("node --version") || !succeeds("npm --version") {
        bail!("`node` and `npm` are missing: {advice}");
    }
    let version = output(&mut command("node --version"))?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|digits| digits.parse().ok());
    if major.is_none_or(|major: u32| major < NODE_MAJOR_MIN) {
        bail!("node is {}: {advice}", version.trim());
    }
    Ok(())
}

/// The folder with `initdb` and `postgres`. Debian keeps it off the PATH.
pub(crate) fn postgres_bin() -> Option<PathBuf> {
    let on_path = succeeds("initdb --version") && succeeds("postgres --version");
    if on_path {
        return Some(PathBuf::new());
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut folders: Vec<PathBuf> = versions.flatten().map(|version| version.path().join("bin")).collect();
    folders.retain(|folder| folder.join("initdb").is_file());
    folders.sort();
    folders.pop()
}

/// The browser that the page tests drive.
pub(crate) fn chromium() -> Option<PathBuf> {
    let named = crate::workspace::variable("PALLIUM_CHROMIUM").map(PathBuf::from);
    named.or_else(|| Some(PathBuf::from("/usr/bin/chromium"))).filter(|path| path.is_file())
}

/// Whether we may act as any user.
pub(crate) fn is_root() -> bool {
    output(&mut command("id -u")).is_ok_and(|id| id.trim() == "0")
}

fn is_debian_root() -> bool {
    Path::new("/etc/debian_version").exists() && is_root()
}
