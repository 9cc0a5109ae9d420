//! What users set for themselves.

use models::connection::ModelChoice;
use models::invalid::Invalid;
use models::run::RunParameters;
use models::user::{Preferences, Theme};

use crate::access::Actor;
use crate::context::Context;
use crate::error::{Error, Result};

/// Longest language tag, RFC 5646 section 4.4.1.
const LANGUAGE_CHARS_MAX: usize = 35;
/// Longest `connection/model`: an id, a slash and 200 characters.
const DEFAULT_MODEL_CHARS_MAX: usize = 36 + 1 + 200;

/// What to change; `None` leaves it, `Some(None)` clears it.
#[derive(Debug, Default)]
pub struct ChangePreferences {
    /// Light, dark or as the system says.
    pub theme: Option<Theme>,
    /// Interface language.
    pub language: Option<Option<String>>,
    /// Whether Enter sends.
    pub enter_sends: Option<Option<bool>>,
    /// `connection/model` a new conversation starts with.
    pub default_model: Option<Option<String>>,
    /// Text put before every prompt.
    pub instructions: Option<Option<String>>,
}

/// The caller's preferences.
pub async fn get(cx: &Context, actor: &Actor) -> Result<Preferences> {
    let id = actor.id();
    cx.store.read(move |db| Ok::<_, Error>(store::users::preferences(db, id)?)).await
}

/// Changes the caller's preferences.
pub async fn change(cx: &Context, actor: &Actor, change: ChangePreferences) -> Result<Preferences> {
    let wrong = check(&change);
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let (id, now) = (actor.id(), cx.now());
    cx.store
        .write(move |db| {
            let old = store::users::preferences(db, id)?;
            let new = Preferences {
                theme: change.theme.unwrap_or(old.theme),
                language: change.language.unwrap_or(old.language),
                enter_sends: change.enter_sends.unwrap_or(old.enter_sends),
                default_model: change.default_model.unwrap_or(old.default_model),
                instructions: change.instructions.unwrap_or(old.instructions),
            };
            store::users::set_preferences(db, id, &new, now)?;
            Ok::<_, Error>(new)
        })
        .await
}

/// Reads `connection/model`. The model's own name may hold slashes.
pub(crate) fn parse_choice(text: &str) -> Option<ModelChoice> {
    let (connection, model) = text.split_once('/')?;
    let fits = !model.is_empty() && text.chars().count() <= DEFAULT_MODEL_CHARS_MAX;
    fits.then_some(ModelChoice { connection_id: connection.parse().ok()?, model: model.to_owned() })
}

fn check(change: &ChangePreferences) -> Vec<Invalid> {
    let mut wrong = Vec::new();
    if let Some(Some(language)) = &change.language {
        let tag = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if language.is_empty() || language.len() > LANGUAGE_CHARS_MAX || !language.chars().all(tag) {
            wrong.push(Invalid::new("language", "must be a language tag such as en or pt-BR"));
        }
    }
    if let Some(Some(text)) = &change.default_model
        && parse_choice(text).is_none()
    {
        wrong.push(Invalid::new("default_model", "must be a connection's id, a slash and a model"));
    }
    if let Some(Some(text)) = &change.instructions
        && text.chars().count() > RunParameters::SYSTEM_PROMPT_MAX
    {
        wrong.push(Invalid::new("instructions", "must have at most 100000 characters"));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_with_slashes_in_its_name_is_read() {
        let id = "0193a5b0-7d5c-7cc2-a1b2-0123456789ab";
        let choice = parse_choice(&format!("{id}/meta-llama/llama-3")).unwrap();
        assert_eq!(choice, ModelChoice { connection_id: id.parse().unwrap(), model: "meta-llama/llama-3".into() });
        for wrong in ["", "/", id, &format!("{id}/"), "x/y", &format!("{id}/{}", "m".repeat(201))] {
            assert_eq!(parse_choice(wrong), None, "{wrong}");
        }
    }
}
