//! Documents of Word, built here for each trap; each block is compared as one line.

use super::*;
use crate::{
    Document, Limit, Limits,
    package::tests::packed_text,
    readers::outline::{line, lines},
};

const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
 xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:v="urn:schemas-microsoft-com:vml""#;

const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A document with this body and these further parts, each with its relationship to the document.
fn document(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut relationships = String::new();
    for (number, (name, _)) in parts.iter().enumerate() {
        let kind = name.trim_end_matches(".xml").trim_end_matches(char::is_numeric).rsplit('/').next().unwrap();
        relationships += &format!(r#"<Relationship Id="p{number}" Type="{KIND}/{kind}" Target="{name}"/>"#);
    }
    relationships += &format!(
        r#"<Relationship Id="link" Type="{KIND}/hyperlink" Target="https://a.example/?a=1&amp;b=2" TargetMode="External"/>
           <Relationship Id="picture" Type="{KIND}/image" Target="media/image1.png"/>"#
    );
    let relationships = format!("<Relationships>{relationships}</Relationships>");
    let body = format!("<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>");
    let parts: Vec<(String, String)> =
        parts.iter().map(|(name, text)| (format!("word/{name}"), text.replace("NS", NAMESPACES))).collect();
    let mut entries = vec![("word/document.xml", body.as_str()), ("word/_rels/document.xml.rels", &relationships)];
    entries.extend(parts.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    packed_text(&entries)
}

fn read_with(bytes: &[u8], limits: &Limits) -> Result<Document> {
    let mut output = Output::new(limits);
    read(bytes, &mut output)?;
    Ok(output.finish())
}

fn check_parts(body: &str, parts: &[(&str, &str)], expected: &[&str]) -> Document {
    let read = read_with(&document(body, parts), &Limits::default()).unwrap();
    assert_eq!(lines(&read), expected);
    read
}

fn check(body: &str, expected: &[&str]) -> Document {
    check_parts(body, &[], expected)
}

const STYLES: &str = r#"<w:styles NS>
 <w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
 <w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
 <w:style w:type="paragraph" w:styleId="Kapitel"><w:name w:val="Kapitel"/><w:basedOn w:val="berschrift1"/></w:style>
 <w:style w:type="paragraph" w:styleId="T2"><w:name w:val="Titre 2"/></w:style>
 <w:style w:type="paragraph" w:styleId="Plain"><w:name w:val="No heading"/><w:basedOn w:val="berschrift1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
 <w:style w:type="paragraph" w:styleId="A"><w:name w:val="a"/><w:basedOn w:val="B"/></w:style>
 <w:style w:type="paragraph" w:styleId="B"><w:name w:val="b"/><w:basedOn w:val="A"/></w:style>
 <w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Quote"/></w:style>
 <w:style w:type="paragraph" w:styleId="C"><w:name w:val="Source Code"/></w:style>
 <w:style w:type="paragraph" w:styleId="Bullets"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
 <w:style w:type="paragraph" w:styleId="Deeper"><w:name w:val="List Bullet 2"/><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>
 <w:style w:type="character" w:styleId="Fett"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
 <w:style w:type="character" w:styleId="Weg"><w:name w:val="Gone"/><w:rPr><w:vanish/></w:rPr></w:style>
</w:styles>"#;

fn styled(style: &str, text: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#)
}

fn plain(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn headings_follow_outline_levels_inheritance_and_names() {
    let body: String =
        [("berschrift1", "One"), ("Kapitel", "Two"), ("T2", "Three"), ("Plain", "Four"), ("A", "Circle")]
            .map(|(style, text)| styled(style, text))
            .concat();
    let own = r#"<w:p><w:pPr><w:outlineLvl w:val="2"/></w:pPr><w:r><w:t>Own</w:t></w:r></w:p>"#;
    check_parts(&(body + own), &[("styles.xml", STYLES)], &["# One", "# Two", "## Three", "Four", "Circle", "### Own"]);
}

#[test]
fn quotations_and_code_are_told_by_their_style() {
    let body = [("Q", "said"), ("C", "  let a;"), ("C", "let b;")].map(|(style, text)| styled(style, text)).concat();
    check_parts(&body, &[("styles.xml", STYLES)], &["> said", "`  let a;\nlet b;`"]);
}

#[test]
fn runs_are_set_by_themselves_and_by_their_style() {
    check_parts(
        r#"<w:p><w:r><w:rPr><w:b/><w:i w:val="0"/><w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange></w:rPr><w:t>a</w:t></w:r>
        <w:r><w:rPr><w:rStyle w:val="Fett"/></w:rPr><w:t>b</w:t></w:r>
        <w:r><w:rPr><w:rStyle w:val="Fett"/><w:b w:val="false"/><w:i/></w:rPr><w:t>c</w:t></w:r></w:p>"#,
        &[("styles.xml", STYLES)],
        &["*ab*/c/"],
    );
}

#[test]
fn insertions_count_and_deletions_do_not() {
    check(
        r#"<w:p><w:r><w:t>a</w:t></w:r><w:ins><w:r><w:t>b</w:t></w:r></w:ins><w:del><w:r><w:delText>c</w:delText></w:r></w:del>
        <w:moveFrom><w:r><w:t>d</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>e</w:t></w:r></w:moveTo></w:p>
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>joined </w:t></w:r></w:p><w:p><w:r><w:t>lines</w:t></w:r></w:p>
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>y</w:t></w:r></w:p></w:tc></w:tr>
        <w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>gone</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"#,
        &["abe", "joined lines", "table 0: x | y"],
    );
}

#[test]
fn the_last_paragraph_is_kept_though_its_end_is_deleted() {
    check(r#"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>last</w:t></w:r></w:p>"#, &["last"]);
}

const NUMBERING: &str = r#"<w:numbering NS>
 <w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>
 <w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xB7;"/></w:lvl></w:abstractNum>
 <w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="Article %1."/></w:lvl></w:abstractNum>
 <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
 <w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
 <w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num></w:numbering>"#;

fn item(list: u32, level: u32, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
    )
}

#[test]
fn lists_have_depth_and_restart() {
    let body = [
        item(1, 0, "a"),
        item(1, 1, "b"),
        item(1, 1, "c"),
        item(1, 0, "d"),
        item(1, 1, "e"),
        plain("between"),
        item(1, 0, "f"),
    ]
    .concat()
        + &[
            item(3, 0, "g"),
            item(3, 0, "h"),
            item(2, 0, "i"),
            styled("Bullets", "j"),
            styled("Deeper", "deep"),
            item(0, 0, "k"),
            item(4, 0, "Peace"),
        ]
        .concat();
    check_parts(
        &body,
        &[("styles.xml", STYLES), ("numbering.xml", NUMBERING)],
        &[
            "3. a |   1. b |   2. c | 4. d |   1. e",
            "between",
            "5. f",
            "1. g | 2. h",
            "- i | - j |   - deep",
            "k",
            "Article I. Peace",
        ],
    );
}

#[test]
fn tables_span_columns_and_rows() {
    check(
        r#"<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>wide</w:t></w:r></w:p></w:tc>
          <w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>tall</w:t></w:r></w:p></w:tc></w:tr>
        <w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc>
          <w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>
        <w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc>
          <w:tbl><w:tr><w:tc><w:p><w:r><w:t>in</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>side</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:tc>
          <w:tc><w:p><w:r><w:t>z</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"#,
        &["table 1: wide<2,1> | tall<1,2> || a\\nb |  || in; side | z"],
    );
}

#[test]
fn a_table_of_one_cell_is_a_frame() {
    check(&format!("<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>", plain("a"), plain("b")), &["a", "b"]);
}

#[test]
fn a_text_box_is_read_once_after_its_paragraph() {
    let shape = |text: &str| format!("<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>");
    let body = |requires: &str| {
        format!(
            r#"<w:p><w:r><w:t>before </w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="{requires}">{}</mc:Choice>
            <mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>after</w:t></w:r></w:p>"#,
            shape("new"),
            shape("old")
        )
    };
    check(&body("wps"), &["before after", "new"]);
    check(&body("future"), &["before after", "old"]);
}

#[test]
fn controls_give_their_content() {
    check(
        r#"<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>block</w:t></w:r>
        <w:sdt><w:sdtContent><w:r><w:t> inline</w:t></w:r></w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>"#,
        &["block inline"],
    );
}

#[test]
fn notes_and_comments_stand_in_the_order_of_their_references() {
    let note =
        |kind: &str, id: u32, text: &str| format!(r#"<w:{kind} w:id="{id}" w:author="Ada">{}</w:{kind}>"#, plain(text));
    let footnotes = format!(
        r#"<w:footnotes NS><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>{}{}{}</w:footnotes>"#,
        note("footnote", 1, "first in file"),
        note("footnote", 2, "second in file"),
        note("footnote", 3, "never referred to")
    );
    let endnotes = format!("<w:endnotes NS>{}</w:endnotes>", note("endnote", 1, "end"));
    let comments = format!("<w:comments NS>{}</w:comments>", note("comment", 0, "really?"));
    let read = check_parts(
        r#"<w:p><w:r><w:t>a</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>b</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r>
        <w:r><w:endnoteReference w:id="1"/></w:r><w:r><w:commentReference w:id="0"/></w:r></w:p>"#,
        &[("footnotes.xml", &footnotes), ("endnotes.xml", &endnotes), ("comments.xml", &comments)],
        &["a[^1]b[^2][^e1][^c1]"],
    );
    let notes: Vec<String> = read.notes.iter().map(|note| format!("{}: {}", note.label, line(&note.text))).collect();
    assert_eq!(notes, ["1: second in file", "2: first in file", "e1: end", "c1: Comment by Ada:\\nreally?"]);
}

#[test]
fn links_come_from_relationships_and_field_codes() {
    let character = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let body = format!(
        r#"<w:p><w:hyperlink r:id="link"><w:r><w:t>a</w:t></w:r></w:hyperlink><w:hyperlink w:anchor="here"><w:r><w:t>b</w:t></w:r></w:hyperlink>
        {}<w:r><w:instrText>HYPERLINK "https://b</w:instrText></w:r><w:r><w:instrText>.example"</w:instrText></w:r>{}<w:r><w:t>c</w:t></w:r>{}
        <w:fldSimple w:instr="PAGE"><w:r><w:t>17</w:t></w:r></w:fldSimple><w:r><w:t>d</w:t></w:r></w:p>"#,
        character("begin"),
        character("separate"),
        character("end")
    );
    check(&body, &["[a](https://a.example/?a=1&b=2)[b](#here)[c](https://b.example)d"]);
}

#[test]
fn formulas_stay_in_their_place() {
    let fraction = "<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:rad><m:radPr><m:degHide m:val='1'/></m:radPr><m:deg/>\
         <m:e><m:sSup><m:e><m:r><m:t>α</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:e></m:rad></m:den></m:f></m:oMath>";
    let sum = "<m:oMathPara><m:oMath><m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub><m:r><m:t>i=1</m:t></m:r></m:sub>\
         <m:sup><m:r><m:t>n</m:t></m:r></m:sup><m:e><m:d><m:e><m:r><m:t>x</m:t></m:r></m:e></m:d></m:e></m:nary></m:oMath></m:oMathPara>";
    let body = format!("<w:p><w:r><w:t>so </w:t></w:r>{fraction}<w:r><w:t> holds</w:t></w:r></w:p><w:p>{sum}</w:p>");
    check(&body, &[r"so $\frac{a}{\sqrt{{\alpha}^{2}}}$ holds", r"$$\sum_{i=1}^{n}{\left(x\right)}$$"]);
}

#[test]
fn hidden_text_is_kept_apart() {
    let read = check_parts(
        r#"<w:p><w:r><w:t>seen</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>vanished</w:t></w:r></w:p>
        <w:p><w:r><w:rPr><w:rStyle w:val="Weg"/></w:rPr><w:t>by style</w:t></w:r></w:p>
        <w:p><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>white</w:t></w:r><w:r><w:rPr><w:color w:val="FFFFFF"/><w:shd w:fill="000000"/></w:rPr><w:t>on black</w:t></w:r></w:p>
        <w:p><w:r><w:rPr><w:sz w:val="1"/></w:rPr><w:t>tiny</w:t></w:r></w:p>"#,
        &[("styles.xml", STYLES)],
        &["seen", "hidden: vanished", "hidden: by style", "on black", "hidden: white", "hidden: tiny"],
    );
    assert_eq!(
        read.warnings,
        [crate::Warning { kind: WarningKind::Hidden, place: "hidden or invisible text".to_owned() }]
    );
}

#[test]
fn pages_begin_only_where_the_file_says_so() {
    check(
        r#"<w:p><w:r><w:t>one</w:t></w:r></w:p><w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>two</w:t></w:r></w:p>
        <w:p><w:r><w:t>still two, </w:t></w:r><w:r><w:lastRenderedPageBreak/><w:t>three</w:t></w:r></w:p>
        <w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>four</w:t></w:r></w:p>"#,
        &["one", "--- 2", "two", "still two, three", "--- 3", "--- 4", "four"],
    );
}

#[test]
fn headers_and_footers_stand_once() {
    let header = format!("<w:hdr NS>{}</w:hdr>", plain("Confidential"));
    let footer = format!("<w:ftr NS>{}</w:ftr>", plain("Imprint"));
    let parts = [("header1.xml", header.as_str()), ("header2.xml", &header), ("footer1.xml", &footer)];
    check_parts(&plain("text"), &parts, &["Confidential", "text", "Imprint"]);
}

#[test]
fn pictures_and_charts_stand_after_their_paragraph() {
    let chart = "<c:chartSpace NS><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Sales</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea>\
        <c:barChart><c:ser><c:tx><c:strRef><c:strCache><c:pt idx='0'><c:v>2024</c:v></c:pt></c:strCache></c:strRef></c:tx>\
        <c:cat><c:strRef><c:f>A1</c:f><c:strCache><c:pt idx='0'><c:v>Q1</c:v></c:pt><c:pt idx='1'><c:v>Q2</c:v></c:pt></c:strCache></c:strRef></c:cat>\
        <c:val><c:numRef><c:numCache><c:formatCode>General</c:formatCode><c:pt idx='0'><c:v>0.30000000000000004</c:v></c:pt></c:numCache></c:numRef></c:val>\
        </c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>";
    check_parts(
        r#"<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="A cat"/><a:graphic><a:blip r:embed="picture"/></a:graphic></wp:inline></w:drawing></w:r>
        <w:r><w:t>text</w:t></w:r><w:r><w:drawing><c:chart r:id="p0"/></w:drawing></w:r></w:p>"#,
        &[("charts/chart1.xml", chart)],
        &["text", "![A cat](image1.png)", "Sales", "table 1:  | 2024 || Q1 | 0.3 || Q2 | "],
    );
}

#[test]
fn a_damaged_part_costs_only_itself() {
    let read =
        check_parts(&styled("x", "text"), &[("styles.xml", "<w:styles"), ("footnotes.xml", "<a></b>")], &["text"]);
    assert_eq!(read.warnings.iter().map(|warning| warning.kind).collect::<Vec<_>>(), [WarningKind::Damaged; 2]);
}

#[test]
fn symbols_tabs_and_breaks_are_text() {
    check(
        r#"<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:sym w:font="Symbol" w:char="F061"/><w:noBreakHyphen/><w:softHyphen/></w:r>
        <w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>&#xF0FE;</w:t></w:r></w:p>"#,
        &["a\tb\\nα-☑"],
    );
}

#[test]
fn metadata_comes_from_the_properties() {
    let core = r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>T</dc:title><dc:creator>Ada; Bob</dc:creator>
        <dcterms:created>2024-01-02T03:04:05Z</dcterms:created><cp:keywords>k</cp:keywords></cp:coreProperties>"#;
    let body = format!("<w:document {NAMESPACES}><w:body>{}</w:body></w:document>", plain("x"));
    let bytes = packed_text(&[("word/document.xml", &body), ("docProps/core.xml", core)]);
    let expected = crate::Metadata {
        title: Some("T".to_owned()),
        authors: vec!["Ada".to_owned(), "Bob".to_owned()],
        created: Some("2024-01-02T03:04:05Z".to_owned()),
        other: vec![("keywords".to_owned(), "k".to_owned())],
        ..crate::Metadata::default()
    };
    assert_eq!(read_with(&bytes, &Limits::default()).unwrap().metadata, expected);
}

#[test]
fn deep_nesting_is_a_limit() {
    let tables = "<w:tbl><w:tr><w:tc>".repeat(2_000);
    let read = read_with(&document(&tables, &[]), &Limits::default());
    assert_eq!(read, Err(Error::LimitExceeded { limit: Limit::Nesting }));
    let formula = format!("<w:p><m:oMath>{}", "<m:e>".repeat(2_000));
    assert_eq!(
        read_with(&document(&formula, &[]), &Limits::default()),
        Err(Error::LimitExceeded { limit: Limit::Nesting })
    );
}

#[test]
fn a_cut_document_is_damaged() {
    let body = item(1, 0, "a") + &styled("Q", "b");
    let whole = format!("<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>");
    for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
        let bytes = packed_text(&[("word/document.xml", &whole[..end]), ("word/styles.xml", STYLES)]);
        match read_with(&bytes, &Limits::default()) {
            Err(Error::Corrupt { .. }) => {}
            Ok(document) if document.blocks.is_empty() => {}
            other => panic!("{end} bytes give {other:?}"),
        }
    }
}

proptest::proptest! {
    /// Elements in any order and any nesting are read without a panic.
    #[test]
    fn any_elements_are_read(picks in proptest::collection::vec((0usize..24, 0usize..3), 0..60)) {
        const NAMES: [&str; 24] = [
            "w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:pPr", "w:rPr", "w:del", "w:txbxContent", "w:footnote", "mc:AlternateContent",
            "mc:Choice", "mc:Fallback", "m:oMath", "m:f", "m:t", "w:fldChar", "w:hyperlink", "w:sectPr", "w:comment", "w:vMerge", "w:lastRenderedPageBreak",
            "w:fldSimple",
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
        read_with(&document(&body, &[]), &Limits::default()).unwrap();
    }
}
