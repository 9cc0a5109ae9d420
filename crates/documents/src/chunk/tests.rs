use proptest::prelude::*;

use super::*;
use crate::{Block, BlockKind, Cell, ListItem, Note, Span, Table, markdown};

fn heading(level: u8, text: &str) -> Block {
    Block::new(BlockKind::Heading { level, text: vec![Span::plain(text)] })
}

fn words(count: usize) -> String {
    (0..count).map(|nth| format!("w{nth} ")).collect::<String>() + "end."
}

fn cut(blocks: Vec<Block>, rules: &ChunkRules) -> (Rendered, Vec<Chunk>) {
    cut_document(&Document { blocks, ..Document::default() }, rules)
}

fn cut_document(document: &Document, rules: &ChunkRules) -> (Rendered, Vec<Chunk>) {
    let rendered = markdown(document);
    let chunks = chunk(document, &rendered, rules, &Estimate);
    check(&rendered, &chunks, rules);
    (rendered, chunks)
}

/// What holds of all chunks of all documents.
fn check(rendered: &Rendered, chunks: &[Chunk], rules: &ChunkRules) {
    let mut covered = 0;
    for (nth, chunk) in chunks.iter().enumerate() {
        assert_eq!(chunk.ordinal, nth);
        assert!(chunk.bytes.start < chunk.bytes.end);
        if chunk.bytes.start > covered {
            assert_eq!(rendered.text[covered..chunk.bytes.start].trim(), "", "text between chunks");
        }
        covered = covered.max(chunk.bytes.end);
        let slice = &rendered.text[chunk.bytes.clone()];
        assert!(chunk.text.contains(slice), "{slice:?} in {:?}", chunk.text);
        let characters = rendered.text[..chunk.bytes.start].chars().count();
        assert_eq!(chunk.characters, characters..characters + slice.chars().count());
        assert!(chunk.tokens <= rules.max, "{} tokens", chunk.tokens);
    }
    assert_eq!(rendered.text[covered..].trim(), "", "text behind the last chunk");
    let ids: std::collections::HashSet<&String> = chunks.iter().map(|chunk| &chunk.id).collect();
    assert_eq!(ids.len(), chunks.len(), "ids are unique");
}

fn small() -> ChunkRules {
    ChunkRules { target: 40, max: 60, overlap: 8 }
}

fn texts(chunks: &[Chunk]) -> Vec<&str> {
    chunks.iter().map(|chunk| chunk.text.as_str()).collect()
}

#[test]
fn small_neighbours_merge_under_one_heading_and_never_across_sections() {
    let blocks = vec![
        heading(1, "Book"),
        heading(2, "One"),
        Block::paragraph("a"),
        Block::paragraph("b"),
        heading(3, "Deep"),
        Block::paragraph("c"),
        heading(2, "Two"),
        Block::paragraph("d"),
    ];
    let (_, chunks) = cut(blocks, &small());
    assert_eq!(texts(&chunks), ["# Book\n\n## One\n\na\n\nb\n\n### Deep\n\nc", "## Two\n\nd"]);
    assert_eq!(chunks[0].path, ["Book", "One"]);
    assert_eq!(chunks[1].path, ["Book", "Two"]);
    assert_eq!(chunks[1].blocks, 6..8);
    assert_eq!(chunks[1].to_embed(), "Book > Two\n\n## Two\n\nd");
}

#[test]
fn long_prose_is_cut_at_sentences_that_overlap() {
    let text = (0..12).map(|nth| format!("Sentence number {nth} is here. ")).collect::<String>();
    let (_, chunks) = cut(vec![heading(1, "T"), Block::paragraph(text)], &small());
    assert!(chunks.len() > 1);
    for pair in chunks.windows(2) {
        assert!(pair[0].text.ends_with('.'));
        assert!(pair[1].text.starts_with("Sentence"));
        assert!(pair[1].bytes.start < pair[0].bytes.end, "overlap");
        assert!(pair[0].bytes.end - pair[1].bytes.start < 40, "one sentence");
    }
}

