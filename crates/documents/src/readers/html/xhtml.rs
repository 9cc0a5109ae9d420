//! Makes XHTML fit for a parser of HTML: `<title/>` is whole there, but opens an element here that swallows the page.

use std::borrow::Cow;

const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Bytes in which XHTML says that it is XHTML.
const HEAD_BYTES: usize = 1024;

/// Writes elements that close themselves as pairs of tags, if the page is XHTML.
pub(super) fn expand(text: &str) -> Cow<'_, str> {
    let head = &text[..text.floor_char_boundary(HEAD_BYTES)];
    if !(head.contains("<?xml") || head.contains("//DTD XHTML") || head.contains("http://www.w3.org/1999/xhtml")) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut rest = text;
    while let Some(at) = rest.find("/>") {
        let (before, behind) = rest.split_at(at);
        rest = behind.get(2..).unwrap_or_default();
        let tag = before.rfind('<').map(|open| &before[open + 1..]);
        let name = tag.map(|tag| &tag[..tag.find(|c: char| c.is_whitespace()).unwrap_or(tag.len())]);
        out.push_str(before);
        match name {
            Some(name) if is_name(name) && !VOID.contains(&name) => {
                out.push_str("></");
                out.push_str(name);
                out.push('>');
            }
            Some(_) | None => out.push_str("/>"),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_that_close_themselves_become_pairs() {
        let text =
            "<?xml version='1.0'?><html><head><title/><meta x=\"a\"/></head><body><a id=\"b\"/>5 /> 4<br/></body>";
        let expected = "<?xml version='1.0'?><html><head><title></title><meta x=\"a\"/></head><body><a id=\"b\"></a>5 /> 4<br/></body>";
        assert_eq!(expand(text), expected);
        assert_eq!(expand("<p/>a"), "<p/>a");
    }
}
