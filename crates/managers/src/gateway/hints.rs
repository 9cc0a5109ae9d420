//! The words by which the classifier tells requests apart, as data: ours are below, an operator's come
//! from `gateway.hints_file`.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use settings::{GatewaySettings, SettingsError};

use super::words;

/// Defects are looked for.
pub const CODE_FIX: &str = "code_fix";
/// Code is to be understood.
pub const CODE_EXPLANATION: &str = "code_explanation";
/// The shape of a system is in question.
pub const ARCHITECTURE: &str = "architecture";
/// What somebody else's documentation says today.
pub const DOCS_LOOKUP: &str = "docs_lookup";
/// Things are compared.
pub const RESEARCH: &str = "research";

/// Checked hint tables, with an index of their words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "HintTables")]
pub struct Hints {
    tables: HintTables,
    index: HashMap<String, Meaning>,
}

/// Hint tables as they are written in a file. A table that the file leaves out stays ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HintTables {
    /// Kinds of request. Of two with the same score the earlier one wins.
    pub task_types: Vec<TaskHints>,
    /// Words that speak of a code base, whatever the task.
    pub repo_words: Vec<String>,
    /// Where the lengths are divided.
    pub complexity: ComplexityBounds,
    /// The tier of hard requests, whatever the task.
    pub hard_tier: Tier,
    /// The tier of everything that no task type claims.
    pub other_tier: Tier,
}

/// How one kind of request is recognised, and what it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskHints {
    /// The task type's name, as rules and the ledger know it.
    pub name: String,
    /// Words that speak for it.
    pub words: Vec<String>,
    /// What one word counts, 1 to 100.
    pub weight: u32,
    /// The tier that answers it.
    pub tier: Tier,
    /// Whether it needs the code base.
    #[serde(default)]
    pub needs_codebase: bool,
    /// Whether it, and each of its words in any other request, needs documentation from outside.
    #[serde(default)]
    pub needs_external_docs: bool,
}

/// Lengths in characters at which complexity changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComplexityBounds {
    /// Fewer are trivial.
    pub trivial_below: usize,
    /// Up to so many are easy.
    pub easy_max: usize,
    /// Up to so many are medium, more are hard.
    pub medium_max: usize,
}

/// The alias that a request is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Little to do.
    Cheap,
    /// Everyday work.
    Default,
    /// Judgement.
    Strong,
    /// The longest and hardest.
    Deep,
}

impl Tier {
    /// The alias's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cheap => "cheap",
            Self::Default => "default",
            Self::Strong => "strong",
            Self::Deep => "deep",
        }
    }
}

/// What a word stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meaning {
    /// Numbers the words, so that each is counted once.
    pub(super) word: usize,
    /// Positions in [`HintTables::task_types`].
    pub(super) tasks: Vec<usize>,
    /// Whether it speaks of a code base.
    pub(super) repo: bool,
}

/// Why hint tables cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HintsError {
    /// A hint that the classifier would never find, since it looks at single words.
    #[error("hint `{0}` must be one word of letters, digits and underscores")]
    NotAWord(String),
    /// A task type that is not named, or is named twice.
    #[error("task type `{0}` must have a name of its own")]
    Name(String),
    /// A weight out of range.
    #[error("the weight of task type `{0}` must be from 1 to 100")]
    Weight(String),
    /// Bounds that do not rise.
    #[error("the bounds of complexity must rise: trivial_below, easy_max, medium_max")]
    Bounds,
}

impl Hints {
    /// Most points that one word may give.
    const WEIGHT_MAX: u32 = 100;

    /// The operator's tables where the settings name a file, else ours.
    pub fn of(settings: &GatewaySettings) -> Result<Self, SettingsError> {
        Ok(settings.read_hints()?.unwrap_or_default())
    }

    /// Checks the tables.
    pub fn new(tables: HintTables) -> Result<Self, HintsError> {
        let bounds = tables.complexity;
        if bounds.trivial_below > bounds.easy_max || bounds.easy_max > bounds.medium_max {
            return Err(HintsError::Bounds);
        }
        for (position, task) in tables.task_types.iter().enumerate() {
            let taken = tables.task_types.iter().take(position).any(|earlier| earlier.name == task.name);
            if task.name.is_empty() || taken {
                return Err(HintsError::Name(task.name.clone()));
            }
            if !(1..=Self::WEIGHT_MAX).contains(&task.weight) {
                return Err(HintsError::Weight(task.name.clone()));
            }
        }
        if let Some(hint) = all_words(&tables).find(|hint| !is_word(hint)) {
            return Err(HintsError::NotAWord(hint.to_owned()));
        }
        Ok(Self::indexed(tables))
    }

    /// The tables.
    pub fn tables(&self) -> &HintTables {
        &self.tables
    }

    /// What a word in lower case stands for.
    pub(super) fn meaning(&self, word: &str) -> Option<&Meaning> {
        self.index.get(word)
    }

