//! The ledger: one entry per model call, and one for each target that was asked beside the one that answered.

use serde::{Deserialize, Serialize};

use crate::ids::{ApiKeyId, ConnectionId, RunId, UsageEntryId, UserId, WorkspaceId};
use crate::price::Nanos;
use crate::run::Usage;
use crate::time::Time;

/// One model call, written once when it is over; or what a target may have made for it that was left because another
/// one began first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageEntry {
    /// Names the entry.
    pub id: UsageEntryId,
    /// When the call came.
    pub at: Time,
    /// The key it came with; `None` for a call of the web app.
    pub key_id: Option<ApiKeyId>,
    /// Who pays.
    pub user_id: UserId,
    /// The run that made it.
    pub run_id: Option<RunId>,
    /// The connection that answered; `None` where none did.
    pub connection_id: Option<ConnectionId>,
    /// The dialect the caller spoke.
    pub dialect: String,
    /// The model as the caller wrote it.
    pub asked_model: String,
    /// The vendor's id of the model that answered; empty where none did.
    pub answered_model: String,
    /// Tokens by kind.
    pub tokens: Usage,
    /// What they cost.
    pub cost: Nanos,
    /// Whether the tokens were estimated because the vendor did not tell.
    pub estimated: bool,
    /// Whether the answer was asked for in pieces.
    pub streamed: bool,
    /// From the call to the end of the answer, in milliseconds.
    pub latency_ms: u32,
    /// From the call to the first piece of the answer, in milliseconds.
    pub first_token_ms: Option<u32>,
    /// Requests to vendors, the first one included. All of a call are counted in its own entry.
    pub attempts: u16,
    /// How it ended.
    pub outcome: Outcome,
    /// The classifier's type of the task, where it was asked.
    pub task_type: Option<String>,
    /// Whether the answer came from our cache.
    pub cached: bool,
    /// The workspace it belongs to; `None` in entries that are older than workspaces.
    pub workspace_id: Option<WorkspaceId>,
    /// Where this is the entry of a target that was left: the entry of the call for which it was asked.
    pub call_id: Option<UsageEntryId>,
    /// How long the call waited for its turn at a connection, in milliseconds; `None` where it did not wait.
    pub queued_ms: Option<u32>,
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Answered to the end.
    Completed,
    /// The caller left before the end.
    ClientLeft,
    /// No vendor answered.
    Failed,
    /// The answer was cut in the middle.
    Cut,
    /// Refused before a vendor was asked.
    Refused,
    /// Asked for a call that another target answered, and left.
    Left,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Self; 6] = [Self::Completed, Self::ClientLeft, Self::Failed, Self::Cut, Self::Refused, Self::Left];

    /// The stable spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::ClientLeft => "client_left",
            Self::Failed => "failed",
            Self::Cut => "cut",
            Self::Refused => "refused",
            Self::Left => "left",
        }
    }

    /// Reads the stable spelling.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text)
    }
}
