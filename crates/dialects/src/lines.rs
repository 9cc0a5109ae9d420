//! Lines of JSON, cut out of a stream of bytes.

use std::mem;

use memchr::memchr;

use crate::sse::TooLong;
use crate::stream::EVENT_BYTES_MAX;

#[derive(Debug, Default)]
pub(crate) struct LineFrames {
    /// The beginning of a line whose end has not arrived.
    line: Vec<u8>,
}

impl LineFrames {
    /// Takes the next bytes and hands on every line that they complete. Empty lines keep the connection alive.
    pub(crate) fn push(&mut self, mut bytes: &[u8], mut on_line: impl FnMut(&[u8])) -> Result<(), TooLong> {
        while let Some(end) = memchr(b'\n', bytes) {
            self.end_line(&bytes[..end], &mut on_line)?;
            bytes = &bytes[end + 1..];
        }
        self.line.extend_from_slice(bytes);
        self.check(self.line.len())
    }

    /// Whether a line has begun that has not ended.
    pub(crate) fn is_in_line(&self) -> bool {
        !self.line.is_empty()
    }

    /// The stream has ended: hands on a last line without an end.
    pub(crate) fn finish(&mut self, mut on_line: impl FnMut(&[u8])) -> Result<(), TooLong> {
        self.end_line(b"", &mut on_line)
    }

    fn end_line(&mut self, rest: &[u8], on_line: &mut impl FnMut(&[u8])) -> Result<(), TooLong> {
        self.check(self.line.len() + rest.len())?;
        if self.line.is_empty() {
            hand_on(rest, on_line);
            return Ok(());
        }
        let mut line = mem::take(&mut self.line);
        line.extend_from_slice(rest);
        hand_on(&line, on_line);
        line.clear();
        self.line = line;
        Ok(())
    }

    fn check(&mut self, line_bytes: usize) -> Result<(), TooLong> {
        if line_bytes <= EVENT_BYTES_MAX {
            return Ok(());
        }
        self.line = Vec::new();
        Err(TooLong)
    }
}

fn hand_on(line: &[u8], on_line: &mut impl FnMut(&[u8])) {
    let line = line.trim_ascii();
    if !line.is_empty() {
        on_line(line);
    }
}
