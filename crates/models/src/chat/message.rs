//! The conversation that goes into a model.

/// A message of a request.
#[derive(Debug, Clone, PartialEq)]
pub struct ChatMessage {
    /// Who speaks.
    pub role: ChatRole,
    /// What is said, in order.
    pub parts: Vec<ChatPart>,
}

/// Who speaks in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatRole {
    /// Whoever runs the application, in the middle of a conversation.
    System,
    /// The user, and the results of tools.
    User,
    /// The model. As the last message it is a beginning that the model goes on with.
    Assistant,
}

/// A part of a request's message.
#[derive(Debug, Clone, PartialEq)]
pub enum ChatPart {
    /// Words.
    Text(String),
    /// A picture.
    Image {
        /// Where its bytes are. Types are `image/png`, `image/jpeg`, `image/gif` and `image/webp`.
        source: Source,
        /// How closely to look, in OpenAI's words: `low`, `high`, `auto` or `original`.
        detail: Option<String>,
    },
    /// A document.
    File {
        /// Its name.
        name: Option<String>,
        /// Where its bytes are.
        source: Source,
    },
    /// Words with which the model declined.
    Refusal(String),
    /// An earlier thought of the model.
    Reasoning {
        /// The thought.
        text: String,
        /// The vendor's signature of it.
        signature: Option<String>,
        /// The thought as the vendor encrypted it.
        encrypted: Option<String>,
    },
    /// A call the model made.
    ToolCall {
        /// The vendor's id of the call.
        id: String,
        /// The tool.
        name: String,
        /// JSON text.
        arguments: String,
    },
    /// What a tool answered.
    ToolResult {
        /// The call's id.
        id: String,
        /// The answer: words, pictures and documents.
        parts: Vec<ChatPart>,
        /// Whether the tool failed.
        is_error: bool,
    },
}

impl ChatPart {
    /// A picture whose bytes are at hand, in standard base64 with padding.
    pub fn image(media_type: impl Into<String>, base64: impl Into<String>) -> Self {
        let source = Source::Base64 { media_type: media_type.into(), data: base64.into() };
        Self::Image { source, detail: None }
    }

    /// What a tool answered, in words.
    pub fn tool_result(id: impl Into<String>, text: impl Into<String>, is_error: bool) -> Self {
        Self::ToolResult { id: id.into(), parts: vec![Self::Text(text.into())], is_error }
    }
}

/// Where the bytes of a picture or a document are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Here.
    Base64 {
        /// The type of the bytes.
        media_type: String,
        /// The bytes in standard base64 with padding.
        data: String,
    },
    /// At an address that the vendor fetches.
    Url(String),
    /// At the vendor, under this id.
    VendorFile(String),
}
