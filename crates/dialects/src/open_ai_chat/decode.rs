//! Chunks to deltas.

use models::chat::{ChatDelta, VendorError, VendorErrorKind};
use models::run::FinishReason;
use serde_json::Value;

use super::details;
use super::wire::{Choice, Chunk, Delta, ImagePart, LogProbs, ToolCall};
use crate::dialect::Dialect;
use crate::sink::{Sink, collect};
use crate::{errors, logprobs};

/// What must be remembered between chunks.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    calls: Vec<Call>,
    refused: bool,
}

/// A tool call that has begun. Its place in the list is its index in the deltas.
#[derive(Debug)]
struct Call {
    vendor_index: Option<u32>,
    id: Option<String>,
}

/// A whole answer.
pub(crate) fn whole(body: &[u8]) -> Result<Vec<ChatDelta>, VendorError> {
    let chunk = serde_json::from_slice(body).map_err(|_| errors::garbage("an answer that is not JSON"))?;
    collect(|sink| Reader::default().chunk(chunk, sink))
}

impl Reader {
    /// The data of one event.
    pub(crate) fn event(&mut self, data: &[u8], sink: &mut Sink<'_>) {
        if data.trim_ascii() == b"[DONE]" {
            // Some servers never say why they stop.
            let reason = if self.calls.is_empty() { FinishReason::Other } else { FinishReason::ToolCalls };
            sink.finish(reason);
            return sink.close();
        }
        match serde_json::from_slice(data) {
            Ok(chunk) => self.chunk(chunk, sink),
            Err(_) => sink.fail(errors::garbage("an event that is not a chunk of an answer")),
        }
    }

    fn chunk(&mut self, chunk: Chunk, sink: &mut Sink<'_>) {
        let (groq_usage, groq_error) = chunk.x_groq.map_or((None, None), |groq| (groq.usage, groq.error));
        if let Some(error) = chunk.error.or(groq_error) {
            return sink.fail(errors::from_value(Dialect::OpenAiChat, &error));
        }
        // Azure sends what it thinks of the prompt before the answer begins.
        if chunk.choices.as_ref().is_some_and(|choices| !choices.is_empty()) {
            sink.start(chunk.model.filter(|model| !model.is_empty()));
        }
        let finish_reason = self.first_choice(chunk.choices, sink);
        if let Some(usage) = chunk.usage.or(groq_usage) {
            sink.usage(usage.read());
        }
        match finish_reason.as_deref() {
            None | Some("") => {}
            Some("error") => sink.fail(VendorError {
                kind: VendorErrorKind::Unavailable,
                message: "The vendor stopped the answer with an error.".to_owned(),
                code: None,
            }),
            Some(word) => sink.finish(self.finish_reason(word)),
        }
    }

    /// We ask for one answer; a server that sends more is read as if it had sent one.
    fn first_choice(&mut self, choices: Option<Vec<Choice>>, sink: &mut Sink<'_>) -> Option<String> {
        let choice = choices?.into_iter().find(|choice| choice.index == 0)?;
        if let Some(LogProbs { content, refusal }) = choice.logprobs {
            sink.log_probs(logprobs::read(content));
            sink.log_probs(logprobs::read(refusal));
        }
        if let Some(delta) = choice.delta {
            self.delta(delta, sink);
        }
        if let Some(Value::String(text)) = choice.stop_reason {
            sink.stop_sequence(Some(text));
        }
        choice.finish_reason
    }

    fn delta(&mut self, delta: Delta, sink: &mut Sink<'_>) {
        // Servers between two conventions send the same thought under both names.
        let thought = if delta.reasoning_content.text.is_empty() { delta.reasoning } else { delta.reasoning_content };
        details::read(thought.text, delta.reasoning_details, sink);
        sink.reasoning(delta.content.thinking);
        sink.text(delta.content.text);
        if let Some(words) = delta.refusal.filter(|words| !words.is_empty()) {
            self.refused = true;
            sink.refusal(words);
        }
        delta.images.into_iter().flatten().for_each(|image| read_image(image, sink));
        delta.tool_calls.into_iter().flatten().for_each(|call| self.tool_call(call, sink));
    }

    fn tool_call(&mut self, piece: ToolCall, sink: &mut Sink<'_>) {
        let id = piece.id.filter(|id| !id.is_empty());
        let (name, arguments) = piece.function.map_or((None, None), |function| (function.name, function.arguments));
        let place = match self.place_of(piece.index, id.as_deref()) {
            Some(place) => place,
            None => {
                let index = index_of(self.calls.len());
                self.calls.push(Call { vendor_index: piece.index, id: id.clone() });
                sink.push(ChatDelta::ToolCallStarted {
                    index,
                    id: id.unwrap_or_else(|| format!("call_{index}")),
                    name: name.unwrap_or_default(),
                });
                self.calls.len() - 1
            }
        };
        sink.arguments(index_of(place), arguments.unwrap_or_default());
    }

    /// Which call a piece goes on with; `None` when it begins one. Some servers leave the index out, some send 0 for
    /// each of several calls, so that only the id tells them apart.
    fn place_of(&self, vendor_index: Option<u32>, id: Option<&str>) -> Option<usize> {
        let same_id = |call: &Call| id.is_none() || call.id.is_none() || call.id.as_deref() == id;
        match vendor_index {
            Some(_) => self.calls.iter().rposition(|call| call.vendor_index == vendor_index && same_id(call)),
            None if id.is_some() => self.calls.iter().rposition(|call| call.id.as_deref() == id),
            None => self.calls.len().checked_sub(1),
        }
    }

    fn finish_reason(&self, word: &str) -> FinishReason {
        match word {
            // Some servers say `stop` after calls and refusals, too.
            "stop" | "end_turn" | "eos" if !self.calls.is_empty() => FinishReason::ToolCalls,
            "stop" | "end_turn" | "eos" if self.refused => FinishReason::Refusal,
            "stop" | "end_turn" | "eos" => FinishReason::Stop,
            "length" | "max_tokens" | "model_length" => FinishReason::Length,
            "tool_calls" | "function_call" => FinishReason::ToolCalls,
            "content_filter" => FinishReason::ContentFilter,
            "refusal" => FinishReason::Refusal,
            _ => FinishReason::Other,
        }
    }
}

/// Pictures come as addresses that carry their bytes. An address of another place is left out: fetching it would
/// tell that place who reads.
fn read_image(image: ImagePart, sink: &mut Sink<'_>) {
    let Some(url) = image.image_url else { return };
    let Some((media_type, base64)) = url.url.strip_prefix("data:").and_then(|rest| rest.split_once(";base64,")) else {
        return;
    };
    sink.push(ChatDelta::Image { media_type: media_type.to_owned(), base64: base64.to_owned() });
}

fn index_of(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
