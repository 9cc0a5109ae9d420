//! Requests that clients write.

use models::chat::{ChatRequest, Effort, JsonSchemaFormat, ReasoningSummary, ResponseFormat, ToolChoice, ToolSpec};

use super::content;
use crate::open_ai_chat::tools::schema;
use crate::request::RequestError;
use crate::request::node::{Node, Object};
use crate::request::shared::{leading_instructions, must_be_unset};

/// Cache marks only lower the price of what is sent anyway, edits of the context only shorten what is too long,
/// diagnostics only tell about the cache, and speed is speed: the vendor's reference says of none that it changes an
/// answer that fits.
const HINTS: [&str; 4] = ["cache_control", "context_management", "diagnostics", "speed"];

/// The name of schemas, which this dialect does not name.
const SCHEMA_NAME: &str = "response";

/// Reads a request. `max_tokens` may be missing, as it is where tokens are only counted.
pub(crate) fn decode(root: Node<'_>) -> Result<ChatRequest, RequestError> {
    let mut body = root.object()?;
    let mut ignored = Vec::new();
    body.ignore(&HINTS, &mut ignored);
    let mut messages = Vec::new();
    for message in body.required("messages")?.list()? {
        messages.push(content::read_message(message.object()?, &mut ignored)?);
    }
    let given = content::read_system(body.take("system"), &mut ignored)?;
    let mut request = ChatRequest {
        model: body.required("model")?.text()?,
        system: leading_instructions(given, &mut messages),
        messages,
        max_output_tokens: body.count("max_tokens")?,
        temperature: body.number("temperature")?,
        top_p: body.number("top_p")?,
        top_k: body.count("top_k")?,
        stop: body.read("stop_sequences", "a list of strings")?.unwrap_or_default(),
        service_tier: body.text("service_tier")?.map(tier),
        stream: body.switch("stream")?.unwrap_or(false),
        ..ChatRequest::default()
    };
    for tool in body.list("tools")? {
        request.tools.push(read_tool(tool.object()?, &mut ignored)?);
    }
    if let Some(choice) = body.object("tool_choice")? {
        read_choice(choice, &mut request)?;
    }
    if let Some(thinking) = body.object("thinking")? {
        read_thinking(thinking, &mut request)?;
    }
    if let Some(output) = body.object("output_config")? {
        read_output(output, &mut request)?;
    }
    if let Some(format) = body.object("output_format")? {
        request.response_format = Some(read_format(format)?);
    }
    if let Some(mut metadata) = body.object("metadata")? {
        request.user = metadata.text("user_id")?;
        metadata.finish()?;
    }
    must_be_unset(&mut body, &["mcp_servers"])?;
    body.finish()?;
    request.ignored = ignored;
    Ok(request)
}

/// OpenAI's words for the classes of speed and price.
fn tier(word: String) -> String {
    if word == "standard_only" { "default".to_owned() } else { word }
}

/// Tools that the vendor runs itself have a type with a date.
fn read_tool(mut tool: Object<'_>, ignored: &mut Vec<String>) -> Result<ToolSpec, RequestError> {
    if let Some(kind) = tool.take("type")
        && kind.text()? != "custom"
    {
        return Err(kind.unsupported());
    }
    // Cache marks, how arguments are streamed, and examples that the description may hold as well.
    tool.ignore(&["cache_control", "eager_input_streaming", "input_examples"], ignored);
    must_be_unset(&mut tool, &["defer_loading"])?;
    if let Some(callers) = tool.take("allowed_callers").filter(|node| node.json() != r#"["direct"]"#) {
        return Err(callers.unsupported());
    }
    let spec = ToolSpec {
        name: tool.required("name")?.text()?,
        description: tool.text("description")?.unwrap_or_default(),
        parameters: schema(Some(tool.required("input_schema")?))?,
        strict: tool.switch("strict")?,
    };
    tool.finish()?;
    Ok(spec)
}

fn read_choice(mut choice: Object<'_>, request: &mut ChatRequest) -> Result<(), RequestError> {
    let kind = choice.kind()?;
    let read = match kind.text()?.as_str() {
        "auto" => ToolChoice::Auto,
        "any" => ToolChoice::Required,
        "none" => ToolChoice::None,
        "tool" => ToolChoice::Named(choice.required("name")?.text()?),
        _ => return Err(kind.invalid("must be `auto`, `any`, `tool` or `none`")),
    };
    request.tool_choice = Some(read);
    request.parallel_tool_calls = choice.switch("disable_parallel_tool_use")?.map(|disabled| !disabled);
    choice.finish()
}

/// Without an effort, a model that decides itself thinks as the vendor's effort `high` says.
fn read_thinking(mut thinking: Object<'_>, request: &mut ChatRequest) -> Result<(), RequestError> {
    let kind = thinking.kind()?;
    match kind.text()?.as_str() {
        "enabled" => {
            request.reasoning_budget_tokens = Some(thinking.required("budget_tokens")?.read("a whole number")?)
        }
        "adaptive" | "between_tools" => request.reasoning_effort = Some(Effort::High),
        "disabled" => request.reasoning_effort = Some(Effort::None),
        _ => return Err(kind.invalid("must be `enabled`, `adaptive`, `between_tools` or `disabled`")),
    }
    let display = thinking.text("display")?;
    request.reasoning_summary = display.filter(|word| word == "summarized").map(|_| ReasoningSummary::Auto);
    thinking.finish()
}

/// The effort of a model that is told not to think is only about words and calls, which no other dialect has.
fn read_output(mut output: Object<'_>, request: &mut ChatRequest) -> Result<(), RequestError> {
    let effort: Option<Effort> = output.read("effort", "`low`, `medium`, `high`, `xhigh` or `max`")?;
    if request.reasoning_effort != Some(Effort::None) {
        request.reasoning_effort = effort.or(request.reasoning_effort);
    }
    if let Some(format) = output.object("format")? {
        request.response_format = Some(read_format(format)?);
    }
    output.finish()
}

fn read_format(mut format: Object<'_>) -> Result<ResponseFormat, RequestError> {
    let kind = format.kind()?;
    if kind.text()? != "json_schema" {
        return Err(kind.unsupported());
    }
    let schema = schema(Some(format.required("schema")?))?;
    format.finish()?;
    // The vendor guarantees the fit always.
    let format = JsonSchemaFormat { name: SCHEMA_NAME.to_owned(), description: None, schema, strict: Some(true) };
    Ok(ResponseFormat::JsonSchema(format))
}
