//! Escapes what would change its meaning in Markdown, and nothing else: text has to stay readable.

/// Escapes what would be taken for emphasis, code, a link, a tag or an entity.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let linked = text.contains("](") || text.contains("][");
    let struck = text.matches('~').count() > 1;
    let (mut before, mut underlined) = (' ', false);
    let mut rest = text.char_indices();
    while let Some((at, character)) = rest.next() {
        let after = rest.clone().next().map(|(_, after)| after);
        let is_blank_after = after.is_none_or(char::is_whitespace);
        let escaped = match character {
            '`' => true,
            '\\' => after.is_none_or(|after| after.is_ascii_punctuation() || after == '\n'),
            '*' => !(before.is_whitespace() && is_blank_after),
            '_' => {
                if before != '_' {
                    underlined = is_emphasis(before, &text[at..]);
                }
                underlined
            }
            '~' => struck,
            '[' => linked || after == Some('^'),
            '<' => after.is_some_and(|after| after.is_ascii_alphabetic() || matches!(after, '/' | '!' | '?')),
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

/// Whether a run of `_` could begin or end emphasis: not inside a word, and not between blanks, as on a form.
fn is_emphasis(before: char, run: &str) -> bool {
    let after = run.chars().find(|character| *character != '_').unwrap_or(' ');
    let is_inside = before.is_alphanumeric() && after.is_alphanumeric();
    !(is_inside || before.is_whitespace() && after.is_whitespace())
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
    let only = |of: &[char]| line.chars().all(|character| character == ' ' || of.contains(&character));
    let opens = match first {
        '#' => run <= 6 && blank_at(run),
        '>' | '|' => true,
        '+' => blank_at(1),
        // A list, a rule, or the line below a heading.
        '-' | '=' | '*' => blank_at(1) || only(&[first]),
        '_' => only(&[first]),
        '~' => run >= 3,
        // What an address stands for.
        '[' => line.contains("]:"),
        _ => false,
    };
    // The line below the header of a table.
    let opens = opens || line.contains('-') && only(&['|', '-', ':']);
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
