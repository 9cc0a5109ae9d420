//! OpenDocument files, built here for each trap.

use super::*;
use crate::{
    Document, Limit,
    package::tests::packed_text,
    readers::outline::{line, lines},
};

const NAMESPACES: &str = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
 xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0" xmlns:math="http://www.w3.org/1998/Math/MathML"
 xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0""#;

const STYLES: &str = r#"<style:style style:name="Fat" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
 <style:style style:name="Gone" style:family="text"><style:text-properties text:display="none"/></style:style>
 <style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>
 <style:style style:name="Break" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/></style:style>
 <style:style style:name="A" style:family="paragraph" style:parent-style-name="B"/><style:style style:name="B" style:family="paragraph" style:parent-style-name="A"/>
 <style:style style:name="hiddenSheet" style:family="table"><style:table-properties table:display="false"/></style:style>
 <text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" text:start-value="2"/>
  <text:list-level-style-bullet text:level="2"/></text:list-style>"#;

fn document(kind: &str, body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let content = format!(
        "<office:document-content {NAMESPACES}><office:automatic-styles>{STYLES}</office:automatic-styles>\
         <office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    );
    let parts: Vec<(&str, String)> = parts.iter().map(|(name, text)| (*name, text.replace("NS", NAMESPACES))).collect();
    let mut entries = vec![("content.xml", content.as_str())];
    entries.extend(parts.iter().map(|(name, text)| (*name, text.as_str())));
    packed_text(&entries)
}

fn read_with(kind: &str, bytes: &[u8], limits: &Limits) -> Result<Document> {
    let mut output = Output::new(limits);
    match kind {
        "spreadsheet" => read_sheets(bytes, &mut output)?,
        "presentation" => read_slides(bytes, &mut output)?,
        _ => read_text(bytes, &mut output)?,
    }
    Ok(output.finish())
}

fn check_parts(kind: &str, body: &str, parts: &[(&str, &str)], expected: &[&str]) -> Document {
    let read = read_with(kind, &document(kind, body, parts), &Limits::default()).unwrap();
    assert_eq!(lines(&read), expected);
    read
}

fn check(body: &str, expected: &[&str]) -> Document {
    check_parts("text", body, &[], expected)
}

#[test]
fn headings_paragraphs_and_runs() {
    check(
        r#"<text:h text:outline-level="2">Head <text:span text:style-name="Fat">line</text:span></text:h>
        <text:p>a  b
          c<text:s text:c="2"/>d<text:tab/>e<text:line-break/>f <text:span text:style-name="Fat">bold</text:span>
          <text:a xlink:href="https://a.example">link</text:a></text:p><text:p text:style-name="P1">said</text:p><text:p text:style-name="A">circle</text:p>"#,
        &["## Head line", "a b c  d\te\\nf *bold* [link](https://a.example)", "> said", "circle"],
    );
}

#[test]
fn lists_have_depth_numbers_and_go_on() {
    let list =
        |attributes: &str, items: &str| format!(r#"<text:list text:style-name="L1" {attributes}>{items}</text:list>"#);
    let item = |text: &str, inner: &str| format!("<text:list-item><text:p>{text}</text:p>{inner}</text:list-item>");
    let first = list("", &(item("a", &list("", &(item("b", "") + &item("c", "")))) + &item("d", "")));
    let second = list(r#"text:continue-numbering="true""#, &item("e", ""));
    check(&(first + "<text:p>between</text:p>" + &second), &["2. a |   - b |   - c | 3. d", "between", "4. e"]);
}

#[test]
fn deleted_text_is_gone_and_hidden_text_apart() {
    let read = check(
        r#"<text:tracked-changes><text:changed-region><text:deletion><text:p>deleted</text:p></text:deletion></text:changed-region></text:tracked-changes>
        <text:p>seen<text:span text:style-name="Gone">gone</text:span></text:p>
        <text:section text:display="none"><text:section><text:p>inner</text:p></text:section><text:p>section</text:p></text:section><text:p>after</text:p>"#,
        &["seen", "hidden: gone", "hidden: inner", "hidden: section", "after"],
    );
    assert_eq!(read.warnings, [crate::Warning { kind: WarningKind::Hidden, place: "hidden text".to_owned() }]);
}

#[test]
fn tables_span_and_nest() {
    check(
        r#"<table:table><table:table-column/><table:table-header-rows><table:table-row>
          <table:table-cell table:number-columns-spanned="2"><text:p>wide</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table-header-rows>
        <table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>tall</text:p></table:table-cell><table:table-cell><text:p>x</text:p><text:p>y</text:p></table:table-cell></table:table-row>
        <table:table-row><table:covered-table-cell/><table:table-cell><table:table><table:table-row><table:table-cell><text:p>in</text:p></table:table-cell>
          <table:table-cell><text:p>side</text:p></table:table-cell></table:table-row></table:table></table:table-cell></table:table-row></table:table>"#,
        &["table 1: wide<2,1> || tall<1,2> | x\\ny || in; side"],
    );
}

#[test]
fn notes_and_comments_stand_where_they_are_referred_to() {
    let note = |class: &str, text: &str| {
        format!(
            r#"<text:note text:note-class="{class}"><text:note-citation>1</text:note-citation><text:note-body><text:p>{text}</text:p></text:note-body></text:note>"#
        )
    };
    let body = format!(
        "<text:p>a{}b{}<office:annotation><dc:creator>Ada</dc:creator><dc:date>2024-01-01</dc:date><text:p>why?</text:p></office:annotation></text:p>",
        note("footnote", "foot"),
        note("endnote", "end")
    );
    let read = check(&body, &["a[^1]b[^e1][^c1]"]);
    let notes: Vec<String> = read.notes.iter().map(|note| format!("{}: {}", note.label, line(&note.text))).collect();
    assert_eq!(notes, ["1: foot", "e1: end", "c1: Comment by Ada:\\nwhy?"]);
}

#[test]
fn boxes_pictures_formulas_and_pages() {
    let formula = "<math:math NS><math:semantics><math:mi>x</math:mi><math:annotation>x over 2</math:annotation></math:semantics></math:math>";
    check_parts(
        "text",
        r#"<text:p>one<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame></text:p>
        <text:p><draw:frame><draw:image xlink:href="Pictures/1.png"/><svg:title>A cat</svg:title><svg:desc>more</svg:desc></draw:frame></text:p>
        <text:p text:style-name="Break">two<draw:frame><draw:object xlink:href="./Object 1"/><draw:image xlink:href="./ObjectReplacements/Object 1"/></draw:frame></text:p>"#,
        &[("Object 1/content.xml", formula)],
        &["one", "boxed", "![A cat](1.png)", "--- 2", "two", "$$x over 2$$"],
    );
}

#[test]
fn slides_are_ordered_with_title_and_notes() {
    let frame = |class: &str, y: u32, text: &str| {
        format!(
            r#"<draw:frame {class} svg:x="1cm" svg:y="{y}cm" svg:width="9cm" svg:height="1cm"><draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame>"#
        )
    };
    let body = format!(
        r#"<draw:page>{}{}{}<presentation:notes>{}{}</presentation:notes></draw:page><draw:page>{}</draw:page>"#,
        frame("", 9, "below"),
        frame("", 5, "above"),
        frame(r#"presentation:class="title""#, 20, "Title"),
        frame(r#"presentation:class="page-number""#, 1, "7"),
        frame(r#"presentation:class="notes""#, 1, "Say this."),
        frame("", 1, "second"),
    );
    let read = check_parts(
        "presentation",
        &body,
        &[],
        &["=== 1", "# Title", "above", "below", "notes:", "Say this.", "=== 2", "second"],
    );
    assert_eq!(read.metadata.pages, Some(2));
}

#[test]
fn sheets_repeat_hide_and_merge() {
    let cell = |attributes: &str, text: &str| {
        format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>")
    };
    let number = r#"office:value-type="percentage" office:value="0.5""#;
    let rows = [
        format!("<table:table-row>{}{}</table:table-row>", cell("", "name"), cell("", "share")),
        format!(r#"<table:table-row table:number-rows-repeated="2">{}{}</table:table-row>"#, cell("", "twice"), cell(number, "50.00%")),
        format!(r#"<table:table-row table:visibility="collapse">{}</table:table-row>"#, cell("", "filtered")),
        format!(r#"<table:table-row>{}<table:covered-table-cell/></table:table-row>"#, cell(r#"table:number-columns-spanned="2""#, "wide")),
        r#"<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#.to_owned(),
    ];
    let body = format!(
        r#"<table:table table:name="One">{}</table:table><table:table table:name="Two" table:style-name="hiddenSheet"><table:table-row>{}</table:table-row></table:table>"#,
        rows.concat(),
        cell("", "secret")
    );
    check_parts(
        "spreadsheet",
        &body,
        &[],
        &[
            "=== One",
            "table 1: name | share || twice | 50.00% || twice | 50.00% || wide<2,1>",
            "hidden: filtered",
            "hidden: === Two",
            "hidden: secret",
        ],
    );
}

#[test]
fn a_row_repeated_to_the_end_is_a_limit() {
    let body = r#"<table:table><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row></table:table>"#;
    let read = read_with("spreadsheet", &document("spreadsheet", body, &[]), &Limits::default());
    assert_eq!(read, Err(Error::LimitExceeded { limit: Limit::Cells }));
}

#[test]
fn metadata_and_encryption_are_told() {
    let meta = "<office:document-meta NS><office:meta><dc:title>T</dc:title><meta:initial-creator>Ada</meta:initial-creator><dc:creator>Bob</dc:creator>\
        <meta:creation-date>2024-01-02T03:04:05</meta:creation-date><dc:date>2024-02-03</dc:date></office:meta></office:document-meta>";
    let read = check_parts("text", "<text:p>x</text:p>", &[("meta.xml", meta)], &["x"]);
    let expected = crate::Metadata {
        title: Some("T".to_owned()),
        authors: vec!["Ada".to_owned()],
        created: Some("2024-01-02T03:04:05".to_owned()),
        modified: Some("2024-02-03".to_owned()),
        ..crate::Metadata::default()
    };
    assert_eq!(read.metadata, expected);
    let manifest = "<manifest:manifest NS><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let locked = document("text", "noise", &[("META-INF/manifest.xml", manifest)]);
    assert_eq!(read_with("text", &locked, &Limits::default()), Err(Error::Encrypted));
}

proptest::proptest! {
    /// Elements in any order and any nesting are read without a panic.
    #[test]
    fn any_elements_are_read(picks in proptest::collection::vec((0usize..18, 0usize..3), 0..60), kind in 0usize..3) {
        const NAMES: [&str; 18] = [
            "text:p", "text:h", "text:span", "text:list", "text:list-item", "text:note", "text:section", "text:a", "table:table", "table:table-row",
            "table:table-cell", "draw:page", "draw:frame", "draw:text-box", "draw:g", "office:annotation", "presentation:notes", "table:table-header-rows",
        ];
        let mut body = String::new();
        let mut open = Vec::new();
        for (name, action) in picks {
            match action {
                0 => body += &format!("<{}/>", NAMES[name]),
                1 => {
                    body += &format!("<{}>x", NAMES[name]);
                    open.push(NAMES[name]);
                }
                _ => body += &open.pop().map(|name| format!("</{name}>")).unwrap_or_default(),
            }
        }
        while let Some(name) = open.pop() {
            body += &format!("</{name}>");
        }
        let kind = ["text", "spreadsheet", "presentation"][kind];
        read_with(kind, &document(kind, &body, &[]), &Limits::default()).unwrap();
    }
}
