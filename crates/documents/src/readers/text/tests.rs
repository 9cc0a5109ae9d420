use super::*;
use crate::testing::read_with;

#[test]
fn paragraphs_lists_and_aligned_lines_keep_their_kind() {
    let blocks = read_with("One\r\ntwo\r\n\r\n- a\r\n- b\r\n  more\r\n\r\nName    Size\r\nx       1\r\n", read).blocks;
    let item = |text: &str| ListItem { depth: 0, number: None, text: vec![Span::plain(text)] };
    let expected = [
        (BlockKind::Paragraph(vec![Span::plain("One\ntwo")]), 0..8),
        (BlockKind::List(vec![item("a"), item("b\nmore")]), 12..28),
        (BlockKind::Code { language: None, text: "Name    Size\nx       1".to_owned() }, 32..55),
    ];
    let expected: Vec<Block> =
        expected.into_iter().map(|(kind, source)| Block { source: Some(source), ..Block::new(kind) }).collect();
    assert_eq!(blocks, expected);
}

#[test]
fn form_feeds_are_pages() {
    let document = read_with("a\n\u{c}b\u{c}", read);
    let kinds: Vec<_> = document.blocks.into_iter().map(|block| block.kind).collect();
    let paragraph = |text: &str| BlockKind::Paragraph(vec![Span::plain(text)]);
    let page = |number| BlockKind::Marker(Marker::Page(number));
    assert_eq!(kinds, [page(1), paragraph("a"), page(2), paragraph("b")]);
    assert_eq!(document.metadata.pages, Some(2));
}

#[test]
fn every_line_end_ends_a_line() {
    let text = "a\rb\n\nc\r\n";
    let found: Vec<&str> = lines(text).map(|line| &text[line]).collect();
    assert_eq!(found, ["a", "b", "", "c"]);
}

#[test]
fn lines_that_quote_are_quotations() {
    let kinds: Vec<_> =
        read_with("A wrote:\n> one\n> > two\nno\n", read).blocks.into_iter().map(|block| block.kind).collect();
    let text = |text: &str| vec![Span::plain(text)];
    let expected =
        [BlockKind::Paragraph(text("A wrote:")), BlockKind::Quote(text("one\ntwo")), BlockKind::Paragraph(text("no"))];
    assert_eq!(kinds, expected);
}

/// In a megabyte of form feeds the rest was once looked through at each of them.
#[test]
fn many_form_feeds_end_soon() {
    let text = format!("a{}", "\u{c}".repeat(1 << 20));
    let document = read_with(&text, read);
    assert_eq!((document.metadata.pages, document.blocks.len()), (Some(1), 2));
}
