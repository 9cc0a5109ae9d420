//! Git repositories: a shallow copy is made, read like a folder, and removed.
//!
//! `git` gets its arguments as a list and nothing of our environment. It runs no hook, follows no redirect and no
//! submodule, makes no link, and dials only the addresses that were checked.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;

use ::url::Url;
use models::knowledge::Source;
use providers::{FetchError, Reach};
use tokio::io::AsyncReadExt;
use tokio::process::Command;

use super::Stopped;
use super::follow::Follower;
use crate::context::Context;
use crate::error::Error;

/// Characters of what git says that people are told.
const SAID_MAX: u64 = 2_000;

pub(super) async fn look(cx: &Context, source: &Source, follower: &mut Follower<'_>) -> Result<(), Stopped> {
    let Ok(url) = Url::parse(&source.location) else {
        return Err(Stopped::Told("the address is none".into()));
    };
    let reach = if cx.settings.knowledge.fetch_private { Reach::Anywhere } else { Reach::PublicOnly };
    let addresses = cx.providers.addresses(&url, reach).await.map_err(|error| match error {
        FetchError::Blocked(host) => Stopped::Told(format!("calls to {host} are not permitted")),
        other => Stopped::Told(format!("the repository cannot be reached: {other}")),
    })?;
    let folder = folder(cx).await.map_err(|error| Error::internal("making a folder for a copy", error))?;
    let copy = Copy { url: &url, reference: source.reference.as_deref(), addresses: &addresses };
    let outcome = match tokio::time::timeout(cx.settings.knowledge.git_timeout, copy.make(&folder.0)).await {
        Ok(outcome) => outcome,
        Err(_) => Err(Stopped::Told("copying the repository took too long".into())),
    };
    outcome?;
    super::folder::look_below(cx, source, folder.0.clone(), follower).await
}

/// A copy to be made.
struct Copy<'a> {
    url: &'a Url,
    reference: Option<&'a str>,
    addresses: &'a [SocketAddr],
}

impl Copy<'_> {
    async fn make(&self, folder: &Path) -> Result<(), Stopped> {
        let spawned = Command::new("git")
            .args(self.arguments(folder))
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("HOME", folder)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_LFS_SKIP_SMUDGE", "1")
            .env("LC_ALL", "C")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn();
        let mut git = match spawned {
            Ok(git) => git,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Stopped::Told("the program `git` is not installed on the server".into()));
            }
            Err(error) => return Err(Error::internal("starting git", error).into()),
        };
        let mut said = Vec::new();
        if let Some(stderr) = git.stderr.take() {
            let read = stderr.take(SAID_MAX).read_to_end(&mut said).await;
            read.map_err(|error| Error::internal("listening to git", error))?;
        }
        let status = git.wait().await.map_err(|error| Error::internal("waiting for git", error))?;
        if status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&said);
        let last = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("git said nothing");
        Err(Stopped::Told(format!("the repository cannot be copied: {last}")))
    }

    fn arguments(&self, folder: &Path) -> Vec<String> {
        let mut arguments: Vec<String> = Vec::new();
        let mut set = |setting: &str| arguments.extend(["-c".to_owned(), setting.to_owned()]);
        for setting in [
            "core.hooksPath=/dev/null",
            "core.symlinks=false",
            "core.fsmonitor=false",
            "credential.helper=",
            "http.followRedirects=false",
            "submodule.recurse=false",
            "protocol.allow=never",
        ] {
            set(setting);
        }
        set(&format!("protocol.{}.allow=always", self.url.scheme()));
        if let (Some(host), Some(port)) = (self.url.host_str(), self.url.port_or_known_default()) {
            let dialled: Vec<String> = self.addresses.iter().map(|address| address.ip().to_string()).collect();
            set(&format!("http.curloptResolve={host}:{port}:{}", dialled.join(",")));
        }
        let clone = ["clone", "--quiet", "--depth=1", "--single-branch", "--no-tags", "--no-recurse-submodules"];
        arguments.extend(clone.map(str::to_owned));
        arguments.push("--template=".to_owned());
        if let Some(reference) = self.reference {
            arguments.push(format!("--branch={reference}"));
        }
        arguments.extend(["--".to_owned(), self.url.to_string(), folder.display().to_string()]);
        arguments
    }
}

/// A folder that is removed with what is in it.
struct Folder(std::path::PathBuf);

async fn folder(cx: &Context) -> std::io::Result<Folder> {
    let path = cx.settings.data.uploads_dir().join(format!("git-{}", cx.id()));
    tokio::fs::create_dir_all(&path).await?;
    Ok(Folder(path))
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "removing the copy of a repository");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copy<'a>(url: &'a Url, reference: Option<&'a str>) -> Copy<'a> {
        Copy { url, reference, addresses: &[] }
    }

    /// A repository with one file on `main` and another one on `next`.
    fn repository(dir: &Path) -> Url {
        let git = |arguments: &[&str]| {
            let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"];
            let done = std::process::Command::new("git").current_dir(dir).args(identity).args(arguments).output();
            assert!(done.unwrap().status.success(), "{arguments:?}");
        };
        git(&["init", "-q"]);
        std::fs::write(dir.join("a.md"), "a").unwrap();
        git(&["add", "."]);
        git(&["commit", "-q", "-m", "a"]);
        git(&["checkout", "-q", "-b", "next"]);
        std::fs::write(dir.join("b.md"), "b").unwrap();
        git(&["add", "."]);
        git(&["commit", "-q", "-m", "b"]);
        git(&["checkout", "-q", "main"]);
        Url::from_directory_path(dir).unwrap()
    }

    #[tokio::test]
    async fn a_copy_has_the_wanted_branch_and_a_missing_one_is_told_of() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let url = repository(from.path());
        let wanted = to.path().join("copy");
        assert!(copy(&url, Some("next")).make(&wanted).await.is_ok());
        assert_eq!(std::fs::read_to_string(wanted.join("b.md")).unwrap(), "b");
        let Err(Stopped::Told(why)) = copy(&url, Some("none")).make(&to.path().join("none")).await else {
            panic!("a copy of nothing");
        };
        assert!(why.starts_with("the repository cannot be copied: fatal: Remote branch none not found"), "{why}");
    }

    #[test]
    fn an_address_is_no_option_and_only_checked_addresses_are_dialled() {
        let url = Url::parse("https://git.example.org/a.git").unwrap();
        let addresses = ["1.1.1.1:443".parse().unwrap()];
        let copy = Copy { url: &url, reference: None, addresses: &addresses };
        let arguments = copy.arguments(Path::new("/copy"));
        let end = ["--template=", "--", "https://git.example.org/a.git", "/copy"];
        assert!(arguments.ends_with(&end.map(str::to_owned)), "{arguments:?}");
        assert!(arguments.contains(&"http.curloptResolve=git.example.org:443:1.1.1.1".to_owned()));
        assert!(arguments.contains(&"protocol.https.allow=always".to_owned()));
    }
}
