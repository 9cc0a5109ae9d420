//! Presentations, built here for each trap.

use super::*;
use crate::{Document, Limit, Limits, package::tests::packed_text, readers::outline::lines};

const NAMESPACES: &str = r#"xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006""#;
const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A presentation with these slides, listed last to first in the package, and these further parts below `ppt`.
fn presentation(slides: &[&str], parts: &[(&str, &str)]) -> Vec<u8> {
    let mut entries: Vec<(String, String)> = Vec::new();
    let (mut listed, mut relationships) = (String::new(), String::new());
    for (number, slide) in slides.iter().enumerate() {
        listed += &format!(r#"<p:sldId r:id="s{number}"/>"#);
        // The names run against the order, which is that of the list.
        let name = format!("slides/slide{}.xml", slides.len() - number);
        relationships += &format!(r#"<Relationship Id="s{number}" Type="{KIND}/slide" Target="{name}"/>"#);
        let slide = if slide.starts_with("<p:sld") {
            slide.replacen("<p:sld", &format!("<p:sld {NAMESPACES}"), 1)
        } else {
            format!("<p:sld {NAMESPACES}><p:cSld><p:spTree>{slide}</p:spTree></p:cSld></p:sld>")
        };
        entries.push((format!("ppt/{name}"), slide));
    }
    let list = format!(
        r#"<p:presentation {NAMESPACES}><p:sldIdLst>{listed}</p:sldIdLst><p:sldSz cx="1000" cy="800"/></p:presentation>"#
    );
    entries.push(("ppt/presentation.xml".into(), list));
    entries.push(("ppt/_rels/presentation.xml.rels".into(), format!("<Relationships>{relationships}</Relationships>")));
    entries.extend(parts.iter().map(|(name, text)| (format!("ppt/{name}"), text.replace("NS", NAMESPACES))));
    let entries: Vec<(&str, &str)> = entries.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    packed_text(&entries)
}

fn read_with(bytes: &[u8]) -> Result<Document> {
    let limits = Limits::default();
    let mut output = Output::new(&limits);
    read(bytes, &mut output)?;
    Ok(output.finish())
}

fn check(slide: &str, expected: &[&str]) -> Document {
    let read = read_with(&presentation(&[slide], &[])).unwrap();
    assert_eq!(lines(&read)[1..], *expected);
    read
}

fn paragraphs(texts: &[&str]) -> String {
    texts.iter().map(|text| format!("<a:p><a:r><a:t>{text}</a:t></a:r></a:p>")).collect()
}

/// A text box at a place of a slide that is 1000 by 800.
fn text_box(text: &str, x: i64, y: i64, width: i64, height: i64) -> String {
    format!(
        r#"<p:sp><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm></p:spPr><p:txBody>{}</p:txBody></p:sp>"#,
        paragraphs(&[text])
    )
}

fn placeholder(kind: &str, body: &str) -> String {
    format!(
        r#"<p:sp><p:nvSpPr><p:cNvPr id="1"/><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:txBody>{body}</p:txBody></p:sp>"#
    )
}

#[test]
fn slides_come_in_the_order_of_the_presentation() {
    let read =
        read_with(&presentation(&[&text_box("first", 0, 0, 9, 9), &text_box("second", 0, 0, 9, 9)], &[])).unwrap();
    assert_eq!(lines(&read), ["=== 1", "first", "=== 2", "second"]);
    assert_eq!(read.metadata.pages, Some(2));
}

#[test]
fn the_title_is_a_heading_and_the_body_a_list() {
    let body = r#"<a:p><a:r><a:t>one</a:t></a:r></a:p><a:p><a:pPr lvl="1"/><a:r><a:rPr b="1"/><a:t>two</a:t></a:r></a:p>
        <a:p><a:pPr><a:buNone/></a:pPr><a:r><a:t>plain</a:t></a:r></a:p><a:p><a:pPr><a:buAutoNum startAt="3"/></a:pPr><a:r><a:t>three</a:t></a:r></a:p>
        <a:p><a:pPr><a:buAutoNum startAt="3"/></a:pPr><a:r><a:t>four</a:t></a:r></a:p>"#;
    let slide = placeholder("idx=\"1\"", body)
        + &placeholder("type=\"sldNum\"", &paragraphs(&["7"]))
        + &placeholder("type=\"title\"", &paragraphs(&["The", "title"]));
    check(&slide, &["# The title", "- one |   - *two*", "plain", "3. three | 4. four"]);
}

#[test]
fn columns_are_read_one_after_the_other() {
    let slide = [("r1", 520, 100), ("l2", 0, 310), ("r2", 520, 310), ("l1", 0, 100)]
        .map(|(text, x, y)| text_box(text, x, y, 480, 200))
        .concat();
    check(&(slide + &text_box("top", 0, 0, 1000, 50)), &["top", "l1", "l2", "r1", "r2"]);
}

#[test]
fn rows_with_wide_gaps_are_read_as_rows() {
    let slide = [("b", 510, 100), ("d", 510, 500), ("a", 0, 100), ("c", 0, 500)]
        .map(|(text, x, y)| text_box(text, x, y, 500, 50))
        .concat();
    check(&slide, &["a", "b", "c", "d"]);
}

#[test]
fn a_group_is_read_in_one_piece() {
    let group = format!(
        r#"<p:grpSp><p:grpSpPr><a:xfrm><a:off x="0" y="400"/><a:ext cx="400" cy="300"/></a:xfrm></p:grpSpPr>{}{}</p:grpSp>"#,
        text_box("lower", 0, 900, 10, 10),
        text_box("upper", 0, 100, 10, 10)
    );
    check(&(group + &text_box("before", 0, 0, 100, 100)), &["before", "upper", "lower"]);
}

#[test]
fn a_placeholder_lies_where_its_layout_says() {
    let layout = format!(
        "<p:sldLayout NS>{}</p:sldLayout>",
        placeholder("type=\"body\" idx=\"9\"", "").replace(
            "<p:txBody>",
            r#"<p:spPr><a:xfrm><a:off x="0" y="700"/><a:ext cx="10" cy="10"/></a:xfrm></p:spPr><p:txBody>"#,
        )
    );
    let relationships = format!(
        r#"<Relationships><Relationship Id="l" Type="{KIND}/slideLayout" Target="../layout.xml"/></Relationships>"#
    );
    let slide = placeholder("type=\"body\" idx=\"9\"", &paragraphs(&["below"])) + &text_box("above", 0, 0, 10, 10);
    let bytes = presentation(&[&slide], &[("layout.xml", &layout), ("slides/_rels/slide1.xml.rels", &relationships)]);
    assert_eq!(lines(&read_with(&bytes).unwrap()), ["=== 1", "above", "below"]);
}

#[test]
fn tables_have_spans() {
    let cell = |attributes: &str, text: &str| {
        format!("<a:tc {attributes}><a:txBody>{}</a:txBody></a:tc>", paragraphs(&[text]))
    };
    let rows = [
        [cell("gridSpan=\"2\"", "wide"), cell("hMerge=\"1\"", ""), cell("rowSpan=\"2\"", "tall")],
        [cell("", "a"), cell("", "b"), cell("vMerge=\"1\"", "")],
    ];
    let rows: String = rows.map(|row| format!("<a:tr>{}</a:tr>", row.concat())).concat();
    let slide = format!(
        r#"<p:graphicFrame><a:graphic><a:tbl><a:tblPr firstRow="1"/>{rows}</a:tbl></a:graphic></p:graphicFrame>"#
    );
    check(&slide, &["table 1: wide<2,1> | tall<1,2> || a | b"]);
}

#[test]
fn notes_charts_diagrams_and_pictures_are_read() {
    let relationships: String = ["notesSlide notes", "chart chart", "diagramData data", "image picture"]
        .map(|pair| pair.split_once(' ').unwrap())
        .map(|(kind, name)| format!(r#"<Relationship Id="{name}" Type="{KIND}/{kind}" Target="../{name}.xml"/>"#))
        .concat();
    let notes = format!(
        "<p:notes NS>{}{}</p:notes>",
        placeholder("type=\"sldNum\"", &paragraphs(&["1"])),
        placeholder("type=\"body\"", &paragraphs(&["Say this."]))
    );
    let chart = "<c:chartSpace NS><c:chart><c:plotArea><c:ser><c:val><c:pt idx='0'><c:v>5</c:v></c:pt></c:val></c:ser></c:plotArea></c:chart></c:chartSpace>";
    let data = format!(
        "<dgm:dataModel NS><dgm:pt><dgm:t>{}</dgm:t></dgm:pt><dgm:pt type='pres'/></dgm:dataModel>",
        paragraphs(&["step"])
    );
    let slide = r#"<p:pic><p:nvPicPr><p:cNvPr id="1" descr="A dog"/></p:nvPicPr><p:blipFill><a:blip r:embed="picture"/></p:blipFill></p:pic>
        <p:pic><p:nvPicPr><p:cNvPr id="2"/></p:nvPicPr><p:blipFill/></p:pic>
        <p:graphicFrame><c:chart r:id="chart"/></p:graphicFrame><p:graphicFrame><dgm:relIds r:dm="data"/></p:graphicFrame>
        <p:graphicFrame><c:chart r:id="gone"/></p:graphicFrame>"#;
    let relationships = format!(
        r#"<Relationships>{relationships}<Relationship Id="gone" Type="chart" Target="gone.xml"/></Relationships>"#
    );
    let parts = [
        ("slides/_rels/slide1.xml.rels", relationships.as_str()),
        ("notes.xml", &notes),
        ("chart.xml", chart),
        ("data.xml", &data),
    ];
    let read = read_with(&presentation(&[slide], &parts)).unwrap();
    assert_eq!(
        lines(&read),
        ["=== 1", "![A dog](picture.xml)", "table 1:  |  ||  | 5", "- step", "notes:", "Say this."]
    );
    assert_eq!(
        read.warnings,
        [crate::Warning { kind: WarningKind::Damaged, place: "a chart or a diagram".to_owned() }]
    );
}

#[test]
fn what_nobody_sees_is_hidden() {
    let hidden = text_box("hidden", 0, 0, 10, 10).replacen(
        "<p:spPr>",
        r#"<p:nvSpPr><p:cNvPr id="1" hidden="1"/></p:nvSpPr><p:spPr>"#,
        1,
    );
    let slide = hidden + &text_box("beside", 1_200, 0, 100, 100) + &text_box("seen", 0, 100, 10, 10);
    let read = check(&slide, &["hidden: hidden", "seen", "hidden: beside"]);
    assert_eq!(read.warnings, [crate::Warning { kind: WarningKind::Hidden, place: "slide 1".to_owned() }]);
    let whole = format!(r#"<p:sld show="0"><p:cSld>{}</p:cSld></p:sld>"#, text_box("x", 0, 0, 9, 9));
    assert_eq!(lines(&read_with(&presentation(&[&whole], &[])).unwrap()), ["hidden: === 1", "hidden: x"]);
}

#[test]
fn a_damaged_slide_costs_only_its_rest() {
    let broken = text_box("kept", 0, 0, 9, 9) + "<p:sp><broken";
    let read = read_with(&presentation(&[&broken, "<p:sld", &text_box("whole", 0, 0, 9, 9)], &[])).unwrap();
    assert_eq!(lines(&read), ["=== 1", "kept", "=== 2", "=== 3", "whole"]);
    assert_eq!(read.warnings.iter().map(|warning| warning.kind).collect::<Vec<_>>(), [WarningKind::Damaged; 2]);
}

#[test]
fn deep_groups_are_a_limit() {
    let read = read_with(&presentation(&[&"<p:grpSp>".repeat(3_000)], &[]));
    assert_eq!(read, Err(Error::LimitExceeded { limit: Limit::Nesting }));
}

proptest::proptest! {
    /// Shapes in any places are all read, each once.
    #[test]
    fn no_shape_is_lost(places in proptest::collection::vec((-50i64..1000, -50i64..800, 1i64..400, 1i64..300), 0..20)) {
        let slide: String = places.iter().enumerate().map(|(n, (x, y, w, h))| text_box(&n.to_string(), *x, *y, *w, *h)).collect();
        let read = read_with(&presentation(&[&slide], &[])).unwrap();
        let mut numbers: Vec<usize> = lines(&read)[1..].iter().map(|line| line.trim_start_matches("hidden: ").parse().unwrap()).collect();
        numbers.sort_unstable();
        proptest::prop_assert_eq!(numbers, (0..places.len()).collect::<Vec<_>>());
    }
}
