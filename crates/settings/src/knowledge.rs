//! Documents, collections and what is searched for a model.

use std::path::PathBuf;
use std::time::Duration;

use crate::kind::{Count, Folders, OneOf, Size, Span, Toggle};

/// Who reads the words of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OcrReader {
    /// Nobody.
    Off,
    /// The program tesseract.
    Tesseract,
    /// The first model that sees among those of whoever added the picture.
    Model,
}

const OCR_READERS: &[(&str, OcrReader)] =
    &[("off", OcrReader::Off), ("tesseract", OcrReader::Tesseract), ("model", OcrReader::Model)];

section! {
    /// Documents, collections, and what of them a model is given.
    KnowledgeSettings, "knowledge";

    /// Files in a chat whose text has no more tokens together go whole into the prompt; larger ones are searched.
    whole_tokens_max: u32 = "8000", Count(0_u32, 1_000_000);
    /// Most passages that a search gives.
    passages_max: u32 = "8", Count(1_u32, 100);
    /// Most tokens of all passages of a search together.
    passages_tokens_max: u32 = "6000", Count(100_u32, 1_000_000);
    /// Tokens of a chunk, the piece of a document that is found.
    chunk_tokens: u32 = "400", Count(50_u32, 4_000);
    /// Folders of this machine below which administrators may make sources. Without any, no folder is read.
    folders: Vec<PathBuf> = "", Folders;
    /// Largest file of a collection.
    file_bytes_max: usize = "100MiB", Size("1KiB", "4GiB");
    /// Longest time for reading one file.
    read_timeout: Duration = "60s", Span("100ms", "1h");
    /// Who reads the words of pictures in collections: nobody, the program tesseract where it is installed, or the first
    /// model that sees among those of the user, who pays for it.
    ocr: OcrReader = "off", OneOf(OCR_READERS);
    /// Longest time for one page of a website, its redirects included.
    fetch_timeout: Duration = "30s", Span("100ms", "10min");
    /// Whether sources may be at private addresses, such as this machine or its network.
    fetch_private: bool = "false", Toggle;
    /// Longest time for a copy of a Git repository.
    git_timeout: Duration = "5min", Span("1s", "1d");
    /// Most files of one source.
    files_max: u32 = "20000", Count(1_u32, 1_000_000);
}
