//! Another model name in an answer that is passed through, because the caller asked for an alias.

use std::borrow::Cow;

use memchr::{memchr2, memchr3};

use crate::dialect::Dialect;

/// Most bytes of a key that matters.
const KEY_BYTES_MAX: usize = 8;

/// Replaces the value of `model` in every event of an answer, and leaves every other byte as it is. One piece goes in
/// and one comes out; nothing is held back. How the bytes are cut into pieces makes no difference.
#[derive(Debug)]
pub struct ModelRename {
    /// The name as JSON.
    name: Vec<u8>,
    /// The object beside the outermost that has a `model`.
    parent: Option<&'static [u8]>,
    framing: Framing,
    place: Place,
    /// Inside the old name.
    is_dropping: bool,
}

#[derive(Debug)]
enum Framing {
    /// The body is one value.
    Body,
    /// Every line is one.
    Lines,
    /// The data of every event is one.
    Events(Line),
}

/// Where in a line of a stream of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// So many bytes of `data:` were read.
    Field(usize),
    Data,
    Other,
    /// The line has ended with CR: an LF that follows belongs to it.
    AfterCr,
}

/// Where in a JSON value.
#[derive(Debug, Default)]
struct Place {
    depth: u32,
    in_string: bool,
    after_backslash: bool,
    after_colon: bool,
    /// The second object is the one under `parent`.
    in_parent: bool,
    key: Vec<u8>,
}

impl ModelRename {
    /// Replaces names in one answer.
    pub fn new(dialect: Dialect, streamed: bool, model: &str) -> Self {
        let (parent, stream): (Option<&[u8]>, _) = match dialect {
            Dialect::OpenAiChat => (None, Framing::Events(Line::Field(0))),
            Dialect::AnthropicMessages => (Some(b"message"), Framing::Events(Line::Field(0))),
            Dialect::OpenAiResponses => (Some(b"response"), Framing::Events(Line::Field(0))),
            Dialect::Ollama => (None, Framing::Lines),
        };
        let name = serde_json::Value::from(model).to_string().into_bytes();
        let (parent, framing) = if streamed { (parent, stream) } else { (None, Framing::Body) };
        Self { name, parent, framing, place: Place::default(), is_dropping: false }
    }

    /// The next bytes with the other name.
    pub fn push<'a>(&mut self, bytes: &'a [u8]) -> Cow<'a, [u8]> {
        let mut out = self.is_dropping.then(Vec::new);
        let (mut kept_from, mut at) = (0, 0);
        while at < bytes.len() {
            if !self.is_in_value(bytes[at]) {
                // No string goes over the end of a line: what looks like one is broken, and is kept.
                self.place.in_string = false;
                if std::mem::take(&mut self.is_dropping) {
                    kept_from = at;
                }
                at += 1;
                continue;
            }
            if self.place.in_string {
                at = self.string(bytes, at);
                if self.is_dropping && !self.place.in_string {
                    self.is_dropping = false;
                    kept_from = at;
                }
                continue;
            }
            if bytes[at] == b'"' && self.is_name_next() {
                let out = out.get_or_insert_with(|| Vec::with_capacity(bytes.len() + self.name.len()));
                out.extend_from_slice(&bytes[kept_from..at]);
                out.extend_from_slice(&self.name);
                self.is_dropping = true;
            }
            self.place.mark(bytes[at], self.parent);
            at += 1;
        }
        let Some(mut out) = out else { return Cow::Borrowed(bytes) };
        if !self.is_dropping {
            out.extend_from_slice(&bytes[kept_from..]);
        }
        Cow::Owned(out)
    }

    /// Whether a byte belongs to a JSON value, and not to what is around it.
    fn is_in_value(&mut self, byte: u8) -> bool {
        match &mut self.framing {
            Framing::Body => true,
            Framing::Lines => {
                if byte == b'\n' {
                    self.place = Place::default();
                }
                byte != b'\n'
            }
            Framing::Events(line) => {
                let before = *line;
                *line = before.after(byte);
                let is_empty_line = matches!((before, byte), (Line::Field(0), b'\n' | b'\r') | (Line::AfterCr, b'\r'));
                if is_empty_line {
                    self.place = Place::default();
                }
                before == Line::Data && *line == Line::Data
            }
        }
    }

    /// The place after a string, or after as much of it as there is in its line.
    fn string(&mut self, bytes: &[u8], from: usize) -> usize {
        let place = &mut self.place;
        if std::mem::take(&mut place.after_backslash) {
            return from + 1;
        }
        let rest = &bytes[from..];
        let found = match self.framing {
            Framing::Body => memchr2(b'"', b'\\', rest),
            Framing::Lines | Framing::Events(_) => memchr3(b'"', b'\\', b'\n', rest),
        };
        let end = found.map_or(bytes.len(), |found| from + found);
        let room = (KEY_BYTES_MAX + 1).saturating_sub(place.key.len()).min(end - from);
        place.key.extend_from_slice(&bytes[from..from + room]);
        match bytes.get(end) {
            Some(b'"') => place.in_string = false,
            Some(b'\\') => {
                // A key that is written with escapes is none of ours.
                place.key.push(b'\\');
                place.after_backslash = true;
            }
            Some(_) | None => return end,
        }
        end + 1
    }

    fn is_name_next(&self) -> bool {
        let place = &self.place;
        let here = place.depth == 1 || (place.depth == 2 && place.in_parent);
        here && place.after_colon && place.key == b"model"
    }
}

impl Line {
    fn after(self, byte: u8) -> Self {
        const DATA: &[u8] = b"data:";
        match (self, byte) {
            (Self::AfterCr, b'\n') => Self::Field(0),
            (_, b'\n') => Self::Field(0),
            (_, b'\r') => Self::AfterCr,
            // The byte order mark before the first line.
            (Self::Field(0), 0xEF | 0xBB | 0xBF) => Self::Field(0),
            (Self::AfterCr, b'd') => Self::Field(1),
            (Self::Field(read), byte) if DATA.get(read) == Some(&byte) => {
                if read + 1 == DATA.len() {
                    Self::Data
                } else {
                    Self::Field(read + 1)
                }
            }
            (Self::Data, _) => Self::Data,
            (Self::Field(_) | Self::Other | Self::AfterCr, _) => Self::Other,
        }
    }
}

impl Place {
    /// Goes past a byte outside of strings.
    fn mark(&mut self, byte: u8, parent: Option<&[u8]>) {
        match byte {
            b'"' => {
                self.in_string = true;
                self.after_colon = false;
                self.key.clear();
            }
            b':' => self.after_colon = true,
            b',' => self.after_colon = false,
            b'{' | b'[' => {
                self.depth += 1;
                if self.depth == 2 {
                    self.in_parent = byte == b'{' && self.after_colon && parent == Some(self.key.as_slice());
                }
                self.after_colon = false;
            }
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }
}
