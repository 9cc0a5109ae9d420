//! What the vendor is told to say.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How one request is answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Script {
    /// Only for requests whose last user message contains this text.
    #[serde(default)]
    pub when: Option<String>,
    /// Only for this path; without it, only for chat calls.
    #[serde(default)]
    pub path: Option<String>,
    /// Keeps answering instead of being used up by the first request.
    #[serde(default)]
    pub sticky: bool,
    /// A gate before the first byte of the answer, status line included.
    #[serde(default)]
    pub hold: Option<String>,
    /// The answer.
    pub reply: Reply,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Reply {
    /// 200 in the dialect of the request, streamed where the request asks for it.
    Chat {
        /// What is said, in order.
        steps: Vec<Step>,
    },
    /// These bytes and nothing else.
    Status {
        /// The status.
        code: u16,
        /// Header names and values.
        #[serde(default)]
        headers: BTreeMap<String, String>,
        /// The body.
        #[serde(default)]
        body: String,
    },
    /// The connection is closed without an answer.
    HangUp,
}

/// A step of a streamed answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Step {
    /// Says words, in one chunk.
    Text {
        /// The words.
        text: String,
    },
    /// Thinks, in one chunk.
    Reasoning {
        /// The thought.
        text: String,
    },
    /// Calls a tool: one chunk that begins the call and one that carries its arguments.
    ToolCall {
        /// The call's id.
        id: String,
        /// The tool.
        name: String,
        /// JSON text.
        arguments: String,
    },
    /// Sets the token counts that [`Step::Finish`] reports.
    Usage {
        /// Prompt tokens.
        input: u64,
        /// Answer tokens.
        output: u64,
    },
    /// Ends the answer with the dialect's end mark.
    Finish {
        /// In OpenAI's words: `stop`, `length`, `tool_calls`, `content_filter`.
        reason: String,
    },
    /// Reports an error inside the stream.
    Error {
        /// The sentence.
        message: String,
        /// The vendor's code.
        code: String,
    },
    /// Waits at a gate until it is released.
    Wait {
        /// The gate's name.
        gate: String,
    },
    /// Waits, for people who watch. Tests use gates.
    Delay {
        /// Milliseconds.
        ms: u64,
    },
    /// Sends this text as it is.
    Raw {
        /// The bytes.
        text: String,
    },
    /// Breaks the connection in the middle of the answer.
    Cut,
    /// Says nothing more and keeps the connection open.
    Stall,
}

impl Step {
    /// Words in one chunk.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into() }
    }

    /// A gate.
    pub fn wait(gate: impl Into<String>) -> Self {
        Self::Wait { gate: gate.into() }
    }

    /// Bytes as they are.
    pub fn raw(text: impl Into<String>) -> Self {
        Self::Raw { text: text.into() }
    }

    /// Token counts.
    pub fn usage(input: u64, output: u64) -> Self {
        Self::Usage { input, output }
    }

    /// The ordinary end.
    pub fn finish() -> Self {
        Self::Finish { reason: "stop".to_owned() }
    }
}

impl Script {
    /// Says one sentence in one chunk and ends.
    pub fn text(text: impl Into<String>) -> Self {
        Self::steps([Step::text(text), Step::finish()])
    }

    /// Plays exactly these steps; the body ends after the last one.
    pub fn steps(steps: impl IntoIterator<Item = Step>) -> Self {
        Self::reply(Reply::Chat { steps: steps.into_iter().collect() })
    }

    /// Answers with a status and a body; a body that begins with `{` is JSON.
    pub fn status(code: u16, body: impl Into<String>) -> Self {
        let body = body.into();
        let media = if body.starts_with('{') { "application/json" } else { "text/html" };
        let headers = BTreeMap::from([("content-type".to_owned(), media.to_owned())]);
        Self::reply(Reply::Status { code, headers, body })
    }

    /// Closes the connection without an answer.
    pub fn hang_up() -> Self {
        Self::reply(Reply::HangUp)
    }

    fn reply(reply: Reply) -> Self {
        Self { when: None, path: None, sticky: false, hold: None, reply }
    }

    /// Adds a header to a [`Reply::Status`]; other replies have fixed ones.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Reply::Status { headers, .. } = &mut self.reply {
            headers.insert(name.to_owned(), value.to_owned());
        }
        self
    }

    /// Only for requests whose last user message contains the text.
    pub fn when(mut self, text: impl Into<String>) -> Self {
        self.when = Some(text.into());
        self
    }

    /// For this path instead of chat calls.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Answers every fitting request.
    pub fn sticky(mut self) -> Self {
        self.sticky = true;
        self
    }

    /// Waits at a gate before the status line.
    pub fn hold(mut self, gate: impl Into<String>) -> Self {
        self.hold = Some(gate.into());
        self
    }
}
