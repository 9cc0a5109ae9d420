//! Packages of text: Word, PowerPoint, OpenDocument, electronic books.

use std::io::{self, Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use crate::Format;

use super::words::Words;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A zip package of these texts.
pub(super) fn packed(entries: &[(&str, &str)]) -> io::Result<Vec<u8>> {
    packed_bytes(&entries.iter().map(|(name, text)| (*name, text.as_bytes())).collect::<Vec<_>>())
}

/// A zip package of these entries.
pub(super) fn packed_bytes(entries: &[(&str, &[u8])]) -> io::Result<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default())?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// An OLE file of these streams.
pub(super) fn ole(streams: &[(&str, &[u8])]) -> io::Result<Vec<u8>> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new()))?;
    for (path, bytes) in streams {
        if let Some((storage, _)) = path.rsplit_once('/').filter(|(storage, _)| !storage.is_empty()) {
            file.create_storage_all(storage)?;
        }
        file.create_stream(path)?.write_all(bytes)?;
    }
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

fn types(part: &str, kind: &str) -> String {
    format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/{part}\" \
         ContentType=\"application/vnd.openxmlformats-officedocument.{kind}.main+xml\"/></Types>"
    )
}

pub(super) fn docx(parts: usize) -> io::Result<Vec<u8>> {
    let run =
        |style: &str, text: &str| format!("<w:r><w:rPr>{style}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let paragraph = |style: &str, runs: &str| format!("<w:p><w:pPr>{style}</w:pPr>{runs}</w:p>");
    let mut body = String::new();
    for part in 1..=parts {
        let mut words = Words::of(part);
        body += &paragraph("<w:outlineLvl w:val=\"1\"/>", &run("<w:b/>", &format!("Part {part}")));
        body += &paragraph("", &run("", &words.paragraph()));
        let runs: Vec<String> =
            (0..6).map(|nth| run(["", "<w:b/>", "<w:i/>"][nth % 3], &format!("{} ", words.word()))).collect();
        body += &paragraph("", &runs.concat());
        body += "<w:tbl>";
        for _ in 0..3 {
            let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph("", &run("", text)));
            body += &format!(
                "<w:tr>{}{}{}</w:tr>",
                cell(&words.word()),
                cell(&words.word()),
                cell(&words.number(1000).to_string())
            );
        }
        body += "</w:tbl>";
    }
    packed(&[
        ("[Content_Types].xml", &types("word/document.xml", "wordprocessingml.document")),
        (
            "word/document.xml",
            &format!(
                "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
            ),
        ),
    ])
}

