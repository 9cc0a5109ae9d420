//! JSON and lines of JSON: kept as they are, but laid out where a value stands on one endless line, so that readers and
//! chunks find borders.

use crate::encoding::Decoded;
use crate::{Error, Limit, Output, Result, WarningKind, readers::code};

/// Bytes per line, on average, above which a value is laid out anew.
const LINE_BYTES: usize = 200;
/// Steps of indentation; deeper ones would grow the text without end.
const INDENT_MAX: usize = 12;

/// Reads one value or a line of values each.
pub(crate) fn read(decoded: &Decoded<'_>, output: &mut Output<'_>) -> Result<()> {
    let text = decoded.text.trim();
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    if is_value(text) {
        let lines = lines().count().max(1);
        if text.len() / lines <= LINE_BYTES {
            return code::block(decoded, Some("json"), output);
        }
        let laid = Decoded { text: layout(text, output.limits().bytes_out)?.into(), offset: None };
        return code::block(&laid, Some("json"), output);
    }
    if !lines().all(is_value) {
        output.warn(WarningKind::Damaged, "not valid JSON");
    }
    code::block(decoded, Some("json"), output)
}

fn is_value(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// The same tokens on lines of their own.
fn layout(text: &str, bytes_max: u64) -> Result<String> {
    let mut out = String::with_capacity(text.len() * 2);
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if quoted {
            out.push(character);
            quoted = escaped || character != '"';
            escaped = !escaped && character == '\\';
            continue;
        }
        match character {
            '"' => {
                quoted = true;
                out.push('"');
            }
            '{' | '[' => {
                out.push(character);
                while characters.next_if(|next| next.is_whitespace()).is_some() {}
                if let Some(end) = characters.next_if(|next| matches!(next, '}' | ']')) {
                    out.push(end);
                } else {
                    depth += 1;
                    line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(character);
            }
            ',' => {
                out.push(',');
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            character if character.is_whitespace() => {}
            character => out.push(character),
        }
        if out.len() as u64 > bytes_max {
            return Err(Error::LimitExceeded { limit: Limit::BytesOut });
        }
    }
    Ok(out)
}

fn line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth.min(INDENT_MAX)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::read_with;
    use crate::{Block, BlockKind};

    fn check(text: &str, laid: &str, warnings: usize) {
        let document = read_with(text, read);
        let kind = BlockKind::Code { language: Some("json".to_owned()), text: laid.to_owned() };
        let kinds: Vec<BlockKind> = document.blocks.into_iter().map(|block: Block| block.kind).collect();
        assert_eq!((kinds, document.warnings.len()), (vec![kind], warnings));
    }

    #[test]
    fn short_lines_stay_and_endless_ones_are_laid_out() {
        check("{\"a\": 1}\n", "{\"a\": 1}", 0);
        check("{\"a\":1}\n{\"a\":2}\n", "{\"a\":1}\n{\"a\":2}", 0);
        check("{\"a\":", "{\"a\":", 1);
        let long = "x".repeat(200);
        let laid = format!("{{\n  \"a,\\\"{{\": [\n    1,\n    {{}}\n  ],\n  \"b\": \"{long}\"\n}}");
        check(&format!("{{\"a,\\\"{{\":[1,{{ }}],\"b\":\"{long}\"}}"), &laid, 0);
    }

    #[test]
    fn deep_values_neither_recurse_nor_grow() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let document = read_with(&deep, read);
        assert_eq!(document.blocks.len(), 1);
    }
}
