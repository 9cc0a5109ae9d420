//! Opening a file, and repairing what the parser does not forgive.

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use crate::{Error, Result};

use super::guarded;

/// What some writers put before the data of a stream, where the parser insists on an end of line.
const SPACED: &[u8] = b"stream \r\n";
/// The same in as many bytes, as it should be.
const REPAIRED: &[u8] = b" stream\r\n";

/// Opens a PDF; one that is encrypted with an empty password opens like any other.
pub(super) fn open(bytes: &[u8]) -> Result<Pdf> {
    let repaired = repair(bytes.to_vec());
    match guarded(|| Pdf::new(repaired)) {
        Some(Ok(pdf)) => Ok(pdf),
        Some(Err(LoadPdfError::Decryption(error))) => Err(match error {
            DecryptionError::PasswordProtected => Error::Encrypted,
            DecryptionError::UnsupportedAlgorithm => Error::unsupported("this encryption of a PDF"),
            DecryptionError::MissingIDEntry | DecryptionError::InvalidEncryption => {
                Error::corrupt("its encryption contradicts itself")
            }
        }),
        Some(Err(LoadPdfError::Invalid)) | None => Err(Error::corrupt("no pages can be found in the PDF")),
    }
}

/// Repairs the beginnings of streams in place, so that every offset stays what it was.
fn repair(mut bytes: Vec<u8>) -> Vec<u8> {
    let mut from = 0;
    while let Some(at) = find(bytes.get(from..).unwrap_or_default()).map(|at| at + from) {
        from = at + SPACED.len();
        let before = bytes.get(..at).unwrap_or_default().trim_ascii_end();
        if before.ends_with(b">>")
            && let Some(keyword) = bytes.get_mut(at..from)
        {
            keyword.copy_from_slice(REPAIRED);
        }
    }
    bytes
}

fn find(bytes: &[u8]) -> Option<usize> {
    bytes.windows(SPACED.len()).position(|window| window == SPACED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_after_the_keyword_of_a_stream_is_moved_before_it() {
        let file = b"<< /Length 3 >>\nstream \r\nabc\nendstream (endstream \r\n)".to_vec();
        assert_eq!(repair(file), b"<< /Length 3 >>\n stream\r\nabc\nendstream (endstream \r\n)");
    }
}
