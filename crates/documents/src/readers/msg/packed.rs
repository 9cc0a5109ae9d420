//! Rich text as Outlook packs it: references into the last four kilobytes, of which some are known from the start.

use crate::{Error, Limit, Limits, Result};

const WINDOW: usize = 4096;
const HEAD_BYTES: usize = 16;
const PACKED: &[u8] = b"LZFu";
const PLAIN: &[u8] = b"MELA";
/// What stands in the window before anything is unpacked.
const KNOWN: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \
    \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\
    \\b\\i\\u\\tab\\tx";

/// The rich text; none for another packing.
pub(super) fn unpack(packed: &[u8], limits: &Limits) -> Result<Option<Vec<u8>>> {
    let (Some(kind), Some(data)) = (packed.get(8..12), packed.get(HEAD_BYTES..)) else { return Ok(None) };
    match kind {
        PLAIN => Ok(Some(data.to_vec())),
        PACKED => inflate(data, limits).map(Some),
        _ => Ok(None),
    }
}

fn inflate(data: &[u8], limits: &Limits) -> Result<Vec<u8>> {
    let mut window = [b' '; WINDOW];
    window.iter_mut().zip(KNOWN).for_each(|(to, from)| *to = *from);
    let mut at = KNOWN.len();
    let mut out = Vec::new();
    let mut bytes = data.iter().copied();
    while let Some(flags) = bytes.next() {
        for bit in 0..8 {
            let Some(one) = bytes.next() else { return Ok(out) };
            let (mut from, count) = if flags >> bit & 1 == 0 {
                window[at % WINDOW] = one;
                (at, 1)
            } else {
                let Some(two) = bytes.next() else { return Ok(out) };
                let reference = usize::from(u16::from_be_bytes([one, two]));
                (reference >> 4, (reference & 0xF) + 2)
            };
            // A reference to the place that is written next ends the text.
            if count > 1 && from == at % WINDOW {
                return Ok(out);
            }
            for _ in 0..count {
                let byte = window[from % WINDOW];
                window[at % WINDOW] = byte;
                out.push(byte);
                (from, at) = (from + 1, at + 1);
            }
            if out.len() as u64 > limits.bytes_out {
                return Err(Error::LimitExceeded { limit: Limit::BytesOut });
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_specification_is_unpacked() {
        let packed = [
            0x2d, 0x00, 0x00, 0x00, 0x2b, 0x00, 0x00, 0x00, 0x4c, 0x5a, 0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0x00,
            0x0a, 0x00, 0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09,
            0x00, 0x20, 0x62, 0x77, 0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0,
        ];
        let expected = b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n";
        assert_eq!(unpack(&packed, &Limits::default()), Ok(Some(expected.to_vec())));
        assert_eq!(KNOWN.len(), 207);
    }
}
