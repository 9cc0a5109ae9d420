//! Formats that show themselves in their first bytes, and those inside zip and OLE packages.

use std::io::{Cursor, Read};

use crate::{Error, Format, Result, encoding};

/// What the first bytes say.
pub(super) enum Sniffed {
    /// A format.
    Format(Format),
    /// A zip package that cannot be opened.
    Package,
    /// Text of some kind.
    Text,
}

/// Bytes in which `%PDF-` may stand; readers accept junk before it.
const PDF_HEAD_BYTES: usize = 1024;
/// Bytes of a part of a package that are read to tell its type.
const PART_BYTES_MAX: u64 = 1 << 20;
/// Bytes in which control characters are counted.
const TEXT_HEAD_BYTES: usize = 8 << 10;

/// Tells what a file's bytes are.
pub(super) fn sniff(bytes: &[u8]) -> Result<Sniffed> {
    let head = bytes.get(..PDF_HEAD_BYTES).unwrap_or(bytes);
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Ok(Sniffed::Format(Format::Pdf));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return package(bytes);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return ole(bytes).map(Sniffed::Format);
    }
    if is_image(bytes) {
        return Ok(Sniffed::Format(Format::Image));
    }
    if let Some((_, what)) = OTHERS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(Error::unsupported(*what));
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Err(Error::unsupported("a video"));
    }
    if is_text(bytes) { Ok(Sniffed::Text) } else { Err(Error::unsupported("this kind of binary file")) }
}

fn is_image(bytes: &[u8]) -> bool {
    let magics: [&[u8]; 6] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*"];
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    // `BM` alone begins many a text: the four reserved bytes behind the size are zero.
    let bitmap = bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]);
    webp || bitmap || magics.iter().any(|magic| bytes.starts_with(magic))
}

const OTHERS: &[(&[u8], &str)] = &[
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\0asm", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"fLaC", "a sound file"),
    (b"RIFF", "a sound or video file"),
    (b"\x1a\x45\xdf\xa3", "a video"),
    (b"%!PS", "a PostScript file"),
];

/// Few control characters, or NUL bytes in the pattern of wide encodings.
fn is_text(bytes: &[u8]) -> bool {
    if encoding::wide(bytes).is_some() {
        return true;
    }
    let head = bytes.get(..TEXT_HEAD_BYTES).unwrap_or(bytes);
    let controls = head.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127)).count();
    !head.contains(&0) && controls * 50 <= head.len()
}

fn package(bytes: &[u8]) -> Result<Sniffed> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return Ok(Sniffed::Package);
    };
    if let Some(format) = part(&mut archive, "mimetype").and_then(|part| of_mimetype(&part)) {
        return Ok(Sniffed::Format(format));
    }
    if let Some(types) = part(&mut archive, "[Content_Types].xml")
        && let Some(format) = of_content_types(&types)
    {
        return Ok(Sniffed::Format(format));
    }
    let names = [
        ("word/document.xml", Format::Docx),
        ("ppt/presentation.xml", Format::Pptx),
        ("xl/workbook.xml", Format::Xlsx),
        ("xl/workbook.bin", Format::Xlsx),
        ("META-INF/container.xml", Format::Epub),
    ];
    if let Some((_, format)) = names.iter().find(|(name, _)| archive.index_for_name(name).is_some()) {
        return Ok(Sniffed::Format(*format));
    }
    if archive.index_for_name("EncryptedPackage").is_some() {
        return Err(Error::Encrypted);
    }
    if archive.index_for_name("content.xml").is_some()
        && let Some(format) = part(&mut archive, "content.xml").and_then(|part| of_content(&part))
    {
        return Ok(Sniffed::Format(format));
    }
    Err(Error::unsupported("a zip archive"))
}

/// The beginning of a part, as far as it can be unpacked.
fn part(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<Vec<u8>> {
    let entry = archive.by_name(name).ok()?;
    let mut part = Vec::new();
    // A damaged part still tells its type by what comes before the damage.
    match entry.take(PART_BYTES_MAX).read_to_end(&mut part) {
        Ok(_) | Err(_) => Some(part),
    }
}

fn of_mimetype(part: &[u8]) -> Option<Format> {
    let declared = std::str::from_utf8(part).ok()?.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    Format::of_media_type(declared).filter(|format| !format.is_text())
}

fn of_content_types(part: &[u8]) -> Option<Format> {
    let types = String::from_utf8_lossy(part).to_ascii_lowercase();
    let mains = [
        ("wordprocessingml.document.main+xml", Format::Docx),
        ("wordprocessingml.template.main+xml", Format::Docx),
        ("ms-word.document.macroenabled.main+xml", Format::Docx),
        ("ms-word.template.macroenabledtemplate.main+xml", Format::Docx),
        ("presentationml.presentation.main+xml", Format::Pptx),
        ("presentationml.slideshow.main+xml", Format::Pptx),
        ("presentationml.template.main+xml", Format::Pptx),
        ("ms-powerpoint.presentation.macroenabled.main+xml", Format::Pptx),
        ("ms-powerpoint.slideshow.macroenabled.main+xml", Format::Pptx),
        ("spreadsheetml.sheet.main+xml", Format::Xlsx),
        ("spreadsheetml.template.main+xml", Format::Xlsx),
        ("ms-excel.sheet.macroenabled.main+xml", Format::Xlsx),
        ("ms-excel.sheet.binary.macroenabled.main", Format::Xlsx),
    ];
    mains.iter().find(|(main, _)| types.contains(main)).map(|(_, format)| *format)
}

fn of_content(part: &[u8]) -> Option<Format> {
    let content = String::from_utf8_lossy(part);
    let bodies =
        [("<office:text", Format::Odt), ("<office:spreadsheet", Format::Ods), ("<office:presentation", Format::Odp)];
    bodies.iter().find(|(body, _)| content.contains(body)).map(|(_, format)| *format)
}

fn ole(bytes: &[u8]) -> Result<Format> {
    let file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Error::corrupt("an OLE file"))?;
    let has = |name: &str| file.exists(format!("/{name}"));
    if has("EncryptedPackage") || has("EncryptionInfo") {
        return Err(Error::Encrypted);
    }
    if has("Workbook") || has("Book") {
        return Ok(Format::Xls);
    }
    if has("WordDocument") {
        return Ok(Format::Doc);
    }
    if has("__properties_version1.0") {
        return Ok(Format::Msg);
    }
    let others = [("PowerPoint Document", "a PowerPoint 97 presentation"), ("VisioDocument", "a Visio drawing")];
    let what = others.iter().find(|(name, _)| has(name)).map_or("this kind of OLE file", |(_, what)| what);
    Err(Error::unsupported(what))
}
