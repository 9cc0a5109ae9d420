//! Which kind of text a file is. Signatures that nothing else begins with decide alone; the rest only where neither the
//! declared type nor the name says more than "text".

use crate::{Format, encoding, languages};

/// Bytes that are looked at.
const HEAD_BYTES: usize = 4096;

/// Chooses among the formats that are text.
pub(super) fn choose(bytes: &[u8], by_type: Option<Format>, by_name: Option<Format>) -> Format {
    let head = encoding::head(bytes, HEAD_BYTES);
    let head = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let declared = [by_type.filter(|by_type| *by_type != Format::Text), by_name, by_type]
        .into_iter()
        .flatten()
        .find(|format| format.is_text() && *format != Format::Rtf);
    match (signature(head), declared) {
        // Templates and pages in a language of programs begin like web pages.
        (Some(Format::Html | Format::Xml), Some(Format::Code)) => Format::Code,
        (Some(Format::Xml), Some(Format::Html)) => Format::Html,
        (Some(format), _) => format,
        (None, Some(declared)) if declared != Format::Text => declared,
        (None, declared) => weak(bytes, head).or(declared).unwrap_or(Format::Text),
    }
}

/// What nothing else begins with.
fn signature(head: &str) -> Option<Format> {
    if head.starts_with("{\\rtf") {
        return Some(Format::Rtf);
    }
    let lower = head.get(..head.floor_char_boundary(1024)).unwrap_or_default().to_ascii_lowercase();
    let is_xml = lower.starts_with("<?xml");
    match root(&lower) {
        Some("html" | "!doctype html") => Some(Format::Html),
        _ if is_xml => Some(Format::Xml),
        _ => None,
    }
}

/// The first element or the document type, past comments and processing instructions.
fn root(mut rest: &str) -> Option<&str> {
    loop {
        rest = rest.trim_start();
        rest = if rest.starts_with("<?") {
            rest.split_once("?>")?.1
        } else if rest.starts_with("<!--") {
            rest.split_once("-->")?.1
        } else {
            break;
        };
    }
    if rest.starts_with("<!doctype html") {
        return Some("!doctype html");
    }
    let name = rest.strip_prefix('<')?;
    let name = &name[..name.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(name.len())];
    Some(name.rsplit(':').next().unwrap_or(name)).filter(|name| !name.is_empty())
}

/// What text looks like that nobody has named.
fn weak(bytes: &[u8], head: &str) -> Option<Format> {
    if languages::of_shebang(head).is_some() {
        return Some(Format::Code);
    }
    if is_mail(head) {
        return Some(Format::Eml);
    }
    if head.starts_with(['{', '[']) {
        let lines = || head.lines().map(str::trim).filter(|line| !line.is_empty());
        if serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok() {
            return Some(Format::Json);
        }
        if lines().count() > 1
            && lines().next().is_some_and(|line| serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok())
        {
            return Some(Format::JsonLines);
        }
    }
    None
}

/// Two headers of mail among the first lines, and nothing else before them.
fn is_mail(head: &str) -> bool {
    const HEADERS: [&str; 12] = [
        "received",
        "return-path",
        "delivered-to",
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "mime-version",
        "content-type",
        "reply-to",
        "dkim-signature",
    ];
    let mut known = 0;
    for line in head.lines() {
        if line.starts_with([' ', '\t']) && known > 0 {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { break };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            break;
        }
        known += usize::from(HEADERS.contains(&name.to_ascii_lowercase().as_str()));
    }
    known >= 3
}
