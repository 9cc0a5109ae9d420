//! What host and worker say to each other. A request is a length of four bytes, a head as JSON, and the file after it. An
//! answer is JSON in pieces, each behind its length, so that no worker holds it whole; a piece of no bytes ends it, and one
//! of [`TOO_LONG`] takes back what was said.

use std::io::{self, Write};

use documents::{ChunkRules, Limits};
use serde::{Deserialize, Serialize};

/// The head of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Request {
    /// Bytes of the file that follow.
    pub(crate) length: u64,
    /// The file's declared media type.
    pub(crate) media_type: Option<String>,
    /// The file's name.
    pub(crate) name: Option<String>,
    /// What is asked for.
    pub(crate) wanted: Wanted,
    /// How much of the file is read.
    pub(crate) limits: Limits,
    /// How much memory the worker may have, in bytes.
    pub(crate) memory_bytes: u64,
    /// How much processor time reading may take, in seconds.
    pub(crate) cpu_seconds: u64,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wanted {
    /// Of a web page only its article.
    pub(crate) article: bool,
    /// As what.
    pub(crate) form: Form,
}

/// As what a file is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Form {
    /// The document: the answer is a result of [`documents::Extracted`].
    Document,
    /// Its Markdown and chunks: the answer is a result of [`documents::Reading`].
    Reading(ChunkRules),
}

/// The answer.
pub(crate) type Answer<T> = Result<T, documents::Error>;

/// Longest head, and longest answer: it carries all of a document's text.
pub(crate) const HEAD_BYTES_MAX: u32 = 1 << 30;
/// Bytes of one piece of an answer.
pub(crate) const PIECE_BYTES: usize = 64 << 10;
/// Instead of a length: the answer is longer than it may be.
pub(crate) const TOO_LONG: u32 = u32::MAX;

/// Writes an answer in pieces.
pub(crate) struct Pieces<W> {
    to: W,
    piece: Vec<u8>,
    said: u64,
}

impl<W: Write> Pieces<W> {
    pub(crate) fn new(to: W) -> Self {
        Self { to, piece: Vec::with_capacity(PIECE_BYTES), said: 0 }
    }

    /// Ends the answer.
    pub(crate) fn end(mut self, is_too_long: bool) -> io::Result<()> {
        if !is_too_long {
            self.send()?;
        }
        self.to.write_all(&(if is_too_long { TOO_LONG } else { 0 }).to_be_bytes())?;
        self.to.flush()
    }

    /// Whether an error comes from here.
    pub(crate) fn is_too_long(&self) -> bool {
        self.said > u64::from(HEAD_BYTES_MAX)
    }

    fn send(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let length = u32::try_from(self.piece.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
        self.to.write_all(&length.to_be_bytes())?;
        self.to.write_all(&self.piece)?;
        self.piece.clear();
        Ok(())
    }
}

impl<W: Write> Write for Pieces<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.said += bytes.len() as u64;
        if self.is_too_long() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let taken = bytes.len().min(PIECE_BYTES - self.piece.len());
        self.piece.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        self.said -= (bytes.len() - taken) as u64;
        if self.piece.len() == PIECE_BYTES {
            self.send()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
