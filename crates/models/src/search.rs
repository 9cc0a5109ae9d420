//! What a search finds.

use crate::ids::{ConversationId, MessageId, RunId};
use crate::message::MessageRole;
use crate::time::Time;

/// A conversation title or message that matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// The conversation.
    pub conversation_id: ConversationId,
    /// Its title.
    pub title: String,
    /// The message, or `None` when the title matches.
    pub message: Option<MessageHit>,
    /// Text around the match; matches stand between `MARK_START` and `MARK_END`.
    pub snippet: String,
    /// When the message was said, or the conversation was last active.
    pub at: Time,
}

/// Which message matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageHit {
    /// The run to jump to.
    pub run_id: RunId,
    /// The message.
    pub message_id: MessageId,
    /// Who said it.
    pub role: MessageRole,
}

/// Begins a match in a snippet: a private-use character, which no keyboard types.
pub const MARK_START: char = '\u{E000}';
/// Ends a match in a snippet.
pub const MARK_END: char = '\u{E001}';
