//! The properties of a message or of an attachment.

use std::io::{Cursor, Read};

use encoding_rs::{Encoding, UTF_16LE};

use crate::readers::rtf::charset;
use crate::{Error, Limit, Result};

/// The code page of texts that are not Unicode, as the message has it.
const CODE_PAGES: [u16; 2] = [0x3FFD, 0x3FDE];
/// Types of properties, as the names of streams have them.
const UNICODE: &str = "001F";
const NARROW: &str = "001E";
const BINARY: &str = "0102";
/// Bytes of an entry of the list of properties.
const ENTRY_BYTES: usize = 16;
/// Seconds between the years 1601 and 1970.
const EPOCH: i64 = 11_644_473_600;
/// How much more than the file's own bytes is read of its streams before it is clear that they share bytes.
const READ_FACTOR: usize = 4;

/// An OLE file, and how much may still be read of it.
pub(super) struct Ole<'a> {
    file: cfb::CompoundFile<Cursor<&'a [u8]>>,
    left: usize,
}

impl<'a> Ole<'a> {
    pub(super) fn new(file: cfb::CompoundFile<Cursor<&'a [u8]>>, bytes: usize) -> Self {
        Self { file, left: bytes.saturating_mul(READ_FACTOR) }
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.file.exists(path)
    }

    /// Names of storages inside another that begin so, in their order.
    pub(super) fn storages(&self, path: &str, begin: &str) -> Vec<String> {
        let Ok(entries) = self.file.read_storage(path) else { return Vec::new() };
        let names = entries.filter(|entry| entry.is_storage()).map(|entry| entry.name().to_owned());
        names.filter(|name| name.starts_with(begin)).collect()
    }

    fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>> {
        if !self.file.is_stream(path) {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        let damaged = |_| Error::corrupt("a property of an Outlook message");
        let stream = self.file.open_stream(path).map_err(damaged)?;
        stream.take(self.left as u64 + 1).read_to_end(&mut bytes).map_err(damaged)?;
        self.left = self.left.checked_sub(bytes.len()).ok_or(Error::LimitExceeded { limit: Limit::BytesOut })?;
        Ok(Some(bytes))
    }
}

pub(super) struct Properties {
    path: String,
    /// Numbers of properties with a fixed size, and their eight bytes.
    fixed: Vec<(u16, [u8; 8])>,
    encoding: &'static Encoding,
}

impl Properties {
    /// The properties in a storage, whose list has a head of so many bytes.
    pub(super) fn of(ole: &mut Ole<'_>, path: &str, head: usize) -> Result<Self> {
        let list = ole.read(&format!("{path}__properties_version1.0"))?.unwrap_or_default();
        let entries = list.get(head..).unwrap_or_default().chunks_exact(ENTRY_BYTES);
        let fixed: Vec<(u16, [u8; 8])> = entries
            .filter_map(|entry| {
                let id = u16::from_le_bytes(entry.get(2..4)?.try_into().ok()?);
                Some((id, entry.get(8..16)?.try_into().ok()?))
            })
            .collect();
        let page = CODE_PAGES.iter().find_map(|wanted| fixed.iter().find(|(id, _)| id == wanted));
        let page =
            page.map_or(1252, |(_, [one, two, three, four, ..])| i32::from_le_bytes([*one, *two, *three, *four]));
        Ok(Self { path: path.to_owned(), fixed, encoding: charset::of_page(page) })
    }

    /// A property that is text, if it says anything.
    pub(super) fn text(&self, ole: &mut Ole<'_>, id: u16) -> Result<Option<String>> {
        for (kind, encoding) in [(UNICODE, UTF_16LE), (NARROW, self.encoding)] {
            if let Some(bytes) = ole.read(&self.stream(id, kind))? {
                let text = encoding.decode_without_bom_handling(&bytes).0;
                let text = text.trim_end_matches('\0');
                return Ok(Some(text.to_owned()).filter(|text| !text.trim().is_empty()));
            }
        }
        Ok(None)
    }

    /// A property that is bytes.
    pub(super) fn binary(&self, ole: &mut Ole<'_>, id: u16) -> Result<Option<Vec<u8>>> {
        ole.read(&self.stream(id, BINARY))
    }

    /// A property that is a time.
    pub(super) fn time(&self, id: u16) -> Option<String> {
        let (_, value) = self.fixed.iter().find(|(found, _)| *found == id)?;
        let seconds = i64::try_from(u64::from_le_bytes(*value) / 10_000_000).ok()? - EPOCH;
        // A time of nothing is the year 1601; that of another type may be any number.
        (0..=253_402_300_799).contains(&seconds).then(|| mail_parser::DateTime::from_timestamp(seconds).to_rfc3339())
    }

    fn stream(&self, id: u16, kind: &str) -> String {
        format!("{}__substg1.0_{id:04X}{kind}", self.path)
    }
}
