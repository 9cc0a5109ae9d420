//! The `previous_response_id` of an answer that is passed through: the vendor was sent the earlier items in its place,
//! so the id that the caller wrote is put back.

use std::borrow::Cow;

use memchr::memmem;

/// The key. Inside a string its quotes would be escaped, so that words of a model cannot be taken for it.
const KEY: &[u8] = br#""previous_response_id""#;

/// Puts the id into every response of an answer, and leaves every other byte as it is. A piece that ends inside the
/// key or its value is held back. How the bytes are cut into pieces makes no difference.
#[derive(Debug)]
pub struct PreviousId {
    /// The key with the id as JSON.
    field: Vec<u8>,
    held: Vec<u8>,
}

/// What follows a key.
enum Value {
    /// `null`, which ends after so many bytes.
    Null(usize),
    Other,
    Unknown,
}

impl PreviousId {
    /// Puts back this id.
    pub fn new(id: &str) -> Self {
        let mut field = KEY.to_vec();
        field.push(b':');
        field.extend_from_slice(serde_json::Value::from(id).to_string().as_bytes());
        Self { field, held: Vec::new() }
    }

    /// The next bytes with the id.
    pub fn push<'a>(&mut self, bytes: &'a [u8]) -> Cow<'a, [u8]> {
        let input: Cow<'a, [u8]> = if self.held.is_empty() {
            Cow::Borrowed(bytes)
        } else {
            let mut joined = std::mem::take(&mut self.held);
            joined.extend_from_slice(bytes);
            Cow::Owned(joined)
        };
        let mut out: Option<Vec<u8>> = None;
        let mut kept_from = 0;
        let mut at = 0;
        while let Some(found) = memmem::find(&input[at..], KEY).map(|found| at + found) {
            let after = found + KEY.len();
            match value(&input[after..]) {
                Value::Null(bytes) => {
                    let out = out.get_or_insert_default();
                    out.extend_from_slice(&input[kept_from..found]);
                    out.extend_from_slice(&self.field);
                    at = after + bytes;
                    kept_from = at;
                }
                Value::Other => at = after,
                Value::Unknown => return self.hold(input, out, kept_from, found),
            }
        }
        let tail = (1..KEY.len()).rev().find(|length| input.ends_with(&KEY[..*length])).unwrap_or(0);
        let end = (input.len() - tail).max(kept_from);
        self.hold(input, out, kept_from, end)
    }

    fn hold<'a>(&mut self, input: Cow<'a, [u8]>, out: Option<Vec<u8>>, kept_from: usize, end: usize) -> Cow<'a, [u8]> {
        self.held = input[end..].to_vec();
        match (out, input) {
            (Some(mut out), input) => {
                out.extend_from_slice(&input[kept_from..end]);
                Cow::Owned(out)
            }
            (None, Cow::Borrowed(bytes)) => Cow::Borrowed(&bytes[..end]),
            (None, Cow::Owned(mut bytes)) => {
                bytes.truncate(end);
                Cow::Owned(bytes)
            }
        }
    }

    /// What was held back at the end.
    pub fn finish(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.held)
    }
}

/// Looks behind a key.
fn value(bytes: &[u8]) -> Value {
    let spaces = |bytes: &[u8]| bytes.len() - bytes.trim_ascii_start().len();
    let colon = spaces(bytes);
    match bytes.get(colon) {
        None => return Value::Unknown,
        Some(b':') => {}
        Some(_) => return Value::Other,
    }
    let start = colon + 1 + spaces(&bytes[colon + 1..]);
    let rest = &bytes[start..];
    if rest.starts_with(b"null") {
        Value::Null(start + 4)
    } else if b"null".starts_with(rest) {
        Value::Unknown
    } else {
        Value::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_put_back_wherever_the_bytes_are_cut() {
        let text = r#"data: {"response":{"previous_response_id":null,"x":"\"previous_response_id\":null"}}

data: {"previous_response_id" : null}{"previous_response_id":"other","previous"#;
        let wanted = text
            .replacen(":null", ":\"resp_1\"", 1)
            .replace(r#""previous_response_id" : null"#, r#""previous_response_id":"resp_1""#);
        for cut in 0..text.len() {
            let mut filter = PreviousId::new("resp_1");
            let mut out = filter.push(&text.as_bytes()[..cut]).into_owned();
            out.extend_from_slice(&filter.push(&text.as_bytes()[cut..]));
            out.extend(filter.finish());
            assert_eq!(String::from_utf8(out).unwrap(), wanted, "cut at {cut}");
        }
    }
}
