//! Server-sent events, cut out of a stream of bytes: <https://html.spec.whatwg.org/multipage/server-sent-events.html>.
//!
//! Only the data of events is kept: every vendor repeats the event's name inside it.

use std::mem;

use memchr::memchr2;

use crate::stream::EVENT_BYTES_MAX;

/// An event is longer than [`EVENT_BYTES_MAX`].
#[derive(Debug)]
pub(crate) struct TooLong;

#[derive(Debug, Default)]
pub(crate) struct SseFrames {
    /// The beginning of a line whose end has not arrived.
    line: Vec<u8>,
    /// The data lines of the event so far.
    data: Vec<u8>,
    has_data: bool,
    /// The last byte was CR: an LF that follows belongs to it.
    after_cr: bool,
    /// The first line may begin with a byte order mark.
    past_first_line: bool,
}

impl SseFrames {
    /// Takes the next bytes and hands on the data of every event that they complete.
    pub(crate) fn push(&mut self, mut bytes: &[u8], mut on_event: impl FnMut(&[u8])) -> Result<(), TooLong> {
        if self.after_cr && !bytes.is_empty() {
            self.after_cr = false;
            bytes = bytes.strip_prefix(b"\n").unwrap_or(bytes);
        }
        while let Some(end) = memchr2(b'\n', b'\r', bytes) {
            self.end_line(&bytes[..end], &mut on_event)?;
            let ending = bytes[end];
            bytes = &bytes[end + 1..];
            if ending == b'\r' {
                self.after_cr = bytes.is_empty();
                bytes = bytes.strip_prefix(b"\n").unwrap_or(bytes);
            }
        }
        self.line.extend_from_slice(bytes);
        self.check(self.line.len())
    }

    /// Whether an event has begun that has not ended.
    pub(crate) fn is_in_event(&self) -> bool {
        self.has_data || !self.line.is_empty()
    }

    /// The stream has ended: hands on what a server that forgets the last empty line has left.
    pub(crate) fn finish(&mut self, mut on_event: impl FnMut(&[u8])) -> Result<(), TooLong> {
        self.end_line(b"", &mut on_event)?;
        self.end_line(b"", &mut on_event)
    }

    fn end_line(&mut self, rest: &[u8], on_event: &mut impl FnMut(&[u8])) -> Result<(), TooLong> {
        if self.line.is_empty() {
            return self.take_line(rest, on_event);
        }
        let mut line = mem::take(&mut self.line);
        line.extend_from_slice(rest);
        let taken = self.take_line(&line, on_event);
        line.clear();
        self.line = line;
        taken
    }

    fn take_line(&mut self, mut line: &[u8], on_event: &mut impl FnMut(&[u8])) -> Result<(), TooLong> {
        self.check(line.len())?;
        if !mem::replace(&mut self.past_first_line, true) {
            line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
        }
        if line.is_empty() {
            if !self.data.is_empty() {
                on_event(&self.data);
            }
            self.data.clear();
            self.has_data = false;
            return Ok(());
        }
        let Some(value) = data_of(line) else { return Ok(()) };
        if mem::replace(&mut self.has_data, true) {
            self.data.push(b'\n');
        }
        self.data.extend_from_slice(value);
        Ok(())
    }

    fn check(&mut self, line_bytes: usize) -> Result<(), TooLong> {
        if line_bytes + self.data.len() <= EVENT_BYTES_MAX {
            return Ok(());
        }
        (self.line, self.data) = (Vec::new(), Vec::new());
        Err(TooLong)
    }
}

/// The value of a data line; `None` for comments and other fields.
fn data_of(line: &[u8]) -> Option<&[u8]> {
    let rest = line.strip_prefix(b"data")?;
    let Some(value) = rest.strip_prefix(b":") else { return rest.is_empty().then_some(rest) };
    Some(value.strip_prefix(b" ").unwrap_or(value))
}
