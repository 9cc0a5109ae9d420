//! Runs of text in their styles, with links and references to notes.

use crate::{Span, Style};

use super::escape;

/// Bytes of an address; longer ones are data, not addresses.
const TARGET_BYTES_MAX: usize = 2048;

/// Writes a row of spans.
pub(super) fn spans(spans: &[Span]) -> String {
    let mut out = String::new();
    for span in spans {
        if let Some(label) = &span.note {
            out.push_str(&format!("[^{}]", self::label(label)));
        }
        // Marks of style stand next to the word, never next to a blank.
        let said = span.text.trim();
        let start = span.text.len() - span.text.trim_start().len();
        out.push_str(&span.text[..start]);
        if said.is_empty() {
            continue;
        }
        match span.link.as_deref().filter(|link| is_address(link)) {
            Some(link) if link == said => out.push_str(&format!("<{link}>")),
            Some(link) => out.push_str(&format!("[{}]({})", styled(said, span.style), target(link))),
            None => out.push_str(&styled(said, span.style)),
        }
        out.push_str(&span.text[start + said.len()..]);
    }
    out
}

/// A picture.
pub(super) fn image(alt: &str, address: &str) -> String {
    let address = if is_address(address) { target(address) } else { String::new() };
    if alt.trim().is_empty() && address.is_empty() {
        return String::new();
    }
    let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("![{}]({address})", escape::text(&alt))
}

/// A label that a note can have in Markdown.
pub(super) fn label(label: &str) -> String {
    label.chars().map(|character| if character.is_alphanumeric() { character } else { '-' }).collect()
}

fn is_address(link: &str) -> bool {
    !link.trim().is_empty() && link.len() <= TARGET_BYTES_MAX && !link.starts_with("data:")
}

fn target(link: &str) -> String {
    let awkward = |character: char| character.is_whitespace() || matches!(character, '(' | ')' | '<' | '>');
    if !link.contains(awkward) {
        return link.to_owned();
    }
    let mut out = String::from("<");
    for character in link.chars() {
        match character {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\n' | '\r' => {}
            character => out.push(character),
        }
    }
    out.push('>');
    out
}

fn styled(text: &str, style: Style) -> String {
    let mut said = if style.code {
        code(text)
    } else if style.math {
        format!("${text}$")
    } else {
        escape::text(text)
    };
    for (is_on, mark) in [(style.strike, "~~"), (style.emphasis, "*"), (style.strong, "**")] {
        if is_on {
            said = format!("{mark}{said}{mark}");
        }
    }
    said
}

fn code(text: &str) -> String {
    let fence = "`".repeat(escape::longest_run(text, '`') + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}
