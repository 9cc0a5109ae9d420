//! What a request is about, from its words and its length alone. Pure: the same text and tables give
//! the same answer, on any machine and without a model.

use serde::Serialize;

use super::hints::{Hints, Tier};
use super::words;

/// Words are looked for in so many bytes of each end of the text. Characters are counted in all of it.
const SCAN_BYTES: usize = 64 * 1024;
/// The task type of a text without hints.
pub const UNKNOWN: &str = "unknown";

/// Confidence in hundredths: of a guess without hints, of one with them, and per point of score.
const CONFIDENCE_UNKNOWN: u32 = 40;
const CONFIDENCE_BASE: u32 = 55;
const CONFIDENCE_STEP: u32 = 5;
const CONFIDENCE_MAX: u32 = 95;

/// What a request is about and what it is worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Classification {
    /// Name of a task type of the tables, or `unknown`.
    pub task_type: String,
    /// How much there is to read.
    pub complexity: Complexity,
    /// Whether the answer depends on code.
    pub needs_codebase: bool,
    /// Whether the answer depends on documentation from outside.
    pub needs_external_docs: bool,
    /// Whether what was learnt before may help. It always may.
    pub needs_memory: bool,
    /// Whether an answer from memory may be out of date.
    pub freshness_required: bool,
    /// The alias that `auto` takes where no rule says otherwise.
    pub recommended_alias: Tier,
    /// From 0 to 1, in hundredths.
    pub confidence: f64,
}

/// How much there is to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Complexity {
    /// A line.
    Trivial,
    /// A paragraph.
    Easy,
    /// A page.
    Medium,
    /// More than that.
    Hard,
}

impl Complexity {
    /// The stable spelling that rules and the ledger use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Trivial => "trivial",
            Self::Easy => "easy",
            Self::Medium => "medium",
            Self::Hard => "hard",
        }
    }
}

/// Classifies the texts of a request's messages, joined.
pub fn classify(hints: &Hints, text: &str) -> Classification {
    let found = find(hints, text);
    let tables = hints.tables();
    let complexity = complexity(hints, text);
    let (best, top, second) = winner(&found.scores);
    let task = best.and_then(|best| tables.task_types.get(best));
    let tier = task.map_or(tables.other_tier, |task| task.tier);
    Classification {
        task_type: task.map_or_else(|| UNKNOWN.to_owned(), |task| task.name.clone()),
        complexity,
        needs_codebase: found.repo || task.is_some_and(|task| task.needs_codebase),
        needs_external_docs: found.docs,
        needs_memory: true,
        freshness_required: found.docs,
        recommended_alias: if complexity == Complexity::Hard { tables.hard_tier } else { tier },
        confidence: f64::from(confidence(top, second)) / 100.0,
    }
}

/// What the text's words speak for.
struct Found {
    /// Points of each task type.
    scores: Vec<u32>,
    repo: bool,
    docs: bool,
}

fn find(hints: &Hints, text: &str) -> Found {
    let tasks = &hints.tables().task_types;
    let mut found = Found { scores: vec![0; tasks.len()], repo: false, docs: false };
    let mut seen = vec![false; hints.len()];
    let mut lower = String::new();
    let (head, tail) = words::ends(text, SCAN_BYTES);
    for word in words::words(head).chain(words::words(tail)) {
        lower.clear();
        lower.extend(word.chars().flat_map(char::to_lowercase));
        let Some(meaning) = hints.meaning(&lower) else { continue };
        if std::mem::replace(&mut seen[meaning.word], true) {
            continue;
        }
        found.repo |= meaning.repo;
        for &position in &meaning.tasks {
            found.scores[position] += tasks[position].weight;
            found.docs |= tasks[position].needs_external_docs;
        }
    }
    found
}

/// The first task type with the highest score, its score, and the highest of the others.
fn winner(scores: &[u32]) -> (Option<usize>, u32, u32) {
    let top = scores.iter().copied().max().unwrap_or(0);
    let best = scores.iter().position(|score| *score == top).filter(|_| top > 0);
    let others = scores.iter().enumerate().filter(|(position, _)| Some(*position) != best);
    (best, top, others.map(|(_, score)| *score).max().unwrap_or(0))
}

fn confidence(top: u32, second: u32) -> u32 {
    if top == 0 {
        return CONFIDENCE_UNKNOWN;
    }
    let points = top.saturating_add(top - second);
    CONFIDENCE_MAX.min(CONFIDENCE_BASE.saturating_add(points.saturating_mul(CONFIDENCE_STEP)))
}