#[test]
fn headings_and_pages_go_with_what_follows() {
    let blocks = vec![
        Block::paragraph(words(16)),
        heading(3, "Next"),
        Block::marker(Marker::Page(2)),
        Block::paragraph(words(16)),
    ];
    let (_, chunks) = cut(blocks, &small());
    assert_eq!(chunks.len(), 2);
    assert!(chunks[1].text.starts_with("### Next\n\n<!-- page 2 -->\n\nw0"), "{}", chunks[1].text);
    assert_eq!(chunks[1].marker, Some(Marker::Page(2)));
}

#[test]
fn slides_and_sheets_are_sections() {
    let blocks = vec![
        Block::marker(Marker::Slide(1)),
        heading(2, "Hello"),
        Block::paragraph("a"),
        Block::marker(Marker::Slide(2)),
        Block::paragraph("b"),
        Block::marker(Marker::Sheet("Costs".to_owned())),
        Block::paragraph("c"),
    ];
    let (_, chunks) = cut(blocks, &small());
    let found: Vec<_> = chunks.iter().map(|chunk| (chunk.path.join("/"), chunk.marker.clone())).collect();
    let expected = [
        ("Hello".to_owned(), Some(Marker::Slide(1))),
        (String::new(), Some(Marker::Slide(2))),
        ("Costs".to_owned(), Some(Marker::Sheet("Costs".to_owned()))),
    ];
    assert_eq!(found, expected);
}

#[test]
fn rows_stay_whole_and_the_header_is_repeated() {
    let row = |nth: usize| vec![Cell::plain(format!("row{nth}")), Cell::plain("value")];
    let rows = [vec![Cell::plain("Name"), Cell::plain("What")]].into_iter().chain((0..30).map(row));
    let table = Table::of(1, rows);
    let (_, chunks) = cut(vec![Block::new(BlockKind::Table(table))], &ChunkRules { target: 80, max: 100, overlap: 8 });
    assert!(chunks.len() > 2);
    for chunk in &chunks {
        assert!(chunk.text.starts_with("| Name | What |\n| --- | --- |\n| row"), "{}", chunk.text);
        assert!(chunk.text.ends_with(" |"));
    }
}

#[test]
fn code_goes_on_inside_fences() {
    let text = (0..20).map(|nth| format!("fn f{nth}() {{\n    body();\n}}\n\n")).collect::<String>();
    let code = BlockKind::Code { language: Some("rust".to_owned()), text };
    let (_, chunks) = cut(vec![Block::new(code)], &small());
    assert!(chunks.len() > 2);
    for chunk in &chunks {
        assert!(chunk.text.starts_with("```rust\nfn f"), "{}", chunk.text);
        assert!(chunk.text.ends_with("}\n```") || chunk.text.ends_with("}\n\n```"), "{}", chunk.text);
    }
}

#[test]
fn items_stay_whole() {
    let item =
        |nth: usize| ListItem { depth: 0, number: None, text: vec![Span::plain(format!("item {nth} of the list"))] };
    let (_, chunks) = cut(vec![Block::new(BlockKind::List((0..30).map(item).collect()))], &small());
    assert!(chunks.len() > 2);
    assert!(chunks.iter().all(|chunk| chunk.text.starts_with("- item") && chunk.text.ends_with("list")));
}

#[test]
fn notes_stand_under_the_heading_that_refers_to_them() {
    let document = Document {
        blocks: vec![
            heading(1, "A"),
            Block::new(BlockKind::Paragraph(vec![Span::plain("x"), Span::note("n")])),
            heading(1, "B"),
        ],
        notes: vec![Note { label: "n".to_owned(), text: vec![Span::plain("why")] }],
        ..Document::default()
    };
    let (_, chunks) = cut_document(&document, &small());
    let last = chunks.last().unwrap();
    assert_eq!((last.text.as_str(), last.path.join("/"), last.blocks.clone()), ("[^n]: why", "A".to_owned(), 3..4));
}

#[test]
fn one_endless_word_and_one_endless_grapheme_end() {
    let rules = small();
    for text in ["a".repeat(10_000), "日".repeat(5000), format!("e{}", "\u{301}".repeat(5000)), "👨‍👩‍👧".repeat(2000)]
    {
        let (_, chunks) = cut(vec![heading(1, &text), Block::paragraph(text)], &rules);
        assert!(chunks.len() > 10);
    }
}