pub(super) fn pptx(parts: usize) -> io::Result<Vec<u8>> {
    let spaces = format!(
        "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" xmlns:r=\"{OFFICE}\""
    );
    let shape = |kind: &str, paragraphs: &[String]| {
        let text: String = paragraphs.iter().map(|text| format!("<a:p><a:r><a:t>{text}</a:t></a:r></a:p>")).collect();
        format!("<p:sp><p:nvSpPr><p:nvPr><p:ph type=\"{kind}\"/></p:nvPr></p:nvSpPr><p:txBody>{text}</p:txBody></p:sp>")
    };
    let (mut ids, mut related, mut slides) = (String::new(), String::new(), Vec::new());
    for part in 1..=parts {
        let mut words = Words::of(part);
        ids += &format!("<p:sldId id=\"{}\" r:id=\"r{part}\"/>", 255 + part);
        related += &format!("<Relationship Id=\"r{part}\" Type=\"{OFFICE}/slide\" Target=\"slides/slide{part}.xml\"/>");
        let body = [words.paragraph(), words.sentence(), words.sentence()];
        slides.push((
            format!("ppt/slides/slide{part}.xml"),
            format!(
                "<p:sld {spaces}><p:cSld><p:spTree>{}{}</p:spTree></p:cSld></p:sld>",
                shape("title", &[format!("Part {part}")]),
                shape("body", &body)
            ),
        ));
    }
    let types = types("ppt/presentation.xml", "presentationml.presentation");
    let presentation = format!("<p:presentation {spaces}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>");
    let related = format!("<Relationships>{related}</Relationships>");
    let mut entries = vec![
        ("[Content_Types].xml", types.as_str()),
        ("ppt/presentation.xml", &presentation),
        ("ppt/_rels/presentation.xml.rels", &related),
    ];
    entries.extend(slides.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    packed(&entries)
}

/// A package of OpenDocument with this body.
pub(super) fn open_document(format: Format, body: &str) -> io::Result<Vec<u8>> {
    let kind = match format {
        Format::Ods => "spreadsheet",
        Format::Odp => "presentation",
        _ => "text",
    };
    let spaces = ["office", "text", "table", "presentation"]
        .map(|name| format!("xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\""))
        .join(" ");
    let spaces = format!("{spaces} xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\"");
    packed(&[
        ("mimetype", &format!("application/vnd.oasis.opendocument.{kind}")),
        (
            "content.xml",
            &format!(
                "<office:document-content {spaces}><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
            ),
        ),
    ])
}

pub(super) fn odt(parts: usize) -> io::Result<Vec<u8>> {
    let mut body = String::new();
    for part in 1..=parts {
        let mut words = Words::of(part);
        body += &format!("<text:h text:outline-level=\"2\">Part {part}</text:h><text:p>{}</text:p>", words.paragraph());
        body +=
            &format!("<text:list><text:list-item><text:p>{}</text:p></text:list-item></text:list>", words.sentence());
        body += "<table:table>";
        for _ in 0..3 {
            let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
            body += &format!("<table:table-row>{}{}</table:table-row>", cell(&words.word()), cell(&words.word()));
        }
        body += "</table:table>";
    }
    open_document(Format::Odt, &body)
}

pub(super) fn odp(parts: usize) -> io::Result<Vec<u8>> {
    let mut body = String::new();
    for part in 1..=parts {
        let mut words = Words::of(part);
        let frame = |class: &str, text: &str| {
            format!(
                "<draw:frame presentation:class=\"{class}\"><draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame>"
            )
        };
        body += &format!(
            "<draw:page draw:name=\"p{part}\">{}{}</draw:page>",
            frame("title", &format!("Part {part}")),
            frame("outline", &words.paragraph())
        );
    }
    open_document(Format::Odp, &body)
}

/// A book with a chapter for every twenty parts.
pub(super) fn epub(parts: usize) -> io::Result<Vec<u8>> {
    let all: Vec<usize> = (1..=parts).collect();
    let chapters: Vec<(String, String)> = all
        .chunks(20)
        .enumerate()
        .map(|(nth, parts)| {
            let mut body = String::new();
            for part in parts {
                let mut words = Words::of(*part);
                body += &format!("<h2>Part {part}</h2><p>{}</p><p>{} <i>{}</i>.</p>", words.paragraph(), words.sentence(), words.word());
            }
            let page = format!("<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>{nth}</title></head><body>{body}</body></html>");
            (format!("c{nth}.xhtml"), page)
        })
        .collect();
    let items: String = chapters
        .iter()
        .enumerate()
        .map(|(nth, (name, _))| format!("<item id=\"i{nth}\" href=\"{name}\" media-type=\"application/xhtml+xml\"/>"))
        .collect();
    let spine: String = (0..chapters.len()).map(|nth| format!("<itemref idref=\"i{nth}\"/>")).collect();
    let book = format!(
        "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\"><metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>Sample</dc:title></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    );
    let mut entries = vec![
        ("mimetype", "application/epub+zip"),
        (
            "META-INF/container.xml",
            "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles><rootfile full-path=\"book.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>",
        ),
        ("book.opf", &book),
    ];
    entries.extend(chapters.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    packed(&entries)
}
