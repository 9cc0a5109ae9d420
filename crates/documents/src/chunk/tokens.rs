//! Counting tokens.

/// Says where the tokens of a text begin. An embedding model's own tokenizer can be one.
pub trait Tokens {
    /// Adds the byte offset of every token of the text, ascending.
    fn starts(&self, text: &str, starts: &mut Vec<usize>);
}

/// An estimate that needs no vocabulary, meant to err on the high side: five letters of a Latin word, two of another
/// alphabet's, one sign of Chinese or Japanese or one of anything else are a token.
#[derive(Debug, Clone, Copy, Default)]
pub struct Estimate;

/// Parts of a token, of which sixty make one.
const TOKEN: u32 = 60;

impl Tokens for Estimate {
    fn starts(&self, text: &str, starts: &mut Vec<usize>) {
        let mut filled = TOKEN;
        for (at, character) in text.char_indices() {
            let weight = weight(character);
            match weight {
                0 => filled = TOKEN,
                TOKEN => {
                    starts.push(at);
                    filled = TOKEN;
                }
                weight => {
                    if filled + weight > TOKEN {
                        starts.push(at);
                        filled = 0;
                    }
                    filled += weight;
                }
            }
        }
    }
}

fn weight(character: char) -> u32 {
    match character {
        character if character.is_whitespace() => 0,
        'a'..='z' | 'A'..='Z' => TOKEN / 5,
        '0'..='9' => TOKEN / 3,
        '\u{c0}'..='\u{24f}' => TOKEN / 3,
        // Hiragana to the CJK ideographs and beyond, Hangul syllables.
        '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'.. => TOKEN,
        character if character.is_alphabetic() => TOKEN / 2,
        _ => TOKEN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        let mut starts = Vec::new();
        Estimate.starts(text, &mut starts);
        assert!(starts.is_sorted() && starts.iter().all(|start| text.is_char_boundary(*start)));
        starts.len()
    }

    #[test]
    fn words_signs_and_scripts() {
        let cases =
            [("", 0), ("a few words", 3), ("information", 3), ("a, b.", 4), ("日本語", 3), ("день", 2), ("1234", 2)];
        for (text, tokens) in cases {
            assert_eq!(count(text), tokens, "{text}");
        }
    }
}
