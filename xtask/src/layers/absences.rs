//! What is deliberately absent from the sources.

use std::fs;

use anyhow::{Context as _, Result};

use crate::workspace::{files, relative, root};

/// Words that must not stand in some folders.
pub(super) struct Absence {
    rule: &'static str,
    words: &'static [&'static str],
    /// Folders it holds in.
    within: &'static [&'static str],
    /// Paths, or starts of them, that it does not hold in.
    except: &'static [&'static str],
}

/// Every Rust source that is shipped.
const OURS: &[&str] = &["crates", "bins"];

pub(super) const ABSENCES: &[Absence] = &[
    Absence {
        rule: "`managers` does not know HTTP",
        words: &["actix_web", "StatusCode", "HttpRequest", "HttpResponse"],
        within: &["crates/managers"],
        except: &[],
    },
    Absence {
        rule: "`api` does not know SQL",
        words: &["diesel", "store::", "SELECT ", "INSERT INTO"],
        within: &["crates/api"],
        except: &[],
    },
    Absence { rule: "only `store` names Diesel", words: &["diesel"], within: OURS, except: &["crates/store"] },
    Absence {
        rule: "only `providers` names a model vendor's address",
        words: &["api.openai.com", "api.anthropic.com", "api.groq.com", "openrouter.ai"],
        within: OURS,
        except: &["crates/providers"],
    },
    Absence {
        rule: "only `api` and `router` name actix-web",
        words: &["actix_web"],
        within: OURS,
        except: &["crates/api", "bins/router", "crates/testing"],
    },
    Absence {
        rule: "only `settings` reads the environment",
        words: &["env::var", "env::vars", "env::var_os", "env::vars_os", "option_env!"],
        within: OURS,
        except: &["crates/settings", "crates/testing"],
    },
    Absence {
        rule: "only doors load settings",
        words: &["Settings::load", "Sources::of_process"],
        within: &["crates"],
        except: &["crates/settings", "crates/testing"],
    },
    Absence {
        rule: "nothing asks the clock or the random source but the ones in `Context`",
        words: &["Utc::now", "SystemTime::now", "Uuid::now_v7", "Uuid::new_v4", "thread_rng"],
        within: OURS,
        except: &["crates/managers/src/clock.rs", "crates/testing"],
    },
];

/// Every line that holds a word it must not.
pub(super) fn broken() -> Result<Vec<String>> {
    let mut broken = Vec::new();
    for absence in ABSENCES {
        for folder in absence.within {
            for path in files(&root().join(folder), &[".rs"])? {
                let name = relative(&path);
                let excepted = absence.except.iter().any(|start| name.starts_with(start));
                if excepted || !name.contains("/src/") {
                    continue;
                }
                let text = fs::read_to_string(&path).with_context(|| format!("reading {name}"))?;
                let lines = lines_with(&text, absence.words);
                broken.extend(lines.map(|(line, word)| format!("{name}:{line} has `{word}`, but {}", absence.rule)));
            }
        }
    }
    Ok(broken)
}

/// The numbers of the lines with one of the words, up to the tests at the end of the file. Comments
/// may say anything.
fn lines_with<'text>(
    text: &'text str,
    words: &'static [&'static str],
) -> impl Iterator<Item = (usize, &'static str)> + 'text {
    let shipped = text.lines().take_while(|line| line.trim_start() != "#[cfg(test)]").enumerate();
    let code = shipped.filter(|(_, line)| !line.trim_start().starts_with("//"));
    code.filter_map(move |(index, line)| Some((index + 1, *words.iter().find(|word| has_word(line, word))?)))
}

/// Whether the word stands in the line and is not the end of a longer one.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_searched_and_comments_and_tests_are_not() {
        let text = "//! diesel\nuse blob_store::X;\nuse store::X;\nlet q = \"diesel\";\n#[cfg(test)]\nuse store::Y;\n";
        let found: Vec<_> = lines_with(text, &["diesel", "store::"]).collect();
        assert_eq!(found, [(3, "store::"), (4, "diesel")]);
    }
}
