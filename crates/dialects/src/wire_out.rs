//! How values become bytes on the wire.

use serde::Serialize;

/// Appends a value as JSON.
#[expect(clippy::expect_used, reason = "serde_json fails on maps with odd keys and on writers; here is neither")]
pub(crate) fn json(out: &mut Vec<u8>, value: &impl Serialize) {
    serde_json::to_writer(out, value).expect("an answer is JSON");
}

/// A value as JSON.
pub(crate) fn body(value: &impl Serialize) -> Vec<u8> {
    let mut out = Vec::new();
    json(&mut out, value);
    out
}

/// Appends a server-sent event without a name.
pub(crate) fn event(out: &mut Vec<u8>, value: &impl Serialize) {
    out.extend_from_slice(b"data: ");
    json(out, value);
    out.extend_from_slice(b"\n\n");
}

/// Appends a server-sent event with a name.
pub(crate) fn named_event(out: &mut Vec<u8>, name: &str, value: &impl Serialize) {
    out.extend_from_slice(b"event: ");
    out.extend_from_slice(name.as_bytes());
    out.push(b'\n');
    event(out, value);
}

/// Appends a line of JSON.
pub(crate) fn line(out: &mut Vec<u8>, value: &impl Serialize) {
    json(out, value);
    out.push(b'\n');
}
