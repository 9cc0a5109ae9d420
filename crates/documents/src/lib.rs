//! Turns the bytes of a file into text with structure, metadata and chunks.
//!
//! Every reader gives the same [`Document`]; one writer makes Markdown of it and one chunker cuts it. This room does no
//! input or output: no network, no database, no files, no clock. Whoever calls it enforces the deadline, because a
//! reader that hangs can only be ended from outside.

mod chunk;
mod clean;
mod detect;
mod encoding;
mod error;
mod extract;
mod format;
mod language;
mod languages;
mod limits;
mod markdown;
mod model;
mod output;
mod package;
mod read;
mod readers;
#[doc(hidden)]
pub mod samples;
mod spans;
#[cfg(test)]
mod testing;
mod xml;

pub use chunk::{Chunk, ChunkRules, Estimate, Tokens, chunk};
pub use detect::{Detected, detect};
pub use error::{Error, Result};
pub use extract::{Extracted, Input, extract, extract_article};
pub use format::{Format, Supported, supported};
pub use limits::{Limit, Limits};
pub use markdown::{Rendered, markdown};
pub use model::{
    Block, BlockKind, Cell, Document, ListItem, Marker, Metadata, Note, Row, Span, Style, Table, Warning, WarningKind,
};
pub use output::Output;
pub use read::{Reading, read};
