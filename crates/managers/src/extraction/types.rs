//! Which files are read, in the words of BrainDrive's clients.

use documents::Format;

/// Which files are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupportedTypes {
    /// Media types and the word for what each is.
    pub media_types: Vec<(&'static str, String)>,
    /// Extensions without the dot, in alphabetical order.
    pub extensions: Vec<&'static str>,
    /// The words for what files are.
    pub words: Vec<String>,
}

/// Which files are read.
pub fn supported_types() -> SupportedTypes {
    let known = documents::supported();
    let mut extensions: Vec<&str> = known.iter().flat_map(|known| known.extensions.iter().copied()).collect();
    extensions.sort_unstable();
    extensions.dedup();
    SupportedTypes {
        media_types: known
            .iter()
            .flat_map(|known| known.media_types.iter().map(|media_type| (*media_type, word(known.format))))
            .collect(),
        extensions,
        words: known.iter().map(|known| word(known.format)).collect(),
    }
}

/// The word for a format: `pdf`, `docx`, `text`.
pub(super) fn word(format: Format) -> String {
    match serde_json::to_value(format) {
        Ok(serde_json::Value::String(word)) => word,
        _ => "text".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_has_a_word_and_most_have_extensions() {
        let types = supported_types();
        assert!(types.words.contains(&"pdf".to_owned()) && types.words.contains(&"json_lines".to_owned()));
        assert!(types.media_types.contains(&("text/markdown", "markdown".to_owned())));
        for extension in ["csv", "docx", "eml", "epub", "html", "json", "log", "md", "ods", "odt", "pdf", "pptx", "txt"]
        {
            assert!(types.extensions.contains(&extension), "{extension}");
        }
    }
}
