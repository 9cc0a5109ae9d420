//! Counts the attributes of tags before the parser sees them: it compares each attribute of a tag with all others of it,
//! so that a tag with a hundred thousand of them takes it forever.
//!
//! What is counted follows the tokenizer of the HTML standard, so that neither a long value counts nor a `<` inside a
//! tag begins another. What only the parser can know (whether `<style>` stands within a drawing, where its content is
//! elements) is not followed; the host's deadline holds for that.

use crate::{Error, Result};

/// Attributes of one tag.
const ATTRIBUTES_MAX: usize = 2000;
/// What looks like a tag inside a script or a style: `i<n` begins no tag, and no `>` ends it for a while.
const RAW_ATTRIBUTES_MAX: usize = ATTRIBUTES_MAX * 8;
/// Elements whose content is text up to their own end tag.
const RAW: [&[u8]; 8] = [b"script", b"style", b"textarea", b"title", b"xmp", b"iframe", b"noembed", b"noframes"];

/// Where the tokenizer stands inside a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// In the tag's own name.
    Tag,
    /// Between attributes.
    Between,
    /// In the name of an attribute, or behind it.
    Name { is_over: bool },
    /// Behind `=`, before its value.
    Equals,
    /// In a value without quotes.
    Value,
    /// In a value that ends with this quote.
    Quoted(u8),
}

/// Looks at every tag of a page.
///
/// # Errors
///
/// [`Error::Corrupt`] for a tag with more attributes than anyone writes.
pub(super) fn check(page: &str) -> Result<()> {
    let bytes = page.as_bytes();
    let mut at = 0;
    while let Some(tag) = next_tag(bytes, &mut at) {
        let end = check_tag(bytes, tag, ATTRIBUTES_MAX)?;
        at = end;
        let name = name(bytes, tag);
        if RAW.iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
            at = raw_end(bytes, end, name);
            check_raw(bytes.get(end..at).unwrap_or_default())?;
        }
    }
    Ok(())
}

fn check_raw(content: &[u8]) -> Result<()> {
    let mut at = 0;
    while let Some(tag) = next_tag(content, &mut at) {
        at = check_tag(content, tag, RAW_ATTRIBUTES_MAX)?;
    }
    Ok(())
}

/// Where the name of the next tag begins, at `at` or behind it; moves `at` past comments.
fn next_tag(bytes: &[u8], at: &mut usize) -> Option<usize> {
    loop {
        let open = *at + bytes.get(*at..)?.iter().position(|byte| *byte == b'<')?;
        let behind = bytes.get(open + 1..)?;
        let slash = usize::from(behind.first() == Some(&b'/'));
        if behind.get(slash).is_some_and(u8::is_ascii_alphabetic) {
            return Some(open + 1 + slash);
        }
        *at = if behind.starts_with(b"!--") {
            // `<!-->` is a whole comment.
            open + 3 + end_of_comment(behind.get(2..)?)?
        } else if matches!(behind.first(), Some(b'!' | b'?' | b'/')) {
            open + 1 + behind.iter().position(|byte| *byte == b'>')?
        } else {
            open + 1
        };
    }
}

fn end_of_comment(bytes: &[u8]) -> Option<usize> {
    let ends = |(at, byte): (usize, &u8)| {
        let before = bytes.get(..at)?;
        (*byte == b'>' && (before.ends_with(b"-") && at < 2 || before.ends_with(b"--") || before.ends_with(b"--!")))
            .then_some(at)
    };
    bytes.iter().enumerate().find_map(ends)
}

