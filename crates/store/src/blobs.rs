//! Files by the hash of their bytes, in a folder. Equal files are one.

mod partial;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use models::time::Time;
use ring::digest::{Context, SHA256};
use tokio::fs::{self, File, OpenOptions};
use tokio::io::AsyncWriteExt;

use crate::error::{StoreError, file};

pub use partial::PartialWriter;

/// A folder of blobs. Cheap to clone.
#[derive(Debug, Clone)]
pub struct BlobStore {
    root: PathBuf,
}

/// A blob that is being written. Dropped before [`BlobWriter::finish`], it leaves nothing.
pub struct BlobWriter {
    root: PathBuf,
    temporary: Temporary,
    file: File,
    hash: Context,
    bytes: u64,
}

/// A blob that is complete and safe on the disk, but has no name yet. Dropped before
/// [`SealedBlob::name`], it leaves nothing.
pub struct SealedBlob {
    root: PathBuf,
    temporary: Temporary,
    hash: String,
    bytes: u64,
}

/// Where blobs are written before they have their name. Beside them, because a rename must not
/// cross file systems.
const TEMPORARY: &str = "tmp";

static NEXT: AtomicU64 = AtomicU64::new(0);

impl BlobStore {
    /// A store in a folder, which is made when the first blob arrives.
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// Begins a blob.
    pub async fn writer(&self) -> Result<BlobWriter, StoreError> {
        let doing = "making a file for a blob";
        let folder = self.root.join(TEMPORARY);
        fs::create_dir_all(&folder).await.map_err(file(doing))?;
        loop {
            let name = format!("{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
            let path = folder.join(name);
            match OpenOptions::new().write(true).create_new(true).open(&path).await {
                Ok(file) => {
                    let (root, temporary) = (self.root.clone(), Temporary(path));
                    return Ok(BlobWriter { root, temporary, file, hash: Context::new(&SHA256), bytes: 0 });
                }
                // Left behind by a process of the same number; its file is not ours to remove.
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(file(doing)(error)),
            }
        }
    }

    /// Opens a blob for reading. `NotFound` when there is none of that hash.
    pub async fn open(&self, hash: &str) -> Result<File, StoreError> {
        let path = path_of(&self.root, hash).ok_or(StoreError::NotFound)?;
        File::open(path).await.map_err(file("opening a blob"))
    }

    /// Removes a blob whose lock is held; one that does not exist is removed already.
    pub(crate) fn remove(&self, hash: &str) -> Result<(), StoreError> {
        let path = path_of(&self.root, hash).ok_or(StoreError::NotFound)?;
        match std::fs::remove_file(path).map_err(file("removing a blob")) {
            Ok(()) | Err(StoreError::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Removes what a crash left half-written before a time, and counts the files.
    pub async fn remove_abandoned(&self, before: Time) -> Result<usize, StoreError> {
        let before = SystemTime::from(before);
        let doing = "removing half-written blobs";
        let mut entries = match fs::read_dir(self.root.join(TEMPORARY)).await.map_err(file(doing)) {
            Ok(entries) => entries,
            Err(StoreError::NotFound) => return Ok(0),
            Err(error) => return Err(error),
        };
        let mut removed = 0;
        while let Some(entry) = entries.next_entry().await.map_err(file(doing))? {
            match remove_older(&entry, before).await.map_err(file(doing)) {
                Ok(was_older) => removed += usize::from(was_older),
                // Its writer ended, or another replica was faster.
                Err(StoreError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(removed)
    }
}

async fn remove_older(entry: &fs::DirEntry, before: SystemTime) -> std::io::Result<bool> {
    if entry.metadata().await?.modified()? >= before {
        return Ok(false);
    }
    fs::remove_file(entry.path()).await?;
    Ok(true)
}

impl BlobWriter {
    /// Adds bytes.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        self.file.write_all(bytes).await.map_err(file("writing a blob"))
    }

    /// How many bytes were added.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Waits until the bytes are on the disk.
    pub async fn finish(mut self) -> Result<SealedBlob, StoreError> {
        let doing = "finishing a blob";
        self.file.flush().await.map_err(file(doing))?;
        self.file.sync_all().await.map_err(file(doing))?;
        Ok(SealedBlob { root: self.root, temporary: self.temporary, hash: hex(self.hash), bytes: self.bytes })
    }
}

impl SealedBlob {
    /// SHA-256 of the bytes, 64 lower-case hex digits.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Size in bytes.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Gives the blob its name. The caller holds its lock, or a sweep may remove the file at once.
    pub(crate) fn name(self) -> Result<(), StoreError> {
        let doing = "naming a blob";
        let path = path_of(&self.root, &self.hash).ok_or(StoreError::NotFound)?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(file(doing))?;
        }
        // Replacing an equal blob changes nothing for those who have it open.
        std::fs::rename(&self.temporary.0, &path).map_err(file(doing))
    }
}

fn hex(hash: Context) -> String {
    hash.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Removes its file when dropped; after the rename there is none.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        match std::fs::remove_file(&self.0) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => tracing::warn!(%error, "removing a half-written blob"),
        }
    }
}

/// `None` unless the hash is 64 lower-case hex digits, so that no path leaves the folder.
fn path_of(root: &Path, hash: &str) -> Option<PathBuf> {
    let is_hash = hash.len() == 64 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_hash.then(|| root.join(&hash[..2]).join(&hash[2..]))
}
