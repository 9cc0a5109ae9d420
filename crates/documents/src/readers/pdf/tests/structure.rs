//! Columns, headings, lists, tables, notes, and what the file says about itself.

use super::writer::{FIRST, Writer, lines, text};
use super::{blocks, plain, read};
use crate::Metadata;

const LEFT: [&str; 6] = [
    "The left column begins here and goes",
    "on with lines that are long enough to",
    "be running text, which is how columns",
    "are told from tables. It has hyphen-",
    "ation at the end of a line, and stops",
    "at last with the words of the column.",
];
const RIGHT: [&str; 6] = [
    "The right column follows, whatever is",
    "next to it on the same height of page,",
    "because two columns are never fused to",
    "one. Whoever reads it reads the left",
    "column first and this one after it, as",
    "people do, until they come to the end.",
];

fn joined(lines: &[&str]) -> String {
    lines.join(" ").replace("hyphen- ation", "hyphenation")
}

#[test]
fn two_columns_are_never_fused() {
    let content = text("F2", 18, 60, 740, "A heading over both columns of the page")
        + &lines(60, 700, &LEFT)
        + &lines(310, 700, &RIGHT);
    assert_eq!(
        blocks(&Writer::default().page(content).build()),
        [
            "page 1".to_owned(),
            "h1 A heading over both columns of the page".to_owned(),
            format!("p {}", joined(&LEFT)),
            format!("p {}", joined(&RIGHT))
        ]
    );
}

#[test]
fn headings_are_told_by_size_weight_and_number() {
    let content = text("F2", 20, 60, 780, "Title of it all")
        + &text("F2", 14, 60, 740, "1 First part")
        + &lines(60, 710, &LEFT)
        + &text("F2", 10, 60, 620, "1.1 Inner part")
        + &lines(60, 600, &RIGHT);
    assert_eq!(
        blocks(&Writer::default().page(content).build()),
        [
            "page 1".to_owned(),
            "h1 Title of it all".to_owned(),
            "h2 1 First part".to_owned(),
            format!("p {}", joined(&LEFT)),
            "h3 1.1 Inner part".to_owned(),
            format!("p {}", joined(&RIGHT)),
        ]
    );
}

#[test]
fn an_outline_names_headings_that_look_like_text() {
    let file = Writer::default()
        .object(format!("<< /Type /Outlines /First {} 0 R /Last {} 0 R /Count 1 >>", FIRST + 1, FIRST + 1))
        .object(format!("<< /Title (Plain heading) /Parent {FIRST} 0 R /Next {} 0 R >>", FIRST + 1))
        .catalog(&format!("/Outlines {FIRST} 0 R"))
        .page(lines(60, 780, &["Plain heading"]) + &lines(60, 740, &LEFT))
        .build();
    assert_eq!(blocks(&file), ["page 1".to_owned(), "h1 Plain heading".to_owned(), format!("p {}", joined(&LEFT))]);
}

#[test]
fn tags_name_headings() {
    let file = Writer::default()
        .object(format!("<< /Type /StructTreeRoot /RoleMap << /Chapter /H2 >> /K [{} 0 R] >>", FIRST + 1))
        .object(format!("<< /S /Chapter /P {FIRST} 0 R /Pg {} 0 R /K [<< /S /Span /K 7 >>] >>", FIRST + 2))
        .catalog(&format!("/StructTreeRoot {FIRST} 0 R"))
        .page(format!("/P << /MCID 7 >> BDC {} EMC ", lines(60, 780, &["Tagged heading"])) + &lines(60, 740, &LEFT))
        .build();
    assert_eq!(blocks(&file), ["page 1".to_owned(), "h2 Tagged heading".to_owned(), format!("p {}", joined(&LEFT))]);
}

#[test]
fn lists_have_bullets_numbers_and_depth() {
    let content = lines(60, 740, &["\u{95} first item that is so long that it", "   hangs over into another line"])
        .replace('\u{95}', "\\225")
        + &lines(80, 716, &["1. a step", "2. another step"])
        + &lines(60, 692, &["\u{95} last item"]).replace('\u{95}', "\\225");
    assert_eq!(
        blocks(&Writer::default().page(content).build()),
        [
            "page 1",
            "li 0 - first item that is so long that it hangs over into another line",
            "li 1 1. a step",
            "li 1 2. another step",
            "li 0 - last item"
        ]
    );
}

#[test]
fn a_ruled_table_has_its_cells_and_spans() {
    let rules = "60 700 m 360 700 l S 60 680 m 360 680 l S 60 660 m 360 660 l S 60 640 m 360 640 l S \
                 60 640 m 60 700 l S 360 640 m 360 700 l S 200 640 m 200 680 l S ";
    let content = rules.to_owned()
        + &text("F1", 10, 70, 687, "Over both columns")
        + &text("F1", 10, 70, 667, "left")
        + &text("F1", 10, 210, 667, "right")
        + &text("F1", 10, 70, 647, "below")
        + &text("F1", 10, 210, 647, "42");
    let file = Writer::default().page(content).build();
    assert_eq!(blocks(&file), ["page 1", "tr Over both columns", "tr left | right", "tr below | 42"]);
}

