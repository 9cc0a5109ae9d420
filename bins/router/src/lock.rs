//! One server per SQLite file. Recovery takes every run that is not its own for dead, so a second
//! server on the same file would end the first one's answers.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

/// Held as long as the server lives; the system releases it with the process, also after a crash.
#[derive(Debug)]
pub struct ServerLock {
    _file: File,
}

/// Takes the lock beside the SQLite file, or says who has it. Postgres needs none: leases tell
/// there which process is alive.
pub fn take(database_url: &str) -> anyhow::Result<Option<ServerLock>> {
    let Some(path) = database_url.strip_prefix("sqlite:") else { return Ok(None) };
    let path = PathBuf::from(format!("{path}.lock"));
    let file = open(&path).with_context(|| format!("opening the lock file {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(ServerLock { _file: file })),
        Err(TryLockError::WouldBlock) => bail!(
            "another Pallium server uses this database (its lock is {}); stop it first, or give this one a data folder of its own with --data-dir",
            path.display()
        ),
        Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("locking {}", path.display())),
    }
}

fn open(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_server_on_the_same_file_is_refused_until_the_first_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", dir.path().join("pallium.db").display());
        let first = take(&url).unwrap();
        let refused = take(&url).unwrap_err().to_string();
        assert!(refused.starts_with("another Pallium server uses this database"), "{refused}");
        drop(first);
        assert!(take(&url).unwrap().is_some());
    }

    #[test]
    fn postgres_needs_no_lock() {
        assert!(take("postgres://db/pallium").unwrap().is_none());
    }
}
