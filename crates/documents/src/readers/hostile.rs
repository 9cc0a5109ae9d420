//! What every reader of a package owes: a damaged or hostile one ends as a typed error or as a document, never otherwise.

use proptest::prelude::*;

use crate::{Error, Format, Input, Limit, Limits, extract, package::tests::packed_text};

/// Packages of each format with a long text in their main part, which repeats `filler`.
fn packages(filler: &str) -> Vec<(Format, Vec<u8>)> {
    let word = format!(
        r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{filler}</w:body></w:document>"#
    );
    let slide =
        format!(r#"<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">{filler}</p:sld>"#);
    let sheet = format!("<worksheet><sheetData>{filler}</sheetData></worksheet>");
    let office = |kind: &str| {
        format!(
            r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
            xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><office:body><office:{kind}>{filler}</office:{kind}></office:body></office:document-content>"#
        )
    };
    let related = |kind: &str, target: &str| {
        format!(r#"<Relationships><Relationship Id="a" Type="x/{kind}" Target="{target}"/></Relationships>"#)
    };
    let sheets = r#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" r:id="a"/></sheets></workbook>"#;
    let slides = r#"<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><p:sldIdLst><p:sldId r:id="a"/></p:sldIdLst></p:presentation>"#;
    let opendocument = |format: Format, kind: &str| {
        let mimetype = format!("application/vnd.oasis.opendocument.{kind}");
        (format, packed_text(&[("mimetype", &mimetype), ("content.xml", &office(kind))]))
    };
    vec![
        (Format::Docx, packed_text(&[("word/document.xml", &word)])),
        (
            Format::Xlsx,
            packed_text(&[
                ("xl/workbook.xml", sheets),
                ("xl/_rels/workbook.xml.rels", &related("worksheet", "s.xml")),
                ("xl/s.xml", &sheet),
            ]),
        ),
        (
            Format::Pptx,
            packed_text(&[
                ("ppt/presentation.xml", slides),
                ("ppt/_rels/presentation.xml.rels", &related("slide", "s.xml")),
                ("ppt/s.xml", &slide),
            ]),
        ),
        opendocument(Format::Odt, "text"),
        opendocument(Format::Ods, "spreadsheet"),
        opendocument(Format::Odp, "presentation"),
    ]
}

fn outcome(bytes: &[u8]) -> Result<Format, Error> {
    extract(&Input { bytes, ..Input::default() }, &Limits::default()).map(|extracted| extracted.format)
}

#[test]
fn a_bomb_ends_at_the_ratio_in_every_format() {
    for (format, bytes) in packages(&" ".repeat(30 << 20)) {
        assert_eq!(outcome(&bytes), Err(Error::LimitExceeded { limit: Limit::ZipRatio }), "{format:?}");
    }
}

#[test]
fn deep_nesting_is_a_limit_in_every_format() {
    for (format, bytes) in packages(&"<a>".repeat(1_000)) {
        assert_eq!(outcome(&bytes), Err(Error::LimitExceeded { limit: Limit::Nesting }), "{format:?}");
    }
}

#[test]
fn a_cut_package_is_an_error_in_every_format() {
    for (format, bytes) in packages("<a>text</a>") {
        assert_eq!(outcome(&bytes), Ok(format));
        for end in (60..bytes.len()).step_by(7) {
            let cut = outcome(&bytes[..end]);
            assert!(
                matches!(cut, Err(Error::Corrupt { .. } | Error::Unsupported { .. })),
                "{format:?} cut at {end}: {cut:?}"
            );
        }
    }
}

proptest! {
    #[test]
    fn a_changed_byte_never_panics(which in 0usize..6, at in 0usize..2_000, value: u8) {
        let (_, mut bytes) = packages("<a>text</a>").swap_remove(which);
        let at = at % bytes.len();
        bytes[at] = value;
        let _outcome = outcome(&bytes);
    }
}
