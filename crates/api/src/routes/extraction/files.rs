//! The files of a form, one after another.

use actix_multipart::{Field, Multipart, MultipartError};
use futures_util::TryStreamExt;
use managers::error::Error;
use managers::extraction::{FILE_BYTES_MAX, File};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error::{ApiError, Transport};

/// Files that are in memory at the same time; the forms of others wait in their sockets.
static ROOM: Semaphore = Semaphore::const_new(8);

/// A file and its place in memory.
pub(super) struct Held {
    pub(super) file: File,
    _room: SemaphorePermit<'static>,
}

/// The next file with this name in the form; `None` after the last one.
///
/// # Errors
///
/// [`Error::TooLarge`] for a file that exceeds [`FILE_BYTES_MAX`]; what follows it in the form cannot be read then.
pub(super) async fn next(form: &mut Multipart, name: &str) -> Result<Option<Held>, ApiError> {
    while let Some(field) = form.try_next().await.map_err(malformed)? {
        if field.name() == Some(name) {
            return read(field).await.map(Some);
        }
    }
    Ok(None)
}

/// The one file of a form.
pub(super) async fn only(mut form: Multipart) -> Result<Held, ApiError> {
    let file = next(&mut form, "file").await?;
    file.ok_or_else(|| Transport::MalformedUpload { message: "the part is missing".into() }.into())
}

async fn read(mut field: Field) -> Result<Held, ApiError> {
    let room = ROOM.acquire().await.map_err(|_| Error::Draining)?;
    let name = field.content_disposition().and_then(|it| it.get_filename()).unwrap_or_default().to_owned();
    let media_type = field.content_type().map(|it| it.essence_str().to_owned());
    let mut bytes = Vec::new();
    while let Some(chunk) = field.try_next().await.map_err(malformed)? {
        if bytes.len() + chunk.len() > FILE_BYTES_MAX {
            return Err(Error::TooLarge { limit: FILE_BYTES_MAX as u64 }.into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Held { file: File { name, media_type, bytes }, _room: room })
}

fn malformed(error: MultipartError) -> ApiError {
    match error {
        MultipartError::ContentTypeMissing
        | MultipartError::ContentTypeParse
        | MultipartError::ContentTypeIncompatible => Transport::NotMultipart.into(),
        other => Transport::MalformedUpload { message: other.to_string() }.into(),
    }
}
