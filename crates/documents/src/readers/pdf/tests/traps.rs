//! Text that is not where it seems, or not what it seems.

use super::writer::{Writer, lines, stream, text};
use super::{blocks, read};
use crate::{Warning, WarningKind};

fn warnings(file: &[u8]) -> Vec<(WarningKind, String)> {
    read(file).warnings.into_iter().map(|Warning { kind, place }| (kind, place)).collect()
}

#[test]
fn text_turned_with_its_page_or_against_it_is_read() {
    let page = Writer::default().page_with(lines(100, 700, &["one two", "three"]), "/Rotate 90").build();
    assert_eq!(blocks(&page), ["page 1", "p one two three"]);
    let up = "BT /F1 10 Tf 0 1 -1 0 300 100 Tm (runs up the) Tj ET BT /F1 10 Tf 0 1 -1 0 312 100 Tm (page) Tj ET";
    assert_eq!(blocks(&Writer::default().page(up).build()), ["page 1", "p runs up the page"]);
}

#[test]
fn what_is_outside_the_crop_box_or_clipped_away_is_hidden() {
    let content = text("F1", 10, 100, 700, "inside") + &text("F1", 10, 100, 50, "outside");
    let file = Writer::default().page_with(content, "/CropBox [0 400 595 842]").build();
    assert_eq!(blocks(&file), ["page 1", "hidden p outside", "p inside"]);
    let clipped = format!(
        "q 0 600 300 200 re W n {} {} Q",
        text("F1", 10, 100, 700, "inside"),
        text("F1", 10, 400, 100, "clipped")
    );
    assert_eq!(blocks(&Writer::default().page(clipped).build()), ["page 1", "hidden p clipped", "p inside"]);
}

#[test]
fn ink_that_nobody_sees_is_hidden_and_said() {
    let invisible = "BT 3 Tr ".to_owned() + text("F1", 10, 100, 600, "no ink").trim_start_matches("BT") + "0 Tr ";
    let white = format!("1 1 1 rg {} 0 0 0 rg ", text("F1", 10, 100, 580, "white on white"));
    let tiny = "BT /F1 1 Tf 0.1 0 0 0.1 100 560 Tm (tiny) Tj ET ";
    let off = text("F1", 10, 700, 540, "off the page");
    for (ink, hidden) in
        [(invisible.as_str(), "no ink"), (&white, "white on white"), (tiny, "tiny"), (&off, "off the page")]
    {
        let file = Writer::default().page(text("F1", 10, 100, 700, "visible") + ink).build();
        assert_eq!(blocks(&file), ["page 1".to_owned(), format!("hidden p {hidden}"), "p visible".to_owned()]);
        assert_eq!(warnings(&file), [(WarningKind::Hidden, "page 1".to_owned())]);
    }
}

#[test]
fn white_on_a_dark_ground_is_seen() {
    let content = format!("0 0 0.4 rg 90 690 200 30 re f 1 1 1 rg {}", text("F1", 10, 100, 700, "white on blue"));
    assert_eq!(blocks(&Writer::default().page(content).build()), ["page 1", "p white on blue"]);
}

#[test]
fn a_page_that_is_a_picture_is_said_to_be() {
    let image =
        stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", "x");
    let file = Writer::default().object(image.clone()).page("q 595 0 0 842 0 0 cm /X1 Do Q").build();
    assert_eq!(blocks(&file), ["page 1"]);
    assert_eq!(warnings(&file), [(WarningKind::Scanned, "page 1".to_owned())]);
    let layer = format!(
        "q 595 0 0 842 0 0 cm /X1 Do Q BT 3 Tr {}",
        text("F1", 10, 100, 700, "recognised text").trim_start_matches("BT")
    );
    let file = Writer::default().object(image).page(layer).build();
    assert_eq!(blocks(&file), ["page 1", "p recognised text"]);
    assert_eq!(
        warnings(&file),
        [(WarningKind::Scanned, "page 1, read from the text that lies over its picture".to_owned())]
    );
}

#[test]
fn invisible_text_over_a_small_picture_or_none_stays_hidden() {
    let image =
        stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", "x");
    let layer = "BT 3 Tr ".to_owned() + text("F1", 10, 100, 700, "ignore all of it").trim_start_matches("BT") + "0 Tr ";
    let seen = text("F1", 10, 100, 600, "seen");
    for picture in ["", "q 100 0 0 100 90 680 cm /X1 Do Q "] {
        let file = Writer::default().object(image.clone()).page(format!("{picture}{layer}{seen}")).build();
        assert_eq!(blocks(&file), ["page 1", "hidden p ignore all of it", "p seen"], "{picture}");
        assert_eq!(warnings(&file), [(WarningKind::Hidden, "page 1".to_owned())], "{picture}");
    }
}

#[test]
fn scans_between_pages_of_text_are_named() {
    let image =
        stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", "x");
    let scan = "q 595 0 0 842 0 0 cm /X1 Do Q";
    let words = text("F1", 10, 100, 600, "seen");
    let file = Writer::default().object(image).page(words.clone()).page(scan).page(words).page(scan).build();
    assert_eq!(blocks(&file), ["page 1", "p seen", "page 2", "page 3", "p seen", "page 4"]);
    let scanned = |page: &str| (WarningKind::Scanned, page.to_owned());
    assert_eq!(warnings(&file), [scanned("page 2"), scanned("page 4")]);
}

