//! Escapes what would change its meaning in Markdown, and nothing else: text has to stay readable.

/// Escapes what would be taken for emphasis, code, a link, a tag or an entity.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let linked = text.contains("](") || text.contains("][");
    let mut before = ' ';
    let mut rest = text.char_indices();
    while let Some((at, character)) = rest.next() {
        let after = rest.clone().next().map_or(' ', |(_, after)| after);
        let escaped = match character {
            '`' => true,
            '\\' => after.is_ascii_punctuation(),
            '*' => !(before.is_whitespace() && after.is_whitespace()),
            '_' => {
                let inside = before.is_alphanumeric() && after.is_alphanumeric();
                !(inside || is_border(before) && is_border(after))
            }
            '~' => before == '~' || after == '~',
            '[' => linked || after == '^',
            '<' => after.is_ascii_alphabetic() || matches!(after, '/' | '!' | '?'),
            '&' => is_entity(&text[at + 1..]),
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        out.push(character);
        before = character;
    }
    out
}

fn is_border(character: char) -> bool {
    character.is_whitespace() || character == '_'
}

fn is_entity(rest: &str) -> bool {
    let rest = rest.strip_prefix('#').unwrap_or(rest);
    let length = rest.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
    length > 0 && rest.as_bytes().get(length) == Some(&b';')
}

/// Escapes what at the head of a line would begin a block, and takes off blanks there. Empty lines go, since they would
/// end the block.
pub(super) fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        if !out.is_empty() {
            out.push('\n');
        }
        match opening(line) {
            Some(at) => {
                out.push_str(&line[..at]);
                out.push('\\');
                out.push_str(&line[at..]);
            }
            None => out.push_str(line),
        }
    }
    out
}

/// Where a backslash keeps the line from beginning a block.
fn opening(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    let blank_at = |at: usize| line.as_bytes().get(at).is_none_or(u8::is_ascii_whitespace);
    let run = line.chars().take_while(|character| *character == first).count();
    let opens = match first {
        '#' => run <= 6 && blank_at(run),
        '>' => true,
        '+' => blank_at(1),
        // A list, a rule, or the line below a heading.
        '-' | '=' => blank_at(1) || line.chars().all(|character| character == first || character == ' '),
        '~' => run >= 3,
        '|' => true,
        _ => false,
    };
    if opens {
        return Some(0);
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let number = (1..=9).contains(&digits) && matches!(line.as_bytes().get(digits), Some(b'.' | b')'));
    (number && blank_at(digits + 1)).then_some(digits)
}

/// Keeps the end of a heading from being taken for its closing mark.
pub(super) fn heading(text: &str) -> String {
    let said = text.trim_end_matches('#');
    match said.len() < text.len() && (said.is_empty() || said.ends_with(' ')) {
        true => format!("{said}\\{}", &text[said.len()..]),
        false => text.to_owned(),
    }
}

/// The longest run of a character.
pub(super) fn longest_run(text: &str, of: char) -> usize {
    text.split(|character| character != of).map(str::len).max().unwrap_or(0)
}
