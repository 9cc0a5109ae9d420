//! Answers that were not streamed.

use models::chat::{ChatDelta, VendorError};

use super::decode::{call_started, item_done};
use super::ended::{self, Held};
use super::wire::{Item, Part, Response};
use crate::errors;
use crate::sink::{Sink, collect};

/// Reads a response.
pub(crate) fn whole(body: &[u8]) -> Result<Vec<ChatDelta>, VendorError> {
    let not_a_response = || errors::garbage("an answer that is not a response");
    let mut response: Response = serde_json::from_slice(body).map_err(|_| not_a_response())?;
    let items = match response.output.take() {
        Some(items) => items,
        None if response.error.is_some() => Vec::new(),
        None => return Err(not_a_response()),
    };
    collect(|sink| {
        let mut held = Held::default();
        sink.start(response.model.take());
        items.into_iter().for_each(|item| read_item(item, &mut held, sink));
        ended::tell(&response, &held, sink);
    })
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
        "output_text" => sink.text(part.text.unwrap_or_default()),
        "reasoning_text" => sink.reasoning(part.text.unwrap_or_default()),
        "refusal" => {
            held.refusal = true;
            sink.refusal(part.refusal.unwrap_or_default());
        }
        _ => {}
    }
}
