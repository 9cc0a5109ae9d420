//! The list of models on the machine.

use models::chat::VendorError;
use models::connection::{Capabilities, Model};
use serde::Deserialize;

use crate::{families, models_list};

#[derive(Deserialize)]
struct List {
    models: Option<Vec<Entry>>,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    /// Some versions say it in the list.
    capabilities: Option<Vec<String>>,
    details: Option<Details>,
}

#[derive(Deserialize)]
struct Details {
    families: Option<Vec<String>>,
}

/// Families that only embed.
const EMBEDDING: [&str; 2] = ["bert", "nomic-bert"];
/// Families that are there to see.
const SEEING: [&str; 2] = ["clip", "mllama"];

pub(crate) fn decode(body: &[u8]) -> Result<Vec<Model>, VendorError> {
    let list: List = models_list::read(body)?;
    Ok(list.models.into_iter().flatten().filter(can_chat).filter_map(model).collect())
}

fn can_chat(entry: &Entry) -> bool {
    match &entry.capabilities {
        Some(capabilities) => capabilities.iter().any(|capability| capability == "completion"),
        None => families::can_chat(&entry.name) && !is_of(entry, &EMBEDDING),
    }
}

fn model(entry: Entry) -> Option<Model> {
    let can = capabilities(&entry);
    models_list::model(entry.name, None, None, can)
}

fn capabilities(entry: &Entry) -> Capabilities {
    if let Some(stated) = &entry.capabilities {
        let has = |word: &str| stated.iter().any(|capability| capability == word);
        return Capabilities { vision: has("vision"), tools: has("tools"), reasoning: has("thinking") };
    }
    let guess = families::guess(&entry.name);
    Capabilities { vision: guess.vision || is_of(entry, &SEEING), ..guess }
}

fn is_of(entry: &Entry, wanted: &[&str]) -> bool {
    let families = entry.details.as_ref().and_then(|details| details.families.as_deref()).unwrap_or_default();
    families.iter().any(|family| wanted.contains(&family.as_str()))
}
