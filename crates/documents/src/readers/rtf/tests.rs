use super::*;
use crate::{Block, BlockKind, Document, Limits, Note, Span, WarningKind, markdown};

fn read_rtf(text: &[u8]) -> Document {
    let limits = Limits::default();
    let mut output = Output::new(&limits);
    read(text, &mut output).expect("reading");
    output.finish()
}

fn check(text: &str, expected: &str) {
    assert_eq!(markdown(&read_rtf(text.as_bytes())).text, expected);
}

#[test]
fn text_styles_and_signs() {
    check(
        r"{\rtf1\ansi\deff0{\fonttbl{\f0 Times;}}{\colortbl;\red0;}{\*\generator X;}\pard Plain \b bold\b0  and {\i it\'e9}\line next\par
\ldblquote x\rdblquote\emdash y\~z a\-b\{\}\par}",
        "Plain **bold** and *ité*\nnext\n\n“x”—y z ab{}\n",
    );
}

#[test]
fn code_pages_fonts_and_unicode() {
    check(r"{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0\fcharset0 A;}}\f0 \'cf\'f0\'e8\'e2\'e5\'f2\par}", "Привет\n");
    check(
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 A;}{\f1\fcharset204 B;}{\f2\fcharset128 C;}}\f1 \'cf\'f0\f0 \'e9 \f2 \'93\'fa\'96\'7b\par}",
        "Прé 日本\n",
    );
    check(r"{\rtf1\uc1 a\u8364?b \u-10179?\u-8704? {\uc2\u1055xx\u1088\'3f\'3f}\u233\par}", "a€b 😀 Прé\n");
    check(r"{\rtf1\ansi A\'c3{\b x}\par}", "AÃ**x**\n");
}

#[test]
fn headings_lists_and_links() {
    check(
        r#"{\rtf1{\stylesheet{\s0 Normal;}{\s3\sbasedon0 heading 2;}{\*\cs4 Heading 1 Char;}}
\pard\s3 Head\par\pard\outlinelevel0 Top\par
\pard\ls1\ilvl0 {\listtext\pard 1.\tab}one\par{\listtext 2.\tab}two\par\pard\ls1\ilvl1{\listtext\'b7\tab}in\par
\pard see {\field{\*\fldinst{HYPERLINK "https://x.y/"}}{\fldrslt{\ul here}}} now\par}"#,
        "## Head\n\n# Top\n\n1. one\n2. two\n   - in\n\nsee [here](https://x.y/) now\n",
    );
}

#[test]
fn tables_keep_their_rows_and_what_they_span() {
    check(
        r"{\rtf1 a\par\trowd\trhdr\clvmgf\cellx100\cellx200\pard\intbl A\cell B\cell\row
\trowd\clvmgf\cellx100\cellx200\pard\intbl one\par two\cell x|y\cell\row
\trowd\clvmrg\cellx100\cellx200\intbl\cell z\cell\row
\trowd\clmgf\cellx100\clmrg\cellx200\intbl wide\cell\cell\row\pard b\par}",
        "a\n\n| A | B |\n| --- | --- |\n| one<br>two | x\\|y |\n|  | z |\n| wide |  |\n\nb\n",
    );
}

#[test]
fn notes_facts_and_what_is_left_out() {
    let text = r"{\rtf1{\info{\title T\'e9}{\author Ada}{\creatim\yr2024\mo5\dy3\hr7\min30}{\nofpages4}}{\header page}
x{\super\chftn{\footnote \pard why\par}} y{\pict\bin4 {}{}ffff}{\*\unknown gone}{\deleted old}{\v secret}\par}";
    let document = read_rtf(text.as_bytes());
    let expected = Metadata {
        title: Some("Té".to_owned()),
        authors: vec!["Ada".to_owned()],
        created: Some("2024-05-03T07:30".to_owned()),
        pages: Some(4),
        ..Metadata::default()
    };
    assert_eq!(document.metadata, expected);
    assert_eq!(document.notes, [Note { label: "fn1".to_owned(), text: vec![Span::plain("why")] }]);
    let hidden = Block { hidden: true, ..Block::paragraph("secret") };
    let said = BlockKind::Paragraph(vec![Span::plain("x"), Span::note("fn1"), Span::plain(" y")]);
    assert_eq!(document.blocks, [hidden, Block::new(said)]);
    assert_eq!(document.warnings.iter().map(|warning| warning.kind).collect::<Vec<_>>(), [WarningKind::Hidden]);
}

#[test]
fn damage_and_depth_have_an_end() {
    let limits = Limits::default();
    let run = |bytes: &[u8]| read(bytes, &mut Output::new(&limits));
    assert_eq!(run("{\\rtf1".repeat(100_000).as_bytes()), Err(Error::LimitExceeded { limit: Limit::Nesting }));
    assert_eq!(run(b"hello"), Err(Error::corrupt("rich text")));
    let text: &[u8] =
        br"{\rtf1{\fonttbl{\f0 A;}}\trowd\cellx1\intbl a\cell\row x{\footnote y}\u-10179?\'e9\bin99999999 z}}}}";
    for end in 6..text.len() {
        assert_eq!(run(&text[..end]), Ok(()), "{end}");
    }
}
