//! Requests that clients write.

use models::chat::{ChatRequest, ResponseFormat, ToolChoice, ToolSpec};

use super::input;
use crate::open_ai_chat::tools::{read_function, read_json_schema};
use crate::request::RequestError;
use crate::request::node::{Node, Object};
use crate::request::shared::{leading_instructions, must_be_unset, tool_choice_word};

/// They guide the vendor's cache, its guard against abuse, and what it does where the conversation is too long;
/// OpenAI's reference says of none that it changes an answer that fits. The number of tool calls counts only tools that
/// the vendor runs itself.
const HINTS: [&str; 6] = [
    "context_management",
    "prompt_cache_key",
    "prompt_cache_options",
    "prompt_cache_retention",
    "safety_identifier",
    "max_tool_calls",
];

/// What `include` may ask for: thoughts always come encrypted, and the rest belongs to tools that are refused.
const INCLUDED_LOGPROBS: &str = "message.output_text.logprobs";

pub(crate) fn decode(root: Node<'_>) -> Result<ChatRequest, RequestError> {
    let mut body = root.object()?;
    let mut ignored = Vec::new();
    body.ignore(&HINTS, &mut ignored);
    body.skip(&["store"]);
    if body.take("truncation").is_some_and(|node| node.json() != r#""disabled""#) {
        ignored.push("truncation".to_owned());
    }
    let mut messages = input::read(body.required("input")?, &mut ignored)?;
    let mut request = ChatRequest {
        model: body.required("model")?.text()?,
        system: leading_instructions(body.text("instructions")?, &mut messages),
        messages,
        tool_choice: body.take("tool_choice").map(read_choice).transpose()?,
        parallel_tool_calls: body.switch("parallel_tool_calls")?,
        temperature: body.number("temperature")?,
        top_p: body.number("top_p")?,
        max_output_tokens: body.count("max_output_tokens")?,
        top_logprobs: body.count("top_logprobs")?,
        logprobs: includes_logprobs(body.list("include")?)?,
        user: body.text("user")?,
        metadata: body.read("metadata", "an object of strings")?.unwrap_or_default(),
        service_tier: body.text("service_tier")?,
        stream: body.switch("stream")?.unwrap_or(false),
        ..ChatRequest::default()
    };
    for tool in body.list("tools")? {
        request.tools.push(read_tool(tool, &mut ignored)?);
    }
    text_options(&mut body, &mut request)?;
    reasoning(&mut body, &mut request, &mut ignored)?;
    body.skip(&["stream_options"]);
    must_be_unset(&mut body, &["background"])?;
    body.finish()?;
    request.ignored = ignored;
    Ok(request)
}

fn includes_logprobs(include: Vec<Node<'_>>) -> Result<Option<bool>, RequestError> {
    for item in include {
        if item.text()? == INCLUDED_LOGPROBS {
            return Ok(Some(true));
        }
    }
    Ok(None)
}

fn read_tool(node: Node<'_>, ignored: &mut Vec<String>) -> Result<ToolSpec, RequestError> {
    let mut tool = node.object()?;
    let kind = tool.kind()?;
    if kind.text()? != "function" {
        return Err(kind.unsupported());
    }
    let spec = read_function(&mut tool)?;
    // What a tool answers, and how the vendor's own tools find it.
    tool.ignore(&["output_schema"], ignored);
    must_be_unset(&mut tool, &["defer_loading"])?;
    if let Some(callers) = tool.take("allowed_callers").filter(|node| node.json() != r#"["direct"]"#) {
        return Err(callers.unsupported());
    }
    tool.finish()?;
    Ok(spec)
}

fn read_choice(node: Node<'_>) -> Result<ToolChoice, RequestError> {
    if node.is_text() {
        return tool_choice_word(&node);
    }
    let mut choice = node.object()?;
    let kind = choice.kind()?;
    if kind.text()? != "function" {
        return Err(kind.unsupported());
    }
    let name = choice.required("name")?.text()?;
    choice.finish()?;
    Ok(ToolChoice::Named(name))
}

fn text_options(body: &mut Object<'_>, request: &mut ChatRequest) -> Result<(), RequestError> {
    let Some(mut text) = body.object("text")? else { return Ok(()) };
    request.verbosity = text.read("verbosity", "`low`, `medium` or `high`")?;
    request.response_format = text.take("format").map(read_format).transpose()?;
    text.finish()
}

fn read_format(node: Node<'_>) -> Result<ResponseFormat, RequestError> {
    let mut format = node.object()?;
    let kind = format.kind()?;
    let read = match kind.text()?.as_str() {
        "text" => ResponseFormat::Text,
        "json_object" => ResponseFormat::JsonObject,
        "json_schema" => read_json_schema(&mut format)?,
        _ => return Err(kind.unsupported()),
    };
    format.finish()?;
    Ok(read)
}

fn reasoning(body: &mut Object<'_>, request: &mut ChatRequest, ignored: &mut Vec<String>) -> Result<(), RequestError> {
    const SUMMARIES: &str = "`auto`, `concise` or `detailed`";
    let Some(mut reasoning) = body.object("reasoning")? else { return Ok(()) };
    request.reasoning_effort =
        reasoning.read("effort", "`none`, `minimal`, `low`, `medium`, `high`, `xhigh` or `max`")?;
    let old = reasoning.read("generate_summary", SUMMARIES)?;
    request.reasoning_summary = reasoning.read("summary", SUMMARIES)?.or(old);
    reasoning.ignore(&["context"], ignored);
    if let Some(mode) = reasoning.take("mode").filter(|node| node.json() != r#""standard""#) {
        return Err(mode.unsupported());
    }
    reasoning.finish()
}
