use std::io::Write as _;

use super::*;

fn check(bytes: &[u8], media_type: Option<&str>, name: Option<&str>, expected: Result<Format>) {
    let found = detect(&Input { bytes, media_type, name });
    assert_eq!(found.map(|detected| detected.format), expected, "{name:?} {media_type:?}");
}

fn package(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn ole(streams: &[&str]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    for stream in streams {
        file.create_stream(format!("/{stream}")).unwrap().write_all(b"x").unwrap();
    }
    file.into_inner().into_inner()
}

#[test]
fn packages_tell_their_format_by_their_parts() {
    let types = |main: &str| {
        format!("<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.{main}\"/></Types>")
    };
    let cases = [
        (package(&[("[Content_Types].xml", &types("wordprocessingml.document.main+xml"))]), Ok(Format::Docx)),
        (package(&[("[Content_Types].xml", &types("presentationml.presentation.main+xml"))]), Ok(Format::Pptx)),
        (package(&[("[Content_Types].xml", &types("spreadsheetml.sheet.main+xml"))]), Ok(Format::Xlsx)),
        (package(&[("x", "y"), ("mimetype", "application/epub+zip\n")]), Ok(Format::Epub)),
        (package(&[("mimetype", "application/vnd.oasis.opendocument.text")]), Ok(Format::Odt)),
        (package(&[("content.xml", "<office:body><office:spreadsheet/>")]), Ok(Format::Ods)),
        (package(&[("a,b,c", "1,2,3")]), Err(Error::unsupported("a zip archive"))),
        (ole(&["Workbook"]), Ok(Format::Xls)),
        (ole(&["EncryptionInfo", "EncryptedPackage"]), Err(Error::Encrypted)),
        (ole(&["WordDocument"]), Ok(Format::Doc)),
        (ole(&["__properties_version1.0"]), Ok(Format::Msg)),
        (ole(&["VisioDocument"]), Err(Error::unsupported("a Visio drawing"))),
    ];
    for (bytes, expected) in cases {
        check(&bytes, Some("text/csv"), Some("table.csv"), expected);
    }
}

#[test]
fn content_decides_before_names() {
    let cases: [(&[u8], &str, Format); 12] = [
        (b"junk\n%PDF-1.7\n", "a.txt", Format::Pdf),
        (b"{\\rtf1\\ansi hello}", "a.doc", Format::Rtf),
        (b"\xef\xbb\xbf \n<!DOCTYPE HTML><p>x", "a.xls", Format::Html),
        (b"<?xml version=\"1.0\"?><!-- c --><html xmlns=\"x\"/>", "a", Format::Html),
        (b"<?xml version=\"1.0\"?><rss/>", "a", Format::Xml),
        (b"<!DOCTYPE html><?php echo 1 ?>", "a.php", Format::Code),
        (b"\x89PNG\r\n\x1a\n", "a.pdf", Format::Image),
        (b"#!/usr/bin/env -S python3 -u\nprint(1)", "run", Format::Code),
        (b"{\"a\": [1]}", "data", Format::Json),
        (b"{\"a\":1}\n{\"a\":2}\n", "data", Format::JsonLines),
        (b"Received: by x\r\n\tid 1\r\nFrom: a@b.c\r\nDate: now\r\n\r\nhi", "mail", Format::Eml),
        (b"Note: from here on\nto: nobody\n", "note", Format::Text),
    ];
    for (bytes, name, format) in cases {
        check(bytes, None, Some(name), Ok(format));
    }
}

#[test]
fn names_and_types_decide_where_content_cannot() {
    check(b"a,b\n1,2\n", Some("application/vnd.ms-excel"), Some("t.csv"), Ok(Format::Csv));
    check(b"# a", Some("text/plain"), Some("t.md"), Ok(Format::Markdown));
    check(b"# a", Some("text/markdown; charset=utf-8"), Some("t.txt"), Ok(Format::Markdown));
    check(b"fn main() {}", Some("application/octet-stream"), Some("src/main.rs"), Ok(Format::Code));
    check(b"all:\n\ttrue", None, Some("Makefile"), Ok(Format::Code));
    check(b"", None, None, Ok(Format::Text));
    check(b"hello\0\x01\x02\x03", None, Some("a.txt"), Err(Error::unsupported("this kind of binary file")));
    check(b"PK\x03\x04cut off", None, Some("a.docx"), Ok(Format::Docx));
    check(b"PK\x03\x04cut off", None, None, Err(Error::corrupt("a zip package")));
}

#[test]
fn a_disagreement_is_said_in_words() {
    let said = |bytes: &[u8], media_type, name| detect(&Input { bytes, media_type, name }).unwrap().disagreement;
    let expected = "the name says PDF, the content is Text".to_owned();
    assert_eq!(said(b"hello", None, Some("a.pdf")), Some(expected));
    assert_eq!(said(b"<html>", Some("text/plain"), Some("a.html")), None);
    assert_eq!(said(b"hello", Some("text/plain"), None), None);
}
