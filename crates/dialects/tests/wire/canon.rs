//! An answer in a form in which two spellings of it are the same, and what each dialect can say of it.

use dialects::Dialect;
use models::chat::{ChatDelta, TokenLogProb};
use models::run::{FinishReason, Usage};

/// An answer with neighbouring pieces put together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Canon {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) tokens: Vec<TokenLogProb>,
    pub(crate) stop_sequence: Option<String>,
    pub(crate) usage: Option<Usage>,
    pub(crate) end: Option<Result<FinishReason, String>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    Thought(String),
    Signature(String),
    Encrypted(String),
    Text(String),
    Refusal(String),
    Call { index: u32, id: String, name: String, arguments: String },
    Image(String, String),
}

/// Puts the pieces together.
pub(crate) fn canon(deltas: &[ChatDelta]) -> Canon {
    let mut canon = Canon { pieces: Vec::new(), tokens: Vec::new(), stop_sequence: None, usage: None, end: None };
    for delta in deltas {
        match delta.clone() {
            ChatDelta::Started { .. } => {}
            ChatDelta::Text { text } => canon.add(Piece::Text(text)),
            ChatDelta::Reasoning { text } => canon.add(Piece::Thought(text)),
            ChatDelta::Refusal { text } => canon.add(Piece::Refusal(text)),
            ChatDelta::ReasoningSignature { signature } => canon.pieces.push(Piece::Signature(signature)),
            ChatDelta::EncryptedReasoning { data } => canon.pieces.push(Piece::Encrypted(data)),
            ChatDelta::ToolCallStarted { index, id, name } => {
                canon.pieces.push(Piece::Call { index, id, name, arguments: String::new() });
            }
            ChatDelta::ToolCallArguments { index: wanted, text } => {
                let call = canon.pieces.iter_mut().rev().find_map(|piece| match piece {
                    Piece::Call { index, arguments, .. } if *index == wanted => Some(arguments),
                    _ => None,
                });
                call.unwrap().push_str(&text);
            }
            ChatDelta::Image { media_type, base64 } => canon.pieces.push(Piece::Image(media_type, base64)),
            ChatDelta::LogProbs { tokens } => canon.tokens.extend(tokens),
            ChatDelta::StopSequence { text } => canon.stop_sequence = Some(text),
            ChatDelta::Usage { usage } => canon.usage = Some(usage),
            ChatDelta::Finished { reason } => canon.end = Some(Ok(reason)),
            ChatDelta::Failed { error } => canon.end = Some(Err(error.message)),
        }
    }
    for piece in &mut canon.pieces {
        if let Piece::Call { arguments, .. } = piece
            && arguments.is_empty()
        {
            "{}".clone_into(arguments);
        }
    }
    canon
}

impl Canon {
    fn add(&mut self, piece: Piece) {
        match (self.pieces.last_mut(), piece) {
            (Some(Piece::Text(text)), Piece::Text(more))
            | (Some(Piece::Thought(text)), Piece::Thought(more))
            | (Some(Piece::Refusal(text)), Piece::Refusal(more)) => text.push_str(&more),
            (_, piece) => self.pieces.push(piece),
        }
    }

    /// Puts neighbours together that another dialect separated.
    fn merged(self) -> Self {
        let pieces = self.pieces;
        let mut canon = Self { pieces: Vec::new(), ..self };
        pieces.into_iter().for_each(|piece| canon.add(piece));
        canon
    }

    fn has(&self, wanted: impl Fn(&Piece) -> bool) -> bool {
        self.pieces.iter().any(wanted)
    }
}

/// What is left of an answer when a dialect has told it.
pub(crate) fn as_told_in(dialect: Dialect, canon: Canon) -> Canon {
    let end = canon.end.clone().map(|end| end.map(|reason| finish(dialect, reason, &canon)));
    let mut told = Canon { end, ..canon };
    match dialect {
        Dialect::OpenAiChat => told.stop_sequence = None,
        Dialect::OpenAiResponses => told.stop_sequence = None,
        Dialect::AnthropicMessages => {
            told.tokens.clear();
            told.usage = told.usage.or(Some(Usage::default()));
            told.pieces.retain(|piece| !matches!(piece, Piece::Image(..)));
            // The words of a refusal come last.
            told.pieces.sort_by_key(|piece| matches!(piece, Piece::Refusal(_)));
        }
        Dialect::Ollama => {
            told.stop_sequence = None;
            told.usage = told.usage.map(|usage| Usage {
                input_tokens: usage.input_tokens,
                output_tokens: usage.output_tokens,
                ..Usage::default()
            });
            told.pieces.retain(|piece| !matches!(piece, Piece::Image(..) | Piece::Signature(_) | Piece::Encrypted(_)));
            for piece in &mut told.pieces {
                if let Piece::Refusal(text) = piece {
                    *piece = Piece::Text(std::mem::take(text));
                }
            }
            // Calls come whole, when they are complete.
            told.pieces.sort_by_key(|piece| matches!(piece, Piece::Call { .. }));
        }
    }
    told.merged()
}

/// What is left of the order when an answer has one field for each kind of piece.
pub(crate) fn by_kind(mut canon: Canon) -> Canon {
    canon.pieces.sort_by_key(|piece| match piece {
        Piece::Thought(_) => 0,
        Piece::Signature(_) | Piece::Encrypted(_) => 1,
        Piece::Text(_) => 2,
        Piece::Refusal(_) => 3,
        Piece::Image(..) => 4,
        Piece::Call { .. } => 5,
    });
    canon.merged()
}

fn finish(dialect: Dialect, reason: FinishReason, canon: &Canon) -> FinishReason {
    let calls = canon.has(|piece| matches!(piece, Piece::Call { .. }));
    let refused = canon.has(|piece| matches!(piece, Piece::Refusal(_)));
    let stop = if calls { FinishReason::ToolCalls } else { FinishReason::Stop };
    let stop_or_refusal = if refused && !calls { FinishReason::Refusal } else { stop };
    match (dialect, reason) {
        (_, FinishReason::Length) => FinishReason::Length,
        (Dialect::AnthropicMessages, FinishReason::ContentFilter | FinishReason::Refusal) => FinishReason::Refusal,
        (Dialect::AnthropicMessages, FinishReason::ToolCalls) => FinishReason::ToolCalls,
        (Dialect::AnthropicMessages, _) => FinishReason::Stop,
        (Dialect::Ollama, FinishReason::ContentFilter) => FinishReason::Other,
        (Dialect::Ollama, _) => stop,
        (_, FinishReason::ContentFilter) => FinishReason::ContentFilter,
        (_, FinishReason::Refusal) if !refused => FinishReason::ContentFilter,
        (Dialect::OpenAiChat, FinishReason::ToolCalls) => FinishReason::ToolCalls,
        (_, _) => stop_or_refusal,
    }
}
