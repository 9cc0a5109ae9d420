//! Books, built here for each trap.

use super::*;
use crate::{
    Document, Limits, Metadata,
    package::tests::{packed, packed_text},
    readers::outline::lines,
};

const CONTAINER_XML: &str = r#"<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>"#;

fn opf(manifest: &str, spine: &str) -> String {
    format!(
        r#"<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>A book</dc:title>
        <dc:title>Subtitle</dc:title><dc:creator>Ada</dc:creator><dc:creator>Bob</dc:creator><dc:language>en</dc:language><dc:date>2024-05</dc:date></metadata>
        <manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>{manifest}</manifest>
        <spine><itemref idref="nav"/>{spine}</spine></package>"#
    )
}

fn chapter(text: &str) -> String {
    format!(
        "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>head</title></head><body><p>{text}</p></body></html>"
    )
}

fn read_with(bytes: &[u8]) -> Result<Document> {
    let limits = Limits::default();
    let mut output = Output::new(&limits);
    read(bytes, &mut output)?;
    Ok(output.finish())
}

fn item(id: &str, href: &str) -> String {
    format!(r#"<item id="{id}" href="{href}" media-type="application/xhtml+xml"/>"#)
}

fn book(extra: &[(&str, &str)]) -> Vec<u8> {
    let manifest = item("a", "text/one%20more.xhtml")
        + &item("b", "../two.xhtml")
        + r#"<item id="c" href="cover.svg" media-type="image/svg+xml"/>"#;
    let opf = opf(
        &manifest,
        r#"<itemref idref="c"/><itemref idref="b"/><itemref idref="a" linear="no"/><itemref idref="b"/><itemref idref="unknown"/>"#,
    );
    let (one, two, nav) = (chapter("one"), chapter("two&nbsp;&eacute;"), chapter("contents"));
    let mut entries = vec![
        ("mimetype", "application/epub+zip"),
        (CONTAINER, CONTAINER_XML),
        ("OEBPS/text/one more.xhtml", one.as_str()),
        ("two.xhtml", &two),
        ("OEBPS/nav.xhtml", &nav),
        ("OEBPS/book.opf", &opf),
    ];
    entries.extend(extra);
    packed_text(&entries)
}

#[test]
fn chapters_follow_the_spine_and_contents_are_not_repeated() {
    let read = read_with(&book(&[])).unwrap();
    assert_eq!(lines(&read), ["two é", "one"]);
    let expected = Metadata {
        title: Some("A book".to_owned()),
        authors: vec!["Ada".to_owned(), "Bob".to_owned()],
        created: Some("2024-05".to_owned()),
        language: Some("en".to_owned()),
        ..Metadata::default()
    };
    assert_eq!(read.metadata, expected);
    assert_eq!(read.warnings, [crate::Warning { kind: WarningKind::Skipped, place: "OEBPS/cover.svg".to_owned() }]);
}

fn encryption(algorithm: &str) -> String {
    format!(
        r#"<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>
        <enc:EncryptionMethod Algorithm="{algorithm}"/><enc:CipherData><enc:CipherReference URI="x"/></enc:CipherData></enc:EncryptedData></encryption>"#
    )
}

#[test]
fn obfuscated_fonts_are_no_encryption_of_the_text() {
    let fonts = book(&[(ENCRYPTION, &encryption("http://www.idpf.org/2008/embedding"))]);
    assert_eq!(lines(&read_with(&fonts).unwrap()), ["two é", "one"]);
    let rights = book(&[(ENCRYPTION, &encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc"))]);
    assert_eq!(read_with(&rights), Err(Error::Encrypted));
}

#[test]
fn a_missing_chapter_costs_only_itself() {
    let manifest = item("a", "gone.xhtml") + &item("b", "b.xhtml");
    let opf = opf(&manifest, r#"<itemref idref="a"/><itemref idref="b"/>"#);
    let bytes = packed(&[("book.opf", opf.as_bytes()), ("b.xhtml", chapter("here").as_bytes())]);
    let read = read_with(&bytes).unwrap();
    assert_eq!(lines(&read), ["here"]);
    assert_eq!(read.warnings, [crate::Warning { kind: WarningKind::Damaged, place: "gone.xhtml".to_owned() }]);
}

#[test]
fn a_package_without_a_book_is_damaged() {
    assert_eq!(read_with(&packed(&[("a", b"b")])), Err(Error::corrupt("the book has no list of chapters")));
}
