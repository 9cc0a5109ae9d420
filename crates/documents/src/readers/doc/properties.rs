//! Properties of paragraphs, in pages of 512 bytes: which style they have, and whether they stand in a table.

use super::{range, u16_at, u32_at};

/// Where the head names the table of pages.
const TABLE_AT: usize = 0x0102;
const PAGE_BYTES: usize = 512;
/// Bytes that follow the borders of a page, for each paragraph.
const ENTRY_BYTES: usize = 13;
/// Pages of a file: a hundred million paragraphs.
const PAGES_MAX: usize = 1 << 20;
const IN_TABLE: u16 = 0x2416;
const ENDS_ROW: u16 = 0x2417;

/// What is known of a paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Its style: 1 to 9 are the headings of each level.
    pub(super) style: u16,
    pub(super) in_table: bool,
    pub(super) ends_row: bool,
}

/// Properties by the places of the bytes that have them, ascending.
pub(super) struct Properties(Vec<(u32, Paragraph)>);

impl Properties {
    pub(super) fn read(main: &[u8], table: &[u8]) -> Option<Self> {
        let table = range(main, table, TABLE_AT)?;
        let count = table.len().checked_sub(4)? / 8;
        let mut all = Vec::new();
        for nth in 0..count.min(PAGES_MAX) {
            let page = u32_at(table, (count + 1) * 4 + nth * 4)? as usize & 0x003F_FFFF;
            let at = page.checked_mul(PAGE_BYTES)?;
            let Some(page) = main.get(at..at + PAGE_BYTES) else { continue };
            paragraphs(page, &mut all);
            // Each page is named once; a file that names one of them for ever has no more than its own bytes.
            if all.len() > main.len() {
                return None;
            }
        }
        all.sort_by_key(|(place, _)| *place);
        (!all.is_empty()).then_some(Self(all))
    }

    /// What holds for the byte at a place.
    pub(super) fn at(&self, place: u32) -> Paragraph {
        let behind = self.0.partition_point(|(start, _)| *start <= place);
        behind.checked_sub(1).and_then(|at| self.0.get(at)).map(|(_, paragraph)| *paragraph).unwrap_or_default()
    }
}

fn paragraphs(page: &[u8], all: &mut Vec<(u32, Paragraph)>) {
    let count = usize::from(page.last().copied().unwrap_or(0));
    for nth in 0..count {
        let place = u32_at(page, nth * 4);
        let entry = page.get((count + 1) * 4 + nth * ENTRY_BYTES);
        if let (Some(place), Some(entry)) = (place, entry) {
            let words = page.get(usize::from(*entry) * 2..).filter(|_| *entry != 0);
            all.push((place, words.and_then(paragraph).unwrap_or_default()));
        }
    }
}

fn paragraph(words: &[u8]) -> Option<Paragraph> {
    // Half the length; where it is 0, the next byte has it.
    let (length, words) = match words.first()? {
        0 => (usize::from(*words.get(1)?) * 2, words.get(2..)?),
        half => (usize::from(*half) * 2 - 1, words.get(1..)?),
    };
    let words = words.get(..length).unwrap_or(words);
    let mut paragraph = Paragraph { style: u16_at(words, 0)?, ..Paragraph::default() };
    let mut rest = words.get(2..)?;
    while let Some(code) = u16_at(rest, 0) {
        let operand = rest.get(2..)?;
        let is_on = operand.first().is_some_and(|value| *value != 0);
        match code {
            IN_TABLE => paragraph.in_table = is_on,
            ENDS_ROW => paragraph.ends_row = is_on,
            _ => {}
        }
        let Some(behind) = length_of(code, operand).and_then(|length| operand.get(length..)) else { break };
        rest = behind;
    }
    Some(paragraph)
}

/// Bytes of what follows a code, which its highest bits tell.
fn length_of(code: u16, operand: &[u8]) -> Option<usize> {
    Some(match code >> 13 {
        0 | 1 => 1,
        2 | 4 | 5 => 2,
        3 => 4,
        7 => 3,
        // The definition of a table has its length in two bytes, less one.
        _ if code == 0xD608 => usize::from(u16_at(operand, 0)?) + 1,
        _ => usize::from(*operand.first()?) + 1,
    })
}
