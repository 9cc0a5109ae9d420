//! Binary workbooks, written record by record and read through the entrance of all Excel packages.

use super::*;
use crate::{
    Document, Limits,
    package::tests::packed,
    readers::{outline::lines, xlsx},
};

fn record(kind: u32, data: &[u8]) -> Vec<u8> {
    let number = |mut number: u32| {
        let mut bytes = Vec::new();
        loop {
            let more = number > 0x7F;
            bytes.push((number & 0x7F) as u8 | if more { 0x80 } else { 0 });
            number >>= 7;
            if !more {
                return bytes;
            }
        }
    };
    [number(kind), number(u32::try_from(data.len()).unwrap()), data.to_vec()].concat()
}

fn words(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

fn text(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [words(&[u32::try_from(units.len() / 2).unwrap()]), units].concat()
}

fn workbook(sheet: &[u8]) -> Vec<u8> {
    let main = [
        record(records::WORKBOOK, &words(&[0, 0])),
        record(records::SHEET, &[words(&[0, 1]), text("s1"), text("One")].concat()),
        record(records::SHEET, &[words(&[2, 2]), text("s2"), text("Two")].concat()),
    ];
    let styles = [
        record(records::FORMAT, &[vec![164, 0], text("[h]:mm")].concat()),
        record(records::CELL_STYLES, &[]),
        record(records::STYLE, &[0, 0, 0, 0]),
        record(records::STYLE, &[0, 0, 164, 0]),
        record(records::CELL_STYLES_END, &[]),
    ];
    let strings = record(records::STRING, &[vec![0], text("shared")].concat());
    let kind =
        |id: &str, kind: &str, target: &str| format!(r#"<Relationship Id="{id}" Type="x/{kind}" Target="{target}"/>"#);
    let relationships = [
        kind("s1", "worksheet", "sheet1.bin"),
        kind("s2", "worksheet", "sheet2.bin"),
        kind("s", "styles", "styles.bin"),
        kind("t", "sharedStrings", "strings.bin"),
    ];
    let relationships = format!("<Relationships>{}</Relationships>", relationships.concat());
    let package = format!("<Relationships>{}</Relationships>", kind("m", "officeDocument", "xl/workbook.bin"));
    let secret = cell(0, records::CELL_TEXT, 0, &text("secret"));
    packed(&[
        ("_rels/.rels", package.as_bytes()),
        ("xl/workbook.bin", &main.concat()),
        ("xl/_rels/workbook.bin.rels", relationships.as_bytes()),
        ("xl/styles.bin", &styles.concat()),
        ("xl/strings.bin", &strings),
        ("xl/sheet1.bin", sheet),
        ("xl/sheet2.bin", &secret),
    ])
}

fn cell(column: u32, kind: u32, style: u32, value: &[u8]) -> Vec<u8> {
    record(kind, &[words(&[column, style]), value.to_vec()].concat())
}

fn row(number: u32, hidden: bool) -> Vec<u8> {
    let flags = if hidden { records::ROW_HIDDEN } else { 0 };
    record(records::ROW, &[words(&[number, 0]), vec![0, 0, 0, flags]].concat())
}

fn read_with(bytes: &[u8]) -> Result<Document> {
    let limits = Limits::default();
    let mut output = Output::new(&limits);
    xlsx::read(bytes, &mut output)?;
    Ok(output.finish())
}

#[test]
fn cells_of_every_kind_are_read() {
    let sheet = [
        row(0, false),
        cell(0, records::CELL_SHARED, 0, &words(&[0])),
        cell(1, records::CELL_TEXT, 0, &text("own")),
        row(1, false),
        cell(0, records::CELL_NUMBER, 1, &1.5f64.to_le_bytes()),
        cell(1, records::CELL_PACKED, 0, &words(&[(42 << 2) | 2])),
        row(2, true),
        cell(0, records::CELL_NUMBER, 0, &7f64.to_le_bytes()),
        row(3, false),
        cell(0, records::FORMULA_TRUTH, 0, &[1]),
        cell(1, records::FORMULA_ERROR, 0, &[0x2A]),
        row(4, false),
        cell(0, records::FORMULA_TEXT, 0, &text("wide")),
        record(records::MERGED, &words(&[4, 4, 0, 1])),
    ];
    let read = read_with(&workbook(&sheet.concat())).unwrap();
    let expected = "table 1: shared | own || 36:00 | 42 || TRUE | #N/A || wide<2,1>";
    assert_eq!(lines(&read), ["=== One", expected, "hidden: 7", "hidden: === Two", "hidden: secret"]);
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read(sheet in proptest::collection::vec(0u8.., 0..300)) {
        read_with(&workbook(&sheet)).unwrap();
    }
}
