//! Files that come in pieces: what has arrived stays, and the sender goes on from there.
//!
//! A hash alone gives nothing: who names the hash of another's file has to send its bytes all the same.

use std::io::SeekFrom;
use std::path::PathBuf;
use std::time::Duration;

use models::attachment::FileName;
use models::ids::UploadId;
use models::invalid::Invalid;
use models::upload::Upload;
use tokio::fs::{self, File, OpenOptions};
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};

use crate::access::{self, Action, Actor, Resource};
use crate::context::Context;
use crate::error::{Conflict, Error, Noun, Result};

/// Bytes after which the place is noted, so that a broken line loses no more.
const NOTED_EVERY: u64 = 4 << 20;
/// How long an upload lies that nothing comes to.
const KEEP: Duration = Duration::from_secs(24 * 3600);
/// Uploads removed in one round.
const SWEPT_MAX: u32 = 100;
/// Bytes copied at a time.
const COPIED: usize = 256 << 10;

/// A file to be sent.
#[derive(Debug, Clone)]
pub struct NewUpload {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes, 64 hex digits.
    pub sha256: String,
}

/// Announces a file. The same one of the same name, announced before and not whole, goes on where it stopped.
pub async fn begin(cx: &Context, actor: &Actor, new: NewUpload) -> Result<Upload> {
    let name = FileName::parse(&new.name)?;
    let limit = cx.settings.knowledge.file_bytes_max as u64;
    if new.bytes > limit {
        return Err(Error::TooLarge { limit });
    }
    let sha256 = new.sha256.to_ascii_lowercase();
    if sha256.len() != 64 || !sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Invalid::new("sha256", "must be 64 hex digits").into());
    }
    let now = cx.now();
    let upload = Upload {
        id: UploadId(cx.id()),
        owner_id: actor.id(),
        name,
        bytes: i64::try_from(new.bytes).unwrap_or(i64::MAX),
        sha256,
        offset: 0,
        done: false,
        created_at: now,
        updated_at: now,
    };
    cx.store
        .write(move |db| {
            let same = store::uploads::find_same(db, upload.owner_id, &upload.sha256, upload.bytes)?;
            if let Some(same) = same.filter(|same| same.name == upload.name) {
                return Ok(same);
            }
            store::uploads::insert(db, &upload)?;
            Ok(upload)
        })
        .await
}

/// One of the caller's uploads.
pub async fn get(cx: &Context, actor: &Actor, id: UploadId) -> Result<Upload> {
    let found = cx.store.read(move |db| Ok::<_, Error>(store::uploads::find(db, id)?)).await?;
    let upload = found.ok_or(Error::NotFound(Noun::Upload))?;
    access::check(actor, Action::View, Resource::Upload(&upload))?;
    Ok(upload)
}

/// A piece that is coming in.
pub struct Piece {
    upload: Upload,
    file: File,
    /// Where the next byte goes.
    at: u64,
    /// What the database knows of.
    noted: u64,
}

impl Piece {
    /// Begins a piece, which has to begin where the last one ended.
    pub async fn start(cx: &Context, actor: &Actor, id: UploadId, offset: u64) -> Result<Self> {
        let upload = get(cx, actor, id).await?;
        let noted = upload.offset.unsigned_abs();
        if upload.done || offset != noted {
            return Err(Error::Conflict(Conflict::UploadOffset));
        }
        let file = open(cx, id, noted).await.map_err(|error| Error::internal("opening an upload's file", error))?;
        Ok(Self { upload, file, at: noted, noted })
    }

    /// Takes in more of it.
    pub async fn push(&mut self, cx: &Context, bytes: &[u8]) -> Result<()> {
        let limit = self.upload.bytes.unsigned_abs();
        if self.at.saturating_add(bytes.len() as u64) > limit {
            return Err(Error::TooLarge { limit });
        }
        self.file.write_all(bytes).await.map_err(written)?;
        self.at += bytes.len() as u64;
        if self.at - self.noted >= NOTED_EVERY { self.note(cx).await } else { Ok(()) }
    }

