//! How much of a file is read at most.

use std::fmt;

/// How much of one file is read at most. A hostile file ends as [`crate::Error::LimitExceeded`] within them.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes_in: u64,
    /// Bytes of text that come out, over all blocks.
    pub bytes_out: u64,
    /// Pages, slides or sheets.
    pub pages: u32,
    /// Depth of elements, groups or objects inside one another.
    pub nesting: u16,
    /// Cells of all tables and sheets.
    pub cells: u64,
    /// Entries of a zip package.
    pub zip_entries: u32,
    /// Bytes of one inflated entry.
    pub zip_entry_bytes: u64,
    /// Bytes of all inflated entries together.
    pub zip_total_bytes: u64,
    /// Inflated bytes per packed byte of one entry, asked past its first 100 KB (the rule of Apache POI).
    pub zip_ratio: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes_in: 256 << 20,
            bytes_out: 64 << 20,
            pages: 5_000,
            nesting: 256,
            cells: 2_000_000,
            zip_entries: 10_000,
            zip_entry_bytes: 128 << 20,
            zip_total_bytes: 512 << 20,
            zip_ratio: 100,
        }
    }
}

/// Which of the limits a file exceeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// [`Limits::bytes_in`]
    BytesIn,
    /// [`Limits::bytes_out`]
    BytesOut,
    /// [`Limits::pages`]
    Pages,
    /// [`Limits::nesting`]
    Nesting,
    /// [`Limits::cells`]
    Cells,
    /// [`Limits::zip_entries`]
    ZipEntries,
    /// [`Limits::zip_entry_bytes`] or [`Limits::zip_total_bytes`]
    ZipBytes,
    /// [`Limits::zip_ratio`]
    ZipRatio,
    /// The memory of the worker process.
    Memory,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BytesIn => "its size",
            Self::BytesOut => "the text in it",
            Self::Pages => "pages",
            Self::Nesting => "nesting",
            Self::Cells => "table cells",
            Self::ZipEntries => "files in the package",
            Self::ZipBytes => "the unpacked size",
            Self::ZipRatio => "compression",
            Self::Memory => "memory",
        })
    }
}
