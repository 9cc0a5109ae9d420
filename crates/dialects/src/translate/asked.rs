//! What a request asks for beyond what every vendor does anyway.

use models::chat::{ChatPart, ChatRequest, ResponseFormat, Source, ToolChoice, Verbosity};

use super::Field;
use crate::encode::all_parts;

/// The fields that differ from the vendors' defaults, in the order of the request.
pub(super) fn fields(request: &ChatRequest) -> Vec<Field> {
    let set = |number: Option<f64>| number.is_some_and(|number| number != 0.0);
    let forces = matches!(request.tool_choice, Some(ToolChoice::Required | ToolChoice::Named(_)));
    let mut out: Vec<Field> = [
        (request.tools.iter().any(|tool| tool.strict == Some(true)), Field::ToolStrict),
        (forces, Field::ToolChoice),
        (request.parallel_tool_calls == Some(false), Field::ParallelToolCalls),
        (request.top_k.is_some(), Field::TopK),
        (set(request.min_p), Field::MinP),
        (set(request.frequency_penalty), Field::FrequencyPenalty),
        (set(request.presence_penalty), Field::PresencePenalty),
        (!request.logit_bias.is_empty(), Field::LogitBias),
        (request.seed.is_some(), Field::Seed),
        (!request.stop.is_empty(), Field::Stop),
        (request.n.is_some_and(|n| n > 1), Field::N),
        (request.logprobs == Some(true), Field::LogProbs),
        (request.top_logprobs.is_some_and(|top| top > 0), Field::TopLogProbs),
        (request.verbosity.is_some_and(|verbosity| verbosity != Verbosity::Medium), Field::Verbosity),
        (request.reasoning_summary.is_some(), Field::ReasoningSummary),
        (request.user.is_some(), Field::User),
        (!request.metadata.is_empty(), Field::Metadata),
        (request.service_tier.as_deref().is_some_and(|tier| tier != "auto"), Field::ServiceTier),
    ]
    .into_iter()
    .filter_map(|(is_asked, field)| is_asked.then_some(field))
    .collect();
    match &request.response_format {
        Some(ResponseFormat::JsonObject) => out.push(Field::JsonObject),
        Some(ResponseFormat::JsonSchema(format)) => {
            out.extend([Field::JsonSchema, Field::SchemaName]);
            out.extend(format.description.as_ref().map(|_| Field::SchemaDescription));
        }
        Some(ResponseFormat::Text) | None => {}
    }
    all_parts(request).for_each(|part| of_part(part, &mut out));
    out
}

fn of_part(part: &ChatPart, out: &mut Vec<Field>) {
    match part {
        ChatPart::Image { source, detail } => {
            out.extend(matches!(source, Source::Url(_)).then_some(Field::ImageUrl));
            out.extend(detail.as_ref().filter(|detail| *detail != "auto").map(|_| Field::ImageDetail));
        }
        ChatPart::File { .. } => out.push(Field::File),
        ChatPart::ToolResult { is_error: true, .. } => out.push(Field::ResultError),
        ChatPart::ToolResult { is_error: false, .. }
        | ChatPart::Text(_)
        | ChatPart::Refusal(_)
        | ChatPart::Reasoning { .. }
        | ChatPart::ToolCall { .. } => {}
    }
}
