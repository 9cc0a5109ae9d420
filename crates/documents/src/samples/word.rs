//! Documents of Word 97.

use std::io;

use super::words::Words;

/// Where the text begins in the main stream.
const TEXT_AT: usize = 0x600;
const PAGE_BYTES: usize = 512;

/// A document of Word 97 in the making.
#[derive(Debug, Clone, Copy)]
pub struct Word<'a> {
    /// Its text, with the control characters of Word.
    pub text: &'a str,
    /// Its footnotes.
    pub notes: &'a str,
    /// The text again, cut where properties begin: style and codes. One page of them, or none.
    pub paragraphs: &'a [(&'a str, u16, &'a [u8])],
    /// Two bytes a character.
    pub is_wide: bool,
    /// The version.
    pub version: u16,
    /// Flags of the head.
    pub flags: u16,
    /// How many characters it says it has, where that is not the truth.
    pub claimed: Option<u32>,
}

impl Default for Word<'_> {
    fn default() -> Self {
        Self { text: "", notes: "", paragraphs: &[], is_wide: false, version: 0x00C1, flags: 0, claimed: None }
    }
}

impl Word<'_> {
    /// The file.
    ///
    /// # Errors
    ///
    /// What the writer of the package says.
    pub fn build(&self) -> io::Result<Vec<u8>> {
        let bytes = self.bytes(&[self.text, self.notes].concat());
        let count = |text: &str| text.encode_utf16().count() as u32;
        let (length, notes) = (self.claimed.unwrap_or(count(self.text)), count(self.notes));
        let mut main = vec![0; TEXT_AT];
        main.extend(&bytes);
        main.resize(main.len().next_multiple_of(PAGE_BYTES), 0);
        let place = if self.is_wide { TEXT_AT as u32 } else { (TEXT_AT as u32 * 2) | 1 << 30 };
        let pieces = [0, length.saturating_add(notes)].map(u32::to_le_bytes).concat();
        let pieces = [pieces.as_slice(), &[0, 0], &place.to_le_bytes(), &[0, 0]].concat();
        let mut table = [&[2], (pieces.len() as u32).to_le_bytes().as_slice(), &pieces].concat();
        let mut put = |at: usize, bytes: &[u8]| {
            for (to, from) in main.iter_mut().skip(at).zip(bytes) {
                *to = *from;
            }
        };
        put(0, &0xA5EC_u16.to_le_bytes());
        put(2, &self.version.to_le_bytes());
        put(0x0A, &(self.flags | 0x0200).to_le_bytes());
        put(0x4C, &[length, notes].map(u32::to_le_bytes).concat());
        put(0x01A2, &[0, table.len() as u32].map(u32::to_le_bytes).concat());
        if !self.paragraphs.is_empty() {
            put(0x0102, &[table.len() as u32, 12].map(u32::to_le_bytes).concat());
            let end = TEXT_AT + bytes.len();
            let page = (main.len() / PAGE_BYTES) as u32;
            table.extend([TEXT_AT as u32, end as u32, page].map(u32::to_le_bytes).concat());
            main.extend(self.page());
        }
        super::office::ole(&[("/WordDocument", &main), ("/1Table", &table)])
    }

    fn bytes(&self, text: &str) -> Vec<u8> {
        if self.is_wide {
            return text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        }
        encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
    }

    /// The properties of the paragraphs.
    fn page(&self) -> Vec<u8> {
        let mut page = vec![0; PAGE_BYTES];
        let (mut place, mut words) = (TEXT_AT as u32, PAGE_BYTES - 2);
        let count = self.paragraphs.len();
        let mut put = |at: usize, bytes: &[u8]| {
            for (to, from) in page.iter_mut().skip(at).zip(bytes) {
                *to = *from;
            }
        };
        for (nth, (text, style, codes)) in self.paragraphs.iter().enumerate() {
            put(nth * 4, &place.to_le_bytes());
            place += self.bytes(text).len() as u32;
            let half = (2 + codes.len()).div_ceil(2) as u8;
            let said = [&[0, half], style.to_le_bytes().as_slice(), codes].concat();
            words = (words - said.len()) & !1;
            put(words, &said);
            put((count + 1) * 4 + nth * 13, &[(words / 2) as u8]);
        }
        put(count * 4, &place.to_le_bytes());
        put(PAGE_BYTES - 1, &[count as u8]);
        page
    }
}

pub(super) fn doc(parts: usize) -> io::Result<Vec<u8>> {
    let mut text = String::new();
    for part in 1..=parts {
        let mut words = Words::of(part);
        text += &format!("Part {part}\r{}\r{}\r", words.paragraph(), words.paragraph());
        text += &format!("{}\u{7}{}\u{7}\u{7}", words.word(), words.word());
    }
    Word { text: &(text + "End.\r"), ..Word::default() }.build()
}
