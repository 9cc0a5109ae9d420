//! Formats that are text.

use std::fmt::Write as _;

use super::words::{KNOWN, Words};

/// Writes one piece per part.
fn each(parts: usize, mut write: impl FnMut(&mut String, usize, &mut Words)) -> String {
    let mut out = String::new();
    for part in 1..=parts {
        write(&mut out, part, &mut Words::of(part));
    }
    out
}

/// Adds formatted text; a string takes all of it.
macro_rules! add {
    ($out:expr, $($words:tt)*) => { if write!($out, $($words)*).is_err() { break; } };
}

pub(super) fn plain(parts: usize) -> String {
    each(parts, |out, part, words| {
        *out += &format!("Part {part}\n\n{}\n\n{}\n\n", words.paragraph(), words.paragraph());
    })
}

pub(super) fn markdown(parts: usize) -> String {
    each(parts, |out, part, words| {
        *out += &format!("## Part {part}\n\n{}\n\n", words.paragraph());
        *out += &format!("- {}\n- **{}** and `{}`\n\n", words.sentence(), words.word(), words.word());
        *out += &format!("| {} | {} |\n| --- | --- |\n", words.word(), words.word());
        *out += &format!("| {} | [{}](https://example.org/{part}) |\n\n", words.number(1000), words.word());
    })
}

pub(super) fn html(parts: usize) -> String {
    let body = each(parts, |out, part, words| {
        *out += &format!(
            "<h2>Part {part}</h2>\n<p>{}</p>\n<p>A <b>{}</b> &amp; <a href=\"https://example.org/{part}\">{}</a>: {}</p>\n",
            words.paragraph(),
            words.word(),
            words.word(),
            words.sentence()
        );
        *out += &format!("<ul><li>{}</li><li>{}</li></ul>\n", words.sentence(), words.sentence());
        *out += "<table><tr><th>Name</th><th>Number</th></tr>\n";
        for _ in 0..3 {
            *out += &format!("<tr><td>{}</td><td>{}</td></tr>\n", words.word(), words.number(10_000));
        }
        *out += "</table>\n";
    });
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><title>Sample</title><style>p {{ margin: 0 }}</style></head>\n<body>\n{body}</body></html>\n"
    )
}

pub(super) fn rtf(parts: usize) -> Vec<u8> {
    let body = each(parts, |out, part, words| {
        *out += &format!("\\pard\\b\\fs32 Part {part}\\b0\\fs24\\par\n\\pard {}\\par\n", words.paragraph());
        *out += &format!("\\pard {{\\i {}}} \\'e9t\\'e9 \\u1078? {}\\par\n", words.word(), words.sentence());
        *out += &format!(
            "\\trowd\\cellx2000\\cellx4000\\pard\\intbl {}\\cell {}\\cell\\row\n",
            words.word(),
            words.number(1000)
        );
    });
    format!("{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0 Times;}}}}\n{body}}}").into_bytes()
}

pub(super) fn json(parts: usize) -> String {
    let items: Vec<String> = (1..=parts).map(json_part).collect();
    format!("[\n{}\n]\n", items.join(",\n"))
}

pub(super) fn json_lines(parts: usize) -> String {
    (1..=parts).map(|part| json_part(part) + "\n").collect()
}

fn json_part(part: usize) -> String {
    let mut words = Words::of(part);
    let (text, name, count) = (words.paragraph(), words.word(), words.number(1_000_000));
    format!("{{\"title\":\"Part {part}\",\"text\":\"{text}\",\"tags\":[\"{name}\",null,true],\"count\":{count}}}")
}

pub(super) fn xml(parts: usize) -> String {
    let body = each(parts, |out, part, words| {
        *out += &format!(
            "<part><title>Part {part}</title><text>{}</text><count unit=\"{}\">{}</count></part>\n",
            words.paragraph(),
            words.word(),
            words.number(1000)
        );
    });
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sample>\n{body}</sample>\n")
}

pub(super) fn eml(parts: usize) -> String {
    let body = plain(parts).replace('\n', "\r\n");
    format!(
        "From: Ada <ada@example.org>\r\nTo: Bob <bob@example.org>\r\nSubject: About {KNOWN}\r\nDate: Wed, 1 May 2024 10:00:00 +0000\r\n\
         Message-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}"
    )
}

pub(super) fn code(parts: usize) -> String {
    let mut out = String::from("//! A sample.\n\n");
    for part in 1..=parts {
        let mut words = Words::of(part);
        add!(out, "/// Part {part}. {}\npub fn {}_{part}() -> u64 {{\n", words.paragraph(), words.word());
        for _ in 0..5 {
            add!(out, "    let {} = {} + {};\n", words.word(), words.number(100), words.number(100));
        }
        out += "    0\n}\n\n";
    }
    out
}
