//! The list of models, with what Groq, OpenRouter, Mistral, Together and vLLM add to it.

use models::chat::VendorError;
use models::connection::{Capabilities, Model};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::{families, models_list};

#[derive(Deserialize)]
#[serde(untagged)]
enum List {
    Wrapped {
        data: Vec<Entry>,
    },
    /// Together.
    Bare(Vec<Entry>),
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    #[serde(alias = "display_name")]
    name: Option<String>,
    /// OpenRouter and Together, Groq, Mistral, vLLM.
    context_length: Option<u32>,
    context_window: Option<u32>,
    max_context_length: Option<u32>,
    max_model_len: Option<u32>,
    /// Groq: `false` for a model that was withdrawn.
    active: Option<bool>,
    /// OpenRouter.
    architecture: Option<Architecture>,
    supported_parameters: Option<Vec<String>>,
    capabilities: Option<Stated>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Stated {
    Mistral(MistralCapabilities),
    /// Other servers put other things under the same name.
    Other(IgnoredAny),
}

#[derive(Deserialize)]
struct Architecture {
    input_modalities: Option<Vec<String>>,
    output_modalities: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct MistralCapabilities {
    completion_chat: Option<bool>,
    function_calling: Option<bool>,
    vision: Option<bool>,
}

impl Entry {
    fn mistral(&self) -> Option<&MistralCapabilities> {
        match self.capabilities.as_ref()? {
            Stated::Mistral(capabilities) => Some(capabilities),
            Stated::Other(_) => None,
        }
    }
}

pub(crate) fn decode(body: &[u8]) -> Result<Vec<Model>, VendorError> {
    let (List::Wrapped { data } | List::Bare(data)) = models_list::read(body)?;
    Ok(data.into_iter().filter(can_chat).filter_map(model).collect())
}

fn can_chat(entry: &Entry) -> bool {
    if entry.active == Some(false) {
        return false;
    }
    if let Some(chats) = entry.mistral().and_then(|mistral| mistral.completion_chat) {
        return chats;
    }
    match entry.architecture.as_ref().and_then(|architecture| architecture.output_modalities.as_deref()) {
        Some(modalities) => has(modalities, "text"),
        None => families::can_chat(&entry.id),
    }
}

fn model(entry: Entry) -> Option<Model> {
    let can = capabilities(&entry);
    let context_tokens =
        entry.context_length.or(entry.context_window).or(entry.max_context_length).or(entry.max_model_len);
    models_list::model(entry.id, entry.name, context_tokens, can)
}

/// What the list says counts more than what the name suggests.
fn capabilities(entry: &Entry) -> Capabilities {
    let guess = families::guess(&entry.id);
    let modalities = entry.architecture.as_ref().and_then(|architecture| architecture.input_modalities.as_deref());
    let parameters = entry.supported_parameters.as_deref();
    let mistral = entry.mistral();
    Capabilities {
        vision: modalities
            .map(|modalities| has(modalities, "image"))
            .or(mistral.and_then(|mistral| mistral.vision))
            .unwrap_or(guess.vision),
        tools: parameters
            .map(|parameters| has(parameters, "tools"))
            .or(mistral.and_then(|mistral| mistral.function_calling))
            .unwrap_or(guess.tools),
        reasoning: parameters.map(|parameters| has(parameters, "reasoning")).unwrap_or(guess.reasoning),
    }
}

fn has(words: &[String], word: &str) -> bool {
    words.iter().any(|one| one == word)
}
