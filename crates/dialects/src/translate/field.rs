//! What a request can ask for that not every vendor is told, and how each dialect spells it.

use crate::dialect::Dialect;

/// Something that a request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    ToolStrict,
    /// `required`, or the name of a tool.
    ToolChoice,
    ParallelToolCalls,
    Temperature,
    TopP,
    TopK,
    MinP,
    FrequencyPenalty,
    PresencePenalty,
    LogitBias,
    Seed,
    Stop,
    N,
    LogProbs,
    TopLogProbs,
    /// Any JSON object.
    JsonObject,
    JsonSchema,
    SchemaName,
    SchemaDescription,
    Verbosity,
    ReasoningEffort,
    ReasoningBudget,
    ReasoningSummary,
    User,
    Metadata,
    ServiceTier,
    /// A picture at an address.
    ImageUrl,
    /// A picture in an answer of the model.
    AnswerImage,
    ImageDetail,
    File,
    FileUrl,
    FileType,
    VendorFile,
    Thought,
    ResultError,
    /// Instructions in the middle of a conversation.
    SystemTurn,
}

impl Field {
    /// The field in a dialect's spelling; in OpenAI's where the dialect has no such field.
    pub(crate) fn name(self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::OpenAiChat => self.open_ai_chat(),
            Dialect::AnthropicMessages => self.anthropic_messages(),
            Dialect::Ollama => self.ollama(),
            Dialect::OpenAiResponses => self.open_ai_responses(),
        }
    }

    fn open_ai_chat(self) -> &'static str {
        match self {
            Self::ToolStrict => "tools.function.strict",
            Self::ToolChoice => "tool_choice",
            Self::ParallelToolCalls => "parallel_tool_calls",
            Self::Temperature => "temperature",
            Self::TopP => "top_p",
            Self::TopK => "top_k",
            Self::MinP => "min_p",
            Self::FrequencyPenalty => "frequency_penalty",
            Self::PresencePenalty => "presence_penalty",
            Self::LogitBias => "logit_bias",
            Self::Seed => "seed",
            Self::Stop => "stop",
            Self::N => "n",
            Self::LogProbs => "logprobs",
            Self::TopLogProbs => "top_logprobs",
            Self::JsonObject | Self::JsonSchema => "response_format",
            Self::SchemaName => "response_format.json_schema.name",
            Self::SchemaDescription => "response_format.json_schema.description",
            Self::Verbosity => "verbosity",
            Self::ReasoningEffort => "reasoning_effort",
            Self::ReasoningBudget => "reasoning.max_tokens",
            Self::ReasoningSummary => "reasoning.summary",
            Self::User => "user",
            Self::Metadata => "metadata",
            Self::ServiceTier => "service_tier",
            Self::ImageUrl => "messages.content.image_url.url",
            Self::AnswerImage => "messages.content.image_url",
            Self::ImageDetail => "messages.content.image_url.detail",
            Self::File => "messages.content.file",
            Self::FileUrl | Self::FileType => "messages.content.file.file_data",
            Self::VendorFile => "messages.content.file.file_id",
            Self::Thought => "messages.reasoning_content",
            Self::ResultError => "messages.is_error",
            Self::SystemTurn => "messages.role",
        }
    }

    fn anthropic_messages(self) -> &'static str {
        match self {
            Self::ToolStrict => "tools.strict",
            Self::ParallelToolCalls => "tool_choice.disable_parallel_tool_use",
            Self::Stop => "stop_sequences",
            Self::JsonObject | Self::JsonSchema => "output_config.format",
            Self::ReasoningEffort => "thinking",
            Self::ReasoningBudget => "thinking.budget_tokens",
            Self::ReasoningSummary => "thinking.display",
            Self::User => "metadata.user_id",
            Self::ImageUrl => "messages.content.source.url",
            Self::AnswerImage => "messages.content.image",
            Self::File => "messages.content.document",
            Self::FileUrl => "messages.content.source.url",
            Self::FileType => "messages.content.source.media_type",
            Self::VendorFile => "messages.content.source.file_id",
            Self::Thought => "messages.content.thinking",
            Self::ResultError => "messages.content.is_error",
            _ => self.open_ai_chat(),
        }
    }

    fn ollama(self) -> &'static str {
        match self {
            Self::Temperature => "options.temperature",
            Self::TopP => "options.top_p",
            Self::TopK => "options.top_k",
            Self::MinP => "options.min_p",
            Self::FrequencyPenalty => "options.frequency_penalty",
            Self::PresencePenalty => "options.presence_penalty",
            Self::Seed => "options.seed",
            Self::Stop => "options.stop",
            Self::JsonObject | Self::JsonSchema => "format",
            Self::ReasoningEffort => "think",
            Self::ImageUrl | Self::AnswerImage => "messages.images",
            Self::Thought => "messages.thinking",
            _ => self.open_ai_chat(),
        }
    }

    fn open_ai_responses(self) -> &'static str {
        match self {
            Self::ToolStrict => "tools.strict",
            Self::LogProbs => "include",
            Self::JsonObject | Self::JsonSchema => "text.format",
            Self::SchemaName => "text.format.name",
            Self::SchemaDescription => "text.format.description",
            Self::Verbosity => "text.verbosity",
            Self::ReasoningEffort => "reasoning.effort",
            Self::ImageUrl | Self::AnswerImage => "input.content.image_url",
            Self::ImageDetail => "input.content.detail",
            Self::File => "input.content.input_file",
            Self::FileUrl => "input.content.file_url",
            Self::FileType => "input.content.file_data",
            Self::VendorFile => "input.content.file_id",
            Self::Thought => "input.reasoning",
            Self::SystemTurn => "input.role",
            _ => self.open_ai_chat(),
        }
    }
}
