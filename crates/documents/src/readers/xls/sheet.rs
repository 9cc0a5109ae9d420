//! The cells of one sheet.

use super::{
    Workbook,
    records::{self, Record, Records, f64_at, u16_at, u32_at},
};
use crate::{
    Error, Output, Result,
    readers::sheets::grid::{Area, Grid, Sheet},
};

/// Bit of a row that is not shown.
const ROW_HIDDEN: u16 = 0x20;

pub(super) fn read(workbook: &Workbook, stream: &[u8], sheet: &Sheet<'_>, output: &mut Output<'_>) -> Result<()> {
    let mut grid = Grid::default();
    let mut depth = 0u32;
    // The cell whose text comes in the record after it.
    let mut awaited: Option<(u32, u32, usize)> = None;
    let mut complete = false;
    for Record { kind, data } in Records::new(stream) {
        match kind {
            records::BEGIN => depth += 1,
            records::END if depth <= 1 => {
                complete = true;
                break;
            }
            records::END => depth -= 1,
            // A chart inside the sheet has records of its own.
            _ if depth > 1 => {}
            records::FORMULA_TEXT => {
                if let Some((row, column, style)) = awaited.take() {
                    let text = workbook.string(data, true).unwrap_or_default();
                    grid.push((row, column), &workbook.styles.show_text(style, &text), true, output)?;
                }
            }
            records::FORMULA if is_text(data) => awaited = place(data),
            _ => {
                around(kind, data, &mut grid);
                for (row, column, value) in cells(workbook, kind, data) {
                    let (text, is_text) = value;
                    grid.push((row, column), &text, is_text, output)?;
                }
            }
        }
    }
    grid.finish(sheet, output)?;
    if complete { Ok(()) } else { Err(Error::corrupt("the sheet ends too early")) }
}

/// What a sheet says beside its cells.
fn around(kind: u16, data: &[u8], grid: &mut Grid) {
    let number = |at: usize| u16_at(data, at).map(u32::from);
    match kind {
        records::ROW if u16_at(data, 12).is_some_and(|flags| flags & ROW_HIDDEN != 0) => {
            number(0).into_iter().for_each(|row| grid.hide_rows(row, row));
        }
        records::COLUMNS if u16_at(data, 8).is_some_and(|flags| flags & 1 != 0) => {
            if let (Some(first), Some(last)) = (number(0), number(2)) {
                grid.hide_columns(first, last);
            }
        }
        records::MERGED => {
            for area in data.get(2..).unwrap_or_default().chunks_exact(8) {
                let side = |at: usize| u16_at(area, at).map_or(0, u32::from);
                grid.merge(Area { first: (side(0), side(4)), last: (side(2), side(6)) });
            }
        }
        _ => {}
    }
}

/// What a cell shows, and whether that is words.
type Value = (String, bool);

/// The cells of a record: row, column, and what each shows.
fn cells(workbook: &Workbook, kind: u16, data: &[u8]) -> Vec<(u32, u32, Value)> {
    let Some((row, column, style)) = place(data) else { return Vec::new() };
    let number = |style: usize, number: f64| (workbook.styles.show(style, number, workbook.since_1904), false);
    let text = |text: &str| (workbook.styles.show_text(style, text), true);
    let value = match kind {
        records::SHARED_STRING => {
            u32_at(data, 6).and_then(|index| workbook.strings.get(usize::try_from(index).ok()?)).map(text)
        }
        records::LABEL | records::RICH_LABEL => {
            data.get(6..).and_then(|rest| workbook.string(rest, true)).map(|found| text(&found))
        }
        records::NUMBER => f64_at(data, 6).map(|value| number(style, value)),
        records::PACKED => u32_at(data, 6).map(|value| number(style, unpacked(value))),
        records::TRUTH_OR_ERROR => data.get(6..8).map(|value| truth_or_error(value[0], value[1] != 0)),
        records::FORMULA => match data.get(6..14) {
            Some([1, _, value, _, _, _, 0xFF, 0xFF]) => Some(truth_or_error(*value, false)),
            Some([2, _, value, _, _, _, 0xFF, 0xFF]) => Some(truth_or_error(*value, true)),
            Some([_, _, _, _, _, _, 0xFF, 0xFF]) => None,
            _ => f64_at(data, 6).map(|value| number(style, value)),
        },
        records::PACKED_ROW => {
            let pairs = data.get(4..data.len().saturating_sub(2)).unwrap_or_default().chunks_exact(6);
            let cell = |(column, pair): (u32, &[u8])| {
                Some((row, column, number(usize::from(u16_at(pair, 0)?), unpacked(u32_at(pair, 2)?))))
            };
            return (column..).zip(pairs).filter_map(cell).collect();
        }
        _ => None,
    };
    value.map(|value| (row, column, value)).into_iter().collect()
}

/// Row, column and style, with which every cell begins.
fn place(data: &[u8]) -> Option<(u32, u32, usize)> {
    Some((u16_at(data, 0)?.into(), u16_at(data, 2)?.into(), u16_at(data, 4)?.into()))
}

/// Whether a formula results in a text, which the next record holds.
fn is_text(data: &[u8]) -> bool {
    matches!(data.get(6..14), Some([0, _, _, _, _, _, 0xFF, 0xFF]))
}

/// A number in 30 bits: the upper half of a float or an integer, maybe in hundredths.
pub(crate) fn unpacked(packed: u32) -> f64 {
    let number =
        if packed & 2 != 0 { f64::from(packed as i32 >> 2) } else { f64::from_bits(u64::from(packed & !3) << 32) };
    if packed & 1 != 0 { number / 100.0 } else { number }
}

/// What a truth value or the code of an error shows.
pub(crate) fn truth_or_error(value: u8, is_error: bool) -> (String, bool) {
    let text = match (is_error, value) {
        (false, 0) => "FALSE",
        (false, _) => "TRUE",
        (true, 0x00) => "#NULL!",
        (true, 0x07) => "#DIV/0!",
        (true, 0x0F) => "#VALUE!",
        (true, 0x17) => "#REF!",
        (true, 0x1D) => "#NAME?",
        (true, 0x24) => "#NUM!",
        (true, _) => "#N/A",
    };
    (text.to_owned(), false)
}