    /// How many different words the tables have.
    pub(super) fn len(&self) -> usize {
        self.index.len()
    }

    fn indexed(tables: HintTables) -> Self {
        let mut index: HashMap<String, Meaning> = HashMap::new();
        for hint in all_words(&tables) {
            let word = index.len();
            index.entry(hint.to_lowercase()).or_insert(Meaning { word, tasks: Vec::new(), repo: false });
        }
        for (position, task) in tables.task_types.iter().enumerate() {
            for hint in &task.words {
                if let Some(meaning) = index.get_mut(&hint.to_lowercase())
                    && !meaning.tasks.contains(&position)
                {
                    meaning.tasks.push(position);
                }
            }
        }
        for hint in &tables.repo_words {
            if let Some(meaning) = index.get_mut(&hint.to_lowercase()) {
                meaning.repo = true;
            }
        }
        Self { tables, index }
    }
}

impl Default for Hints {
    fn default() -> Self {
        Self::indexed(HintTables::default())
    }
}

impl TryFrom<HintTables> for Hints {
    type Error = HintsError;

    fn try_from(tables: HintTables) -> Result<Self, HintsError> {
        Self::new(tables)
    }
}

impl Default for HintTables {
    fn default() -> Self {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let task = |name: &str, weight, tier, words: &[&str]| TaskHints {
            name: name.to_owned(),
            words: owned(words),
            weight,
            tier,
            needs_codebase: matches!(name, CODE_FIX | CODE_EXPLANATION),
            needs_external_docs: name == DOCS_LOOKUP,
        };
        Self {
            task_types: vec![
                task(CODE_FIX, 2, Tier::Default, &["bug", "failing", "fix", "patch", "refactor", "stacktrace", "test"]),
                task(CODE_EXPLANATION, 1, Tier::Default, &["explain", "how", "what", "why"]),
                task(ARCHITECTURE, 2, Tier::Strong, &["architecture", "design", "scalability", "system", "tradeoff"]),
                task(
                    DOCS_LOOKUP,
                    2,
                    Tier::Default,
                    &["api", "current", "docs", "documentation", "latest", "release", "version"],
                ),
                task(RESEARCH, 2, Tier::Strong, &["benchmark", "compare", "research", "survey"]),
            ],
            repo_words: owned(&["class", "codebase", "file", "function", "module", "package", "repo"]),
            complexity: ComplexityBounds { trivial_below: 80, easy_max: 400, medium_max: 1_200 },
            hard_tier: Tier::Deep,
            other_tier: Tier::Cheap,
        }
    }
}

fn all_words(tables: &HintTables) -> impl Iterator<Item = &str> {
    tables.task_types.iter().flat_map(|task| &task.words).chain(&tables.repo_words).map(String::as_str)
}

/// Whether the classifier, which reads word by word, can meet the hint.
fn is_word(hint: &str) -> bool {
    words::words(hint).next() == Some(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Hints, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn ours_pass_the_check_that_others_pass() {
        assert_eq!(Hints::new(HintTables::default()), Ok(Hints::default()));
    }

    #[test]
    fn what_a_file_leaves_out_stays_ours() {
        let hints = read(r#"{ "repo_words": ["Quelltext", "größe"] }"#).unwrap();
        let ours = HintTables::default();
        assert_eq!(hints.tables(), &HintTables { repo_words: vec!["Quelltext".into(), "größe".into()], ..ours });
        assert_eq!(hints.meaning("quelltext").map(|meaning| meaning.repo), Some(true));
        assert_eq!(hints.meaning("repo"), None);
    }

    #[test]
    fn tables_that_cannot_work_are_refused_with_the_reason() {
        let task = |name: &str, words: &str, weight: u32| {
            format!(r#"{{ "name": "{name}", "words": [{words}], "weight": {weight}, "tier": "cheap" }}"#)
        };
        let tasks = |tasks: &[String]| format!(r#"{{ "task_types": [{}] }}"#, tasks.join(","));
        for (json, reason) in [
            (tasks(&[task("a", "\"two words\"", 1)]), "hint `two words` must be one word"),
            (tasks(&[task("a", "\"\"", 1)]), "hint `` must be one word"),
            (tasks(&[task("a", "", 1), task("a", "", 1)]), "task type `a` must have a name of its own"),
            (tasks(&[task("", "", 1)]), "task type `` must have a name of its own"),
            (tasks(&[task("a", "", 0)]), "the weight of task type `a` must be from 1 to 100"),
            (
                r#"{ "complexity": { "trivial_below": 9, "easy_max": 8, "medium_max": 9 } }"#.into(),
                "the bounds of complexity must rise",
            ),
            (r#"{ "repo_word": [] }"#.into(), "unknown field `repo_word`"),
            (r#"{ "hard_tier": "deepest" }"#.into(), "unknown variant `deepest`"),
        ] {
            let refused = read(&json).unwrap_err();
            assert!(refused.starts_with(reason), "{json}: {refused}");
        }
    }
}
