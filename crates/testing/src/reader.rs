//! The program that reads files, from the workspace's own build.

use std::path::PathBuf;
use std::process::Command;

use router::Reader;

const PROGRAM: &str = "extract-worker";

/// The program beside the tests' own folder. A build of the whole workspace makes it.
pub fn reader() -> Reader {
    Reader { program: path(), arguments: Vec::new() }
}

/// Builds it where only a part of the workspace was built. One that is there is taken as it is.
pub(crate) fn build_missing() {
    if path().exists() {
        return;
    }
    let built = Command::new("cargo").args(["build", "-q", "-p", "pallium-extractor", "--bin", PROGRAM]).status();
    assert!(built.is_ok_and(|it| it.success()) && path().exists(), "building {PROGRAM} in {}", path().display());
}

/// Tests lie in `<profile>/deps`, programs in `<profile>`.
fn path() -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    let folder = own.parent().map(|it| if it.ends_with("deps") { it.parent().unwrap_or(it) } else { it });
    folder.unwrap_or(std::path::Path::new("")).join(PROGRAM)
}