#[test]
fn the_same_document_gives_the_same_ids_and_twins_differ() {
    let document = || vec![heading(2, "A"), Block::paragraph("x"), heading(2, "A"), Block::paragraph("x")];
    let (_, one) = cut(document(), &small());
    let (_, other) = cut(document(), &small());
    assert_eq!(one, other);
    assert_eq!(one[0].text, one[1].text);
    assert_ne!(one[0].id, one[1].id);
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,12}( [A-Z]?[a-z]{1,9}[.!?]?){0,60}",
        "(?s).{0,80}",
        "[日本語。、 ]{0,200}",
        "[a-z]{200,900}",
        "[#|>*_`\\-+\\[\\](){}<!&\\\\\n ]{0,60}",
    ]
}

fn any_block() -> impl Strategy<Value = Block> {
    let spans = || any_text().prop_map(|text| vec![Span::plain(text)]);
    let item = (0_u8..4, proptest::option::of(0_u64..20), spans());
    let cell = (spans(), 0_u32..3, 0_u32..3).prop_map(|(text, columns, rows)| Cell { text, columns, rows });
    let row = proptest::collection::vec(cell, 0..4);
    prop_oneof![
        (0_u8..8, spans()).prop_map(|(level, text)| Block::new(BlockKind::Heading { level, text })),
        spans().prop_map(|text| Block::new(BlockKind::Paragraph(text))),
        spans().prop_map(|text| Block::new(BlockKind::Quote(text))),
        proptest::collection::vec(item, 0..20).prop_map(|items| {
            let item = |(depth, number, text)| ListItem { depth, number, text };
            Block::new(BlockKind::List(items.into_iter().map(item).collect()))
        }),
        (0_usize..3, proptest::collection::vec(row, 0..20))
            .prop_map(|(header_rows, rows)| Block::new(BlockKind::Table(Table::of(header_rows, rows)))),
        any_text().prop_map(|text| Block::new(BlockKind::Code { language: None, text })),
        (0_u32..9).prop_map(|page| Block::marker(Marker::Page(page))),
        (0_u32..9).prop_map(|slide| Block::marker(Marker::Slide(slide))),
        any_text().prop_map(|name| Block::marker(Marker::Sheet(name))),
        any_text().prop_map(|text| Block { hidden: true, ..Block::paragraph(text) }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_document_loses_a_character_or_exceeds_the_window(
        blocks in proptest::collection::vec(any_block(), 0..24),
        target in 1_usize..80,
        more in 0_usize..80,
        overlap in 0_usize..30,
    ) {
        let rules = ChunkRules { target, max: target + more + 12, overlap };
        cut(blocks, &rules);
    }
}

#[test]
fn blocks_of_any_length_are_covered_without_a_gap() {
    let rows = (0..9_000).map(|nth| vec![Cell::plain(format!("row {nth}")), Cell::plain("some value")]);
    let long = "a word and a\n".repeat(9_000);
    let blocks = [
        BlockKind::Table(Table::of(1, rows)),
        BlockKind::Code { language: None, text: long.clone() },
        BlockKind::Paragraph(vec![Span::plain(long.replace('\n', " "))]),
        BlockKind::Paragraph(vec![Span::plain("x".repeat(200_000))]),
    ];
    for kind in blocks {
        let document = Document { blocks: vec![Block::new(kind)], ..Document::default() };
        let rendered = markdown(&document);
        let rules = ChunkRules { overlap: 0, ..ChunkRules::default() };
        let chunks = chunk(&document, &rendered, &rules, &Estimate);
        assert!(chunks.iter().all(|chunk| chunk.tokens <= rules.max));
        let gaps =
            chunks.windows(2).filter(|pair| !rendered.text[pair[0].bytes.end..pair[1].bytes.start].trim().is_empty());
        let ends = (chunks[0].bytes.start, chunks[chunks.len() - 1].bytes.end);
        assert_eq!((gaps.count(), ends), (0, (0, rendered.text.trim_end().len())));
    }
}
