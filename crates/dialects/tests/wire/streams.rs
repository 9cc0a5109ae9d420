//! Recorded streams decode to their golden deltas.

use crate::decoded::{assert_golden, decode, lines, recordings};

#[test]
fn recorded_streams_decode_to_their_golden_deltas() {
    for stream in recordings("streams") {
        let decoded = decode(stream.dialect, [stream.bytes.as_slice()]);
        let end = if decoded.end.is_ok() { "whole" } else { "cut" };
        assert_golden("streams", &stream, &format!("{}{end}", lines(&decoded.deltas)));
    }
}
