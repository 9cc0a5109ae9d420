use super::*;
use crate::{Block, BlockKind, ListItem, Span};

fn blocks(mail: &str) -> crate::Document {
    let limits = Limits::default();
    let mut output = Output::new(&limits);
    read(mail.as_bytes(), &mut output).expect("reading");
    output.finish()
}

fn heading(level: u8, text: &str) -> Block {
    Block::new(BlockKind::Heading { level, text: vec![Span::plain(text)] })
}

#[test]
fn plain_text_comes_before_the_page_and_attachments_are_named() {
    let mail = "From: =?utf-8?q?J=C3=B6rg?= <j@x.de>\r\nTo: a@x.de, B <b@x.de>\r\nSubject: =?koi8-r?B?8NLJ18XU?=\r\n\
        Date: Fri, 3 May 2024 10:00:00 +0200\r\nMessage-ID: <1@x>\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n\
        --a\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        Gr=FC=DFe=20\r\n\r\n--a\r\nContent-Type: text/html\r\n\r\n<p>page</p>\r\n--a--\r\n--m\r\n\
        Content-Type: application/pdf; name=\"r.pdf\"\r\nContent-Disposition: attachment; filename=\"r.pdf\"\r\n\
        Content-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--m--\r\n";
    let document = blocks(mail);
    let item = ListItem { depth: 0, number: None, text: vec![Span::plain("r.pdf (application/pdf)")] };
    let expected = [
        heading(1, "Привет"),
        Block::paragraph("From: Jörg <j@x.de>\nTo: a@x.de, B <b@x.de>\nDate: 2024-05-03T10:00:00+02:00"),
        Block::paragraph("Grüße"),
        Block::paragraph("Attachments:"),
        Block::new(BlockKind::List(vec![item])),
    ];
    assert_eq!(document.blocks, expected);
    let metadata = Metadata {
        title: Some("Привет".to_owned()),
        authors: vec!["Jörg <j@x.de>".to_owned()],
        created: Some("2024-05-03T10:00:00+02:00".to_owned()),
        other: vec![("to".to_owned(), "a@x.de, B <b@x.de>".to_owned()), ("message_id".to_owned(), "1@x".to_owned())],
        ..Metadata::default()
    };
    assert_eq!(document.metadata, metadata);
}

#[test]
fn a_message_inside_a_message_follows_it() {
    let mail = "Subject: outer\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n\r\nsee below\r\n--m\r\n\
        Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ndeep\r\n--m--\r\n";
    let expected = [heading(1, "outer"), Block::paragraph("see below"), heading(2, "inner"), Block::paragraph("deep")];
    assert_eq!(blocks(mail).blocks, expected);
}

#[test]
fn endless_nesting_is_an_error_and_not_the_end_of_the_stack() {
    let limits = Limits::default();
    let mut output = Output::new(&limits);
    let mail = "Content-Type: message/rfc822\r\n\r\n".repeat(20_000);
    assert_eq!(read(mail.as_bytes(), &mut output), Err(Error::LimitExceeded { limit: Limit::Nesting }));
    let mut output = Output::new(&limits);
    let mail = "Content-Type: message/rfc822\r\n\r\n".repeat(1000);
    assert_eq!(read(mail.as_bytes(), &mut output), Ok(()));
}
