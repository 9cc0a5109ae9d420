//! Files that a user uploaded.

use crate::ids::{AttachmentId, UserId};
use crate::invalid::{Invalid, line};
use crate::time::Time;

/// An uploaded file. The bytes are a blob named by their SHA-256; equal files share one blob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Names the attachment.
    pub id: AttachmentId,
    /// Who uploaded it.
    pub owner_id: UserId,
    /// SHA-256 of the bytes, 64 lower-case hex digits.
    pub blob: String,
    /// The file's name, without any folder.
    pub name: FileName,
    /// Media type found in the bytes, not the one the browser claimed.
    pub media_type: String,
    /// Size in bytes.
    pub bytes: i64,
    /// When it was uploaded.
    pub created_at: Time,
}

/// A file's name without any folder part: 1 to 255 characters, one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName(String);

impl FileName {
    /// Keeps what follows the last slash or backslash, as browsers on any system send it.
    pub fn parse(raw: &str) -> Result<Self, Invalid> {
        let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
        if last == "." || last == ".." {
            return Err(Invalid::new("file", "must have a file name"));
        }
        line("file", last, 1, 255).map(Self)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The image type that the first bytes show, for the types vision models accept.
pub fn image_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some("image/png"),
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_keeps_no_folder() {
        for (raw, kept) in [("a.png", "a.png"), ("../../etc/passwd", "passwd"), ("C:\\x\\y.png", "y.png")] {
            assert_eq!(FileName::parse(raw).unwrap().as_str(), kept);
        }
        for wrong in ["", "..", "a/", "x\u{0}y", "a/.."] {
            assert!(FileName::parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
