//! Excel workbooks in the binary form of the package (`.xlsb`): parts are records instead of XML.

mod records;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use self::records::{Record, Records};
use crate::{
    Error, Limit, Output, Result, WarningKind,
    package::Package,
    readers::{
        ooxml::Relationships,
        sheets::grid::{Area, Grid, Sheet},
        xls::{truth_or_error, unpacked},
        xlsx::{strings::Strings, styles::Styles},
    },
};

/// What the sheets of a workbook share.
#[derive(Debug, Default)]
struct Workbook {
    strings: Strings,
    styles: Styles,
    since_1904: bool,
    sheets: Vec<Listed>,
}

#[derive(Debug)]
struct Listed {
    name: String,
    part: Option<String>,
    hidden: bool,
}

/// Reads the workbook whose main part is `main`.
///
/// # Errors
///
/// What its package and its main part say; damage to a sheet is a warning.
pub(crate) fn read(
    package: &Package<'_>,
    main: &str,
    relationships: &Relationships,
    output: &mut Output<'_>,
) -> Result<()> {
    let mut workbook = Workbook::default();
    workbook.list(&part(package, main)?, relationships);
    if let Some(name) = relationships.part("sharedStrings") {
        workbook.strings = strings(&part(package, name)?, output)?;
    }
    if let Some(name) = relationships.part("styles") {
        workbook.styles = styles(&part(package, name)?);
    }
    output.document().metadata.pages = u32::try_from(workbook.sheets.len()).ok();
    for listed in &workbook.sheets {
        let sheet = Sheet { name: &listed.name, hidden: listed.hidden };
        let bytes = listed.part.as_ref().map_or(Err(Error::corrupt("no part")), |name| part(package, name));
        match bytes.and_then(|bytes| workbook.read_sheet(&bytes, &sheet, output)) {
            Err(Error::Corrupt { .. }) => output.warn(WarningKind::Damaged, format!("the sheet {}", listed.name)),
            other => other?,
        }
    }
    Ok(())
}

fn part(package: &Package<'_>, name: &str) -> Result<Vec<u8>> {
    package.read(name)?.ok_or_else(|| Error::corrupt(format!("{name} is missing")))
}

fn strings(bytes: &[u8], output: &Output<'_>) -> Result<Strings> {
    let mut strings = Strings::default();
    for record in Records::new(bytes).filter(|record| record.kind == records::STRING) {
        strings.push(&record.text_at(1).unwrap_or_default());
        if strings.bytes() as u64 > output.limits().zip_entry_bytes {
            return Err(Error::LimitExceeded { limit: Limit::Memory });
        }
    }
    Ok(strings)
}

fn styles(bytes: &[u8]) -> Styles {
    let (mut styles, mut codes, mut of_cells) = (Styles::default(), HashMap::new(), false);
    for record in Records::new(bytes) {
        match record.kind {
            records::FORMAT => codes.extend(record.u16_at(0).zip(record.text_at(2))),
            records::CELL_STYLES => of_cells = true,
            records::CELL_STYLES_END => of_cells = false,
            records::STYLE if of_cells => {
                let id = record.u16_at(2).unwrap_or(0);
                styles.push(u32::from(id), codes.get(&id).map(String::as_str));
            }
            _ => {}
        }
    }
    styles
}

impl Workbook {
    fn list(&mut self, bytes: &[u8], relationships: &Relationships) {
        for record in Records::new(bytes) {
            match record.kind {
                records::WORKBOOK => self.since_1904 = record.u32_at(0).is_some_and(|flags| flags & 1 != 0),
                records::SHEET => {
                    let id = record.text_at(8).unwrap_or_default();
                    let name = record.text_at(12 + id.encode_utf16().count() * 2).unwrap_or_default();
                    let part = relationships.get(&id).map(|found| found.target.clone());
                    self.sheets.push(Listed { name, part, hidden: record.u32_at(0).unwrap_or(0) & 3 != 0 });
                }
                _ => {}
            }
        }
    }

    fn read_sheet(&self, bytes: &[u8], sheet: &Sheet<'_>, output: &mut Output<'_>) -> Result<()> {
        let mut grid = Grid::default();
        let mut row = 0;
        for record in Records::new(bytes) {
            let side = |at: usize| record.u32_at(at);
            match record.kind {
                records::ROW => {
                    row = side(0).unwrap_or(row);
                    if record.data.get(11).is_some_and(|flags| flags & records::ROW_HIDDEN != 0) {
                        grid.hide_rows(row, row);
                    }
                }
                records::COLUMNS if record.u16_at(16).is_some_and(|flags| flags & 1 != 0) => {
                    side(0).zip(side(4)).into_iter().for_each(|(first, last)| grid.hide_columns(first, last));
                }
                records::MERGED => {
                    if let (Some(top), Some(bottom), Some(left), Some(right)) = (side(0), side(4), side(8), side(12)) {
                        grid.merge(Area { first: (top, left), last: (bottom, right) });
                    }
                }
                records::CELLS_FIRST..=records::CELLS_LAST => {
                    if let (Some(column), Some((text, is_text))) = (side(0), self.shown(&record)) {
                        grid.push((row, column), &text, is_text, output)?;
                    }
                }
                _ => {}
            }
        }
        grid.finish(sheet, output)
    }

    /// What a cell shows, and whether that is words.
    fn shown(&self, cell: &Record<'_>) -> Option<(String, bool)> {
        let style = (cell.u32_at(4)? & 0x00FF_FFFF) as usize;
        let number = |number: f64| (self.styles.show(style, number, self.since_1904), false);
        let text = |text: &str| (self.styles.show_text(style, text), true);
        match cell.kind {
            records::CELL_PACKED => cell.u32_at(8).map(|packed| number(unpacked(packed))),
            records::CELL_ERROR | records::FORMULA_ERROR => cell.data.get(8).map(|code| truth_or_error(*code, true)),
            records::CELL_TRUTH | records::FORMULA_TRUTH => cell.data.get(8).map(|value| truth_or_error(*value, false)),
            records::CELL_NUMBER | records::FORMULA_NUMBER => cell.f64_at(8).map(number),
            records::CELL_TEXT | records::FORMULA_TEXT => cell.text_at(8).map(|found| text(&found)),
            records::CELL_SHARED => self.strings.get(cell.u32_at(8)? as usize).map(text),
            _ => None,
        }
    }
}
