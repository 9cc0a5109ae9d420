//! Workbooks of Excel 97, written record by record.

use std::io::Write;

use super::*;
use crate::{Document, Limits, readers::outline::lines};

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), &u16::try_from(data.len()).unwrap().to_le_bytes(), data].concat()
}

fn words(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// A string with its length in two bytes, one byte per character.
fn string(text: &str) -> Vec<u8> {
    [&words(&[u16::try_from(text.len()).unwrap()]), [0].as_slice(), text.as_bytes()].concat()
}

/// A workbook: records of its globals after the first, and sheets with name, visibility and records.
fn workbook(globals: &[Vec<u8>], sheets: &[(&str, u8, Vec<u8>)]) -> Vec<u8> {
    let begin = record(records::BEGIN, &words(&[0x0600, 5]));
    let listed: usize = sheets.iter().map(|(name, ..)| 4 + 8 + name.len()).sum();
    let mut start = begin.len() + globals.iter().map(Vec::len).sum::<usize>() + listed + 4;
    let mut stream = begin.clone();
    let mut bodies = Vec::new();
    for (name, visibility, content) in sheets {
        let body = [begin.clone(), content.clone(), record(records::END, &[])].concat();
        let head =
            [&u32::try_from(start).unwrap().to_le_bytes()[..], &[*visibility, 0, name.len() as u8, 0], name.as_bytes()]
                .concat();
        stream.extend(record(records::SHEET, &head));
        start += body.len();
        bodies.extend(body);
    }
    stream.extend(globals.concat());
    stream.extend(record(records::END, &[]));
    stream.extend(bodies);
    ole(&stream)
}

fn ole(stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/Workbook").unwrap().write_all(stream).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

fn read_with(bytes: &[u8]) -> Result<Document> {
    let limits = Limits::default();
    let mut output = Output::new(&limits);
    read(bytes, &mut output)?;
    Ok(output.finish())
}

fn number(row: u16, column: u16, style: u16, value: f64) -> Vec<u8> {
    record(records::NUMBER, &[words(&[row, column, style]), value.to_le_bytes().to_vec()].concat())
}

#[test]
fn cells_of_every_kind_are_read() {
    let strings =
        [[2u32.to_le_bytes(), 2u32.to_le_bytes()].concat(), string("shared"), words(&[7]), vec![0], b"bro".to_vec()]
            .concat();
    let globals = [
        record(records::FORMAT, &[words(&[164]), string("[h]:mm")].concat()),
        record(records::STYLE, &words(&[0, 0])),
        record(records::STYLE, &words(&[0, 164])),
        record(records::STYLE, &words(&[0, 10])),
        // The second string goes on in the next record, in wider characters.
        record(records::STRINGS, &strings),
        record(records::CONTINUE, &[vec![1], words(&[0x6B, 0x65, 0x6E, 0x2026])].concat()),
    ];
    let packed = |value: i32| ((value << 2) as u32 | 3).to_le_bytes().to_vec();
    let cells = [
        record(records::SHARED_STRING, &[words(&[0, 0, 0]), 0u32.to_le_bytes().to_vec()].concat()),
        record(records::SHARED_STRING, &[words(&[0, 1, 0]), 1u32.to_le_bytes().to_vec()].concat()),
        number(1, 0, 1, 1.5),
        record(records::PACKED, &[words(&[1, 1, 2]), packed(50)].concat()),
        record(records::PACKED_ROW, &[words(&[2, 0, 0]), packed(100), words(&[0]), packed(-250), words(&[1])].concat()),
        record(records::TRUTH_OR_ERROR, &[words(&[3, 0, 0]), vec![1, 0]].concat()),
        record(records::TRUTH_OR_ERROR, &[words(&[3, 1, 0]), vec![7, 1]].concat()),
        record(records::FORMULA, &[words(&[4, 0, 0]), vec![0, 0, 0, 0, 0, 0, 0xFF, 0xFF], vec![0; 8]].concat()),
        record(records::FORMULA_TEXT, &string("result")),
        record(records::LABEL, &[words(&[4, 1, 0]), string("label")].concat()),
    ];
    let read = read_with(&workbook(&globals, &[("One", 0, cells.concat())])).unwrap();
    let expected =
        ["=== One", "table 1: shared | broken… || 36:00 | 50.00% || 1 | -2.5 || TRUE | #DIV/0! || result | label"];
    assert_eq!(lines(&read), expected);
}

#[test]
fn merges_hidden_rows_and_hidden_sheets() {
    let cells = [
        record(records::ROW, &words(&[1, 0, 2, 0, 0, 0, ROW_FLAGS_HIDDEN, 0])),
        number(0, 0, 0, 1.0),
        number(0, 2, 0, 2.0),
        number(1, 0, 0, 3.0),
        number(2, 0, 0, 4.0),
        number(2, 1, 0, 5.0),
        record(records::MERGED, &words(&[1, 0, 0, 0, 1])),
    ];
    let read = read_with(&workbook(&[], &[("One", 0, cells.concat()), ("Two", 1, number(0, 0, 0, 6.0))])).unwrap();
    assert_eq!(lines(&read), ["=== One", "table 0: 1<2,1> | 2 || 4 | 5", "hidden: 3", "hidden: === Two", "hidden: 6"]);
}

const ROW_FLAGS_HIDDEN: u16 = 0x20;

#[test]
fn a_password_is_said() {
    let locked = workbook(&[record(records::PASSWORD, &[0; 6])], &[("One", 0, Vec::new())]);
    assert_eq!(read_with(&locked), Err(Error::Encrypted));
}

#[test]
fn a_cut_stream_gives_what_is_there_or_says_so() {
    let whole =
        [record(records::BEGIN, &words(&[0x0600, 5])), record(records::STRINGS, &[9; 40]), number(0, 0, 0, 1.0)]
            .concat();
    for end in 0..whole.len() {
        assert_eq!(read_with(&ole(&whole[..end])), Err(Error::corrupt("the workbook has no sheet")));
    }
    assert_eq!(read_with(b"\xD0\xCF\x11\xE0nothing"), Err(Error::corrupt("the workbook of an OLE file")));
}

proptest::proptest! {
    #[test]
    fn any_records_are_read(content in proptest::collection::vec((0usize..10, proptest::collection::vec(0u8.., 0..40)), 0..30)) {
        const KINDS: [u16; 10] = [
            records::BEGIN, records::END, records::ROW, records::SHARED_STRING, records::LABEL, records::NUMBER, records::PACKED_ROW,
            records::FORMULA, records::MERGED, records::FORMULA_TEXT,
        ];
        let cells: Vec<u8> = content.iter().flat_map(|(kind, data)| record(KINDS[*kind], data)).collect();
        let strings = record(records::STRINGS, &content.iter().flat_map(|(_, data)| data.clone()).take(8_000).collect::<Vec<_>>());
        read_with(&workbook(&[strings], &[("One", 0, cells)])).unwrap();
    }
}
