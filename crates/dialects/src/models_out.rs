//! Lists of models in the caller's dialect.

use std::collections::BTreeMap;

use models::connection::Capabilities;
use serde::Serialize;
use serde_json::Value;

use crate::dialect::Dialect;
use crate::ollama::shape::rfc3339;
use crate::wire_out;

/// A model that the gateway offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedModel {
    /// What callers ask for.
    pub id: String,
    /// What people see.
    pub name: String,
    /// Who answers: a connection's name, or the gateway's for an alias.
    pub owned_by: String,
    /// Since when it is offered, in seconds since 1970.
    pub created: i64,
    /// Prompt and answer together, in tokens, where known.
    pub context_tokens: Option<u32>,
    /// What it can do.
    pub capabilities: Capabilities,
}

/// The whole list: `GET /v1/models` in OpenAI's or Anthropic's shape, or `GET /api/tags`.
pub fn encode_models(dialect: Dialect, models: &[ListedModel]) -> Vec<u8> {
    match dialect {
        Dialect::OpenAiChat | Dialect::OpenAiResponses => {
            wire_out::body(&OpenAiList { object: "list", data: models.iter().map(open_ai).collect() })
        }
        Dialect::AnthropicMessages => wire_out::body(&AnthropicList {
            data: models.iter().map(anthropic).collect(),
            has_more: false,
            first_id: models.first().map(|model| model.id.as_str()),
            last_id: models.last().map(|model| model.id.as_str()),
        }),
        Dialect::Ollama => wire_out::body(&OllamaTags { models: models.iter().map(ollama_tag).collect() }),
    }
}

/// One model: `GET /v1/models/{id}` in OpenAI's or Anthropic's shape, or `POST /api/show`.
pub fn encode_model(dialect: Dialect, model: &ListedModel) -> Vec<u8> {
    match dialect {
        Dialect::OpenAiChat | Dialect::OpenAiResponses => wire_out::body(&open_ai(model)),
        Dialect::AnthropicMessages => wire_out::body(&anthropic(model)),
        Dialect::Ollama => wire_out::body(&ollama_show(model)),
    }
}

#[derive(Serialize)]
struct OpenAiList<'a> {
    object: &'static str,
    data: Vec<OpenAiModel<'a>>,
}

#[derive(Serialize)]
struct OpenAiModel<'a> {
    id: &'a str,
    object: &'static str,
    created: i64,
    owned_by: &'a str,
    /// OpenRouter's; OpenAI does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    context_length: Option<u32>,
}

fn open_ai(model: &ListedModel) -> OpenAiModel<'_> {
    OpenAiModel {
        id: &model.id,
        object: "model",
        created: model.created,
        owned_by: &model.owned_by,
        context_length: model.context_tokens,
    }
}

#[derive(Serialize)]
struct AnthropicList<'a> {
    data: Vec<AnthropicModel<'a>>,
    has_more: bool,
    first_id: Option<&'a str>,
    last_id: Option<&'a str>,
}

#[derive(Serialize)]
struct AnthropicModel<'a> {
    r#type: &'static str,
    id: &'a str,
    display_name: &'a str,
    created_at: String,
    lifecycle: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_input_tokens: Option<u32>,
}

fn anthropic(model: &ListedModel) -> AnthropicModel<'_> {
    AnthropicModel {
        r#type: "model",
        id: &model.id,
        display_name: &model.name,
        created_at: rfc3339(model.created),
        lifecycle: "active",
        max_input_tokens: model.context_tokens,
    }
}

#[derive(Serialize)]
struct OllamaTags<'a> {
    models: Vec<OllamaTag<'a>>,
}

/// Models that are not files on a machine have no size and no digest.
#[derive(Serialize)]
struct OllamaTag<'a> {
    name: &'a str,
    model: &'a str,
    modified_at: String,
    size: u64,
    digest: &'static str,
    details: OllamaDetails<'a>,
    capabilities: Vec<&'static str>,
}

#[derive(Serialize)]
struct OllamaDetails<'a> {
    parent_model: &'static str,
    format: &'static str,
    family: &'a str,
    families: [&'a str; 1],
    parameter_size: &'static str,
    quantization_level: &'static str,
}

#[derive(Serialize)]
struct OllamaShow<'a> {
    modelfile: &'static str,
    parameters: &'static str,
    template: &'static str,
    details: OllamaDetails<'a>,
    model_info: BTreeMap<&'static str, Value>,
    capabilities: Vec<&'static str>,
    modified_at: String,
}

fn ollama_tag(model: &ListedModel) -> OllamaTag<'_> {
    OllamaTag {
        name: &model.id,
        model: &model.id,
        modified_at: rfc3339(model.created),
        size: 0,
        digest: "",
        details: ollama_details(model),
        capabilities: ollama_capabilities(model.capabilities),
    }
}

fn ollama_show(model: &ListedModel) -> OllamaShow<'_> {
    // Editors look for the context length under the architecture's name.
    let mut model_info = BTreeMap::from([("general.architecture", Value::from("pallium"))]);
    if let Some(tokens) = model.context_tokens {
        model_info.insert("pallium.context_length", tokens.into());
    }
    OllamaShow {
        modelfile: "",
        parameters: "",
        template: "",
        details: ollama_details(model),
        model_info,
        capabilities: ollama_capabilities(model.capabilities),
        modified_at: rfc3339(model.created),
    }
}

fn ollama_details(model: &ListedModel) -> OllamaDetails<'_> {
    OllamaDetails {
        parent_model: "",
        format: "",
        family: &model.owned_by,
        families: [&model.owned_by],
        parameter_size: "",
        quantization_level: "",
    }
}

fn ollama_capabilities(can: Capabilities) -> Vec<&'static str> {
    let mut words = vec!["completion"];
    words.extend(can.vision.then_some("vision"));
    words.extend(can.tools.then_some("tools"));
    words.extend(can.reasoning.then_some("thinking"));
    words
}
