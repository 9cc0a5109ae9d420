//! Requests that clients write.

use models::chat::{ChatMessage, ChatPart, ChatRequest, ChatRole, Effort, Source};

use super::{thoughts, tools};
use crate::request::RequestError;
use crate::request::node::{Node, Object};
use crate::request::shared::{content, leading_instructions, must_be_unset, push_results, source_of_url, texts};

/// They guide the vendor's cache, its lists or its guard against abuse; OpenAI's reference says of none that it
/// changes the answer. A prediction makes the same answer come faster.
const HINTS: [&str; 6] =
    ["store", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention", "safety_identifier", "prediction"];

/// Reads a request. The parameters that vLLM, llama.cpp, OpenRouter and others add to OpenAI's are known where another
/// dialect has them, too.
pub(crate) fn decode(root: Node<'_>) -> Result<ChatRequest, RequestError> {
    let mut body = root.object()?;
    let mut ignored = Vec::new();
    body.ignore(&HINTS, &mut ignored);
    let mut messages = Vec::new();
    for message in body.required("messages")?.list()? {
        read_message(message.object()?, &mut messages, &mut ignored)?;
    }
    let system = leading_instructions(None, &mut messages);
    let mut request = ChatRequest {
        model: body.required("model")?.text()?,
        system,
        messages,
        tools: body.list("tools")?.into_iter().map(tools::read_tool).collect::<Result<_, _>>()?,
        tool_choice: body.take("tool_choice").map(tools::read_choice).transpose()?,
        parallel_tool_calls: body.switch("parallel_tool_calls")?,
        response_format: body.take("response_format").map(tools::read_format).transpose()?,
        max_output_tokens: token_limit(&mut body)?,
        user: body.text("user")?,
        metadata: body.read("metadata", "an object of strings")?.unwrap_or_default(),
        service_tier: body.text("service_tier")?,
        verbosity: body.read("verbosity", "`low`, `medium` or `high`")?,
        stream: body.switch("stream")?.unwrap_or(false),
        ..ChatRequest::default()
    };
    sampling(&mut body, &mut request)?;
    reasoning(&mut body, &mut request)?;
    if let Some(mut options) = body.object("stream_options")? {
        request.include_usage = options.switch("include_usage")?;
        options.skip(&["include_obfuscation"]);
        options.finish()?;
    }
    if let Some(modalities) = body.take("modalities").filter(|node| node.json() != r#"["text"]"#) {
        return Err(modalities.unsupported());
    }
    must_be_unset(&mut body, &["functions"])?;
    body.finish()?;
    request.ignored = ignored;
    Ok(request)
}

fn sampling(body: &mut Object<'_>, request: &mut ChatRequest) -> Result<(), RequestError> {
    request.temperature = body.number("temperature")?;
    request.top_p = body.number("top_p")?;
    request.top_k = body.count("top_k")?;
    request.min_p = body.number("min_p")?;
    request.frequency_penalty = body.number("frequency_penalty")?;
    request.presence_penalty = body.number("presence_penalty")?;
    request.logit_bias = body.read("logit_bias", "an object of numbers")?.unwrap_or_default();
    request.seed = body.read("seed", "a whole number")?;
    request.stop = texts(body.take("stop"))?;
    request.n = body.count("n")?;
    request.logprobs = body.switch("logprobs")?;
    request.top_logprobs = body.count("top_logprobs")?;
    Ok(())
}

fn token_limit(body: &mut Object<'_>) -> Result<Option<u32>, RequestError> {
    let old = body.count("max_tokens")?;
    Ok(body.count("max_completion_tokens")?.or(old))
}

/// OpenRouter has an object beside OpenAI's word.
fn reasoning(body: &mut Object<'_>, request: &mut ChatRequest) -> Result<(), RequestError> {
    const EFFORTS: &str = "`none`, `minimal`, `low`, `medium`, `high`, `xhigh` or `max`";
    request.reasoning_effort = body.read("reasoning_effort", EFFORTS)?;
    let Some(mut more) = body.object("reasoning")? else { return Ok(()) };
    let effort: Option<Effort> = more.read("effort", EFFORTS)?;
    let switched = more.switch("enabled")?.map(|on| if on { Effort::Medium } else { Effort::None });
    request.reasoning_effort = request.reasoning_effort.or(effort).or(switched);
    request.reasoning_budget_tokens = more.count("max_tokens")?;
    more.finish()
}

fn read_message(
    mut object: Object<'_>,
    out: &mut Vec<ChatMessage>,
    ignored: &mut Vec<String>,
) -> Result<(), RequestError> {
    let role = object.required("role")?;
    match role.text()?.as_str() {
        "system" | "developer" => {
            let parts = content(object.take("content"), |part| read_part(part, ignored))?;
            out.push(ChatMessage { role: ChatRole::System, parts });
        }
        "user" => {
            let parts = content(object.take("content"), |part| read_part(part, ignored))?;
            out.push(ChatMessage { role: ChatRole::User, parts });
        }
        "assistant" => out.push(assistant(&mut object, ignored)?),
        "tool" => {
            let parts = content(object.take("content"), |part| read_part(part, ignored))?;
            let id = object.required("tool_call_id")?.text()?;
            push_results(out, ChatPart::ToolResult { id, parts, is_error: false });
        }
        "function" => return Err(role.unsupported()),
        _ => return Err(role.invalid("must be `system`, `developer`, `user`, `assistant` or `tool`")),
    }
    // A name tells people apart who share a role; no other dialect has it.
    object.ignore(&["name"], ignored);
    object.finish()
}

fn assistant(object: &mut Object<'_>, ignored: &mut Vec<String>) -> Result<ChatMessage, RequestError> {
    let mut parts = Vec::new();
    thoughts::read(object, &mut parts)?;
    parts.extend(content(object.take("content"), |part| read_part(part, ignored))?);
    if let Some(refusal) = object.text("refusal")? {
        parts.push(ChatPart::Refusal(refusal));
    }
    for call in object.list("tool_calls")? {
        parts.push(tools::read_call(call)?);
    }
    // Answers have them, and clients send answers back as they came.
    object.skip(&["annotations"]);
    must_be_unset(object, &["audio", "function_call"])?;
    Ok(ChatMessage { role: ChatRole::Assistant, parts })
}

fn read_part(mut part: Object<'_>, ignored: &mut Vec<String>) -> Result<ChatPart, RequestError> {
    let kind = part.kind()?;
    let read = match kind.text()?.as_str() {
        "text" => ChatPart::Text(part.required("text")?.text()?),
        "refusal" => ChatPart::Refusal(part.required("refusal")?.text()?),
        "image_url" => {
            let mut image = part.required("image_url")?.object()?;
            let source = source_of_url(&image.required("url")?)?;
            let detail = image.text("detail")?;
            image.finish()?;
            ChatPart::Image { source, detail }
        }
        "file" => read_file(part.required("file")?.object()?)?,
        _ => return Err(kind.unsupported()),
    };
    // OpenRouter relays the first to Anthropic.
    part.ignore(&["cache_control", "prompt_cache_breakpoint"], ignored);
    part.finish()?;
    Ok(read)
}

fn read_file(mut file: Object<'_>) -> Result<ChatPart, RequestError> {
    let name = file.text("filename")?;
    let source = match file.take("file_id") {
        Some(id) => Source::VendorFile(id.text()?),
        None => source_of_url(&file.required("file_data")?)?,
    };
    file.finish()?;
    Ok(ChatPart::File { name, source })
}
