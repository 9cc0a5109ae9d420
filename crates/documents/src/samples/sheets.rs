//! Sheets: 40 rows of eight cells a part, half of them numbers.

use std::io;

use crate::Format;

use super::office::packed;
use super::words::{KNOWN, Words};

const ROWS: usize = 40;
const COLUMNS: usize = 8;
/// Rows of one sheet of Excel 97, less some.
const XLS_ROWS_MAX: usize = 65_000;

/// What stands in a cell.
enum Value {
    Text(String),
    Number(u64),
}

/// All rows of a part; the first names it.
fn rows(part: usize) -> impl Iterator<Item = Vec<Value>> {
    let mut words = Words::of(part);
    (0..ROWS).map(move |row| {
        let cell = |column: usize| match (row, column) {
            (0, 0) => Value::Text(format!("Part {part}")),
            (0, 1) => Value::Text(KNOWN.to_owned()),
            (_, column) if column % 2 == 0 => Value::Text(words.word()),
            _ => Value::Number(words.number(100_000)),
        };
        (0..COLUMNS).map(cell).collect()
    })
}

pub(super) fn separated(parts: usize, delimiter: &str) -> Vec<u8> {
    let mut out = String::new();
    for row in (1..=parts).flat_map(rows) {
        let cells = row.into_iter().map(|value| match value {
            Value::Text(text) => text,
            Value::Number(number) => number.to_string(),
        });
        out += &cells.collect::<Vec<_>>().join(delimiter);
        out += "\n";
    }
    out.into_bytes()
}

pub(super) fn xlsx(parts: usize) -> io::Result<Vec<u8>> {
    let mut strings = String::new();
    let (mut sheet, mut count) = (String::new(), 0);
    for (nth, row) in (1..=parts).flat_map(rows).enumerate() {
        let nth = nth + 1;
        sheet += &format!("<row r=\"{nth}\">");
        for (column, value) in row.into_iter().enumerate() {
            let letter = char::from(b'A' + u8::try_from(column).unwrap_or(25));
            match value {
                Value::Text(text) => {
                    sheet += &format!("<c r=\"{letter}{nth}\" t=\"s\"><v>{count}</v></c>");
                    strings += &format!("<si><t>{text}</t></si>");
                    count += 1;
                }
                Value::Number(number) => sheet += &format!("<c r=\"{letter}{nth}\"><v>{number}</v></c>"),
            }
        }
        sheet += "</row>";
    }
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    packed(&[
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>",
        ),
        (
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{relationships}\"><sheets><sheet name=\"Sample\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships><Relationship Id=\"a\" Type=\"{relationships}/worksheet\" Target=\"sheet.xml\"/><Relationship Id=\"b\" Type=\"{relationships}/sharedStrings\" Target=\"strings.xml\"/></Relationships>"
            ),
        ),
        ("xl/sheet.xml", &format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData></worksheet>")),
        ("xl/strings.xml", &format!("<sst xmlns=\"{main}\">{strings}</sst>")),
    ])
}

pub(super) fn ods(parts: usize) -> io::Result<Vec<u8>> {
    let mut body = String::from("<table:table table:name=\"Sample\">");
    for row in (1..=parts).flat_map(rows) {
        body += "<table:table-row>";
        for value in row {
            body += &match value {
                Value::Text(text) => {
                    format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
                }
                Value::Number(number) => format!(
                    "<table:table-cell office:value-type=\"float\" office:value=\"{number}\"><text:p>{number}</text:p></table:table-cell>"
                ),
            };
        }
        body += "</table:table-row>";
    }
    super::office::open_document(Format::Ods, &format!("{body}</table:table>"))
}

pub(super) fn xls(parts: usize) -> io::Result<Vec<u8>> {
    let record = |kind: u16, data: &[u8]| -> Vec<u8> {
        [&kind.to_le_bytes(), &u16::try_from(data.len()).unwrap_or(0).to_le_bytes(), data].concat()
    };
    let begin = |kind: u16| record(0x0809, &[0x0600_u16.to_le_bytes(), kind.to_le_bytes()].concat());
    let end = record(0x000A, &[]);
    let mut sheets: Vec<Vec<u8>> = Vec::new();
    for (nth, row) in (1..=parts).flat_map(rows).enumerate() {
        if nth % XLS_ROWS_MAX == 0 {
            sheets.push(begin(0x0010));
        }
        let Some(sheet) = sheets.last_mut() else { continue };
        for (column, value) in row.into_iter().enumerate() {
            let place = [(nth % XLS_ROWS_MAX) as u16, column as u16, 0].map(u16::to_le_bytes).concat();
            match value {
                Value::Text(text) => {
                    let length = [(text.len() as u16).to_le_bytes().as_slice(), &[0]].concat();
                    sheet.extend(record(0x0204, &[&place, &length, text.as_bytes()].concat()));
                }
                Value::Number(number) => {
                    sheet.extend(record(0x0203, &[place.as_slice(), &(number as f64).to_le_bytes()].concat()));
                }
            }
        }
    }
    // Each sheet is listed with the place where it begins: 4 + 8 bytes and a name of two letters.
    let globals = begin(0x0005).len() + sheets.len() * 14 + end.len();
    let (mut stream, mut start) = (begin(0x0005), globals);
    for (nth, sheet) in sheets.iter().enumerate() {
        let name = [b'S', b'A' + (nth % 26) as u8];
        let listed = [&(start as u32).to_le_bytes(), [0, 0, 2, 0].as_slice(), &name].concat();
        stream.extend(record(0x0085, &listed));
        start += sheet.len() + end.len();
    }
    stream.extend_from_slice(&end);
    for sheet in sheets {
        stream.extend(sheet);
        stream.extend_from_slice(&end);
    }
    super::office::ole(&[("/Workbook", &stream)])
}