fn name(bytes: &[u8], tag: usize) -> &[u8] {
    let rest = bytes.get(tag..).unwrap_or_default();
    // The end tag of such an element does not open it.
    if tag > 0 && bytes.get(tag - 1) == Some(&b'/') {
        return &[];
    }
    let end = rest.iter().position(|byte| is_blank(*byte) || matches!(byte, b'/' | b'>')).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// Where the end tag of such an element begins, or the page ends.
fn raw_end(bytes: &[u8], from: usize, name: &[u8]) -> usize {
    let is_end = |at: &usize| {
        let rest = bytes.get(*at..).unwrap_or_default();
        rest.strip_prefix(b"</").and_then(|rest| rest.split_at_checked(name.len())).is_some_and(|(said, behind)| {
            said.eq_ignore_ascii_case(name)
                && behind.first().is_none_or(|byte| is_blank(*byte) || matches!(byte, b'/' | b'>'))
        })
    };
    (from..bytes.len()).find(is_end).unwrap_or(bytes.len())
}

/// Follows one tag from its name on; gives where it ends.
fn check_tag(bytes: &[u8], tag: usize, most: usize) -> Result<usize> {
    let (mut state, mut count) = (State::Tag, 0);
    for (at, byte) in bytes.iter().enumerate().skip(tag) {
        let Some(next) = state.after(*byte) else { return Ok(at + 1) };
        let is_new = matches!(next, State::Name { is_over: false }) && !matches!(state, State::Name { is_over: false });
        count += usize::from(is_new);
        if count > most {
            return Err(Error::corrupt("a tag of a web page"));
        }
        state = next;
    }
    Ok(bytes.len())
}

impl State {
    /// The state behind a byte; none where it ends the tag.
    fn after(self, byte: u8) -> Option<Self> {
        let blank = is_blank(byte);
        Some(match (self, byte) {
            (Self::Quoted(quote), byte) if byte == quote => Self::Between,
            (Self::Quoted(_), _) => self,
            (_, b'>') => return None,
            (Self::Equals, b'"' | b'\'') => Self::Quoted(byte),
            (Self::Equals, _) if blank => Self::Equals,
            (Self::Equals, _) => Self::Value,
            (Self::Value, _) if blank => Self::Between,
            (Self::Value, _) => Self::Value,
            (_, b'/') => Self::Between,
            (Self::Tag, _) if blank => Self::Between,
            (Self::Tag, _) => Self::Tag,
            (Self::Between, _) if blank => Self::Between,
            (Self::Name { .. }, b'=') => Self::Equals,
            (Self::Name { .. }, _) if blank => Self::Name { is_over: true },
            (Self::Between | Self::Name { .. }, _) => Self::Name { is_over: false },
        })
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Attributes that a tag `<a` with this behind it has.
    fn count(behind: &str) -> usize {
        let page = format!("<a{behind}");
        (0..20).find(|most| check_tag(page.as_bytes(), 1, *most).is_ok()).expect("fewer than twenty")
    }

    #[test]
    fn attributes_are_counted_as_the_tokenizer_sees_them() {
        let cases = [
            (">", 0),
            ("/>", 0),
            (" b>", 1),
            (" b c d>", 3),
            (" b = c d>", 2),
            (" b='x y z = /' c>", 2),
            ("/b/c>", 2),
            (" b='c'd=\"e\">", 2),
            (" <b0 <b1 <b2>", 3),
            (" href=https://a.b/c/d?e=f&g=h>", 1),
            (" =b>", 1),
            (" b='<c d e f>' g>", 2),
            (" b\n c\u{c}d>", 3),
            (" src=\"data:image/png;base64,a/b/c=d==\">", 1),
        ];
        for (behind, expected) in cases {
            assert_eq!(count(behind), expected, "{behind}");
        }
    }

    #[test]
    fn a_tag_with_too_many_is_found_wherever_it_stands() {
        let names = |most: usize| (0..most).map(|nth| format!("b{nth} ")).collect::<String>();
        let refused = Err(Error::corrupt("a tag of a web page"));
        for around in [
            "<a {}>",
            "</a {}>",
            "<a <b0 {}>",
            "<!-- <a b=\" --><a {}>",
            "<!--><a {}>",
            "<!doctype html><a {}>",
            "<script>x<a y=\"</script><a {}>",
            "<title>'<a y='</title ><a {}>",
            "<style>{}</style><p><a {}>",
            "a < b <a {}>",
        ] {
            assert_eq!(check(&around.replace("{}", &names(2001))), refused, "{around}");
            assert_eq!(check(&around.replace("{}", &names(1999))), Ok(()), "{around}");
        }
        assert_eq!(check(&format!("<svg><style><a {}>", names(20_000))), refused);
    }

    #[test]
    fn long_values_scripts_and_comments_are_none() {
        let words = "a/b = c ".repeat(50_000);
        for page in [
            format!("<img src=\"data:image/svg+xml,{words}\"><p>x"),
            format!("<img src='{words}'>"),
            format!("<!-- <a {words} -->"),
            format!("<p>a<b>{words}"),
            format!("<script>for(i=0;i<n;i++){{{}}}</script>", "f(a, b) ".repeat(5_000)),
        ] {
            assert_eq!(check(&page), Ok(()), "{}", &page[..40]);
        }
    }
}
