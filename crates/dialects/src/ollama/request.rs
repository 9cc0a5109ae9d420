//! Requests that clients write.

use models::chat::{ChatMessage, ChatPart, ChatRequest, ChatRole, Effort, JsonSchemaFormat, ResponseFormat, ToolSpec};

use super::calls::Calls;
use crate::open_ai_chat::tools::schema;
use crate::request::RequestError;
use crate::request::node::{Node, Object};
use crate::request::shared::{leading_instructions, picture_type, push_results, texts};

/// The name of schemas, which this dialect does not name.
const SCHEMA_NAME: &str = "response";

/// Reads a request to `/api/chat`. Ollama passes over fields and options that it does not know; so does this reader,
/// and tells which.
pub(crate) fn decode(root: Node<'_>) -> Result<ChatRequest, RequestError> {
    let mut body = root.object()?;
    let mut ignored = Vec::new();
    let (mut messages, mut calls) = (Vec::new(), Calls::default());
    for message in body.list("messages")? {
        read_message(message.object()?, &mut messages, &mut calls, &mut ignored)?;
    }
    let mut request =
        ChatRequest { system: leading_instructions(None, &mut messages), messages, ..ChatRequest::default() };
    for tool in body.list("tools")? {
        request.tools.push(read_tool(tool.object()?, &mut ignored)?);
    }
    common(&mut body, &mut request, &mut ignored)?;
    body.ignore_rest(&mut ignored);
    request.ignored = ignored;
    Ok(request)
}

/// What chat and generate share. Streams are what Ollama sends where nothing is said.
pub(super) fn common(
    body: &mut Object<'_>,
    request: &mut ChatRequest,
    ignored: &mut Vec<String>,
) -> Result<(), RequestError> {
    request.model = body.required("model")?.text()?;
    request.stream = body.switch("stream")?.unwrap_or(true);
    request.logprobs = body.switch("logprobs")?;
    request.top_logprobs = body.count("top_logprobs")?;
    request.reasoning_effort = body.take("think").map(effort).transpose()?;
    request.response_format = body.take("format").map(format).transpose()?.flatten();
    let Some(mut options) = body.object("options")? else { return Ok(()) };
    request.temperature = options.number("temperature")?;
    request.top_p = options.number("top_p")?;
    request.top_k = options.count("top_k")?;
    request.min_p = options.number("min_p")?;
    request.frequency_penalty = options.number("frequency_penalty")?;
    request.presence_penalty = options.number("presence_penalty")?;
    request.seed = options.read("seed", "a whole number")?;
    request.stop = texts(options.take("stop"))?;
    // Negative numbers are for no limit.
    let limit: Option<i64> = options.read("num_predict", "a whole number")?;
    request.max_output_tokens = limit.and_then(|limit| u32::try_from(limit).ok());
    options.ignore_rest(ignored);
    Ok(())
}

/// A switch, or a level for models that know levels.
fn effort(node: Node<'_>) -> Result<Effort, RequestError> {
    match node.json() {
        "true" => Ok(Effort::Medium),
        "false" => Ok(Effort::None),
        _ => node.read("true, false, `low`, `medium` or `high`"),
    }
}

fn format(node: Node<'_>) -> Result<Option<ResponseFormat>, RequestError> {
    match node.json() {
        "\"\"" => return Ok(None),
        "\"json\"" => return Ok(Some(ResponseFormat::JsonObject)),
        _ => {}
    }
    if !node.is_object() {
        return Err(node.invalid("must be `json` or a schema"));
    }
    Ok(Some(ResponseFormat::JsonSchema(JsonSchemaFormat {
        name: SCHEMA_NAME.to_owned(),
        description: None,
        schema: schema(Some(node))?,
        // Ollama lets the model write nothing else.
        strict: Some(true),
    })))
}

fn read_tool(mut tool: Object<'_>, ignored: &mut Vec<String>) -> Result<ToolSpec, RequestError> {
    tool.skip(&["type"]);
    let mut function = tool.required("function")?.object()?;
    let spec = ToolSpec {
        name: function.required("name")?.text()?,
        description: function.text("description")?.unwrap_or_default(),
        parameters: schema(function.take("parameters"))?,
        strict: None,
    };
    function.ignore_rest(ignored);
    tool.ignore_rest(ignored);
    Ok(spec)
}

fn read_message(
    mut message: Object<'_>,
    out: &mut Vec<ChatMessage>,
    calls: &mut Calls,
    ignored: &mut Vec<String>,
) -> Result<(), RequestError> {
    let role = message.required("role")?;
    let mut parts = Vec::new();
    if let Some(text) = message.text("thinking")?.filter(|text| !text.is_empty()) {
        parts.push(ChatPart::Reasoning { text, signature: None, encrypted: None });
    }
    if let Some(text) = message.text("content")?.filter(|text| !text.is_empty()) {
        parts.push(ChatPart::Text(text));
    }
    parts.extend(pictures(message.list("images")?)?);
    for call in message.list("tool_calls")? {
        parts.push(read_call(call.object()?, calls)?);
    }
    let (answered, id) = (message.text("tool_name")?.or(message.text("name")?), message.text("tool_call_id")?);
    match role.text()?.as_str() {
        "system" => out.push(ChatMessage { role: ChatRole::System, parts }),
        "user" => out.push(ChatMessage { role: ChatRole::User, parts }),
        "assistant" => out.push(ChatMessage { role: ChatRole::Assistant, parts }),
        "tool" => {
            let id = calls.answered(id, answered.as_deref());
            push_results(out, ChatPart::ToolResult { id, parts, is_error: false });
        }
        _ => return Err(role.invalid("must be `system`, `user`, `assistant` or `tool`")),
    }
    message.ignore_rest(ignored);
    Ok(())
}

/// Pictures are bytes in base64 without their type.
pub(super) fn pictures(nodes: Vec<Node<'_>>) -> Result<Vec<ChatPart>, RequestError> {
    let picture = |node: Node<'_>| {
        let data = node.text()?;
        Ok(ChatPart::image(picture_type(&data), data))
    };
    nodes.into_iter().map(picture).collect()
}

fn read_call(mut call: Object<'_>, calls: &mut Calls) -> Result<ChatPart, RequestError> {
    let id = call.text("id")?;
    let mut function = call.required("function")?.object()?;
    let name = function.required("name")?.text()?;
    let arguments = match function.take("arguments") {
        Some(node) if node.is_object() => node.json().to_owned(),
        Some(node) => return Err(node.invalid("must be an object")),
        None => "{}".to_owned(),
    };
    Ok(ChatPart::ToolCall { id: calls.made(id, &name), name, arguments })
}
