//! Files that users upload: streamed to disk, known by their bytes, shared where equal.

mod sweep;

use base64::Engine;
use models::attachment::{Attachment, FileName, image_type};
use models::ids::AttachmentId;
use store::blobs::BlobWriter;
use tokio::io::AsyncReadExt;

use crate::access::{self, Action, Actor, Resource};
use crate::context::Context;
use crate::error::{Error, Noun, Result};

pub use sweep::{sweep, sweep_all};

/// Bytes that show a file's type.
const HEAD_BYTES: usize = 16;

/// An upload under way. Dropped before [`Upload::finish`], it leaves nothing behind.
pub struct Upload {
    name: FileName,
    writer: BlobWriter,
    head: Vec<u8>,
    limit: u64,
}

impl Upload {
    /// Begins to take in a file.
    pub async fn start(cx: &Context, name: &str) -> Result<Self> {
        let name = FileName::parse(name)?;
        let limit = u64::try_from(cx.settings.server.upload_bytes_max).unwrap_or(u64::MAX);
        Ok(Self { name, writer: cx.blobs.writer().await?, head: Vec::with_capacity(HEAD_BYTES), limit })
    }

    /// Takes in more of it. Refuses a file that is too large, or of an unknown type, as soon as
    /// that shows.
    pub async fn push(&mut self, chunk: &[u8]) -> Result<()> {
        if self.writer.bytes().saturating_add(chunk.len() as u64) > self.limit {
            return Err(Error::TooLarge { limit: self.limit });
        }
        let wanted = HEAD_BYTES.saturating_sub(self.head.len()).min(chunk.len());
        self.head.extend_from_slice(&chunk[..wanted]);
        if self.head.len() == HEAD_BYTES {
            self.media_type()?;
        }
        Ok(self.writer.write(chunk).await?)
    }

    /// Keeps the file.
    pub async fn finish(self, cx: &Context, actor: &Actor) -> Result<Attachment> {
        let media_type = self.media_type()?.to_owned();
        let blob = self.writer.finish().await?;
        let attachment = Attachment {
            id: AttachmentId(cx.id()),
            owner_id: actor.id(),
            blob: blob.hash().to_owned(),
            name: self.name,
            media_type,
            bytes: i64::try_from(blob.bytes()).unwrap_or(i64::MAX),
            created_at: cx.now(),
        };
        let (hash, now) = (attachment.blob.clone(), attachment.created_at);
        // Committed before the file has its name, so that the sweep finds it should the rest fail.
        cx.store.write(move |db| store::unused_blobs::note(db, &hash, now)).await?;
        let row = attachment.clone();
        cx.store.write(move |db| store::attachments::keep(db, &row, blob)).await?;
        Ok(attachment)
    }

    /// The type is what the bytes say: a browser shows a file as the type it is served with.
    fn media_type(&self) -> Result<&'static str> {
        image_type(&self.head).ok_or(Error::UnsupportedFile)
    }
}

/// Keeps a file whose bytes are already in memory, such as a picture that a model made.
pub async fn store(cx: &Context, actor: &Actor, name: FileName, bytes: Vec<u8>) -> Result<Attachment> {
    let mut upload = Upload::start(cx, name.as_str()).await?;
    upload.push(&bytes).await?;
    upload.finish(cx, actor).await
}

/// One of the caller's attachments.
pub async fn load(cx: &Context, actor: &Actor, id: AttachmentId) -> Result<Attachment> {
    let found = cx.store.read(move |db| store::attachments::find(db, id)).await.map_err(Error::from)?;
    let attachment = found.ok_or(Error::NotFound(Noun::Attachment))?;
    access::check(actor, Action::View, Resource::Attachment(&attachment))?;
    Ok(attachment)
}

/// One of the caller's attachments, opened for reading.
pub async fn open(cx: &Context, actor: &Actor, id: AttachmentId) -> Result<(Attachment, tokio::fs::File)> {
    let attachment = load(cx, actor, id).await?;
    let file = cx.blobs.open(&attachment.blob).await?;
    Ok((attachment, file))
}

/// The type and the bytes in standard base64 of one of the caller's attachments, for a vendor.
pub async fn base64(cx: &Context, actor: &Actor, id: AttachmentId) -> Result<(String, String)> {
    let (attachment, mut file) = open(cx, actor, id).await?;
    let mut bytes = Vec::with_capacity(usize::try_from(attachment.bytes).unwrap_or_default());
    file.read_to_end(&mut bytes).await.map_err(|error| Error::internal("reading an attachment", error))?;
    Ok((attachment.media_type, base64::engine::general_purpose::STANDARD.encode(bytes)))
}
