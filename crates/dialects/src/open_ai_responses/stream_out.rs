//! Deltas to events.

use models::chat::{ChatDelta, TokenLogProb};
use models::gateway_error::GatewayError;
use models::run::{FinishReason, Usage};

use super::events::{Event, Events};
use super::items::{Body, Item, Status, Words};
use super::shapes::{End, Response};
use crate::answer::is_complete;
use crate::encode::arguments_text;
use crate::logprobs;
use crate::meta::AnswerMeta;
use crate::refuse::open_ai_error;
use crate::sealed::Sealed;

/// What must be remembered between deltas: the last event repeats the whole answer.
#[derive(Debug)]
pub(crate) struct Writer {
    meta: AnswerMeta,
    events: Events,
    items: Vec<Item>,
    /// The thought or message that is not done.
    prose: Option<usize>,
    /// Calls that are not done; the dialect interleaves them.
    calls: Vec<usize>,
    tokens: Vec<TokenLogProb>,
    refused: bool,
    finish: FinishReason,
    usage: Option<Usage>,
}

impl Writer {
    pub(crate) fn new(meta: AnswerMeta) -> Self {
        Self {
            meta,
            events: Events::default(),
            items: Vec::new(),
            prose: None,
            calls: Vec::new(),
            tokens: Vec::new(),
            refused: false,
            finish: FinishReason::Other,
            usage: None,
        }
    }

    pub(crate) fn push(&mut self, delta: &ChatDelta, out: &mut Vec<u8>) {
        self.start(out);
        match delta {
            ChatDelta::Text { text } => self.text(text, out),
            ChatDelta::Refusal { text } => self.refusal(text, out),
            ChatDelta::Reasoning { text } => self.thought(text, out),
            ChatDelta::ReasoningSignature { signature } => self.seal(&Sealed::Signature(signature.into()), out),
            ChatDelta::EncryptedReasoning { data } => self.seal(&Sealed::of_encrypted(data), out),
            ChatDelta::ToolCallStarted { index, id, name } => {
                let (id, name) = (id.clone(), name.clone());
                let place = self.open(Body::Call { index: *index, id, name, arguments: String::new() }, out);
                self.calls.push(place);
            }
            ChatDelta::ToolCallArguments { index, text } => self.arguments(*index, text, out),
            ChatDelta::Image { media_type, base64 } => self.image(media_type, base64, out),
            ChatDelta::LogProbs { tokens } => self.tokens.extend_from_slice(tokens),
            ChatDelta::Usage { usage } => self.usage = Some(*usage),
            ChatDelta::Finished { reason } => self.finish = *reason,
            ChatDelta::Started { .. } | ChatDelta::StopSequence { .. } | ChatDelta::Failed { .. } => {}
        }
    }

    /// The ends of the items, and the response with all of them.
    pub(crate) fn finish(&mut self, out: &mut Vec<u8>) {
        let end = End::of(self.finish, self.refused);
        self.close_prose(end.item_status(), out);
        for place in std::mem::take(&mut self.calls) {
            self.close_call(place, end.item_status(), out);
        }
        let response = Response::ended(&self.meta, &self.items, end, self.usage);
        self.events.write(end.event(), Event { response: Some(response), ..Event::default() }, out);
    }

    /// The response as failed, with what there is of it.
    pub(crate) fn fail(&mut self, error: &GatewayError, out: &mut Vec<u8>) {
        self.start(out);
        let response = Some(Response::failed(&self.meta, &self.items, error));
        let error = Some(open_ai_error(error));
        self.events.write("response.failed", Event { response, error, ..Event::default() }, out);
    }

    fn start(&mut self, out: &mut Vec<u8>) {
        if self.events.written > 0 {
            return;
        }
        for name in ["response.created", "response.in_progress"] {
            let response = Some(Response::begun(&self.meta));
            self.events.write(name, Event { response, ..Event::default() }, out);
        }
    }

    /// Announces an item; what is complete ends before it.
    fn open(&mut self, body: Body, out: &mut Vec<u8>) -> usize {
        self.close_prose(Status::Completed, out);
        self.close_complete_calls(out);
        let place = self.items.len();
        let item = Item::new(&self.meta.id, place, body);
        let event = Event { output_index: Some(place), item: Some(item.announce()), ..Event::default() };
        self.events.write("response.output_item.added", event, out);
        self.items.push(item);
        place
    }

