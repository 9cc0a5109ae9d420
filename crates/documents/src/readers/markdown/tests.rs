use super::*;
use crate::testing::read_with;

fn item(depth: u8, number: Option<u64>, text: &str) -> ListItem {
    ListItem { depth, number, text: vec![Span::plain(text)] }
}

fn check(text: &str, expected: &[(BlockKind, Range<usize>)]) -> crate::Document {
    let document = read_with(text, read);
    let found: Vec<_> =
        document.blocks.iter().map(|block| (block.kind.clone(), block.source.clone().unwrap())).collect();
    assert_eq!(found, expected);
    document
}

#[test]
fn blocks_have_their_place_in_the_file() {
    check(
        "# One *two*\n\nText `c`\nmore\\\nlast\n\n> said\n\n```rust x\nfn a() {}\n```\n\n![alt](p.png)\n",
        &[
            (
                BlockKind::Heading {
                    level: 1,
                    text: vec![
                        Span::plain("One "),
                        Span { style: Style { emphasis: true, ..Style::default() }, ..Span::plain("two") },
                    ],
                },
                0..12,
            ),
            (
                BlockKind::Paragraph(vec![
                    Span::plain("Text "),
                    Span { style: Style { code: true, ..Style::default() }, ..Span::plain("c") },
                    Span::plain(" more\nlast"),
                ]),
                13..33,
            ),
            (BlockKind::Quote(vec![Span::plain("said")]), 36..41),
            (BlockKind::Code { language: Some("rust".to_owned()), text: "fn a() {}".to_owned() }, 42..65),
            (BlockKind::Image { alt: "alt".to_owned(), target: "p.png".to_owned() }, 67..81),
        ],
    );
}

#[test]
fn lists_keep_depth_and_numbers_and_go_on_below_code() {
    check(
        "3. a\n   - b\n\n     c\n4. d\n\n   ```\n   x\n   ```\n   e\n5. f\n",
        &[
            (BlockKind::List(vec![item(0, Some(3), "a"), item(1, None, "b\nc"), item(0, Some(4), "d")]), 0..29),
            (BlockKind::Code { language: None, text: "x".to_owned() }, 29..44),
            (BlockKind::List(vec![item(0, None, "e"), item(0, Some(5), "f")]), 44..55),
        ],
    );
}

#[test]
fn tables_notes_and_front_matter() {
    let text = "---\ntitle: \"T\"\nauthors: [A, 'B']\nlang: de\n---\n\n|a|b|\n|-|-|\n|1|**2**|\n\nx[^n]\n\n[^n]: why\n";
    let strong = Span { style: Style { strong: true, ..Style::default() }, ..Span::plain("2") };
    let table = Table::of(
        1,
        vec![
            vec![Cell::plain("a"), Cell::plain("b")],
            vec![Cell::plain("1"), Cell { text: vec![strong], columns: 1, rows: 1 }],
        ],
    );
    let document = check(
        text,
        &[(BlockKind::Table(table), 47..69), (BlockKind::Paragraph(vec![Span::plain("x"), Span::note("n")]), 70..76)],
    );
    assert_eq!(document.notes, [Note { label: "n".to_owned(), text: vec![Span::plain("why")] }]);
    let metadata = Metadata {
        title: Some("T".to_owned()),
        authors: vec!["A".to_owned(), "B".to_owned()],
        language: Some("de".to_owned()),
        ..Metadata::default()
    };
    assert_eq!(document.metadata, metadata);
}

#[test]
fn pictures_in_text_are_links() {
    let link = Span { link: Some("p.png".to_owned()), ..Span::plain("alt") };
    let paragraph = BlockKind::Paragraph(vec![Span::plain("see "), link, Span::plain(" now")]);
    check("see ![alt](p.png) now\n", &[(paragraph, 0..22)]);
}

#[test]
fn deep_quotes_and_lists_do_not_recurse() {
    for text in ["> ".repeat(50_000) + "x", "- ".repeat(20_000) + "x", "*a **b ".repeat(20_000)] {
        read_with(&text, read);
    }
}
