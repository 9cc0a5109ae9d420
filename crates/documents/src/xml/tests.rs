use super::*;

/// Events in one line: `<ns:name`, `>` for an end, text in quotes.
fn events(source: &[u8]) -> Result<String> {
    let limits = Limits { nesting: 4, ..Limits::default() };
    let mut xml = Xml::new(source, "part.xml", &limits)?;
    let mut line = String::new();
    loop {
        match xml.next()? {
            Event::Start(tag) => line += &format!("<{}:{} in {} ", tag.ns, tag.name, tag.parent.1),
            Event::End(ns, name) => line += &format!(">{ns}:{name} "),
            Event::Text(text) => line += &format!("{text:?} "),
            Event::Eof => return Ok(line),
        }
    }
}

#[test]
fn a_prefix_means_what_its_namespace_says() {
    let source =
        br#"<x:p xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><b xmlns="urn:none"/><x:t>a</x:t></x:p>"#;
    let expected = r#"<w:p in  <?:b in p >?:b <w:t in p "a" >w:t >w:p "#;
    assert_eq!(events(source).unwrap(), expected);
}

#[test]
fn text_resolves_the_five_and_numbers() {
    assert_eq!(events(b"<a>x&amp;&#x41;<![CDATA[&lt;]]></a>").unwrap(), r#"<:a in  "x" "&" "A" "&lt;" >:a "#);
}

#[test]
fn entities_of_a_document_are_refused() {
    let declared = b"<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>";
    assert_eq!(events(declared), Err(Error::corrupt("part.xml declares entities")));
    assert_eq!(events(b"<a>&b;</a>"), Err(Error::corrupt("part.xml uses an entity of its own")));
}

#[test]
fn nesting_has_an_end() {
    let deep = "<a>".repeat(100_000);
    assert_eq!(events(deep.as_bytes()), Err(Error::LimitExceeded { limit: Limit::Nesting }));
}

#[test]
fn damage_is_an_error() {
    assert_eq!(events(b"<a><b></a>"), Err(Error::corrupt("part.xml is no XML")));
    assert_eq!(events(b"<a><b>"), Err(Error::corrupt("part.xml ends too early")));
    assert_eq!(events(b"<a>\xFF</a>"), Err(Error::corrupt("part.xml is no XML")));
}

#[test]
fn encodings_are_found_by_mark_zeros_and_declaration() {
    let expected = "<:a in  \"\u{e9}\" >:a ";
    let text = "<a>\u{e9}</a>";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked: Vec<u8> = [vec![0xFF, 0xFE], little.clone()].concat();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let latin = b"<?xml version='1.0' encoding='iso-8859-1'?><a>\xE9</a>".to_vec();
    let utf8_mark = format!("\u{feff}{text}").into_bytes();
    for bytes in [little, marked, big, latin, utf8_mark] {
        assert_eq!(events(&bytes).unwrap(), expected);
    }
}
