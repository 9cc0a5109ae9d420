//! One pass over the bytes of a JSON object. It finds where the values of the fields on top begin and end, and trusts
//! that the rest is JSON: whatever a vendor accepts is, and then the places are exact.

use std::ops::Range;

use memchr::memchr2;

use crate::estimate;
use crate::request::RequestError;

/// The fields whose place is kept. Each may be written once.
const WATCHED: [&str; 20] = [
    "model",
    "stream",
    "stream_options",
    "max_tokens",
    "max_completion_tokens",
    "max_output_tokens",
    "n",
    "tools",
    "user",
    "metadata",
    "options",
    "previous_response_id",
    "store",
    "background",
    "messages",
    "system",
    "instructions",
    "input",
    "prompt",
    "images",
];

/// The fields whose texts are counted.
const TEXTS: [&str; 7] = ["messages", "input", "system", "instructions", "prompt", "images", "tools"];

/// As many characters are looked at to tell bytes in base64 from words.
const BLOB_BEGINNING: usize = 120;

/// So many bytes of a string are looked at one by one.
const NEAR: usize = 16;

/// Where the values of the watched fields are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Fields([Option<(usize, usize)>; WATCHED.len()]);

impl Fields {
    pub(super) fn get(&self, name: &str) -> Option<Range<usize>> {
        let place = WATCHED.iter().position(|watched| *watched == name)?;
        self.0[place].map(|(start, end)| start..end)
    }
}

/// What the pass found.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub(super) fields: Fields,
    pub(super) text_bytes: usize,
    pub(super) blobs: usize,
    pub(super) blob_tokens: u64,
}

impl Scan {
    pub(super) fn read(body: &[u8]) -> Result<Self, RequestError> {
        let mut scan = Self::default();
        let mut twice = None;
        let mut cursor = Cursor { bytes: body, at: 0 };
        cursor
            .object(|name, cursor| {
                let watched = WATCHED.iter().position(|watched| name.eq_ignore_ascii_case(watched.as_bytes()));
                let is_exact = watched.is_some_and(|place| name == WATCHED[place].as_bytes());
                let counts = is_exact && watched.is_some_and(|place| TEXTS.contains(&WATCHED[place]));
                let start = cursor.at;
                cursor.value(&mut |text| {
                    if counts {
                        scan.count(text)
                    }
                })?;
                if let Some(place) = watched {
                    // A field in another case is as dangerous as one that is written twice: Ollama reads both.
                    if scan.fields.0[place].replace((start, cursor.at)).is_some() || !is_exact {
                        twice.get_or_insert(WATCHED[place]);
                    }
                }
                Some(())
            })
            .filter(|()| cursor.is_at_end())
            .ok_or_else(|| RequestError::Json {
                message: format!("it stops being an object near byte {}", cursor.at),
            })?;
        match twice {
            Some(field) => {
                let message = "must be written once, in lower case".to_owned();
                Err(RequestError::Invalid { field: field.to_owned(), message })
            }
            None => Ok(scan),
        }
    }

    fn count(&mut self, text: &[u8]) {
        if is_blob(text) {
            self.blobs += 1;
            self.blob_tokens += estimate::of_blob(text.len());
        } else {
            self.text_bytes += text.len();
        }
    }
}

/// Whether a string is bytes in base64, with or without the beginning of a data URL.
fn is_blob(text: &[u8]) -> bool {
    let text = match text.strip_prefix(b"data:") {
        Some(rest) => rest.iter().position(|byte| *byte == b',').map_or(rest, |comma| &rest[comma + 1..]),
        None => text,
    };
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'\\' | b'=');
    text.len() >= BLOB_BEGINNING && text[..BLOB_BEGINNING].iter().all(is_base64)
}

/// Where the value of a field of an object is.
pub(super) fn field_of(object: &[u8], name: &str) -> Option<Range<usize>> {
    let mut found = None;
    Cursor { bytes: object, at: 0 }.object(|field, cursor| {
        let start = cursor.at;
        cursor.value(&mut |_| {})?;
        if field == name.as_bytes() {
            found = Some(start..cursor.at);
        }
        Some(())
    })?;
    found
}

/// Whether a list or an object has nothing in it.
pub(super) fn is_empty_list(value: &[u8]) -> bool {
    value.get(1..).is_none_or(|rest| matches!(rest.trim_ascii_start().first(), None | Some(b']' | b'}')))
}

/// Where the next quote or backslash is. Most strings are so short that a search in wide steps costs more than it saves.
#[inline]
fn end_of_run(bytes: &[u8]) -> Option<usize> {
    let (near, far) = bytes.split_at(bytes.len().min(NEAR));
    match near.iter().position(|byte| matches!(byte, b'"' | b'\\')) {
        Some(place) => Some(place),
        None => memchr2(b'"', b'\\', far).map(|place| NEAR + place),
    }
}

/// A place in the bytes. Every method answers `None` where the bytes end too early or are not JSON.
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn peek(&mut self) -> Option<u8> {
        while self.bytes.get(self.at)?.is_ascii_whitespace() {
            self.at += 1;
        }
        Some(self.bytes[self.at])
    }

    fn take(&mut self, expected: u8) -> Option<()> {
        (self.peek()? == expected).then(|| self.at += 1)
    }

    fn is_at_end(&mut self) -> bool {
        self.peek().is_none()
    }

    /// Hands every name to `field`, which moves the cursor over the value.
    fn object(&mut self, mut field: impl FnMut(&[u8], &mut Self) -> Option<()>) -> Option<()> {
        self.take(b'{')?;
        if self.peek()? == b'}' {
            return self.take(b'}');
        }
        loop {
            self.peek()?;
            let name = self.string()?;
            self.take(b':')?;
            self.peek()?;
            if name.contains(&b'\\') {
                let unescaped: String = serde_json::from_slice(&[b"\"", name, b"\""].concat()).ok()?;
                field(unescaped.as_bytes(), self)?;
            } else {
                field(name, self)?;
            }
            match self.peek()? {
                b',' => self.at += 1,
                _ => return self.take(b'}'),
            }
        }
    }

    /// Moves over a string and answers what is between its quotes.
    #[inline]
    fn string(&mut self) -> Option<&'a [u8]> {
        if *self.bytes.get(self.at)? != b'"' {
            return None;
        }
        self.at += 1;
        let start = self.at;
        loop {
            self.at += end_of_run(self.bytes.get(self.at..)?)?;
            if self.bytes[self.at] == b'"' {
                self.at += 1;
                return Some(&self.bytes[start..self.at - 1]);
            }
            self.at += 2;
        }
    }

    /// Moves over a value and hands every string in it, names included, to `text`.
    fn value(&mut self, text: &mut impl FnMut(&[u8])) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.bytes.get(self.at)? {
                b'"' => text(self.string()?),
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                _ if depth > 0 => {
                    self.at += 1;
                    continue;
                }
                _ => self.literal()?,
            }
            if depth == 0 {
                return Some(());
            }
        }
    }

    /// Moves over a number, `true`, `false` or `null`.
    fn literal(&mut self) -> Option<()> {
        let start = self.at;
        let goes_on = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
        while self.bytes.get(self.at).is_some_and(goes_on) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }
}
