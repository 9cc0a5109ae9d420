//! Strings and dates of the file's own dictionaries.

use hayro_syntax::object::DateTime;

/// The characters of PDFDocEncoding from 0x80 to 0xa0.
const PDF_DOC: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\u{fffd}€";

/// Decodes a text string: UTF-16 or UTF-8 by its mark, otherwise PDFDocEncoding.
pub(super) fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => match std::str::from_utf8(bytes) {
            // Many writers put UTF-8 where it does not belong.
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| pdf_doc(*byte)).collect(),
        },
    }
    .chars()
    .filter(|character| !character.is_control() || character.is_whitespace())
    .collect()
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(unit);
    char::decode_utf16(units).map(|character| character.unwrap_or('\u{fffd}')).collect()
}

fn pdf_doc(byte: u8) -> char {
    match byte {
        0x80..=0xa0 => PDF_DOC.chars().nth(usize::from(byte - 0x80)).unwrap_or('\u{fffd}'),
        byte => char::from(byte),
    }
}

/// A date in RFC 3339, or as much of it as is there.
pub(super) fn date(date: &DateTime) -> Option<String> {
    if date.month == 0 || date.month > 12 || date.day == 0 || date.day > 31 {
        return None;
    }
    let (hours, minutes) = (date.utc_offset_hour, date.utc_offset_minute);
    let offset = if hours == 0 && minutes == 0 {
        "Z".to_owned()
    } else {
        format!("{}{:02}:{:02}", if hours < 0 { '-' } else { '+' }, hours.unsigned_abs(), minutes)
    };
    Some(format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{offset}",
        date.year, date.month, date.day, date.hour, date.minute, date.second
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_say_their_encoding_or_have_the_files_own() {
        for (bytes, text) in [
            (&b"plain"[..], "plain"),
            (&[0xfe, 0xff, 0, b'A', 0x20, 0xac], "A€"),
            (&[0xef, 0xbb, 0xbf, 0xc3, 0xa4], "ä"),
            (&[b'a', 0x84, 0xe4], "a—ä"),
        ] {
            assert_eq!(decode(bytes), text);
        }
    }
}
