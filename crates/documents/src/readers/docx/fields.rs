//! Field codes, and symbols that stand in fonts without a meaning.

/// A field: an instruction, and then what it results in.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub(super) instruction: String,
    pub(super) in_result: bool,
    pub(super) link: Option<String>,
    /// Its result is a number of the page it stands on, which says nothing outside the page.
    pub(super) counts_pages: bool,
}

impl Field {
    /// A field whose instruction is complete.
    pub(super) fn begin_result(&mut self) {
        self.in_result = true;
        let mut words = words(&self.instruction);
        match words.next().as_deref().map(str::to_uppercase).as_deref() {
            Some("HYPERLINK") => self.link = hyperlink(words),
            Some("PAGE" | "NUMPAGES" | "SECTIONPAGES") => self.counts_pages = true,
            _ => {}
        }
    }
}

fn hyperlink(mut words: impl Iterator<Item = String>) -> Option<String> {
    let mut address = String::new();
    while let Some(word) = words.next() {
        match word.as_str() {
            "\\l" => address = format!("{address}#{}", words.next().unwrap_or_default()),
            "\\o" | "\\t" => {
                words.next();
            }
            switch if switch.starts_with('\\') && switch.len() == 2 => {}
            target if address.is_empty() => address = target.to_owned(),
            _ => {}
        }
    }
    Some(address).filter(|address| !address.is_empty())
}

/// Words of an instruction; what stands in quotes is one word.
fn words(instruction: &str) -> impl Iterator<Item = String> + '_ {
    let mut rest = instruction.trim();
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let (word, after) = match rest.strip_prefix(['"', '\u{201c}', '\u{201d}']) {
            Some(quoted) => quoted.split_once(['"', '\u{201c}', '\u{201d}']).unwrap_or((quoted, "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        rest = after;
        Some(word.to_owned())
    })
}

/// What a symbol of a font means: `w:sym` names its font and a code, mostly in the private area from F000.
pub(super) fn symbol(font: &str, code: &str) -> Option<char> {
    let code = u32::from_str_radix(code.trim(), 16).ok()?;
    let low = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    match font.to_lowercase().as_str() {
        "symbol" => greek(low).or(char::from_u32(low)).filter(|character| !character.is_control()),
        font if font.starts_with("wingdings") || font.starts_with("webdings") => Some(dingbat(font, low)),
        _ if low != code => char::from_u32(low).filter(|character| !character.is_control()),
        _ => char::from_u32(code),
    }
}

/// The font Symbol, where it differs from ASCII.
fn greek(code: u32) -> Option<char> {
    const UPPER: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    const LOWER: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    const HIGH: &str = "\u{20ac}ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…\u{23d0}\u{23af}↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑";
    let at = |text: &str, first: u32| text.chars().nth((code - first) as usize);
    match code {
        0x41..=0x5A => at(UPPER, 0x41),
        0x61..=0x7A => at(LOWER, 0x61),
        0xA0..=0xE5 => at(HIGH, 0xA0),
        0x22 => Some('∀'),
        0x24 => Some('∃'),
        0x27 => Some('∋'),
        0x2A => Some('∗'),
        0x2D => Some('−'),
        0x40 => Some('≅'),
        0x5C => Some('∴'),
        0x5E => Some('⊥'),
        0x7E => Some('∼'),
        0xF2 => Some('∫'),
        _ => None,
    }
}

/// The signs of Wingdings that people write with; the rest is ornament, for which a bullet stands.
fn dingbat(font: &str, code: u32) -> char {
    match (font, code) {
        ("wingdings", 0x4A) => '☺',
        ("wingdings", 0x4C) => '☹',
        ("wingdings", 0x6F | 0x71 | 0xA8) | ("wingdings 2", 0xA3) => '☐',
        ("wingdings", 0xFD | 0x78) | ("wingdings 2", 0x51 | 0x53 | 0x54) => '☒',
        ("wingdings", 0xFE) | ("wingdings 2", 0x52) => '☑',
        ("wingdings", 0xFC) | ("wingdings 2", 0x50) => '✓',
        ("wingdings", 0xFB) | ("wingdings 2", 0x4F) => '✗',
        ("wingdings", 0xDF | 0xE7) => '←',
        ("wingdings", 0xE0 | 0xE8 | 0xF0) => '→',
        ("wingdings", 0xE1 | 0xE9) => '↑',
        ("wingdings", 0xE2 | 0xEA) => '↓',
        ("wingdings", 0xF3) => '⇔',
        ("wingdings", 0x28 | 0x29) => '☎',
        ("wingdings", 0x2A) => '✉',
        ("wingdings", 0xAB) => '★',
        ("wingdings", 0x20) => ' ',
        ("wingdings", 0x8C..=0x95) => char::from_u32(0x2776 + code - 0x8C).unwrap_or('•'),
        _ => '•',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(instruction: &str) -> Option<String> {
        let mut field = Field { instruction: instruction.to_owned(), ..Field::default() };
        field.begin_result();
        field.link
    }

    #[test]
    fn hyperlinks_are_read_with_their_switches() {
        assert_eq!(link(r#" HYPERLINK "https://a.example/x y" \o "tip" "#), Some("https://a.example/x y".to_owned()));
        assert_eq!(link(r#"hyperlink \l "chapter""#), Some("#chapter".to_owned()));
        assert_eq!(link(r#"HYPERLINK "https://a.example" \l "b" \h"#), Some("https://a.example#b".to_owned()));
        assert_eq!(link("REF _Ref1 \\h"), None);
    }

    #[test]
    fn symbols_have_a_meaning() {
        for (font, code, expected) in [
            ("Symbol", "F061", 'α'),
            ("Symbol", "F0A3", '≤'),
            ("Symbol", "F0B7", '•'),
            ("Symbol", "F0E5", '∑'),
            ("Wingdings", "F0FE", '☑'),
            ("Wingdings", "F0E0", '→'),
            ("Wingdings 2", "0052", '☑'),
            ("Arial", "00E9", 'é'),
        ] {
            assert_eq!(symbol(font, code), Some(expected), "{font} {code}");
        }
    }
}
