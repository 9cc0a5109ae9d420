//! Rows of spans in the making.

use crate::{Span, Style};

/// Adds text, to the last span where it is set in the same way.
pub(crate) fn append(spans: &mut Vec<Span>, text: &str, style: Style, link: Option<&str>) {
    if text.is_empty() {
        return;
    }
    if let Some(last) = spans.last_mut()
        && last.style == style
        && last.link.as_deref() == link
        && last.note.is_none()
    {
        last.text.push_str(text);
        return;
    }
    spans.push(Span { text: text.to_owned(), style, link: link.map(str::to_owned), note: None });
}

/// Adds spans, the first of them to the last one that is there where both are set in the same way.
pub(crate) fn extend(spans: &mut Vec<Span>, more: Vec<Span>) {
    for span in more {
        match span.note {
            Some(_) => spans.push(span),
            None => append(spans, &span.text, span.style, span.link.as_deref()),
        }
    }
}

/// Takes white space off both ends, and spans that are empty then.
pub(crate) fn trim(spans: &mut Vec<Span>) {
    while let Some(last) = spans.last_mut() {
        last.text.truncate(last.text.trim_end().len());
        if !last.text.is_empty() || last.note.is_some() {
            break;
        }
        spans.pop();
    }
    let blank = spans.iter().take_while(|span| span.text.trim().is_empty() && span.note.is_none()).count();
    spans.drain(..blank);
    if let Some(first) = spans.first_mut() {
        let start = first.text.len() - first.text.trim_start().len();
        first.text.drain(..start);
    }
}

/// The text without its style.
#[cfg(test)]
pub(crate) fn plain(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}
