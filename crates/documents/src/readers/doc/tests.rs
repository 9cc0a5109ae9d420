//! Documents of Word 97, written byte by byte.

use super::*;
use crate::readers::outline::{line, lines};
use crate::{Document, Limits, samples};

fn read_with(bytes: &[u8]) -> Result<Document> {
    let limits = Limits::default();
    let mut output = Output::new(&limits);
    read(bytes, &mut output)?;
    Ok(output.finish())
}

#[test]
fn paragraphs_headings_tables_links_and_notes_are_read() {
    let text = "Title\rSome \u{13} HYPERLINK \"https://example.org\" \u{14}link\u{15} and\u{2} more.\ra\u{7}b\rc\u{7}\u{7}d\u{7}\u{7}\u{7}End.\r";
    let paragraphs = [
        ("Title\r", 1, &[][..]),
        ("Some \u{13} HYPERLINK \"https://example.org\" \u{14}link\u{15} and\u{2} more.\r", 0, &[]),
        ("a\u{7}b\rc\u{7}", 0, &[0x16, 0x24, 1]),
        ("\u{7}", 0, &[0x16, 0x24, 1, 0x17, 0x24, 1]),
        ("d\u{7}\u{7}", 0, &[0x16, 0x24, 1]),
        ("\u{7}", 0, &[0x16, 0x24, 1, 0x17, 0x24, 1]),
        ("End.\r", 0, &[]),
    ];
    assert_eq!(paragraphs.iter().map(|(text, ..)| *text).collect::<String>(), text);
    let file = samples::Word { text, notes: "\u{2} Because.\r", paragraphs: &paragraphs, ..samples::Word::default() };
    let read = read_with(&file.build().unwrap()).unwrap();
    assert_eq!(
        lines(&read),
        ["# Title", "Some [link](https://example.org) and[^1] more.", "table 0: a | b\\nc || d | ", "End."]
    );
    assert_eq!(read.notes.iter().map(|note| line(&note.text)).collect::<Vec<_>>(), ["Because."]);
    assert_eq!(read.warnings, []);
}

#[test]
fn both_widths_of_characters_are_read_and_tables_without_properties() {
    for is_wide in [false, true] {
        let text = "caf\u{e9} \u{2019}s\ra\u{7}b\u{7}\u{7}c\u{7}d\u{7}\u{7}end\r";
        let file = samples::Word { text, is_wide, ..samples::Word::default() }.build().unwrap();
        let read = read_with(&file).unwrap();
        assert_eq!(lines(&read), ["caf\u{e9} \u{2019}s", "table 0: a | b || c | d", "end"], "{is_wide}");
    }
}

#[test]
fn a_password_and_old_versions_are_said() {
    let flags = samples::Word { text: "a\r", flags: 0x0100, ..samples::Word::default() }.build().unwrap();
    assert_eq!(read_with(&flags), Err(Error::Encrypted));
    let old = samples::Word { text: "a\r", version: 0x0065, ..samples::Word::default() }.build().unwrap();
    assert_eq!(read_with(&old), Err(Error::unsupported("a document of a Word before Word 97")));
}

#[test]
fn pieces_that_lie_over_one_another_are_a_limit() {
    let file = samples::Word { text: "a\r", claimed: Some(u32::MAX), ..samples::Word::default() }.build().unwrap();
    assert_eq!(read_with(&file), Err(Error::LimitExceeded { limit: Limit::BytesOut }));
}

#[test]
fn a_cut_document_ends_in_an_answer() {
    let whole = samples::sample(crate::Format::Doc, 2).unwrap();
    for end in (0..whole.len()).step_by(97) {
        if let Err(error) = read_with(&whole[..end]) {
            assert!(matches!(error, Error::Corrupt { .. }), "cut at {end}: {error:?}");
        }
    }
}
