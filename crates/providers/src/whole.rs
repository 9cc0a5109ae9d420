//! An answer at once, for titles and other short work.

use models::chat::{ChatDelta, ChatRequest};
use models::run::{FinishReason, Usage};
use tokio_util::sync::CancellationToken;

use crate::Providers;
use crate::endpoint::Endpoint;
use crate::error::ProviderError;

/// The words of a whole answer.
#[derive(Debug, Clone, PartialEq)]
pub struct ChatAnswer {
    /// What was said, without reasoning.
    pub text: String,
    /// Token counts, where the vendor reports them.
    pub usage: Option<Usage>,
    /// Why the model stopped.
    pub reason: FinishReason,
}

impl Providers {
    /// Asks a model and waits for all of its answer. `request.stream` decides how the answer
    /// travels, and is better set: the time-outs then watch every chunk instead of the whole.
    /// Dropping the future closes the vendor's connection.
    pub async fn complete(&self, endpoint: &Endpoint, request: &ChatRequest) -> Result<ChatAnswer, ProviderError> {
        let mut stream = self.stream(endpoint, request, &CancellationToken::new()).await?;
        let mut answer = ChatAnswer { text: String::new(), usage: None, reason: FinishReason::Other };
        while let Some(deltas) = stream.next().await {
            for delta in deltas? {
                match delta {
                    ChatDelta::Text { text } | ChatDelta::Refusal { text } => answer.text.push_str(&text),
                    ChatDelta::Usage { usage } => answer.usage = Some(usage),
                    ChatDelta::Finished { reason } => answer.reason = reason,
                    ChatDelta::Started { .. }
                    | ChatDelta::Reasoning { .. }
                    | ChatDelta::ReasoningSignature { .. }
                    | ChatDelta::EncryptedReasoning { .. }
                    | ChatDelta::ToolCallStarted { .. }
                    | ChatDelta::ToolCallArguments { .. }
                    | ChatDelta::Image { .. }
                    | ChatDelta::LogProbs { .. }
                    | ChatDelta::StopSequence { .. }
                    | ChatDelta::Failed { .. } => {}
                }
            }
        }
        Ok(answer)
    }
}
