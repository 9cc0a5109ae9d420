//! What becomes of each field in each dialect. What is not in a dialect's table it can say, or its encoder decides by
//! the model and the value, and writes a note.

use super::Field;
use crate::dialect::Dialect;

/// What becomes of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// The vendor is told.
    Said,
    /// The vendor is not told. The reason why a caller's documentation allows it stands beside the entry.
    Dropped,
    /// The request is refused, with half a sentence.
    Refused(&'static str),
}

const NO_PENALTIES: Fate = Fate::Refused("its vendor has no penalties");
const NO_LOGPROBS: Fate = Fate::Refused("its vendor does not tell probabilities");
const ONE_ANSWER: Fate = Fate::Refused("its vendor gives one answer to a request");
const NO_BIAS: Fate = Fate::Refused("its vendor does not let tokens be weighted");
const NO_VERBOSITY: Fate = Fate::Refused("its vendor has no such setting; ask in the instructions");
const NO_MIN_P: Fate = Fate::Refused("its vendor does not sample by it");

const OPEN_AI_CHAT: &[(Field, Fate)] = &[
    // Anthropic's and OpenAI's guides: how much is shown of thoughts does not change the answer.
    (Field::ReasoningSummary, Fate::Dropped),
    // Anthropic's reference: optional; the result's own words say that it failed.
    (Field::ResultError, Fate::Dropped),
];

const OPEN_AI_RESPONSES: &[(Field, Fate)] = &[
    (Field::TopK, Fate::Refused("its vendor does not sample by it")),
    (Field::MinP, NO_MIN_P),
    (Field::FrequencyPenalty, NO_PENALTIES),
    (Field::PresencePenalty, NO_PENALTIES),
    (Field::LogitBias, NO_BIAS),
    // OpenAI's reference: "determinism is not guaranteed".
    (Field::Seed, Fate::Dropped),
    (Field::Stop, Fate::Refused("its vendor has no stop sequences")),
    (Field::N, ONE_ANSWER),
    (Field::ResultError, Fate::Dropped),
];

const ANTHROPIC_MESSAGES: &[(Field, Fate)] = &[
    (Field::MinP, NO_MIN_P),
    (Field::FrequencyPenalty, NO_PENALTIES),
    (Field::PresencePenalty, NO_PENALTIES),
    (Field::LogitBias, NO_BIAS),
    // OpenAI's reference: "determinism is not guaranteed".
    (Field::Seed, Fate::Dropped),
    (Field::N, ONE_ANSWER),
    (Field::LogProbs, NO_LOGPROBS),
    (Field::TopLogProbs, NO_LOGPROBS),
    (Field::JsonObject, Fate::Refused("its vendor needs a schema; use `json_schema`")),
    // OpenAI's reference: name and description help the model to understand the schema; the schema decides.
    (Field::SchemaName, Fate::Dropped),
    (Field::SchemaDescription, Fate::Dropped),
    (Field::Verbosity, NO_VERBOSITY),
    // OpenAI's reference: labels for the caller's own lists.
    (Field::Metadata, Fate::Dropped),
    // OpenAI's reference: how closely a picture is looked at is for cost and speed.
    (Field::ImageDetail, Fate::Dropped),
];

const OLLAMA: &[(Field, Fate)] = &[
    // OpenAI's guide to function calling: without it the arguments fit the schema as well as the model can.
    (Field::ToolStrict, Fate::Dropped),
    (Field::ToolChoice, Fate::Refused("Ollama lets the model choose")),
    // Coding agents always forbid it and read several calls as well as one; refusing would shut them out.
    (Field::ParallelToolCalls, Fate::Dropped),
    (Field::LogitBias, NO_BIAS),
    (Field::N, ONE_ANSWER),
    (Field::SchemaName, Fate::Dropped),
    (Field::SchemaDescription, Fate::Dropped),
    (Field::Verbosity, NO_VERBOSITY),
    (Field::ReasoningSummary, Fate::Dropped),
    // OpenAI's and Anthropic's references: for the vendor's guard against abuse.
    (Field::User, Fate::Dropped),
    (Field::Metadata, Fate::Dropped),
    // OpenAI's reference: the class that is used may differ from the one that was asked for.
    (Field::ServiceTier, Fate::Dropped),
    (Field::ImageDetail, Fate::Dropped),
    (Field::ImageUrl, Fate::Refused("Ollama fetches no pictures; send the bytes")),
    (Field::File, Fate::Refused("Ollama takes pictures only")),
    (Field::ResultError, Fate::Dropped),
];

/// What becomes of a field that a request asks for.
pub(super) fn fate(to: Dialect, field: Field) -> Fate {
    let table = match to {
        Dialect::OpenAiChat => OPEN_AI_CHAT,
        Dialect::AnthropicMessages => ANTHROPIC_MESSAGES,
        Dialect::Ollama => OLLAMA,
        Dialect::OpenAiResponses => OPEN_AI_RESPONSES,
    };
    table.iter().find(|(entry, _)| *entry == field).map_or(Fate::Said, |(_, fate)| *fate)
}