    /// Ends the piece: with the last one the file is whole, and has to be what was promised.
    pub async fn finish(mut self, cx: &Context) -> Result<Upload> {
        self.note(cx).await?;
        let id = self.upload.id;
        if self.at == self.upload.bytes.unsigned_abs() {
            drop(self.file);
            complete(cx, &self.upload).await?;
        }
        let found = cx.store.read(move |db| Ok::<_, Error>(store::uploads::find(db, id)?)).await?;
        found.ok_or(Error::NotFound(Noun::Upload))
    }

    /// Notes what has arrived. Called too where the sender's line broke.
    pub async fn note(&mut self, cx: &Context) -> Result<()> {
        self.file.flush().await.map_err(written)?;
        let (id, now) = (self.upload.id, cx.now());
        let [from, to] = [self.noted, self.at].map(|place| i64::try_from(place).unwrap_or(i64::MAX));
        if from == to {
            return Ok(());
        }
        // Somebody else sends the same piece at this moment, and was faster.
        if !cx.store.write(move |db| Ok::<_, Error>(store::uploads::advance(db, id, from, to, now)?)).await? {
            return Err(Error::Conflict(Conflict::UploadOffset));
        }
        self.noted = self.at;
        Ok(())
    }
}

/// Makes a blob of a whole file, if it is the promised one; otherwise it has to be sent again.
async fn complete(cx: &Context, upload: &Upload) -> Result<()> {
    let mut file = File::open(path(cx, upload.id)).await.map_err(written)?;
    let mut writer = cx.blobs.writer().await?;
    let mut buffer = vec![0; COPIED];
    loop {
        let count = file.read(&mut buffer).await.map_err(written)?;
        if count == 0 {
            break;
        }
        writer.write(&buffer[..count]).await?;
    }
    let blob = writer.finish().await?;
    let (id, now) = (upload.id, cx.now());
    if blob.hash() != upload.sha256 {
        cx.store.write(move |db| Ok::<_, Error>(store::uploads::restart(db, id, now)?)).await?;
        return Err(Error::Conflict(Conflict::UploadHash));
    }
    cx.store.write(move |db| Ok::<_, Error>(store::uploads::finish(db, id, blob, now)?)).await?;
    remove(cx, id).await;
    Ok(())
}

/// Removes uploads that nothing came to for a day. Files made of them stay.
pub(super) async fn sweep(cx: &Context) -> Result<()> {
    let now = cx.now();
    let before = now - KEEP;
    let abandoned = cx.store.read(move |db| Ok::<_, Error>(store::uploads::abandoned(db, before, SWEPT_MAX)?)).await?;
    for id in abandoned {
        cx.store.write(move |db| Ok::<_, Error>(store::uploads::delete(db, id, now)?)).await?;
        remove(cx, id).await;
    }
    Ok(())
}

fn path(cx: &Context, id: UploadId) -> PathBuf {
    cx.settings.data.uploads_dir().join(id.to_string())
}

/// What is behind the place was never noted: it may be from two senders at once.
async fn open(cx: &Context, id: UploadId, at: u64) -> std::io::Result<File> {
    fs::create_dir_all(cx.settings.data.uploads_dir()).await?;
    let mut file = OpenOptions::new().write(true).create(true).truncate(false).open(path(cx, id)).await?;
    file.set_len(at).await?;
    file.seek(SeekFrom::Start(at)).await?;
    Ok(file)
}

async fn remove(cx: &Context, id: UploadId) {
    match fs::remove_file(path(cx, id)).await {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => tracing::warn!(%error, upload.id = %id, "removing an upload's file"),
    }
}

fn written(error: std::io::Error) -> Error {
    if error.kind() == std::io::ErrorKind::StorageFull {
        return Error::StorageFull;
    }
    Error::internal("writing an upload's file", error)
}
