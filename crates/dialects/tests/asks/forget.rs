//! Requests without what they lose, by the names that the room gives in the chat completions' spelling.

use models::chat::{ChatMessage, ChatPart, ChatRequest, ChatRole, ResponseFormat, Source, ToolChoice};

/// Leaves a field out.
pub(crate) fn forget(request: &mut ChatRequest, field: &str) {
    match field {
        "tools.function.strict" => request.tools.iter_mut().for_each(|tool| tool.strict = None),
        "tool_choice" => {
            // A vendor without the word is not offered the tools that must not be called.
            if request.tool_choice.take() == Some(ToolChoice::None) {
                request.tools.clear();
            }
        }
        "parallel_tool_calls" => request.parallel_tool_calls = None,
        "temperature" => request.temperature = None,
        "top_p" => request.top_p = None,
        "top_k" => request.top_k = None,
        "min_p" => request.min_p = None,
        "frequency_penalty" => request.frequency_penalty = None,
        "presence_penalty" => request.presence_penalty = None,
        "logit_bias" => request.logit_bias.clear(),
        "seed" => request.seed = None,
        "stop" => request.stop.clear(),
        "n" => request.n = None,
        "logprobs" => request.logprobs = None,
        "top_logprobs" => request.top_logprobs = None,
        "response_format" => request.response_format = None,
        "response_format.json_schema.name" => {
            // Vendors that do not name schemas always guarantee the fit.
            if let Some(ResponseFormat::JsonSchema(format)) = &mut request.response_format {
                (format.name, format.strict) = (String::new(), None);
            }
        }
        "response_format.json_schema.description" => {
            if let Some(ResponseFormat::JsonSchema(format)) = &mut request.response_format {
                format.description = None;
            }
        }
        "verbosity" => request.verbosity = None,
        // The nearest effort is told instead of a budget.
        "reasoning_effort" | "reasoning.max_tokens" => {
            (request.reasoning_effort, request.reasoning_budget_tokens) = (None, None);
        }
        "reasoning.summary" => request.reasoning_summary = None,
        "user" => request.user = None,
        "metadata" => request.metadata.clear(),
        "service_tier" => request.service_tier = None,
        "messages.role" => request.messages.iter_mut().for_each(mark_system),
        _ => request.messages.iter_mut().for_each(|message| forget_part(&mut message.parts, field)),
    }
}

/// Anthropic's way of saying instructions in the middle of a conversation.
fn mark_system(message: &mut ChatMessage) {
    if message.role != ChatRole::System {
        return;
    }
    message.role = ChatRole::User;
    for part in &mut message.parts {
        if let ChatPart::Text(text) = part {
            *text = format!("<system>\n{text}\n</system>");
        }
    }
}

fn forget_part(parts: &mut Vec<ChatPart>, field: &str) {
    for part in parts.iter_mut() {
        match (field, part) {
            ("messages.content.image_url.detail", ChatPart::Image { detail, .. }) => *detail = None,
            ("messages.content.image_url.url", part @ ChatPart::Image { source: Source::Url(_), .. })
            | ("messages.content.file", part @ ChatPart::File { .. })
            | ("messages.content.file.file_data", part @ ChatPart::File { source: Source::Url(_), .. }) => {
                *part = ChatPart::Text("gone".to_owned());
            }
            ("messages.is_error", ChatPart::ToolResult { is_error, .. }) => *is_error = false,
            (_, ChatPart::ToolResult { parts, .. }) => forget_part(parts, field),
            _ => {}
        }
    }
    if field == "messages.reasoning_content" {
        parts.retain(|part| !matches!(part, ChatPart::Reasoning { .. }));
    }
}
