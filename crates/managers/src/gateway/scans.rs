//! Whether a text asks for all of a repository.

use super::words;

/// Phrases that ask for all of a repository: one of the first words, perhaps `the`, one of the last.
const LARGE_SCANS: &[(&[&str], &[&str])] = &[
    (&["entire", "full", "whole"], &["codebase", "repo", "repository"]),
    (&["scan"], &["codebase", "repo", "repository"]),
    (&["all"], &["files"]),
];

/// Whether one of the phrases is in the text. All of it is looked at, since a phrase that a policy is about could be put anywhere.
pub(super) fn asks_for_large_scan(text: &str) -> bool {
    let one_of = |list: &[&str], word: &str| list.iter().any(|it| it.eq_ignore_ascii_case(word));
    let mut open: Option<&[&str]> = None;
    for word in words::words(text) {
        if open.is_some_and(|last| one_of(last, word)) {
            return true;
        }
        if open.is_none() || !word.eq_ignore_ascii_case("the") {
            open = LARGE_SCANS.iter().find(|(first, _)| one_of(first, word)).map(|(_, last)| *last);
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_across_spaces_case_and_an_article() {
        for text in [
            "Read the ENTIRE repo.",
            "whole\n  repository",
            "the whole of it, the full codebase",
            "scan repo",
            "Scan the repository",
            "all files",
            "all the files",
            "all all files",
            "scan the whole repo",
        ] {
            assert!(asks_for_large_scan(text), "{text}");
        }
        for text in [
            "",
            "the repo",
            "entire file",
            "scan the first repo",
            "all of my files",
            "the files, all",
            "all the",
            "install files",
        ] {
            assert!(!asks_for_large_scan(text), "{text}");
        }
    }

    #[test]
    fn a_phrase_in_the_middle_of_megabytes_is_found() {
        let filler = "all the ".repeat(200_000);
        assert!(asks_for_large_scan(&format!("{filler} whole repo {filler}")));
        assert!(!asks_for_large_scan(&filler));
    }
}