    fn thought(&mut self, more: &str, out: &mut Vec<u8>) {
        let is_open = self.prose.is_some_and(|place| matches!(self.items[place].body, Body::Thought { .. }));
        if !is_open {
            self.prose = Some(self.open(Body::Thought { text: String::new(), encrypted: None }, out));
        }
        let Some(place) = self.prose else { return };
        let Item { id, body: Body::Thought { text, .. } } = &mut self.items[place] else { return };
        let base = || Event { output_index: Some(place), summary_index: Some(0), ..Event::default() };
        if text.is_empty() {
            let part = Some(super::items::WirePart::SummaryText { text: "" });
            let event = Event { item_id: Some(id), part, ..base() };
            self.events.write("response.reasoning_summary_part.added", event, out);
        }
        text.push_str(more);
        let event = Event { item_id: Some(id), delta: Some(more), ..base() };
        self.events.write("response.reasoning_summary_text.delta", event, out);
    }

    /// Proves the open thought, or one that is not shown. What Anthropic redacted is a thought of its own.
    fn seal(&mut self, sealed: &Sealed<'_>, out: &mut Vec<u8>) {
        let is_thought = |place: &usize| matches!(self.items[*place].body, Body::Thought { .. });
        let open = self.prose.filter(is_thought).filter(|_| !matches!(sealed, Sealed::Redacted(_)));
        let place = match open {
            Some(place) => place,
            None => self.open(Body::Thought { text: String::new(), encrypted: None }, out),
        };
        let Item { id, body: Body::Thought { encrypted, .. } } = &mut self.items[place] else { return };
        *encrypted = Some(sealed.to_responses(id));
        self.prose = Some(place);
        self.close_prose(Status::Completed, out);
    }

    fn text(&mut self, more: &str, out: &mut Vec<u8>) {
        let is_text = |words: &Words| matches!(words, Words::Text { .. });
        let (place, part) = self.words(is_text, Words::Text { text: String::new(), logprobs: Vec::new() }, out);
        let tokens = std::mem::take(&mut self.tokens);
        let Item { id, body: Body::Message { parts } } = &mut self.items[place] else { return };
        if let Some(Words::Text { text, logprobs }) = parts.last_mut() {
            text.push_str(more);
            logprobs.extend_from_slice(&tokens);
        }
        let event = Event { item_id: Some(id), delta: Some(more), ..at(place, part) };
        let event = Event { logprobs: Some(logprobs::spell(&tokens)), ..event };
        self.events.write("response.output_text.delta", event, out);
    }

    fn refusal(&mut self, more: &str, out: &mut Vec<u8>) {
        self.refused = true;
        self.tokens.clear();
        let (place, part) = self.words(|words| matches!(words, Words::Refusal(_)), Words::Refusal(String::new()), out);
        let Item { id, body: Body::Message { parts } } = &mut self.items[place] else { return };
        if let Some(Words::Refusal(refusal)) = parts.last_mut() {
            refusal.push_str(more);
        }
        let event = Event { item_id: Some(id), delta: Some(more), ..at(place, part) };
        self.events.write("response.refusal.delta", event, out);
    }

    /// The message and the part of it that words go to: the last if it is of their kind, else a new one.
    fn words(&mut self, fits: impl Fn(&Words) -> bool, empty: Words, out: &mut Vec<u8>) -> (usize, usize) {
        let open = self.prose.filter(|place| matches!(self.items[*place].body, Body::Message { .. }));
        let place = match open {
            Some(place) => place,
            None => self.open(Body::Message { parts: Vec::new() }, out),
        };
        self.prose = Some(place);
        let Body::Message { parts } = &self.items[place].body else { return (place, 0) };
        if parts.last().is_some_and(fits) {
            return (place, parts.len() - 1);
        }
        self.close_part(place, out);
        let Item { id, body: Body::Message { parts } } = &mut self.items[place] else { return (place, 0) };
        let part = parts.len();
        let event = Event { item_id: Some(id), part: Some(empty.announce()), ..at(place, part) };
        self.events.write("response.content_part.added", event, out);
        parts.push(empty);
        (place, part)
    }

