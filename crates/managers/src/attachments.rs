//! Files that users upload: streamed to disk, known by their bytes, shared where equal. A file that is no picture becomes
//! a document, which is read at once.

mod sweep;

use base64::Engine;
use documents::Format;
use models::attachment::{Attachment, FileName, image_type};
use models::ids::AttachmentId;
use models::knowledge::Document;
use store::blobs::BlobWriter;
use tokio::io::AsyncReadExt;

use crate::access::{self, Action, Actor, Resource};
use crate::context::Context;
use crate::error::{Error, Noun, Result};
use crate::knowledge::{self, documents as texts};

pub use sweep::{sweep, sweep_all};

/// Bytes that show a file's type.
const HEAD_BYTES: usize = 8 << 10;

/// Somebody waits for a file in a chat: it is read before those of sources.
const AWAITED: i64 = 10;

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
            self.kind()?;
        }
        Ok(self.writer.write(chunk).await?)
    }

    /// Keeps the file. One that is no picture is put in line to be read.
    pub async fn finish(self, cx: &Context, actor: &Actor) -> Result<Described> {
        let kind = self.kind()?;
        let blob = self.writer.finish().await?;
        let attachment = Attachment {
            id: AttachmentId(cx.id()),
            owner_id: actor.id(),
            blob: blob.hash().to_owned(),
            name: self.name,
            media_type: kind.media_type().to_owned(),
            bytes: i64::try_from(blob.bytes()).unwrap_or(i64::MAX),
            created_at: cx.now(),
        };
        let (hash, now) = (attachment.blob.clone(), attachment.created_at);
        // Committed before the file has its name, so that the sweep finds it should the rest fail.
        cx.store.write(move |db| store::unused_blobs::note(db, &hash, now)).await?;
        let document = match kind {
            Kind::Picture(_) => None,
            Kind::Document(_) => Some(document_of(cx, actor, &attachment)),
        };
        let job = document.as_ref().map(|document| texts::read_job(cx, document, AWAITED));
        let (row, text) = (attachment.clone(), document.clone());
        cx.store
            .write(move |db| {
                store::attachments::keep(db, &row, blob)?;
                if let Some(document) = &text {
                    store::knowledge::documents::keep(db, document, None)?;
                }
                if let Some(job) = &job {
                    knowledge::enqueue(db, job)?;
                }
                Ok::<_, Error>(())
            })
            .await?;
        if document.is_some() {
            cx.jobs.wake();
        }
        Ok(Described { attachment, document })
    }

    /// The type is what the bytes say: a browser shows a file as the type it is served with.
    fn kind(&self) -> Result<Kind> {
        if let Some(media_type) = image_type(&self.head) {
            return Ok(Kind::Picture(media_type));
        }
        // What calls itself a picture and is none is damaged, or is meant to be taken for one.
        let is_called_picture = Format::of_name(self.name.as_str()) == Some(Format::Image);
        if self.head.is_empty() || is_called_picture {
            return Err(Error::UnsupportedFile);
        }
        match texts::media_type(&self.head, self.name.as_str()) {
            // Pictures that vision models do not take, and what no reader knows.
            unknown if unknown == "application/octet-stream" || unknown == "application/zip" => {
                Err(Error::UnsupportedFile)
            }
            known => Ok(Kind::Document(known)),
        }
    }
}

fn document_of(cx: &Context, actor: &Actor, it: &Attachment) -> Document {
    let fresh = texts::fresh(cx, actor, it.name.clone(), it.media_type.clone(), (it.bytes, &it.blob));
    Document { attachment_id: Some(it.id), ..fresh }
}

/// What a file turned out to be.
enum Kind {
    /// A picture that models can look at.
    Picture(&'static str),
    /// Something with text.
    Document(String),
}

impl Kind {
    fn media_type(&self) -> &str {
        match self {
            Self::Picture(media_type) => media_type,
            Self::Document(media_type) => media_type,
        }
    }
}

/// A file with what is known of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// The file.
    pub attachment: Attachment,
    /// Its text; `None` for a picture.
    pub document: Option<Document>,
}

/// Keeps a file whose bytes are already in memory, such as a picture that a model made.
pub async fn store(cx: &Context, actor: &Actor, name: FileName, bytes: Vec<u8>) -> Result<Attachment> {
    let mut upload = Upload::start(cx, name.as_str()).await?;
    upload.push(&bytes).await?;
    Ok(upload.finish(cx, actor).await?.attachment)
}

/// One of the caller's attachments.
pub async fn load(cx: &Context, actor: &Actor, id: AttachmentId) -> Result<Attachment> {
    let found = cx.store.read(move |db| store::attachments::find(db, id)).await.map_err(Error::from)?;
    let attachment = found.ok_or(Error::NotFound(Noun::Attachment))?;
    access::check(actor, Action::View, Resource::Attachment(&attachment))?;
    Ok(attachment)
}

/// One of the caller's attachments, with what is known of its text.
pub async fn describe(cx: &Context, actor: &Actor, id: AttachmentId) -> Result<Described> {
    let attachment = load(cx, actor, id).await?;
    let found = cx.store.read(move |db| store::knowledge::documents::of_attachments(db, &[id]));
    let document = found.await.map_err(Error::from)?.pop();
    Ok(Described { attachment, document })
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