#[test]
fn gaps_are_spaces_and_kerning_is_none() {
    let content = "BT /F1 10 Tf 100 700 Td [(W)80(ord)-300(and)-160(more)] TJ ET";
    assert_eq!(blocks(&Writer::default().page(content).build()), ["page 1", "p Word andmore"]);
}

#[test]
fn bold_by_overprinting_is_read_once() {
    let content = text("F1", 12, 100, 700, "shadow") + "BT /F1 12 Tf 100.3 700 Td (shadow) Tj ET";
    assert_eq!(blocks(&Writer::default().page(content).build()), ["page 1", "p shadow"]);
}

/// A Type 0 font whose codes mean what this map says, in the order of its ranges.
fn mapped(encoding: &str, map: &str) -> Writer {
    let cmap = format!(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def 1 begincodespacerange <0000> <ffff> endcodespacerange {map} endcmap end end"
    );
    let descendant = "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Some /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 /FontDescriptor << /Type /FontDescriptor /FontName /Some /Flags 4 >> >>";
    Writer::default()
        .object(format!("<< /Type /Font /Subtype /Type0 /BaseFont /Some /Encoding /{encoding} /DescendantFonts [11 0 R] /ToUnicode 12 0 R >>"))
        .object(descendant)
        .object(stream("", &cmap))
}

#[test]
fn what_a_font_maps_its_codes_to_is_what_they_mean() {
    let map = "3 beginbfchar <0001> <00660069> <0002> <006e> <0003> <FB03> endbfchar";
    let file = mapped("Identity-H", map).page("BT /F4 10 Tf 100 700 Td <0001000200030002> Tj ET").build();
    assert_eq!(blocks(&file), ["page 1", "p finffin"]);
}

#[test]
fn characters_without_a_meaning_are_counted() {
    let map = "1 beginbfchar <0002> <006e> endbfchar";
    let known = lines(100, 600, &["many characters that are known stand here"]);
    let file = mapped("Identity-H", map).page(known + "BT /F4 10 Tf 100 700 Td <000200090002> Tj ET").build();
    assert_eq!(warnings(&file), [(WarningKind::Unmapped, "page 1: 1 of 44 characters".to_owned())]);
}

#[test]
fn text_from_right_to_left_is_read_so_with_its_numbers() {
    // On the page from the left: 12, a space, then the three letters of a Hebrew word turned round.
    let map = "5 beginbfchar <0001> <05DD> <0002> <05D5> <0003> <05D9> <0004> <0031> <0005> <0032> endbfchar";
    let content = "BT /F4 10 Tf 100 700 Td [<00040005> -400 <000100020003>] TJ ET";
    assert_eq!(blocks(&mapped("Identity-H", map).page(content).build()), ["page 1", "p יום 12"]);
}

#[test]
fn vertical_text_goes_down_and_its_lines_to_the_left() {
    let map = "4 beginbfchar <0001> <65E5> <0002> <672C> <0003> <8A9E> <0004> <6587> endbfchar";
    let content = "BT /F4 12 Tf 1 0 0 1 400 700 Tm <00010002> Tj 1 0 0 1 382 700 Tm <00030004> Tj ET";
    assert_eq!(blocks(&mapped("Identity-V", map).page(content).build()), ["page 1", "p 日本語文"]);
}

#[test]
fn predefined_maps_of_east_asia_are_known() {
    let descendant = "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /FontDescriptor << /Type /FontDescriptor /FontName /HeiseiMin-W3 /Flags 4 >> >>";
    let file = Writer::default()
        .object("<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3 /Encoding /90ms-RKSJ-H /DescendantFonts [11 0 R] >>")
        .object(descendant)
        .page("BT /F4 12 Tf 100 700 Td <93FA967B8CEA> Tj ET")
        .build();
    assert_eq!(blocks(&file), ["page 1", "p 日本語"]);
}

#[test]
fn streams_with_a_space_after_their_keyword_are_read() {
    let file = |stream: &str| Writer::default().page(lines(100, 700, &["still there"])).build_with(stream);
    assert_eq!(blocks(&file("stream \r\n")), ["page 1", "p still there"]);
    assert_eq!(warnings(&file("stream \r\n")), []);
}

#[test]
fn values_of_fields_and_addresses_of_links_are_read() {
    let annotations = "/Annots [<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (Ada Lovelace) /Rect [200 690 400 710] >> \
                       << /Type /Annot /Subtype /Link /Rect [95 590 150 612] /A << /S /URI /URI (https://example.org/) >> >>]";
    let content = text("F1", 10, 100, 697, "Name of applicant:") + &text("F1", 10, 100, 600, "site");
    let file = Writer::default().page_with(content, annotations).build();
    assert_eq!(blocks(&file), ["page 1", "p Name of applicant: Ada Lovelace", "p site"]);
    let links: Vec<String> = read(&file)
        .blocks
        .iter()
        .filter_map(|block| match &block.kind {
            crate::BlockKind::Paragraph(spans) => spans.iter().find_map(|span| span.link.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(links, ["https://example.org/"]);
}
