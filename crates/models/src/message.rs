//! What was said, in ordered parts.

use serde::{Deserialize, Serialize};

use crate::ids::{AttachmentId, ConversationId, MessageId, RunId};
use crate::time::Time;

/// A message of a run: its input or its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Names the message.
    pub id: MessageId,
    /// The run it belongs to.
    pub run_id: RunId,
    /// The conversation the run was started in.
    pub conversation_id: ConversationId,
    /// Who speaks.
    pub role: MessageRole,
    /// What was said, in order.
    pub parts: Vec<Part>,
    /// When it was said.
    pub created_at: Time,
}

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageRole {
    /// The user.
    User,
    /// The model.
    Assistant,
}

impl MessageRole {
    /// The stable spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Assistant => "assistant",
        }
    }

    /// Reads the stable spelling.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::User, Self::Assistant].into_iter().find(|role| role.as_str() == text)
    }
}

/// A part of a message. The JSON form is what the database keeps and the API shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Part {
    /// Words.
    Text {
        /// Markdown.
        text: String,
    },
    /// What the model thought before it answered.
    Reasoning {
        /// The thought, where the vendor shows it.
        text: String,
        /// The vendor's proof that the thought is its own; sent back unchanged.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signature: Option<String>,
        /// The thought, encrypted by the vendor; sent back unchanged.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        encrypted: Option<String>,
    },
    /// A picture.
    Image {
        /// The uploaded or generated file.
        attachment_id: AttachmentId,
    },
    /// A document.
    File {
        /// The uploaded file.
        attachment_id: AttachmentId,
    },
    /// The model asks for a tool.
    ToolCall {
        /// The vendor's id of the call.
        id: String,
        /// The tool.
        name: String,
        /// JSON text as the model wrote it; not always valid.
        arguments: String,
    },
    /// The model declines to answer.
    Refusal {
        /// Its words.
        text: String,
    },
}

/// The words of a message, for search and titles.
pub fn plain_text(parts: &[Part]) -> String {
    let mut out = String::new();
    for part in parts {
        if let Part::Text { text } | Part::Refusal { text } = part {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(text);
        }
    }
    out
}
