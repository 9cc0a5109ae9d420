//! What the vendor says without a script: the last user message, word by word.
//!
//! `[[tokens=500 delay=10]]` anywhere in the message asks for 500 numbered words, 10 ms apart. The
//! numbers let a browser test see that no word is lost or doubled.

use super::script::Step;

/// Most words that a message can ask for.
const TOKENS_MAX: u64 = 100_000;
/// Longest pause between two words, in milliseconds.
const DELAY_MS_MAX: u64 = 10_000;

pub(super) fn steps(said: &str) -> Vec<Step> {
    let words = match directive(said, "tokens") {
        Some(count) => (1..=count.min(TOKENS_MAX)).map(|number| format!("word{number} ")).collect(),
        None => split_words(&format!("You said: {said}")),
    };
    let delay = directive(said, "delay").map(|ms| ms.min(DELAY_MS_MAX));
    let count = words.len() as u64;
    let mut steps = Vec::with_capacity(words.len() * 2 + 2);
    for word in words {
        steps.push(Step::text(word));
        if let Some(ms) = delay {
            steps.push(Step::Delay { ms });
        }
    }
    steps.push(Step::usage(said.split_whitespace().count() as u64, count));
    steps.push(Step::finish());
    steps
}

fn directive(said: &str, name: &str) -> Option<u64> {
    let (_, rest) = said.split_once("[[")?;
    let (inside, _) = rest.split_once("]]")?;
    let pairs = inside.split_whitespace().filter_map(|pair| pair.split_once('='));
    pairs.filter(|(key, _)| *key == name).find_map(|(_, value)| value.parse().ok())
}

fn split_words(text: &str) -> Vec<String> {
    text.split_inclusive(' ').map(ToOwned::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_answer_repeats_the_message_word_by_word() {
        let expected = vec![
            Step::text("You "),
            Step::text("said: "),
            Step::text("good "),
            Step::text("day"),
            Step::usage(2, 4),
            Step::finish(),
        ];
        assert_eq!(steps("good day"), expected);
    }

    #[test]
    fn a_directive_asks_for_numbered_words_with_pauses() {
        let pause = Step::Delay { ms: 7 };
        let expected =
            vec![Step::text("word1 "), pause.clone(), Step::text("word2 "), pause, Step::usage(3, 2), Step::finish()];
        assert_eq!(steps("go [[tokens=2 delay=7]]"), expected);
    }
}
