//! Requests in a form in which two spellings of the same are equal.

use dialects::Dialect;
use models::chat::{
    ChatMessage, ChatPart, ChatRequest, ChatRole, Effort, ReasoningSummary, ResponseFormat, ToolChoice, Verbosity,
};

/// A request as a dialect can say it: what is a default is absent, and what is said in another place or in other steps
/// is there already.
pub(crate) fn canon(to: Dialect, mut request: ChatRequest) -> ChatRequest {
    request.tool_choice = request.tool_choice.filter(|choice| *choice != ToolChoice::Auto);
    request.parallel_tool_calls = request.parallel_tool_calls.filter(|parallel| !parallel);
    request.n = request.n.filter(|n| *n > 1);
    request.logprobs = request.logprobs.filter(|wanted| *wanted);
    request.top_logprobs = request.top_logprobs.filter(|top| *top > 0);
    let set = |number: &f64| *number != 0.0;
    request.min_p = request.min_p.filter(set);
    request.frequency_penalty = request.frequency_penalty.filter(set);
    request.presence_penalty = request.presence_penalty.filter(set);
    request.response_format = request.response_format.filter(|format| *format != ResponseFormat::Text);
    request.verbosity = request.verbosity.filter(|verbosity| *verbosity != Verbosity::Medium);
    request.service_tier = request.service_tier.filter(|tier| tier != "auto");
    request.reasoning_summary = request.reasoning_summary.map(|_| ReasoningSummary::Auto);
    // Only a caller's stream ends with counts; vendors are always asked for them.
    request.include_usage = None;
    for tool in &mut request.tools {
        tool.strict = tool.strict.filter(|strict| *strict);
    }
    if let Some(ResponseFormat::JsonSchema(format)) = &mut request.response_format {
        format.strict = format.strict.filter(|strict| *strict);
    }
    effort(to, &mut request);
    request.messages = messages(to, request.messages);
    request
}

/// Steps that not every vendor has, and budgets in the place of steps.
fn effort(to: Dialect, request: &mut ChatRequest) {
    let of_budget = |budget| match budget {
        0..4096 => Effort::Low,
        4096..12288 => Effort::Medium,
        12288.. => Effort::High,
    };
    let effort = request.reasoning_effort.or(request.reasoning_budget_tokens.map(of_budget));
    let is_exact = request.reasoning_effort.is_none() && to == Dialect::AnthropicMessages;
    request.reasoning_budget_tokens = request.reasoning_budget_tokens.filter(|_| is_exact);
    request.reasoning_effort = effort.map(|effort| match effort {
        Effort::None => Effort::None,
        // A switch has one step.
        _ if to == Dialect::Ollama && !request.model.contains("gpt-oss") => Effort::Medium,
        Effort::Minimal | Effort::Low => Effort::Low,
        Effort::Medium => Effort::Medium,
        Effort::High | Effort::XHigh | Effort::Max => Effort::High,
    });
}

fn messages(to: Dialect, messages: Vec<ChatMessage>) -> Vec<ChatMessage> {
    let mut out: Vec<ChatMessage> = Vec::new();
    for mut message in messages {
        if to != Dialect::AnthropicMessages && to != Dialect::OpenAiResponses {
            show_apart(&mut message);
        }
        match out.last_mut() {
            Some(last) if last.role == message.role => last.parts.extend(message.parts),
            _ => out.push(message),
        }
    }
    for message in &mut out {
        let role = message.role;
        message.parts = parts(to, role, std::mem::take(&mut message.parts));
    }
    out.retain(|message| !message.parts.is_empty());
    out
}

/// Pictures and documents of tools are the user's where results are words.
fn show_apart(message: &mut ChatMessage) {
    let mut shown = Vec::new();
    for part in &mut message.parts {
        if let ChatPart::ToolResult { parts, .. } = part {
            let (words, others) = std::mem::take(parts).into_iter().partition(|part| matches!(part, ChatPart::Text(_)));
            *parts = words;
            shown.extend::<Vec<_>>(others);
        }
    }
    let results = message.parts.iter().take_while(|part| matches!(part, ChatPart::ToolResult { .. })).count();
    message.parts.splice(results..results, shown);
}

fn parts(to: Dialect, role: ChatRole, parts: Vec<ChatPart>) -> Vec<ChatPart> {
    let has_refusals = matches!(to, Dialect::OpenAiChat | Dialect::OpenAiResponses);
    let mut parts: Vec<ChatPart> = parts
        .into_iter()
        .map(|part| match part {
            ChatPart::Refusal(text) if !has_refusals => ChatPart::Text(text),
            ChatPart::ToolResult { id, parts: inner, is_error } => {
                ChatPart::ToolResult { id, parts: self::parts(to, role, inner), is_error }
            }
            // OpenAI wants a name beside bytes.
            ChatPart::File { name, source } => {
                ChatPart::File { name: name.filter(|name| !name.starts_with("document.")), source }
            }
            ChatPart::Image { source, detail } => {
                ChatPart::Image { source, detail: detail.filter(|detail| detail != "auto") }
            }
            part => part,
        })
        .collect();
    parts.sort_by_key(|part| match part {
        ChatPart::ToolResult { .. } => 0,
        // Ollama has a message's words apart from its pictures.
        ChatPart::Image { .. } if to == Dialect::Ollama => 2,
        _ => 1,
    });
    let mut out: Vec<ChatPart> = Vec::new();
    for part in parts {
        match (out.last_mut(), part) {
            (Some(ChatPart::Text(last)), ChatPart::Text(text)) => *last = format!("{last}\n\n{text}"),
            (Some(ChatPart::Reasoning { text: last, .. }), ChatPart::Reasoning { text, .. })
                if matches!(to, Dialect::Ollama | Dialect::OpenAiChat) =>
            {
                *last = format!("{last}\n\n{text}");
            }
            (_, part) => out.push(part),
        }
    }
    if out.is_empty() && role == ChatRole::User {
        out.push(ChatPart::Text(String::new()));
    }
    out
}
