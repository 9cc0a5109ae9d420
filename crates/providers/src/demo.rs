//! The built-in demo model: no account, no network, the same answer to the same question.

use std::collections::VecDeque;
use std::time::Duration;

use models::chat::{ChatDelta, ChatMessage, ChatPart, ChatRequest, ChatRole};
use models::connection::{Capabilities, Model};
use models::run::{FinishReason, Usage};

/// Answers at reading speed.
pub const DEMO_MODEL: &str = "demo";
/// Answers at length, for trying Stop, reload and a second tab.
pub const DEMO_SLOW_MODEL: &str = "demo-slow";

/// How much longer the slow model pauses between words.
const SLOWER: u32 = 4;
/// Numbered lines of the slow model.
const SLOW_LINES: usize = 40;
/// Words of the question that the answer repeats.
const QUOTED_WORDS: usize = 8;
/// Characters of one repeated word.
const QUOTED_WORD_CHARS: usize = 24;

pub(crate) fn models() -> Vec<Model> {
    let model = |id: &str, name: &str| Model {
        id: id.to_owned(),
        name: name.to_owned(),
        context_tokens: None,
        capabilities: Capabilities::default(),
    };
    vec![model(DEMO_MODEL, "Demo (built in)"), model(DEMO_SLOW_MODEL, "Demo, slow and long (built in)")]
}

/// An answer of the demo model, word by word.
pub(crate) struct DemoStream {
    begin: Option<ChatDelta>,
    words: VecDeque<String>,
    end: Option<Vec<ChatDelta>>,
    delay: Duration,
}

impl DemoStream {
    pub(crate) fn new(request: &ChatRequest, delay: Duration) -> Self {
        let slow = request.model == DEMO_SLOW_MODEL;
        let text = answer(request, slow);
        let words: VecDeque<String> = text.split_inclusive([' ', '\n']).map(str::to_owned).collect();
        let usage = Usage {
            input_tokens: request
                .messages
                .iter()
                .map(|message| words_of(message).split_whitespace().count() as u64)
                .sum(),
            output_tokens: words.len() as u64,
            ..Usage::default()
        };
        Self {
            begin: Some(ChatDelta::Started { model: Some(request.model.clone()) }),
            words,
            end: Some(vec![ChatDelta::Usage { usage }, ChatDelta::Finished { reason: FinishReason::Stop }]),
            delay: if slow { delay * SLOWER } else { delay },
        }
    }

    pub(crate) async fn next(&mut self) -> Option<Vec<ChatDelta>> {
        if let Some(started) = self.begin.take() {
            return Some(vec![started]);
        }
        if !self.words.is_empty() && !self.delay.is_zero() {
            tokio::time::sleep(self.delay).await;
        }
        // Taken after the wait, so that a caller that gives the wait up loses no word.
        let Some(text) = self.words.pop_front() else { return self.end.take() };
        Some(vec![ChatDelta::Text { text }])
    }
}

/// The answer, or the rest of it where the request ends with its beginning.
fn answer(request: &ChatRequest, slow: bool) -> String {
    let question = request.messages.iter().rev().find(|message| message.role == ChatRole::User);
    let question = question.map(words_of).unwrap_or_default();
    let whole = if slow { long_text(&question) } else { short_text(&question) };
    let begun = request.messages.last().filter(|message| message.role == ChatRole::Assistant).map(words_of);
    let rest = begun.as_deref().and_then(|begun| {
        // The beginning may come with or without the blank it was cut at.
        whole.strip_prefix(begun).or_else(|| whole.strip_prefix(begun.trim_end()))
    });
    rest.map(str::to_owned).unwrap_or(whole)
}

fn short_text(question: &str) -> String {
    format!(
        "This is the built-in demo model. It calls no vendor and knows nothing{}, but it shows how an answer arrives.\n\n\
         To chat with a real model:\n\n\
         1. Open **Settings → Connections**.\n\
         2. Add OpenAI, Anthropic, Groq, OpenRouter, Ollama or any server that speaks OpenAI's API.\n\
         3. Choose one of its models above the message box.\n\n\
         Answers can hold lists, tables, formulas and code:\n\n\
         ```rust\n\
         fn main() {{\n    println!(\"Hello from the demo model\");\n}}\n\
         ```\n\n\
         Choose the model `{DEMO_SLOW_MODEL}` for a long answer, to try Stop, a reload or a second tab.\n",
        quote(question).map(|quoted| format!(" about “{quoted}”")).unwrap_or_default()
    )
}

fn long_text(question: &str) -> String {
    let quoted = quote(question).map(|quoted| format!(" You asked: “{quoted}”.")).unwrap_or_default();
    let mut text = format!(
        "This is the slow built-in demo model.{quoted} It counts to {SLOW_LINES}, so that there is time to press Stop, \
         reload the page or open a second tab.\n\n"
    );
    for number in 1..=SLOW_LINES {
        text.push_str(&format!("{number}. This is line {number} of the demo answer.\n"));
    }
    text.push_str("\nTo chat with a real model, open **Settings → Connections**.\n");
    text
}

/// The first words of the question, without what would break the Markdown around them.
fn quote(question: &str) -> Option<String> {
    let plain = |c: &char| !c.is_control() && !matches!(c, '`' | '*' | '_' | '<' | '>' | '[' | ']' | '“' | '”');
    let clean = |word: &str| word.chars().filter(plain).take(QUOTED_WORD_CHARS).collect::<String>();
    let mut words = question.split_whitespace().map(clean).filter(|word| !word.is_empty());
    let quoted = words.by_ref().take(QUOTED_WORDS).collect::<Vec<_>>().join(" ");
    let more = if words.next().is_some() { " …" } else { "" };
    (!quoted.is_empty()).then(|| format!("{quoted}{more}"))
}

fn words_of(message: &ChatMessage) -> String {
    let text = |part: &ChatPart| match part {
        ChatPart::Text(text) => Some(text.clone()),
        ChatPart::Image { .. }
        | ChatPart::File { .. }
        | ChatPart::Refusal(_)
        | ChatPart::Reasoning { .. }
        | ChatPart::ToolCall { .. }
        | ChatPart::ToolResult { .. } => None,
    };
    message.parts.iter().filter_map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(role: ChatRole, text: &str) -> ChatMessage {
        ChatMessage { role, parts: vec![ChatPart::Text(text.to_owned())] }
    }

    fn ask(model: &str, messages: Vec<ChatMessage>) -> ChatRequest {
        ChatRequest { model: model.to_owned(), messages, ..ChatRequest::default() }
    }

    #[test]
    fn the_answer_names_itself_repeats_the_question_and_says_what_to_do_next() {
        let request =
            ask(DEMO_MODEL, vec![said(ChatRole::User, "What is <b>a</b> `monad` and why do people write about it")]);
        let text = answer(&request, false);
        assert!(text.starts_with("This is the built-in demo model."), "{text}");
        assert!(text.contains("“What is ba/b monad and why do people …”"), "{text}");
        assert!(text.contains("**Settings → Connections**") && text.contains("```rust\n"), "{text}");
    }

    #[test]
    fn a_cut_answer_goes_on_where_it_stopped() {
        let question = said(ChatRole::User, "Hi");
        let whole = answer(&ask(DEMO_SLOW_MODEL, vec![question.clone()]), true);
        for (cut, _) in whole.char_indices().skip(1).take(200) {
            let begun = said(ChatRole::Assistant, &whole[..cut]);
            let rest = answer(&ask(DEMO_SLOW_MODEL, vec![question.clone(), begun]), true);
            assert_eq!(format!("{}{rest}", &whole[..cut]), whole);
        }
    }
}
