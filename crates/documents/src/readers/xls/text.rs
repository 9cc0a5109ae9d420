//! Strings of a workbook.

use encoding_rs::Encoding;

use super::records::{u16_at, u32_at};
use crate::readers::xlsx::strings::Strings;

/// A string of `length` characters after a byte that says how wide they are.
pub(super) fn unicode(data: &[u8], length: usize) -> String {
    let Some((flags, rest)) = data.split_first() else { return String::new() };
    let mut text = Vec::new();
    take_characters(rest, length, flags & 1 != 0, &mut text);
    String::from_utf16_lossy(&text)
}

/// A string of `length` bytes in a code page of Windows.
pub(super) fn of_code_page(data: &[u8], length: usize, code_page: u16) -> String {
    let label = match code_page {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        10_000 => "macintosh".to_owned(),
        page => format!("windows-{page}"),
    };
    let encoding = Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252);
    encoding.decode_without_bom_handling(data.get(..length.min(data.len())).unwrap_or_default()).0.into_owned()
}

/// The shared strings, which go on over several records. A record may begin in the middle of a string, and then says
/// anew how wide its characters are.
pub(super) fn shared(parts: Vec<&[u8]>) -> Strings {
    let mut strings = Strings::default();
    let mut rest = Parts { parts, part: 0, at: 8 };
    let mut text = Vec::new();
    while let Some(()) = rest.string(&mut text) {
        strings.push(&String::from_utf16_lossy(&text));
        text.clear();
    }
    strings
}

struct Parts<'a> {
    parts: Vec<&'a [u8]>,
    part: usize,
    at: usize,
}

impl Parts<'_> {
    fn string(&mut self, text: &mut Vec<u16>) -> Option<()> {
        let head = self.take::<3>()?;
        let (mut left, flags) = (usize::from(u16_at(&head, 0)?), head[2]);
        let runs = if flags & 8 != 0 { usize::from(u16::from_le_bytes(self.take::<2>()?)) } else { 0 };
        let extension = if flags & 4 != 0 { u32_at(&self.take::<4>()?, 0)? as usize } else { 0 };
        let mut wide = flags & 1 != 0;
        while left > 0 {
            let here = self.parts.get(self.part)?.get(self.at..).unwrap_or_default();
            let taken = take_characters(here, left, wide, text);
            left -= taken;
            self.at += if wide { taken * 2 } else { taken };
            if left > 0 {
                (self.part, self.at) = (self.part + 1, 1);
                wide = self.parts.get(self.part)?.first()? & 1 != 0;
            }
        }
        self.skip(runs * 4 + extension);
        Some(())
    }

    /// The next bytes, which may lie on both sides of a border.
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let mut bytes = [0; N];
        for byte in &mut bytes {
            while self.at >= self.parts.get(self.part)?.len() {
                (self.part, self.at) = (self.part + 1, 0);
            }
            *byte = *self.parts.get(self.part)?.get(self.at)?;
            self.at += 1;
        }
        Some(bytes)
    }

    fn skip(&mut self, mut bytes: usize) {
        while let Some(part) = self.parts.get(self.part).filter(|_| bytes > 0) {
            let here = part.len().saturating_sub(self.at).min(bytes);
            bytes -= here;
            self.at += here;
            if bytes > 0 {
                (self.part, self.at) = (self.part + 1, 0);
            }
        }
    }
}

/// Takes up to `length` characters and gives how many there were.
fn take_characters(data: &[u8], length: usize, wide: bool, text: &mut Vec<u16>) -> usize {
    let before = text.len();
    if wide {
        text.extend(data.chunks_exact(2).take(length).filter_map(|pair| u16_at(pair, 0)));
    } else {
        text.extend(data.iter().take(length).map(|byte| u16::from(*byte)));
    }
    text.len() - before
}