    fn arguments(&mut self, wanted: u32, more: &str, out: &mut Vec<u8>) {
        let is_wanted =
            |place: &&usize| matches!(self.items[**place].body, Body::Call { index, .. } if index == wanted);
        let Some(place) = self.calls.iter().rev().find(is_wanted).copied() else { return };
        let Item { id, body: Body::Call { arguments, .. } } = &mut self.items[place] else { return };
        arguments.push_str(more);
        let event = Event { output_index: Some(place), item_id: Some(id), delta: Some(more), ..Event::default() };
        self.events.write("response.function_call_arguments.delta", event, out);
    }

    fn image(&mut self, media_type: &str, base64: &str, out: &mut Vec<u8>) {
        let (media_type, base64) = (media_type.to_owned(), base64.to_owned());
        let place = self.open(Body::Image { media_type, base64 }, out);
        for name in ["response.image_generation_call.in_progress", "response.image_generation_call.completed"] {
            let item_id = Some(self.items[place].id.as_str());
            self.events.write(name, Event { output_index: Some(place), item_id, ..Event::default() }, out);
        }
        self.item_done(place, Status::Completed, out);
    }

    fn close_prose(&mut self, status: Status, out: &mut Vec<u8>) {
        let Some(place) = self.prose.take() else { return };
        self.close_summary(place, out);
        self.close_part(place, out);
        self.item_done(place, status, out);
    }

    fn close_summary(&mut self, place: usize, out: &mut Vec<u8>) {
        let Item { id, body: Body::Thought { text, .. } } = &self.items[place] else { return };
        if text.is_empty() {
            return;
        }
        let base =
            || Event { output_index: Some(place), summary_index: Some(0), item_id: Some(id), ..Event::default() };
        self.events.write("response.reasoning_summary_text.done", Event { text: Some(text), ..base() }, out);
        let part = Some(super::items::WirePart::SummaryText { text });
        self.events.write("response.reasoning_summary_part.done", Event { part, ..base() }, out);
    }

    fn close_part(&mut self, place: usize, out: &mut Vec<u8>) {
        let Item { id, body: Body::Message { parts } } = &self.items[place] else { return };
        let Some(words) = parts.last() else { return };
        let base = || Event { item_id: Some(id), ..at(place, parts.len() - 1) };
        match words {
            Words::Text { text, logprobs } => {
                let event = Event { text: Some(text), logprobs: Some(logprobs::spell(logprobs)), ..base() };
                self.events.write("response.output_text.done", event, out);
            }
            Words::Refusal(refusal) => {
                self.events.write("response.refusal.done", Event { refusal: Some(refusal), ..base() }, out);
            }
        }
        let event = Event { part: Some(words.spell()), ..base() };
        self.events.write("response.content_part.done", event, out);
    }

    fn close_complete_calls(&mut self, out: &mut Vec<u8>) {
        for place in std::mem::take(&mut self.calls) {
            if matches!(&self.items[place].body, Body::Call { arguments, .. } if is_complete(arguments)) {
                self.close_call(place, Status::Completed, out);
            } else {
                self.calls.push(place);
            }
        }
    }

    fn close_call(&mut self, place: usize, status: Status, out: &mut Vec<u8>) {
        let Item { id, body: Body::Call { arguments, .. } } = &self.items[place] else { return };
        let base = || Event { output_index: Some(place), item_id: Some(id), ..Event::default() };
        // Callers parse the arguments of every call; the vendor's models write an empty object.
        if arguments.is_empty() {
            self.events.write("response.function_call_arguments.delta", Event { delta: Some("{}"), ..base() }, out);
        }
        let event = Event { arguments: Some(arguments_text(arguments)), ..base() };
        self.events.write("response.function_call_arguments.done", event, out);
        self.item_done(place, status, out);
    }

    fn item_done(&mut self, place: usize, status: Status, out: &mut Vec<u8>) {
        let item = Some(self.items[place].spell(status));
        self.events.write(
            "response.output_item.done",
            Event { output_index: Some(place), item, ..Event::default() },
            out,
        );
    }
}

/// A part of a message.
fn at(place: usize, part: usize) -> Event<'static> {
    Event { output_index: Some(place), content_index: Some(part), ..Event::default() }
}
