//! Files on their way here, in pieces.

use crate::attachment::FileName;
use crate::ids::{UploadId, UserId};
use crate::time::Time;

/// A file of which a part may have arrived. It goes on where it stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Names the upload.
    pub id: UploadId,
    /// Who sends it. Nobody else learns of it, whatever hash he names.
    pub owner_id: UserId,
    /// The file's name.
    pub name: FileName,
    /// The file's size.
    pub bytes: i64,
    /// SHA-256 that the sender promised, 64 lower-case hex digits; checked at the end.
    pub sha256: String,
    /// Bytes that arrived.
    pub offset: i64,
    /// Everything arrived and has the promised hash: the blob `sha256` exists.
    pub done: bool,
    /// When it began.
    pub created_at: Time,
    /// When bytes last arrived.
    pub updated_at: Time,
}
