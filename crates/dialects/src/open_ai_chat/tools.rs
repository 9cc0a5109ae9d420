//! Tools and formats of requests, read.

use models::chat::{ChatPart, JsonSchemaFormat, RawJson, ResponseFormat, ToolChoice, ToolSpec};

use crate::request::RequestError;
use crate::request::node::{Node, Object};
use crate::request::shared::tool_choice_word;

/// A tool without parameters takes none.
pub(crate) const NO_PARAMETERS: &str = r#"{"type":"object","properties":{}}"#;

/// Only functions are tools that other vendors can be offered.
pub(super) fn read_tool(node: Node<'_>) -> Result<ToolSpec, RequestError> {
    let mut tool = node.object()?;
    let kind = tool.kind()?;
    if kind.text()? != "function" {
        return Err(kind.unsupported());
    }
    let mut function = tool.required("function")?.object()?;
    tool.finish()?;
    let spec = read_function(&mut function)?;
    function.finish()?;
    Ok(spec)
}

/// Name, description, parameters and strictness, which the responses put into the tool itself.
pub(crate) fn read_function(function: &mut Object<'_>) -> Result<ToolSpec, RequestError> {
    Ok(ToolSpec {
        name: function.required("name")?.text()?,
        description: function.text("description")?.unwrap_or_default(),
        parameters: schema(function.take("parameters"))?,
        strict: function.switch("strict")?,
    })
}

/// A schema that is an object; where none is written, that of no arguments.
pub(crate) fn schema(node: Option<Node<'_>>) -> Result<RawJson, RequestError> {
    match node {
        Some(node) if node.is_object() => Ok(node.raw_json()),
        Some(node) => Err(node.invalid("must be an object")),
        None => {
            RawJson::parse(NO_PARAMETERS.to_owned()).map_err(|error| RequestError::Json { message: error.to_string() })
        }
    }
}

pub(super) fn read_choice(node: Node<'_>) -> Result<ToolChoice, RequestError> {
    if node.is_text() {
        return tool_choice_word(&node);
    }
    let mut choice = node.object()?;
    let kind = choice.kind()?;
    if kind.text()? != "function" {
        return Err(kind.unsupported());
    }
    let mut function = choice.required("function")?.object()?;
    let name = function.required("name")?.text()?;
    function.finish()?;
    choice.finish()?;
    Ok(ToolChoice::Named(name))
}

pub(super) fn read_format(node: Node<'_>) -> Result<ResponseFormat, RequestError> {
    let mut format = node.object()?;
    let kind = format.kind()?;
    let read = match kind.text()?.as_str() {
        "text" => ResponseFormat::Text,
        "json_object" => ResponseFormat::JsonObject,
        "json_schema" => {
            let mut schema = format.required("json_schema")?.object()?;
            let read = read_json_schema(&mut schema)?;
            schema.finish()?;
            read
        }
        _ => return Err(kind.unsupported()),
    };
    format.finish()?;
    Ok(read)
}

/// Name, description, schema and strictness, which the responses put into the format itself.
pub(crate) fn read_json_schema(object: &mut Object<'_>) -> Result<ResponseFormat, RequestError> {
    Ok(ResponseFormat::JsonSchema(JsonSchemaFormat {
        name: object.required("name")?.text()?,
        description: object.text("description")?,
        schema: schema(object.take("schema"))?,
        strict: object.switch("strict")?,
    }))
}

pub(super) fn read_call(node: Node<'_>) -> Result<ChatPart, RequestError> {
    let mut call = node.object()?;
    if let Some(kind) = call.take("type")
        && kind.text()? != "function"
    {
        return Err(kind.unsupported());
    }
    let id = call.required("id")?.text()?;
    let mut function = call.required("function")?.object()?;
    let name = function.required("name")?.text()?;
    let arguments = function.text("arguments")?.unwrap_or_default();
    function.finish()?;
    // Streams number the calls; clients that put an answer together keep the number.
    call.skip(&["index"]);
    call.finish()?;
    Ok(ChatPart::ToolCall { id, name, arguments })
}
