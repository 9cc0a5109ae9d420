//! The list of models.

use models::chat::VendorError;
use models::connection::Model;
use serde::Deserialize;

use crate::{families, models_list};

/// Prompt and answer of every Claude that the list does not measure, in tokens.
const CONTEXT_TOKENS_DEFAULT: u32 = 200_000;

#[derive(Deserialize)]
struct List {
    data: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    display_name: Option<String>,
    max_input_tokens: Option<u32>,
}

pub(crate) fn decode(body: &[u8]) -> Result<Vec<Model>, VendorError> {
    let list: List = models_list::read(body)?;
    Ok(list.data.into_iter().filter_map(model).collect())
}

fn model(entry: Entry) -> Option<Model> {
    let can = families::guess(&entry.id);
    let context_tokens = entry.max_input_tokens.unwrap_or(CONTEXT_TOKENS_DEFAULT);
    models_list::model(entry.id, entry.display_name, Some(context_tokens), can)
}
