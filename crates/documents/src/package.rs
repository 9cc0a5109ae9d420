//! A zip package, opened under every zip limit of [`Limits`].
//!
//! The directory is read by `zip`; the entries are inflated here, because a reader of several parts at once needs
//! streams that borrow only the bytes, and because what counts is what really comes out of an entry, not what its
//! header promises. Names are keys and never paths: nothing is written anywhere.

use std::{
    cell::Cell,
    collections::HashMap,
    io::{self, BufRead, BufReader, Cursor, Read},
};

use flate2::bufread::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use crate::{Error, Limit, Limits, Result};

/// Inflated bytes of an entry before its ratio is asked.
const RATIO_ASKED_PAST: u64 = 100 << 10;

/// The first bytes of an entry of the directory.
const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";

/// A zip package.
pub(crate) struct Package<'a> {
    bytes: &'a [u8],
    limits: &'a Limits,
    entries: Vec<Entry>,
    /// Names in lower case with `/`, because Open Packaging compares part names without case.
    names: HashMap<String, usize>,
    inflated: Cell<u64>,
}

struct Entry {
    name: String,
    start: usize,
    end: usize,
    method: CompressionMethod,
    encrypted: bool,
}

/// One entry as a stream. It fails once a limit is passed; [`broken`] tells which.
pub(crate) struct Part<'a> {
    source: Source<'a>,
    packed: u64,
    read: u64,
    limits: &'a Limits,
    inflated: &'a Cell<u64>,
}

enum Source<'a> {
    Stored(&'a [u8]),
    Deflated(Box<BufReader<DeflateDecoder<&'a [u8]>>>),
}

/// The error inside an [`io::Error`] of a [`Part`].
#[derive(Debug, thiserror::Error)]
#[error("the package exceeds a limit")]
struct Exceeded(Limit);

impl<'a> Package<'a> {
    /// Reads the directory of a package.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] without a usable directory or with entries that share bytes, [`Error::LimitExceeded`] with
    /// too many entries.
    pub(crate) fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Self> {
        // Asked before `zip` allocates for each entry. A stored package inside this one counts as well.
        if count(bytes, DIRECTORY_ENTRY) > limits.zip_entries as usize {
            return Err(Error::LimitExceeded { limit: Limit::ZipEntries });
        }
        let damaged = |_| Error::corrupt("the directory of the package");
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        let mut entries = Vec::with_capacity(archive.len());
        let mut names = HashMap::with_capacity(archive.len());
        for index in 0..archive.len() {
            let Some(entry) = Entry::read(&mut archive, index, bytes.len()) else { continue };
            names.insert(key(&entry.name), entries.len());
            entries.push(entry);
        }
        if entries.is_empty() {
            return Err(Error::corrupt("the package has no readable entry"));
        }
        let package = Self { bytes, limits, entries, names, inflated: Cell::new(0) };
        package.refuse_shared_bytes()?;
        Ok(package)
    }

    /// Whether the package has an entry of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&key(name))
    }

    /// Names of all entries, as the directory spells them, in its order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// An entry as a stream; none if there is no such entry.
    ///
    /// # Errors
    ///
    /// [`Error::Encrypted`], [`Error::Unsupported`] for a packing other than deflate.
    pub(crate) fn part(&self, name: &str) -> Result<Option<Part<'_>>> {
        let Some(entry) = self.names.get(&key(name)).and_then(|index| self.entries.get(*index)) else {
            return Ok(None);
        };
        if entry.encrypted {
            return Err(Error::Encrypted);
        }
        let packed = self.bytes.get(entry.start..entry.end).unwrap_or_default();
        let source = match entry.method {
            CompressionMethod::Stored => Source::Stored(packed),
            CompressionMethod::Deflated => Source::Deflated(Box::new(BufReader::new(DeflateDecoder::new(packed)))),
            method => return Err(Error::unsupported(format!("a package packed with {method}"))),
        };
        Ok(Some(Part { source, packed: packed.len() as u64, read: 0, limits: self.limits, inflated: &self.inflated }))
    }

    /// A whole entry; none if there is no such entry.
    ///
    /// # Errors
    ///
    /// As [`Package::part`], and [`Error::LimitExceeded`] or [`Error::Corrupt`] while it is inflated.
    pub(crate) fn read(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let Some(mut part) = self.part(name)? else { return Ok(None) };
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).map_err(|error| broken(&error, name))?;
        Ok(Some(bytes))
    }

    /// Entries that share bytes unpack to much more than the file holds, each within its own ratio.
    fn refuse_shared_bytes(&self) -> Result<()> {
        let mut ranges: Vec<(usize, usize)> = self.entries.iter().map(|entry| (entry.start, entry.end)).collect();
        ranges.sort_unstable();
        let overlap = |pair: &[(usize, usize)]| matches!(pair, [first, second] if second.0 < first.1);
        if ranges.windows(2).any(overlap) {
            return Err(Error::corrupt("entries of the package overlap"));
        }
        Ok(())
    }
}

impl Entry {
    fn read(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize, file: usize) -> Option<Self> {
        let entry = archive.by_index_raw(index).ok()?;
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let start = usize::try_from(entry.data_start()?).ok()?;
        let end = start.checked_add(usize::try_from(entry.compressed_size()).ok()?)?;
        let (method, encrypted) = (entry.compression(), entry.encrypted());
        (end <= file && !entry.is_dir()).then_some(Self { name, start, end, method, encrypted })
    }
}

impl Part<'_> {
    fn account(&mut self, bytes: usize) -> io::Result<()> {
        self.read += bytes as u64;
        self.inflated.set(self.inflated.get() + bytes as u64);
        if self.read > self.limits.zip_entry_bytes || self.inflated.get() > self.limits.zip_total_bytes {
            return Err(io::Error::other(Exceeded(Limit::ZipBytes)));
        }
        if self.read > RATIO_ASKED_PAST && self.read / self.packed.max(1) > u64::from(self.limits.zip_ratio) {
            return Err(io::Error::other(Exceeded(Limit::ZipRatio)));
        }
        Ok(())
    }
}

impl Read for Part<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = match &mut self.source {
            Source::Stored(source) => source.read(buffer)?,
            Source::Deflated(source) => source.read(buffer)?,
        };
        self.account(bytes)?;
        Ok(bytes)
    }
}

impl BufRead for Part<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        // A limit that was passed by `consume` ends the stream here.
        self.account(0)?;
        match &mut self.source {
            Source::Stored(source) => Ok(source),
            Source::Deflated(source) => source.fill_buf(),
        }
    }

    fn consume(&mut self, bytes: usize) {
        match &mut self.source {
            Source::Stored(source) => source.consume(bytes),
            Source::Deflated(source) => source.consume(bytes),
        }
        self.read += bytes as u64;
        self.inflated.set(self.inflated.get() + bytes as u64);
    }
}

/// What an error of a [`Part`] means for the file; `name` says what was being read.
pub(crate) fn broken(error: &io::Error, name: &str) -> Error {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Exceeded>()) {
        Some(Exceeded(limit)) => Error::LimitExceeded { limit: *limit },
        None => Error::corrupt(format!("{name} cannot be unpacked")),
    }
}

fn key(name: &str) -> String {
    name.trim_start_matches(['/', '\\']).replace('\\', "/").to_lowercase()
}

/// How often `needle` stands in `bytes`.
fn count(bytes: &[u8], needle: &[u8]) -> usize {
    bytes.windows(needle.len()).filter(|window| *window == needle).count()
}

#[cfg(test)]
pub(crate) mod tests;
