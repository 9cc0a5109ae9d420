//! Files that arrive in pieces, until they are whole.

use std::path::PathBuf;

use models::ids::UploadId;
use ring::digest::{Context, SHA256};
use tokio::fs::{self, OpenOptions};
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};

use super::{BlobStore, SealedBlob, Temporary, hex};
use crate::error::{StoreError, file};

/// Where they are: beside the blobs, because a rename must not cross file systems.
const PARTIAL: &str = "partial";

/// Bytes that are read at once.
const PIECE: usize = 1 << 18;

/// A file that goes on where it stopped.
pub struct PartialWriter {
    file: fs::File,
    offset: u64,
}

impl PartialWriter {
    /// Adds bytes.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.file.write_all(bytes).await.map_err(file("writing a part of an upload"))?;
        self.offset += bytes.len() as u64;
        Ok(())
    }

    /// How many bytes the file has by now.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Waits until the bytes are on the disk, and says how many the file has. Only then they may be noted as arrived.
    pub async fn finish(mut self) -> Result<u64, StoreError> {
        let doing = "finishing a part of an upload";
        self.file.flush().await.map_err(file(doing))?;
        self.file.sync_all().await.map_err(file(doing))?;
        Ok(self.offset)
    }
}

impl BlobStore {
    /// Goes on with a file at an offset; what it has after that is cut off. One sender at a time, as the caller sees to.
    /// `NotFound` when the file has fewer bytes.
    pub async fn resume(&self, id: UploadId, offset: u64) -> Result<PartialWriter, StoreError> {
        let doing = "opening the file of an upload";
        fs::create_dir_all(self.root.join(PARTIAL)).await.map_err(file(doing))?;
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        let mut opened = options.open(self.partial(id)).await.map_err(file(doing))?;
        if opened.metadata().await.map_err(file(doing))?.len() < offset {
            return Err(StoreError::NotFound);
        }
        opened.set_len(offset).await.map_err(file(doing))?;
        opened.seek(std::io::SeekFrom::Start(offset)).await.map_err(file(doing))?;
        Ok(PartialWriter { file: opened, offset })
    }

    /// Reads a whole file once more for its hash. Dropped before it gets its name, the blob leaves nothing: an upload whose
    /// hash is wrong begins again. `NotFound` when nothing arrived.
    pub async fn seal_partial(&self, id: UploadId) -> Result<SealedBlob, StoreError> {
        let doing = "reading the file of an upload";
        let path = self.partial(id);
        let mut opened = fs::File::open(&path).await.map_err(file(doing))?;
        let mut hash = Context::new(&SHA256);
        let mut bytes = 0;
        let mut piece = vec![0; PIECE];
        loop {
            let read = opened.read(&mut piece).await.map_err(file(doing))?;
            if read == 0 {
                break;
            }
            hash.update(&piece[..read]);
            bytes += read as u64;
        }
        Ok(SealedBlob { root: self.root.clone(), temporary: Temporary(path), hash: hex(hash), bytes })
    }

    /// Removes the file of an upload; one that does not exist is removed already.
    pub async fn remove_partial(&self, id: UploadId) -> Result<(), StoreError> {
        match fs::remove_file(self.partial(id)).await.map_err(file("removing the file of an upload")) {
            Ok(()) | Err(StoreError::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn partial(&self, id: UploadId) -> PathBuf {
        self.root.join(PARTIAL).join(id.0.simple().to_string())
    }
}
