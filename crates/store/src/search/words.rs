//! The words of a query. Nothing else of it reaches the databases' query languages.

/// Words of a query that count; more would only make it slower.
const WORDS_MAX: usize = 16;

/// Characters of a word that count; the rest of a longer one is not looked for.
const WORD_CHARACTERS_MAX: usize = 64;

/// The words of a query, at least one, in lower case.
pub(super) struct Words(Vec<String>);

impl Words {
    /// `None` where the query has neither letters nor digits.
    pub(super) fn parse(query: &str) -> Option<Self> {
        let words = query.split(|c| !is_word(c)).filter(|word| !word.is_empty());
        let words = words.map(|word| word.chars().take(WORD_CHARACTERS_MAX).collect::<String>().to_lowercase());
        let words: Vec<_> = words.take(WORDS_MAX).collect();
        (!words.is_empty()).then_some(Self(words))
    }

    /// As FTS5 reads it: strings, the last of them as a beginning.
    pub(super) fn fts5(&self) -> String {
        let words: Vec<_> = self.0.iter().map(|word| format!("\"{word}\"")).collect();
        format!("{} *", words.join(" AND "))
    }

    /// As `to_tsquery` reads it.
    pub(super) fn tsquery(&self) -> String {
        let words: Vec<_> = self.0.iter().map(|word| format!("'{word}'")).collect();
        format!("{}:*", words.join(" & "))
    }

    /// Whether a word of a text is one that was looked for.
    pub(super) fn matches(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        let (last, others) = match self.0.split_last() {
            Some(parts) => parts,
            None => return false,
        };
        word.starts_with(last.as_str()) || others.contains(&word)
    }
}

/// Letters, digits and the accents that follow a letter in decomposed text.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || ('\u{300}'..='\u{36F}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_reach_the_query_languages() {
        for (query, fts5, tsquery) in [
            ("Fox", r#""fox" *"#, "'fox':*"),
            ("a\" OR * (b", r#""a" AND "or" AND "b" *"#, "'a' & 'or' & 'b':*"),
            ("x'y\\z:*", r#""x" AND "y" AND "z" *"#, "'x' & 'y' & 'z':*"),
            ("ÄRGER", r#""ärger" *"#, "'ärger':*"),
        ] {
            let words = Words::parse(query).unwrap();
            assert_eq!((words.fts5().as_str(), words.tsquery().as_str()), (fts5, tsquery), "{query}");
        }
        for nothing in ["", "  ", "\"*(", "\0"] {
            assert!(Words::parse(nothing).is_none(), "{nothing:?}");
        }
    }
}
