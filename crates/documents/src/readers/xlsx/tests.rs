//! Workbooks, built here for each trap.

use super::*;
use crate::{
    Document, Limit, Limits, Warning,
    package::tests::packed_text,
    readers::outline::{line, lines},
};

const NAMESPACES: &str = r#"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const STYLES: &str = r##"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[h]:mm:ss"/><numFmt numFmtId="165" formatCode="#,##0.00\ &quot;€&quot;"/></numFmts>
<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>"##;

/// A workbook with these sheets: name, attributes, what stands inside `worksheet`.
fn workbook(properties: &str, sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let (mut listed, mut relationships) = (String::new(), String::new());
    let mut entries: Vec<(String, String)> = Vec::new();
    for (number, (name, attributes, content)) in sheets.iter().enumerate() {
        listed += &format!(r#"<sheet name="{name}" sheetId="{number}" r:id="s{number}" {attributes}/>"#);
        relationships +=
            &format!(r#"<Relationship Id="s{number}" Type="{KIND}/worksheet" Target="worksheets/sheet{number}.xml"/>"#);
        entries.push((
            format!("xl/worksheets/sheet{number}.xml"),
            format!("<worksheet {NAMESPACES}>{content}</worksheet>"),
        ));
    }
    for part in ["styles", "sharedStrings"] {
        relationships += &format!(r#"<Relationship Id="{part}" Type="{KIND}/{part}" Target="{part}.xml"/>"#);
    }
    entries.push((
        "xl/workbook.xml".into(),
        format!("<workbook {NAMESPACES}>{properties}<sheets>{listed}</sheets></workbook>"),
    ));
    entries.push(("xl/_rels/workbook.xml.rels".into(), format!("<Relationships>{relationships}</Relationships>")));
    entries.push(("xl/styles.xml".into(), STYLES.into()));
    let strings =
        "<sst><si><t>shared</t></si><si><r><t>rich </t></r><r><t>text</t></r><rPh><t>reading</t></rPh></si></sst>";
    entries.push(("xl/sharedStrings.xml".into(), strings.into()));
    let entries: Vec<(&str, &str)> = entries.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    packed_text(&entries)
}

fn read_with(bytes: &[u8], limits: &Limits) -> Result<Document> {
    let mut output = Output::new(limits);
    read(bytes, &mut output)?;
    Ok(output.finish())
}

fn check_sheet(content: &str, expected: &[&str]) -> Document {
    let read = read_with(&workbook("", &[("One", "", content)]), &Limits::default()).unwrap();
    assert_eq!(lines(&read), expected);
    read
}

/// A row of cells: `A1=text`, `B1#3=0.5` for a number with a style, `C1` for an empty one.
fn row(cells: &[&str]) -> String {
    let cell = |cell: &&str| {
        let (at, value) = cell.split_once('=').unwrap_or((cell, ""));
        let (at, style) = at.split_once('#').unwrap_or((at, "0"));
        match value.parse::<f64>() {
            Ok(number) => format!(r#"<c r="{at}" s="{style}"><v>{number}</v></c>"#),
            Err(_) if value.is_empty() => format!(r#"<c r="{at}" s="{style}"/>"#),
            Err(_) => format!(r#"<c r="{at}" t="inlineStr"><is><t>{value}</t></is></c>"#),
        }
    };
    format!("<row>{}</row>", cells.iter().map(cell).collect::<String>())
}

fn data(rows: &[&[&str]]) -> String {
    format!("<sheetData>{}</sheetData>", rows.iter().map(|cells| row(cells)).collect::<String>())
}

#[test]
fn values_are_shown_as_their_format_says() {
    let content = data(&[
        &["A1=what", "B1=value"],
        &["A2=share", "B2#1=0.125"],
        &["A3=day", "B3#2=45366"],
        &["A4=time", "B4#3=10.632060185185185"],
        &["A5=sum", "B5#4=1234.5"],
    ]);
    check_sheet(
        &content,
        &[
            "=== One",
            "table 1: what | value || share | 12.50% || day | 2024-03-15 || time | 255:10:10 || sum | 1,234.50 €",
        ],
    );
}

#[test]
fn days_may_be_counted_from_1904() {
    let bytes = workbook(r#"<workbookPr date1904="1"/>"#, &[("One", "", &data(&[&["A1#2=43904"]]))]);
    assert_eq!(lines(&read_with(&bytes, &Limits::default()).unwrap()), ["=== One", "2024-03-15"]);
}

#[test]
fn strings_booleans_and_errors_are_read() {
    let content = r#"<sheetData><row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>99</v></c><c t="b"><v>1</v></c>
        <c t="e"><v>#N/A</v></c><c t="str"><f>A1</f><v>formula</v></c><c t="d"><v>2024-03-15</v></c></row>
        <row r="3"><c r="B3"><v>1</v></c></row></sheetData>"#;
    check_sheet(content, &["=== One", "table 0: shared | rich text | TRUE | #N/A | formula | 2024-03-15 ||  | 1"]);
}

#[test]
fn merged_cells_are_written_once() {
    let content = data(&[&["A1=wide", "B1", "C1=x"], &["A2=tall", "B2=y", "C2=z"], &["A3", "B3=q", "C3=r"]])
        + r#"<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:A3"/></mergeCells>"#;
    check_sheet(&content, &["=== One", "table 1: wide<2,1> | x || tall<1,2> | y | z || q | r"]);
}

#[test]
fn what_is_hidden_is_kept_apart() {
    let content = r#"<cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>
        <row r="2" hidden="1"><c r="A2"><v>3</v></c></row></sheetData>"#;
    let bytes = workbook("", &[("One", "", content), ("Two", r#"state="veryHidden""#, &data(&[&["A1=secret"]]))]);
    let read = read_with(&bytes, &Limits::default()).unwrap();
    assert_eq!(lines(&read), ["=== One", "1", "hidden: table 0:  | 2 || 3", "hidden: === Two", "hidden: secret"]);
    let hidden = |place: &str| Warning { kind: WarningKind::Hidden, place: place.to_owned() };
    assert_eq!(read.warnings, [hidden("rows or columns of the sheet One"), hidden("the sheet Two")]);
}

#[test]
fn a_far_corner_costs_two_cells() {
    let content = data(&[&["A1=near"], &["XFD1048576=far"]]);
    check_sheet(&content, &["=== One", "table 0: near ||  | far"]);
}

#[test]
fn styled_but_empty_cells_cost_nothing() {
    let rows: String = (0..2_000).map(|_| format!("<row>{}</row>", r#"<c s="1"/>"#.repeat(50))).collect();
    let limits = Limits { cells: 10, zip_ratio: 10_000, ..Limits::default() };
    let read = read_with(&workbook("", &[("One", "", &format!("<sheetData>{rows}</sheetData>"))]), &limits).unwrap();
    assert_eq!(lines(&read), ["=== One"]);
}

#[test]
fn too_many_cells_are_a_limit() {
    let limits = Limits { cells: 3, ..Limits::default() };
    let exceeded = Err(Error::LimitExceeded { limit: Limit::Cells });
    let full = workbook("", &[("One", "", &data(&[&["A1=1", "B1=2", "C1=3", "D1=4"]]))]);
    assert_eq!(read_with(&full, &limits), exceeded);
    let holes = workbook("", &[("One", "", &data(&[&["A1=1"], &["B2=2"], &["C3=3"]]))]);
    assert_eq!(read_with(&holes, &limits), exceeded);
}

#[test]
fn links_lead_out_of_cells() {
    let content = data(&[&["A1=here", "B1=x"]]) + r#"<hyperlinks><hyperlink ref="A1" location="Two!A1"/></hyperlinks>"#;
    check_sheet(&content, &["=== One", "table 0: [here](#Two!A1) | x"]);
}

#[test]
fn comments_are_notes_of_their_cell() {
    let comments = r#"<comments><commentList><comment ref="B1"><text><r><t>sure?</t></r></text></comment></commentList></comments>"#;
    let sheet = format!("<worksheet {NAMESPACES}>{}</worksheet>", data(&[&["A1=a", "B1=b"]]));
    let bytes = packed_text(&[
        (
            "xl/workbook.xml",
            &format!(r#"<workbook {NAMESPACES}><sheets><sheet name="One" r:id="s"/></sheets></workbook>"#),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="s" Type="x/worksheet" Target="sheet.xml"/></Relationships>"#,
        ),
        ("xl/sheet.xml", &sheet),
        (
            "xl/_rels/sheet.xml.rels",
            r#"<Relationships><Relationship Id="c" Type="x/comments" Target="comments.xml"/></Relationships>"#,
        ),
        ("xl/comments.xml", comments),
    ]);
    let read = read_with(&bytes, &Limits::default()).unwrap();
    assert_eq!(lines(&read), ["=== One", "table 0: a | b[^c1]"]);
    assert_eq!(read.notes.iter().map(|note| line(&note.text)).collect::<Vec<_>>(), ["sure?"]);
}

#[test]
fn a_damaged_sheet_costs_only_its_rest() {
    let bytes =
        workbook("", &[("One", "", &(data(&[&["A1=kept"]]) + "<broken")), ("Two", "", &data(&[&["A1=whole"]]))]);
    let read = read_with(&bytes, &Limits::default()).unwrap();
    assert_eq!(lines(&read), ["=== One", "kept", "=== Two", "whole"]);
    assert_eq!(read.warnings, [Warning { kind: WarningKind::Damaged, place: "the sheet One".to_owned() }]);
}

proptest::proptest! {
    #[test]
    fn any_places_and_merges_are_read(
        cells in proptest::collection::vec("[A-C]{1,3}[0-9]{1,4}", 0..12),
        merges in proptest::collection::vec("[A-C]{1,3}[0-9]{1,4}:[A-C]{1,3}[0-9]{1,4}", 0..6),
    ) {
        let cells: String = cells.iter().map(|at| format!(r#"<c r="{at}"><v>1</v></c>"#)).collect();
        let merges: String = merges.iter().map(|area| format!(r#"<mergeCell ref="{area}"/>"#)).collect();
        let content = format!("<sheetData><row>{cells}</row></sheetData><mergeCells>{merges}</mergeCells>");
        read_with(&workbook("", &[("One", "", &content)]), &Limits::default()).unwrap();
    }
}
