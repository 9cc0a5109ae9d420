//! Answers that were not streamed.

use models::chat::{ChatDelta, VendorError};
use serde::Deserialize;
use serde_json::Value;

use super::decode::{call_started, is_known_item, item_done};
use super::ended::{self, Held};
use super::wire::{Item, Part, Response};
use crate::dialect::Dialect;
use crate::sink::{Sink, collect};
use crate::{errors, logprobs};

/// The part of a whole response that streams tell in other words.
#[derive(Deserialize)]
struct Output {
    output: Option<Vec<Value>>,
    error: Option<Value>,
}

/// Reads a response.
pub(crate) fn whole(body: &[u8]) -> Result<Vec<ChatDelta>, VendorError> {
    let not_a_response = |_| errors::garbage("an answer that is not a response");
    let Output { output, error } = serde_json::from_slice(body).map_err(not_a_response)?;
    if let Some(error) = error {
        return Err(errors::from_value(Dialect::OpenAiResponses, &error));
    }
    let items = known_items(output.unwrap_or_default()).map_err(not_a_response)?;
    let mut response: Response = serde_json::from_slice(body).map_err(not_a_response)?;
    if response.status.is_none() {
        return Err(errors::garbage("an answer without a status"));
    }
    collect(|sink| {
        let mut held = Held::default();
        sink.start(response.model.take());
        items.into_iter().for_each(|item| read_item(item, &mut held, sink));
        ended::tell(&response, &held, sink);
    })
}

/// Items that the vendor adds later have shapes of their own.
fn known_items(output: Vec<Value>) -> Result<Vec<Item>, serde_json::Error> {
    let is_known = |item: &Value| item.get("type").and_then(Value::as_str).is_some_and(is_known_item);
    output.into_iter().filter(is_known).map(serde_json::from_value).collect()
}

fn read_item(mut item: Item, held: &mut Held, sink: &mut Sink<'_>) {
    let summary = item.summary.take().into_iter().flatten().filter_map(|part| part.text).collect::<Vec<_>>();
    sink.reasoning(summary.join("\n\n"));
    item.content.take().into_iter().flatten().for_each(|part| read_part(part, held, sink));
    if item.r#type != "function_call" {
        return item_done(item, sink);
    }
    let (index, arguments) = (held.calls, item.arguments.take());
    call_started(item, held, sink);
    sink.arguments(index, arguments.unwrap_or_default());
}

fn read_part(part: Part, held: &mut Held, sink: &mut Sink<'_>) {
    match part.r#type.as_str() {
        "output_text" => {
            sink.log_probs(logprobs::read(part.logprobs));
            sink.text(part.text.unwrap_or_default());
        }
        "reasoning_text" => sink.reasoning(part.text.unwrap_or_default()),
        "refusal" => {
            held.refusal = true;
            sink.refusal(part.refusal.unwrap_or_default());
        }
        _ => {}
    }
}
