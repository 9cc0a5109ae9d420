//! Excel 97 to 2003, and 5.0: records of a stream inside an OLE file.

mod records;
mod sheet;
#[cfg(test)]
mod tests;
mod text;

use std::{
    collections::HashMap,
    io::{Cursor, Read},
};

use self::records::{Record, Records};
pub(super) use self::sheet::{truth_or_error, unpacked};
use crate::{
    Error, Output, Result, WarningKind,
    readers::{
        sheets::grid::Sheet,
        xlsx::{strings::Strings, styles::Styles},
    },
};

/// What the sheets of a workbook share.
#[derive(Debug, Default)]
pub(super) struct Workbook {
    pub(super) strings: Strings,
    pub(super) styles: Styles,
    pub(super) since_1904: bool,
    /// The version whose strings are Unicode (BIFF8); the one before has a code page.
    pub(super) is_unicode: bool,
    pub(super) code_page: u16,
    sheets: Vec<Listed>,
}

#[derive(Debug)]
struct Listed {
    name: String,
    start: usize,
    hidden: bool,
}

/// Reads a workbook.
///
/// # Errors
///
/// [`Error::Encrypted`] behind a password, [`Error::Corrupt`] without a workbook in it; damage to a sheet is a warning.
pub(crate) fn read(bytes: &[u8], output: &mut Output<'_>) -> Result<()> {
    let stream = workbook_stream(bytes)?;
    let workbook = globals(&stream)?;
    output.document().metadata.pages = u32::try_from(workbook.sheets.len()).ok();
    for listed in &workbook.sheets {
        let sheet = Sheet { name: &listed.name, hidden: listed.hidden };
        match sheet::read(&workbook, stream.get(listed.start..).unwrap_or_default(), &sheet, output) {
            Err(Error::Corrupt { .. }) => output.warn(WarningKind::Damaged, format!("the sheet {}", listed.name)),
            other => other?,
        }
    }
    Ok(())
}

fn workbook_stream(bytes: &[u8]) -> Result<Vec<u8>> {
    let damaged = |_| Error::corrupt("the workbook of an OLE file");
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name));
    let stream = file.open_stream(name.unwrap_or("/Workbook")).map_err(damaged)?;
    let mut content = Vec::new();
    // A stream is a part of its file; one that says it is longer goes round in a circle.
    stream.take(bytes.len() as u64).read_to_end(&mut content).map_err(damaged)?;
    Ok(content)
}

/// What stands before the sheets: their names, strings and formats.
fn globals(stream: &[u8]) -> Result<Workbook> {
    let mut workbook = Workbook { code_page: 1252, ..Workbook::default() };
    let mut codes: HashMap<u16, String> = HashMap::new();
    let mut records = Records::new(stream);
    while let Some(Record { kind, data }) = records.next() {
        match kind {
            records::BEGIN => workbook.is_unicode = records::u16_at(data, 0) == Some(0x0600),
            records::PASSWORD => return Err(Error::Encrypted),
            records::DATE_MODE => workbook.since_1904 = records::u16_at(data, 0) == Some(1),
            records::CODE_PAGE => workbook.code_page = records::u16_at(data, 0).unwrap_or(1252),
            records::SHEET => workbook.list(data),
            records::FORMAT => {
                let code = data.get(2..).and_then(|rest| workbook.string(rest, workbook.is_unicode));
                codes.extend(records::u16_at(data, 0).zip(code));
            }
            records::STYLE => {
                let id = records::u16_at(data, 2).unwrap_or(0);
                workbook.styles.push(u32::from(id), codes.get(&id).map(String::as_str));
            }
            records::STRINGS => {
                let parts = std::iter::once(data).chain(records.continued()).collect();
                workbook.strings = text::shared(parts);
            }
            records::END => break,
            _ => {}
        }
    }
    if workbook.sheets.is_empty() { Err(Error::corrupt("the workbook has no sheet")) } else { Ok(workbook) }
}

impl Workbook {
    /// Takes a sheet from the list; what is no sheet (a chart, a macro) has no cells.
    fn list(&mut self, data: &[u8]) {
        let start = records::u32_at(data, 0).and_then(|start| usize::try_from(start).ok());
        let (Some(start), Some([visibility, kind])) = (start, data.get(4..6)) else { return };
        let name = data.get(6..).and_then(|rest| self.string(rest, false)).unwrap_or_default();
        if *kind == 0 {
            self.sheets.push(Listed { name, start, hidden: visibility & 3 != 0 });
        }
    }

    /// A string with its length before it, in two bytes or in one.
    pub(super) fn string(&self, data: &[u8], wide_length: bool) -> Option<String> {
        let (length, rest) = if wide_length {
            (usize::from(records::u16_at(data, 0)?), data.get(2..)?)
        } else {
            (usize::from(*data.first()?), data.get(1..)?)
        };
        Some(if self.is_unicode {
            text::unicode(rest, length)
        } else {
            text::of_code_page(rest, length, self.code_page)
        })
    }
}
