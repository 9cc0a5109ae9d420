//! Outlook messages, written stream by stream.

use super::*;
use crate::readers::outline::lines;
use crate::{Document, Limits, samples::Message};

fn read_with(bytes: &[u8]) -> Result<Document> {
    let limits = Limits::default();
    let mut output = Output::new(&limits);
    read(bytes, &mut output)?;
    Ok(output.finish())
}

#[test]
fn head_text_and_attachments_are_read() {
    let file = Message::default()
        .text("", 0x0037, "Hello")
        .text("", 0x0C1A, "J\u{f6}rg")
        .text("", 0x5D01, "j@x.de")
        .text("", 0x0E04, "Ada; Bob")
        .text("", 0x1000, "One\r\n\r\nTwo")
        .text("/__attach_version1.0_#00000000", 0x3707, "r.pdf")
        .text("/__attach_version1.0_#00000000", 0x370E, "application/pdf")
        .fixed("", 32, 0x0039, 133_592_112_000_000_000)
        .build()
        .unwrap();
    let read = read_with(&file).unwrap();
    assert_eq!(
        lines(&read),
        [
            "# Hello",
            "From: J\u{f6}rg <j@x.de>\\nTo: Ada; Bob\\nDate: 2024-05-03T12:00:00Z",
            "One",
            "Two",
            "Attachments:",
            "- r.pdf (application/pdf)"
        ]
    );
    let expected = Metadata {
        title: Some("Hello".to_owned()),
        authors: vec!["J\u{f6}rg <j@x.de>".to_owned()],
        created: Some("2024-05-03T12:00:00Z".to_owned()),
        other: vec![("to".to_owned(), "Ada; Bob".to_owned())],
        ..Metadata::default()
    };
    assert_eq!(read.metadata, expected);
}

#[test]
fn narrow_texts_pages_and_inner_messages_are_read() {
    let inner = "/__attach_version1.0_#00000000/__substg1.0_3701000D";
    let file = Message::default()
        .bytes("", "0037001E", b"\xcf\xf0\xe8\xe2\xe5\xf2")
        .fixed("", 32, 0x3FFD, 1251)
        .bytes("", "10130102", b"<p>a <b>page</b></p>")
        .text(inner, 0x0037, "Inner")
        .text(inner, 0x1000, "deep")
        .build()
        .unwrap();
    assert_eq!(
        lines(&read_with(&file).unwrap()),
        ["# \u{41f}\u{440}\u{438}\u{432}\u{435}\u{442}", "a *page*", "## Inner", "deep"]
    );
}

#[test]
fn messages_without_end_are_a_limit() {
    let limits = Limits { nesting: 3, ..Limits::default() };
    let mut message = Message::default();
    let mut path = String::new();
    for depth in 0..5 {
        message = message.text(&path, 0x0037, &format!("depth {depth}"));
        path += "/__attach_version1.0_#00000000/__substg1.0_3701000D";
    }
    let mut output = Output::new(&limits);
    assert_eq!(read(&message.build().unwrap(), &mut output), Err(Error::LimitExceeded { limit: Limit::Nesting }));
}

#[test]
fn a_cut_message_ends_in_an_answer() {
    let whole = crate::samples::sample(crate::Format::Msg, 2).unwrap();
    for end in (0..whole.len()).step_by(97) {
        if let Err(error) = read_with(&whole[..end]) {
            assert!(matches!(error, Error::Corrupt { .. }), "cut at {end}: {error:?}");
        }
    }
}
