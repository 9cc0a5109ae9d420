//! Tables of values: comma, semicolon, tab or bar between them, whichever the file shows.

use crate::encoding::Decoded;
use crate::{Block, BlockKind, Error, Limit, Output, Result, Table, WarningKind};

/// Lines in which the delimiter is looked for.
const SNIFF_LINES: usize = 32;
/// Delimiters, the likelier first.
const DELIMITERS: [u8; 4] = *b",;\t|";

/// Reads a table. `delimiter` is what the format says, where it says so.
pub(crate) fn read(decoded: &Decoded<'_>, delimiter: Option<u8>, output: &mut Output<'_>) -> Result<()> {
    let (named, text) = directive(&decoded.text);
    let found = named.or_else(|| delimiter.filter(|delimiter| text.as_bytes().contains(delimiter)));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(found.unwrap_or_else(|| sniff(text)))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut table = Table::default();
    let mut record = csv::StringRecord::new();
    let mut cells = 0_u64;
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => {
                output.warn(WarningKind::Damaged, format!("row {}", table.rows().len() + 1));
                continue;
            }
        }
        if record.iter().all(|value| value.trim().is_empty()) {
            continue;
        }
        cells += record.len() as u64;
        if cells > output.limits().cells {
            return Err(Error::LimitExceeded { limit: Limit::Cells });
        }
        record.iter().for_each(|value| table.push_text(value.trim()));
        table.end_row();
    }
    if table.is_empty() {
        return Ok(());
    }
    table.header_rows = usize::from(has_header(&table));
    let source = decoded.offset.map(|offset| offset..offset + decoded.text.len());
    output.push(Block { source, ..Block::new(BlockKind::Table(table)) })
}

/// The line `sep=;` by which Excel is told the delimiter.
fn directive(text: &str) -> (Option<u8>, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let mark = line.trim_end_matches('\r').strip_prefix("sep=").map(str::as_bytes);
    match mark {
        Some(&[delimiter]) => (Some(delimiter), rest),
        _ => (None, text),
    }
}

/// The delimiter that stands equally often in the most lines.
fn sniff(text: &str) -> u8 {
    let counts = |delimiter: u8| {
        let mut counts: Vec<usize> = Vec::new();
        let (mut quoted, mut count) = (false, 0);
        for byte in text.bytes() {
            match byte {
                b'"' => quoted = !quoted,
                b'\n' if !quoted => {
                    counts.push(std::mem::take(&mut count));
                    if counts.len() == SNIFF_LINES {
                        return counts;
                    }
                }
                byte => count += usize::from(byte == delimiter && !quoted),
            }
        }
        counts.push(count);
        counts.retain(|count| *count > 0);
        counts
    };
    let score = |delimiter: u8| {
        let counts = counts(delimiter);
        let agreeing = |count: &usize| counts.iter().filter(|other| *other == count).count();
        counts.iter().filter(|count| **count > 0).map(|count| (agreeing(count), *count)).max().unwrap_or_default()
    };
    let mut best = (DELIMITERS[0], (0, 0));
    for delimiter in DELIMITERS {
        let score = score(delimiter);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

/// The first row names columns, unless a number or an empty field in it says otherwise.
fn has_header(table: &Table) -> bool {
    let mut rows = table.rows();
    let (Some(first), Some(_)) = (rows.next(), rows.next()) else { return false };
    let texts = || first.cells().map(|cell| crate::readers::flow::plain(&cell.text));
    let numbers = texts().filter(|text| text.parse::<f64>().is_ok()).count();
    let named = texts().filter(|text| !text.is_empty()).count();
    numbers == 0 && named * 2 > first.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cell;
    use crate::testing::read_with;

    fn check(text: &str, delimiter: Option<u8>, header_rows: usize, rows: &[&[&str]]) {
        let blocks = read_with(text, |decoded, output| read(decoded, delimiter, output)).blocks;
        let rows = rows.iter().map(|row| row.iter().map(|value| Cell::plain(*value)).collect());
        let table = Table::of(header_rows, rows);
        let source = Some(0..text.len());
        assert_eq!(blocks, [Block { source, ..Block::new(BlockKind::Table(table)) }]);
    }

    #[test]
    fn the_delimiter_is_the_one_that_the_file_shows() {
        check("a,b\n1,2\n", None, 1, &[&["a", "b"], &["1", "2"]]);
        check("a;b\r\n1,5;2,5\r\n\r\n", None, 1, &[&["a", "b"], &["1,5", "2,5"]]);
        check("a\tb\n1\t2\n", Some(b'\t'), 1, &[&["a", "b"], &["1", "2"]]);
        check("a,b\n1,2\n", Some(b'\t'), 1, &[&["a", "b"], &["1", "2"]]);
        check("sep=|\na|b\n1|2\n", None, 1, &[&["a", "b"], &["1", "2"]]);
        check("a;\"x,y,z\";c\n1;\"p,q,r\nmore\";3\n", None, 1, &[&["a", "x,y,z", "c"], &["1", "p,q,r\nmore", "3"]]);
    }

    #[test]
    fn ragged_rows_and_tables_without_a_header_stay_as_they_are() {
        check("1,2\n3\n4,5,6\n", None, 0, &[&["1", "2"], &["3"], &["4", "5", "6"]]);
        check("name\nAda\n", None, 1, &[&["name"], &["Ada"]]);
    }

    #[test]
    fn cells_have_a_limit() {
        let limits = crate::Limits { cells: 3, ..crate::Limits::default() };
        let mut output = Output::new(&limits);
        let decoded = Decoded { text: "a,b\n1,2\n".into(), offset: Some(0) };
        assert_eq!(read(&decoded, None, &mut output), Err(Error::LimitExceeded { limit: Limit::Cells }));
    }
}