fn complexity(hints: &Hints, text: &str) -> Complexity {
    let bounds = hints.tables().complexity;
    match text.chars().count() {
        count if count < bounds.trivial_below => Complexity::Trivial,
        count if count <= bounds.easy_max => Complexity::Easy,
        count if count <= bounds.medium_max => Complexity::Medium,
        _ => Complexity::Hard,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Task type, complexity, alias, and confidence.
    #[track_caller]
    fn check(text: &str, expected: (&str, Complexity, Tier, f64)) -> Classification {
        let got = classify(&Hints::default(), text);
        let short = (got.task_type.as_str(), got.complexity, got.recommended_alias, got.confidence);
        assert_eq!(short, expected, "{:.80}", text);
        got
    }

    #[test]
    fn the_task_type_with_the_most_points_wins() {
        use Complexity::{Easy, Trivial};
        let filler = "lorem ".repeat(20);
        check("", ("unknown", Trivial, Tier::Cheap, 0.4));
        check("Good morning", ("unknown", Trivial, Tier::Cheap, 0.4));
        check("Fix it", ("code_fix", Trivial, Tier::Default, 0.75));
        check("fix fix FIX", ("code_fix", Trivial, Tier::Default, 0.75));
        check("Why?", ("code_explanation", Trivial, Tier::Default, 0.65));
        check("Why is the test slow?", ("code_fix", Trivial, Tier::Default, 0.7));
        check("Fix the failing test", ("code_fix", Trivial, Tier::Default, 0.95));
        check("design a system", ("architecture", Trivial, Tier::Strong, 0.95));
        check("compare the docs", ("docs_lookup", Trivial, Tier::Default, 0.65));
        check("a survey", ("research", Trivial, Tier::Strong, 0.75));
        check(&format!("{filler} survey"), ("research", Easy, Tier::Strong, 0.75));
    }

    #[test]
    fn a_whole_answer() {
        let got = classify(&Hints::default(), "What is the latest release of this package?");
        let expected = Classification {
            task_type: "docs_lookup".into(),
            complexity: Complexity::Trivial,
            needs_codebase: true,
            needs_external_docs: true,
            needs_memory: true,
            freshness_required: true,
            recommended_alias: Tier::Default,
            confidence: 0.9,
        };
        assert_eq!(got, expected);
    }

    #[test]
    fn needs_follow_the_words_and_the_task() {
        let needs = |text| {
            let got = classify(&Hints::default(), text);
            (got.needs_codebase, got.needs_external_docs, got.freshness_required)
        };
        assert_eq!(needs("hello"), (false, false, false));
        assert_eq!(needs("this file"), (true, false, false), "a word of the repository");
        assert_eq!(needs("explain"), (true, false, false), "a task about code");
        assert_eq!(needs("design a system with this api"), (false, true, true), "a word of documentation");
    }

    #[test]
    fn complexity_counts_characters_and_not_bytes() {
        use Complexity::{Easy, Hard, Medium, Trivial};
        for (count, complexity, tier) in [
            (79, Trivial, Tier::Cheap),
            (80, Easy, Tier::Cheap),
            (400, Easy, Tier::Cheap),
            (401, Medium, Tier::Cheap),
            (1_200, Medium, Tier::Cheap),
            (1_201, Hard, Tier::Deep),
        ] {
            check(&"ä".repeat(count), ("unknown", complexity, tier, 0.4));
            check(&"🐛".repeat(count), ("unknown", complexity, tier, 0.4));
        }
    }

    #[test]
    fn words_are_compared_without_regard_to_case_and_never_in_part() {
        use Complexity::Trivial;
        check("BUG", ("code_fix", Trivial, Tier::Default, 0.75));
        check("debug bugs prefix bug_report", ("unknown", Trivial, Tier::Cheap, 0.4));
        check("débug", ("unknown", Trivial, Tier::Cheap, 0.4));
        check("修复bug", ("code_fix", Trivial, Tier::Default, 0.75));
        // U+212A, the Kelvin sign, is an uppercase k.
        check("İ ß ǅ \u{212A}", ("unknown", Trivial, Tier::Cheap, 0.4));
    }

    #[test]
    fn of_ten_megabytes_both_ends_are_read() {
        let filler = "lorem ipsum ".repeat(900_000);
        check(&format!("fix {filler}"), ("code_fix", Complexity::Hard, Tier::Deep, 0.75));
        check(&format!("{filler} survey"), ("research", Complexity::Hard, Tier::Deep, 0.75));
        check(&format!("{filler} survey {filler}"), ("unknown", Complexity::Hard, Tier::Deep, 0.4));
        check(&"a".repeat(10_000_000), ("unknown", Complexity::Hard, Tier::Deep, 0.4));
    }

    #[test]
    fn tables_of_ones_own_decide() {
        let tables = r#"{
            "task_types": [
                { "name": "poem", "words": ["Gedicht", "reim"], "weight": 3, "tier": "strong", "needs_external_docs": true }
            ],
            "hard_tier": "strong", "other_tier": "default",
            "complexity": { "trivial_below": 1, "easy_max": 2, "medium_max": 30 }
        }"#;
        let hints: Hints = serde_json::from_str(tables).unwrap();
        let got = classify(&hints, "Ein GEDICHT über den Fix");
        let short = (got.task_type.as_str(), got.recommended_alias, got.confidence, got.freshness_required);
        assert_eq!(short, ("poem", Tier::Strong, 0.85, true));
        assert_eq!(classify(&hints, "Fix").recommended_alias, Tier::Default);
        assert_eq!(classify(&hints, &"x".repeat(31)).recommended_alias, Tier::Strong);
    }
}
