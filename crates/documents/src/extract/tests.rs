//! Files that mean harm, or were cut off, in every format that is text: each gives text or an error, and never ends the
//! process.

use proptest::prelude::*;

use super::*;
use crate::{Block, BlockKind, ChunkRules, Estimate, Warning, chunk, markdown};

const SAMPLES: [(&str, &[u8]); 12] = [
    ("a.txt", b"One\ntwo\n\n- a\n- b\n\n\x0cName    Size\nx       1\n"),
    ("a.md", b"---\ntitle: t\n---\n# A *b*\n\n1. x\n   - y\n\n   ```rs\n   z\n   ```\n\n|a|b|\n|-|-|\n|1|[l](u)|\n\nn[^1] $x$\n\n[^1]: why\n\n<div hidden>x</div>\n> q\n"),
    ("a.csv", b"sep=;\na;b\n1;\"x\ny\"\n\xff;2\n"),
    ("a.json", b"{\"a\": [1, {\"b\": \"\\u00e9 \\\"\"}], \"c\": null}"),
    ("a.jsonl", b"{\"a\":1}\n{\"a\":[2]}\n"),
    ("a.xml", b"<?xml version='1.0' encoding='windows-1251'?><!DOCTYPE a [<!ENTITY b 'c'>]><a x='1'>\xcf&b;<b>t</b>&#233;<![CDATA[<]]></a>"),
    ("a.eml", b"From: A <a@b>\r\nSubject: =?utf-8?q?x?=\r\nDate: Fri, 3 May 2024 10:00:00 +0200\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: text/html\r\n\r\n<p>x\r\n--m\r\nContent-Type: message/rfc822\r\n\r\nSubject: y\r\n\r\nz\r\n--m--\r\n"),
    ("a.html", b"<html lang=de><title>t</title><body><table><tr><td rowspan=2>a<td>b<tr><td>c</table><ul><li>x<ol><li>y</ul><pre>p</pre><a href=x>l</a><img src=y alt=z><div style='display:none'>h</div><math alttext=m></math><p>e&eacute;&#0;"),
    ("a.rtf", b"{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0\\fcharset204 A;}}\\f0 \\'cf\\u8364?{\\b x}{\\footnote n}\\trowd\\cellx1\\intbl c\\cell\\row{\\field{\\*\\fldinst HYPERLINK \"u\"}{\\fldrslt l}}\\par}"),
    ("a.py", b"#!/usr/bin/python\n\ndef a():\n    return '```'\n"),
    ("wide.txt", b"\xff\xfea\0b\0\n\0\x20\x04"),
    ("a.png", b"\x89PNG\r\n\x1a\n"),
];

/// Reads, writes and cuts; all of it has to end.
fn run(name: &str, bytes: &[u8]) -> Option<Extracted> {
    let limits = Limits { bytes_out: 1 << 20, cells: 10_000, nesting: 64, ..Limits::default() };
    let extracted = extract(&Input { bytes, media_type: None, name: Some(name) }, &limits).ok()?;
    let rendered = markdown(&extracted.document);
    assert!(!rendered.text.contains('\0'));
    let chunks = chunk(&extracted.document, &rendered, &ChunkRules::default(), &Estimate);
    let mut covered = 0;
    for chunk in &chunks {
        let between = rendered.text.get(covered..chunk.bytes.start).unwrap_or_default();
        assert_eq!(between.trim(), "", "{name}: text between chunks");
        covered = covered.max(chunk.bytes.end);
    }
    assert_eq!(rendered.text[covered..].trim(), "", "{name}: text behind the last chunk");
    Some(extracted)
}

#[test]
fn every_sample_is_read_and_every_cut_of_it_ends() {
    for (name, bytes) in SAMPLES {
        assert!(run(name, bytes).is_some(), "{name}");
        for end in 0..bytes.len() {
            run(name, &bytes[..end]);
        }
    }
}

#[test]
fn limits_and_disagreements_are_said() {
    let limits = Limits { bytes_in: 4, bytes_out: 3, ..Limits::default() };
    let read = |bytes: &[u8], name| extract(&Input { bytes, media_type: None, name: Some(name) }, &limits);
    assert_eq!(read(b"12345", "a.txt"), Err(Error::LimitExceeded { limit: Limit::BytesIn }));
    assert_eq!(read(b"1234", "a.txt"), Err(Error::LimitExceeded { limit: Limit::BytesOut }));
    let warning =
        Warning { kind: WarningKind::TypeDisagrees, place: "the name says PDF, the content is Text".to_owned() };
    assert_eq!(read(b"123", "a.pdf").map(|extracted| extracted.document.warnings), Ok(vec![warning]));
}

#[test]
fn a_charset_that_lies_does_no_harm() {
    let limits = Limits::default();
    let page = "<meta charset=windows-1251><p>Grüße aus Köln</p>";
    let input = Input { bytes: page.as_bytes(), media_type: Some("text/html; charset=koi8-r"), name: None };
    let document = extract(&input, &limits).unwrap().document;
    assert_eq!(markdown(&document).text, "Grüße aus Köln\n");
}

fn any_sample() -> impl Strategy<Value = (&'static str, &'static [u8])> {
    (0..SAMPLES.len()).prop_map(|nth| SAMPLES[nth])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_end(
        (name, bytes) in any_sample(),
        (_, other) in any_sample(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        repeat in 1_usize..60,
        at in any::<prop::sample::Index>(),
    ) {
        let mut bytes = bytes.to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let at = at.index(bytes.len());
        let piece = bytes[at..].repeat(repeat);
        bytes.splice(at.., piece);
        bytes.extend_from_slice(other);
        run(name, &bytes);
    }

    #[test]
    fn any_bytes_under_any_name_end((name, _) in any_sample(), bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        run(name, &bytes);
    }

    #[test]
    fn words_survive_the_way_to_markdown_and_back(text in "[a-zA-Z0-9 #>*_`.|\\[\\]()<&~+=!\\\\-]{0,60}\n?[a-z#>*-]{0,20}") {
        let document = Document { blocks: vec![crate::Block::paragraph(text.clone())], ..Document::default() };
        let rendered = markdown(&document);
        let input = Input { bytes: rendered.text.as_bytes(), media_type: None, name: Some("a.md") };
        let back = extract(&input, &Limits::default()).unwrap().document;
        let said: String = back.blocks.iter().map(|block| match &block.kind {
            crate::BlockKind::Paragraph(spans) => spans.iter().map(|span| span.text.as_str()).collect::<String>(),
            other => format!("{other:?}"),
        }).collect();
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        prop_assert_eq!(words(&said), words(&text), "{}", rendered.text);
    }
}

#[test]
fn a_picture_says_that_it_has_to_be_recognised() {
    let input = Input { bytes: b"\x89PNG\r\n\x1a\n", media_type: None, name: Some("scan.png") };
    let extracted = extract(&input, &Limits::default()).expect("reading");
    let image = BlockKind::Image { alt: String::new(), target: "scan.png".to_owned() };
    let warning = Warning { kind: WarningKind::Scanned, place: "the file is a picture".to_owned() };
    assert_eq!((extracted.format, extracted.document.blocks), (Format::Image, vec![Block::new(image)]));
    assert_eq!(extracted.document.warnings, [warning]);
}