#[test]
fn a_table_without_lines_is_told_by_its_alignment() {
    let mut content = lines(60, 760, &["Some text stands over the table and is not part of it."]);
    for (row, cells) in
        [["Name", "Size", "Share"], ["alpha", "12", "30.5%"], ["beta", "7", "18.1%"], ["gamma", "140", "51.4%"]]
            .iter()
            .enumerate()
    {
        for (column, cell) in cells.iter().enumerate() {
            content += &text("F1", 10, 60 + 120 * column as u32, 720 - 14 * row as u32, cell);
        }
    }
    assert_eq!(
        blocks(&Writer::default().page(content).build()),
        [
            "page 1",
            "p Some text stands over the table and is not part of it.",
            "tr Name | Size | Share",
            "tr alpha | 12 | 30.5%",
            "tr beta | 7 | 18.1%",
            "tr gamma | 140 | 51.4%"
        ]
    );
}

#[test]
fn running_headers_and_page_numbers_are_left_out() {
    let page = |number: usize| {
        text("F1", 9, 60, 810, "A Running Header")
            + &text("F1", 9, 290, 30, &format!("- {number} -"))
            + &lines(60, 700, &[LEFT, RIGHT][number % 2])
    };
    let file = (1..=4).fold(Writer::default(), |file, number| file.page(page(number))).build();
    let (left, right) = (format!("p {}", joined(&LEFT)), format!("p {}", joined(&RIGHT)));
    assert_eq!(
        blocks(&file),
        ["page 1", right.as_str(), "page 2", left.as_str(), "page 3", right.as_str(), "page 4", left.as_str()]
    );
}

#[test]
fn footnotes_are_taken_out_and_referred_to() {
    let content = lines(60, 700, &LEFT)
        + &lines(60, 620, &["The claim is old"])
        + "BT /F1 6 Tf 1 0 0 1 130 624 Tm (1) Tj ET\n"
        + "BT /F1 5 Tf 1 0 0 1 60 123 Tm (1) Tj ET\n"
        + &text("F1", 8, 64, 120, "It was made in another place.");
    let file = Writer::default().page(content).build();
    let document = read(&file);
    assert_eq!(
        blocks(&file),
        ["page 1".to_owned(), format!("p {}", joined(&LEFT)), "p The claim is old[^1]".to_owned()]
    );
    let notes: Vec<(String, String)> =
        document.notes.iter().map(|note| (note.label.clone(), plain(&note.text))).collect();
    assert_eq!(notes, [("1".to_owned(), "It was made in another place.".to_owned())]);
}

#[test]
fn code_keeps_its_lines_and_indents() {
    let line = |y, x, content: &str| text("F3", 10, x, y, content);
    let content =
        lines(60, 760, &LEFT) + &line(670, 60, "fn main() {") + &line(658, 84, "run();") + &line(646, 60, "}");
    assert_eq!(
        blocks(&Writer::default().page(content).build()),
        ["page 1".to_owned(), format!("p {}", joined(&LEFT)), "code fn main() {\n    run();\n}".to_owned()]
    );
}

#[test]
fn the_file_says_who_wrote_it_and_when() {
    let file = Writer::default()
        .info(
            "/Title (\\376\\377\\0T\\0i) /Author (Ada; Grace) /Subject (Sums) /CreationDate (D:20240131120000+01'00')",
        )
        .catalog("/Lang (en-GB)")
        .page("")
        .build();
    assert_eq!(
        read(&file).metadata,
        Metadata {
            title: Some("Ti".to_owned()),
            authors: vec!["Ada".to_owned(), "Grace".to_owned()],
            created: Some("2024-01-31T12:00:00+01:00".to_owned()),
            modified: None,
            language: Some("en-GB".to_owned()),
            pages: Some(1),
            other: vec![("subject".to_owned(), "Sums".to_owned())],
        }
    );
}

#[test]
fn headings_of_chapters_are_no_running_headers() {
    let body = ["The first line of the text of a chapter,", "and the second, which is as long as it."];
    let page = |nth: u32| {
        text("F2", 18, 60, 780, &format!("Chapter {nth}"))
            + &lines(60, 700, &body)
            + &text("F1", 8, 300, 30, &format!("Page {nth} of 4"))
    };
    let file = (1..=4).fold(Writer::default(), |file, nth| file.page(page(nth))).build();
    let expected: Vec<String> = (1..=4)
        .flat_map(|nth| [format!("page {nth}"), format!("h1 Chapter {nth}"), format!("p {} {}", body[0], body[1])])
        .collect();
    assert_eq!(blocks(&file), expected);
}
