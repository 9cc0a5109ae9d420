//! What the lists of models of all dialects share.

use models::chat::VendorError;
use models::connection::{Capabilities, Model};
use serde::de::DeserializeOwned;

use crate::errors;

/// Longest id that a run can ask for, in characters.
const ID_CHARS_MAX: usize = 200;

/// Reads a list's body.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, VendorError> {
    serde_json::from_slice(body).map_err(|_| errors::garbage("something that is not a list of models"))
}

/// A model, unless its id is one that nobody could ask for.
pub(crate) fn model(id: String, name: Option<String>, context_tokens: Option<u32>, can: Capabilities) -> Option<Model> {
    if id.is_empty() || id.chars().count() > ID_CHARS_MAX {
        return None;
    }
    let name = name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| id.clone());
    Some(Model { id, name, context_tokens: context_tokens.filter(|tokens| *tokens > 0), capabilities: can })
}
