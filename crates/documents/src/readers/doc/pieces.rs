//! The pieces of a text: runs of characters of one or of two bytes, anywhere in the main stream.

use std::ops::Range;

use encoding_rs::WINDOWS_1252;

use super::{range, u16_at, u32_at};
use crate::{Error, Result};

/// Where the head names the table of pieces.
const TABLE_AT: usize = 0x01A2;
/// In the place of a piece: its characters have one byte, and the place is twice what it says.
const NARROW: u32 = 1 << 30;

/// A character and the place of its bytes in the main stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Character {
    pub(super) said: char,
    pub(super) place: u32,
}

pub(super) struct Pieces<'a> {
    main: &'a [u8],
    all: Vec<Piece>,
}

struct Piece {
    characters: Range<u32>,
    place: u32,
    is_narrow: bool,
}

impl<'a> Pieces<'a> {
    pub(super) fn read(main: &'a [u8], table: &[u8]) -> Result<Self> {
        let all = range(main, table, TABLE_AT).and_then(find).map(pieces);
        match all {
            Some(all) if !all.is_empty() => Ok(Self { main, all }),
            _ => Err(Error::corrupt("the pieces of a Word document")),
        }
    }

    /// The characters of a part of the text.
    pub(super) fn characters(&self, part: Range<u32>) -> impl Iterator<Item = Character> + '_ {
        let first = self.all.partition_point(|piece| piece.characters.end <= part.start);
        let pieces = self.all.iter().skip(first).take_while({
            let end = part.end;
            move |piece| piece.characters.start < end
        });
        pieces.flat_map(move |piece| {
            let from = part.start.max(piece.characters.start);
            let to = part.end.min(piece.characters.end);
            piece.read(self.main, from - piece.characters.start, to.saturating_sub(from))
        })
    }
}

impl Piece {
    fn read<'m>(&self, main: &'m [u8], skipped: u32, count: u32) -> Box<dyn Iterator<Item = Character> + 'm> {
        let width = if self.is_narrow { 1 } else { 2 };
        let start = self.place.saturating_add(skipped.saturating_mul(width));
        let count = (main.len() as u32).saturating_sub(start).min(count.saturating_mul(width)) / width;
        let places = (0..count).map(move |nth| start + nth * width);
        if self.is_narrow {
            return Box::new(places.filter_map(|place| {
                let byte = main.get(place as usize)?;
                let said = WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(byte)).0.chars().next()?;
                Some(Character { said, place })
            }));
        }
        let units = places.clone().map_while(|place| u16_at(main, place as usize));
        // A pair of surrogates is one character at the place of its first.
        let mut place = start;
        Box::new(char::decode_utf16(units).map(move |decoded| {
            let said = decoded.unwrap_or(char::REPLACEMENT_CHARACTER);
            let character = Character { said, place };
            place += if said.len_utf16() == 2 { 4 } else { 2 };
            character
        }))
    }
}

/// The table of pieces, behind the properties that stand before it.
fn find(table: &[u8]) -> Option<&[u8]> {
    let mut rest = table;
    loop {
        match rest.first()? {
            1 => rest = rest.get(3 + usize::from(u16_at(rest, 1)?)..)?,
            2 => return rest.get(5..5_usize.checked_add(u32_at(rest, 1)? as usize)?),
            _ => return None,
        }
    }
}

/// Borders of the pieces, one more than there are, and eight bytes for each.
fn pieces(table: &[u8]) -> Vec<Piece> {
    let count = table.len().saturating_sub(4) / 12;
    let piece = |nth: usize| {
        let characters = u32_at(table, nth * 4)?..u32_at(table, nth * 4 + 4)?;
        let place = u32_at(table, (count + 1) * 4 + nth * 8 + 2)?;
        let is_narrow = place & NARROW != 0;
        let place = if is_narrow { (place & !NARROW) / 2 } else { place };
        Some(Piece { characters, place, is_narrow })
    };
    let all = (0..count).map_while(piece);
    // Where the borders go back, what follows cannot be trusted.
    let mut end = 0;
    all.take_while(|piece| {
        let is_behind = piece.characters.start >= end && piece.characters.end > piece.characters.start;
        end = piece.characters.end;
        is_behind
    })
    .collect()
}
