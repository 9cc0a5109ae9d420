//! JSON shapes of the ledger, and which calls are meant.

use chrono::{DateTime, Utc};
use managers::gateway::Whose;
use managers::gateway::usage::{Calls, SummaryRow};
use models::ids::{ApiKeyId, UserId, WorkspaceId};
use models::price::Nanos;
use models::usage_entry::{Outcome, UsageEntry};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::money::Usd;

/// Which calls: one's own unless asked otherwise.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CallsQuery {
    /// Another user's, for admins.
    user_id: Option<Uuid>,
    /// Everyone's, for admins.
    #[serde(default)]
    all: bool,
    /// That came with this key.
    key_id: Option<Uuid>,
    /// That belong to this workspace.
    workspace_id: Option<Uuid>,
    /// That this model answered.
    model: Option<String>,
    /// That came at this time or later.
    from: Option<DateTime<Utc>>,
    /// That came before this time.
    to: Option<DateTime<Utc>>,
}

/// One call to a model, or what a target may have made for it that was left because another one began first.
#[derive(Serialize, ToSchema)]
#[schema(as = UsageEntry)]
pub(crate) struct UsageEntryBody {
    id: Uuid,
    at: DateTime<Utc>,
    /// `null` for a call of the web app.
    #[schema(required)]
    key_id: Option<Uuid>,
    user_id: Uuid,
    #[schema(required)]
    run_id: Option<Uuid>,
    #[schema(required)]
    connection_id: Option<Uuid>,
    dialect: String,
    /// The model as the caller wrote it.
    asked_model: String,
    /// The model that answered; empty where none did.
    answered_model: String,
    input_tokens: u64,
    output_tokens: u64,
    cache_read_tokens: u64,
    cache_write_tokens: u64,
    reasoning_tokens: u64,
    cost_usd: Usd,
    /// Whether the vendor did not tell the tokens.
    estimated: bool,
    streamed: bool,
    latency_ms: u32,
    #[schema(required)]
    first_token_ms: Option<u32>,
    /// Requests to vendors, the first one included.
    attempts: u16,
    outcome: OutcomeBody,
    /// The classifier's type of the task, where it was asked.
    #[schema(required)]
    task_type: Option<String>,
    /// Whether the answer came from our cache.
    cached: bool,
    /// `null` in entries that are older than workspaces.
    #[schema(required)]
    workspace_id: Option<Uuid>,
    /// Where this is the entry of a target that was left: the entry of its call.
    #[schema(required)]
    call_id: Option<Uuid>,
    /// How long it waited for its turn at a connection.
    #[schema(required)]
    queued_ms: Option<u32>,
}

/// How a call ended.
#[derive(Serialize, ToSchema)]
#[schema(as = UsageOutcome)]
#[serde(rename_all = "snake_case")]
enum OutcomeBody {
    Completed,
    ClientLeft,
    Failed,
    Cut,
    Refused,
    Left,
}

/// Calls that have something in common.
#[derive(Serialize, ToSchema)]
#[schema(as = UsageSummary)]
pub(crate) struct SummaryRowBody {
    /// A day such as `2026-11-21`, an id, or a model; empty where there is none.
    key: String,
    /// Name of the user, of the key or of the workspace.
    #[schema(required)]
    name: Option<String>,
    calls: i64,
    input_tokens: i64,
    output_tokens: i64,
    cost_usd: Usd,
    /// How many calls no vendor answered or were cut.
    failed: i64,
}

impl From<CallsQuery> for Calls {
    fn from(it: CallsQuery) -> Self {
        let whose = match (it.user_id, it.all) {
            (Some(user), _) => Whose::Of(UserId(user)),
            (None, true) => Whose::Everyone,
            (None, false) => Whose::Own,
        };
        let (key_id, workspace_id) = (it.key_id.map(ApiKeyId), it.workspace_id.map(WorkspaceId));
        Self { whose, key_id, workspace_id, model: it.model, from: it.from, to: it.to }
    }
}

impl From<UsageEntry> for UsageEntryBody {
    fn from(it: UsageEntry) -> Self {
        Self {
            id: it.id.0,
            at: it.at,
            key_id: it.key_id.map(|id| id.0),
            user_id: it.user_id.0,
            run_id: it.run_id.map(|id| id.0),
            connection_id: it.connection_id.map(|id| id.0),
            dialect: it.dialect,
            asked_model: it.asked_model,
            answered_model: it.answered_model,
            input_tokens: it.tokens.input_tokens,
            output_tokens: it.tokens.output_tokens,
            cache_read_tokens: it.tokens.cache_read_tokens,
            cache_write_tokens: it.tokens.cache_write_tokens,
            reasoning_tokens: it.tokens.reasoning_tokens,
            cost_usd: Usd(it.cost),
            estimated: it.estimated,
            streamed: it.streamed,
            latency_ms: it.latency_ms,
            first_token_ms: it.first_token_ms,
            attempts: it.attempts,
            outcome: it.outcome.into(),
            task_type: it.task_type,
            cached: it.cached,
            workspace_id: it.workspace_id.map(|id| id.0),
            call_id: it.call_id.map(|id| id.0),
            queued_ms: it.queued_ms,
        }
    }
}

impl From<Outcome> for OutcomeBody {
    fn from(it: Outcome) -> Self {
        match it {
            Outcome::Completed => Self::Completed,
            Outcome::ClientLeft => Self::ClientLeft,
            Outcome::Failed => Self::Failed,
            Outcome::Cut => Self::Cut,
            Outcome::Refused => Self::Refused,
            Outcome::Left => Self::Left,
        }
    }
}

impl From<SummaryRow> for SummaryRowBody {
    fn from(SummaryRow { sums, name }: SummaryRow) -> Self {
        Self {
            key: sums.key,
            name,
            calls: sums.calls,
            input_tokens: sums.input_tokens,
            output_tokens: sums.output_tokens,
            cost_usd: Usd(Nanos(sums.cost)),
            failed: sums.failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_are_spelled_as_in_the_database() {
        for outcome in Outcome::ALL {
            assert_eq!(serde_json::to_value(OutcomeBody::from(outcome)).unwrap(), outcome.as_str());
        }
    }
}
