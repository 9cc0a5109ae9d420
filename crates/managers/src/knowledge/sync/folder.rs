//! Folders on this machine.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::ignore::WalkBuilder;
use ::ignore::gitignore::{Gitignore, GitignoreBuilder};
use models::knowledge::Source;

use super::Stopped;
use super::follow::{Content, Follower, Offered};
use crate::context::Context;
use crate::error::Error;

/// Beside `.gitignore`, a file of a folder that says what is left out.
const IGNORE_FILE: &str = ".palliumignore";

/// A file below the folder.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    /// Parts joined by slashes.
    path: String,
    file: PathBuf,
}

pub(super) async fn look(cx: &Context, source: &Source, follower: &mut Follower<'_>) -> Result<(), Stopped> {
    let (settings, path) = (Arc::clone(&cx.settings), PathBuf::from(&source.location));
    let root = blocking(move || crate::knowledge::sources::allowed(&settings.knowledge, &path)).await?;
    let root =
        root.ok_or_else(|| Stopped::Told("the folder is gone, or no longer allowed by the settings".to_owned()))?;
    look_below(cx, source, root, follower).await
}

/// Takes in the files below a folder that can be read.
pub(super) async fn look_below(
    cx: &Context,
    source: &Source,
    root: PathBuf,
    follower: &mut Follower<'_>,
) -> Result<(), Stopped> {
    let (files_max, bytes_max) = (cx.settings.knowledge.files_max, cx.settings.knowledge.file_bytes_max as u64);
    let ignore = source.ignore.clone().unwrap_or_default();
    let files = blocking(move || walk(&root, &ignore, files_max as usize, bytes_max)).await??;
    follower.expect(files.len());
    for Found { path, file } in files {
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let content = Content::File(&file);
        follower.offer(Offered { path, name: &name, media_type: None, content }).await?;
    }
    Ok(())
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Stopped> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Stopped::Failed(Error::internal("walking through a folder", error)))
}

/// Links are not followed: they could lead out of the folder.
fn walk(root: &Path, ignore: &str, files_max: usize, bytes_max: u64) -> Result<Vec<Found>, Stopped> {
    let ignored = rules(root, ignore).map_err(Stopped::Told)?;
    let mut builder = WalkBuilder::new(root);
    builder.follow_links(false).parents(false).require_git(false).git_global(false).git_exclude(false);
    builder.add_custom_ignore_filename(IGNORE_FILE);
    builder.filter_entry(move |entry| {
        let is_dir = entry.file_type().is_some_and(|it| it.is_dir());
        !ignored.matched(entry.path(), is_dir).is_ignore()
    });
    let mut files = Vec::new();
    for entry in builder.build() {
        let entry = entry.map_err(|error| Stopped::Told(format!("the folder cannot be read: {error}")))?;
        let is_file = entry.file_type().is_some_and(|it| it.is_file());
        let small = entry.metadata().is_ok_and(|it| it.len() <= bytes_max);
        let path = entry.path().strip_prefix(root).ok().and_then(slashed);
        if let Some(path) = path.filter(|path| is_file && small && can_be_read(path)) {
            files.push(Found { path, file: entry.into_path() });
        }
        if files.len() > files_max {
            return Err(Stopped::Told(format!("there are more than {files_max} files; leave some out")));
        }
    }
    files.sort();
    Ok(files)
}

/// What a source of web pages leaves out, by the paths of their addresses.
pub(super) fn web_rules(source: &Source) -> Result<Gitignore, String> {
    rules(Path::new(""), source.ignore.as_deref().unwrap_or_default())
}

fn rules(root: &Path, ignore: &str) -> Result<Gitignore, String> {
    let mut builder = GitignoreBuilder::new(root);
    for line in ignore.lines() {
        builder.add_line(None, line).map_err(|error| format!("what is to be left out cannot be read: {error}"))?;
    }
    builder.build().map_err(|error| format!("what is to be left out cannot be read: {error}"))
}

fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

/// By its name; a folder has much that is none of ours. Pictures are read only where a person sends them.
fn can_be_read(path: &str) -> bool {
    documents::Format::of_name(path).is_some_and(|format| format != documents::Format::Image)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(root: &Path, ignore: &str, files_max: usize) -> Result<Vec<String>, String> {
        match walk(root, ignore, files_max, 100) {
            Ok(files) => Ok(files.into_iter().map(|it| it.path).collect()),
            Err(Stopped::Told(why)) => Err(why),
            Err(Stopped::Failed(error)) => panic!("{error}"),
        }
    }

    #[test]
    fn ignore_files_links_and_strange_files_are_left_out() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("notes");
        let elsewhere = dir.path().join("secret.txt");
        std::fs::write(&elsewhere, "secret").unwrap();
        std::fs::create_dir_all(root.join("sub/drafts")).unwrap();
        for (path, text) in [
            ("a.md", "a"),
            ("b.txt", "b"),
            ("large.txt", &"x".repeat(101)),
            ("movie.mp4", "m"),
            ("photo.png", "p"),
            (".hidden.md", "h"),
            (".gitignore", "b.txt\n"),
            ("sub/c.md", "c"),
            ("sub/d.md", "d"),
            ("sub/.palliumignore", "d.md\n"),
            ("sub/drafts/e.md", "e"),
        ] {
            std::fs::write(root.join(path), text).unwrap();
        }
        std::os::unix::fs::symlink(&elsewhere, root.join("link.txt")).unwrap();
        std::os::unix::fs::symlink(dir.path(), root.join("up")).unwrap();
        assert_eq!(found(&root, "", 10), Ok(vec!["a.md".into(), "sub/c.md".into(), "sub/drafts/e.md".into()]));
        assert_eq!(found(&root, "drafts/\n", 10), Ok(vec!["a.md".into(), "sub/c.md".into()]));
        assert_eq!(found(&root, "", 2), Err("there are more than 2 files; leave some out".into()));
    }
}
