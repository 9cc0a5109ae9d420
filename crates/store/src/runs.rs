//! Turns: their life from start to end, and the tree they form.

mod leases;
mod tree;

use diesel::prelude::*;
use models::connection::ModelChoice;
use models::ids::{ConnectionId, ConversationId, MessageId, ProcessId, RunId, UserId};
use models::run::{FinishReason, Run, RunFailure, RunKind, RunParameters, RunStatus, Usage};
use models::run_source::{RunFile, RunSource};
use models::time::Time;

use crate::conversations::chosen;
use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::run;
use crate::types::{Json, V, without_nul};

pub use leases::{expired_leases, held_by_others, interrupts_requested, renew_leases, request_interrupt};
pub use tree::{newest_descendant, path, path_ids, siblings};

/// The fields are in the order of the table, which the walk's SQL follows.
#[derive(Queryable, Selectable)]
#[diesel(table_name = run)]
struct RunRow {
    id: RunId,
    conversation_id: ConversationId,
    owner_id: UserId,
    parent_run_id: Option<RunId>,
    kind: RunKind,
    status: RunStatus,
    input_message_id: Option<MessageId>,
    answer_message_id: MessageId,
    connection_id: ConnectionId,
    model: String,
    parameters: Option<Json<RunParameters>>,
    usage: Option<Json<Usage>>,
    finish_reason: Option<FinishReason>,
    failure: Option<Json<RunFailure>>,
    created_at: Time,
    first_token_at: Option<Time>,
    finished_at: Option<Time>,
    sources: Option<Json<Vec<RunSource>>>,
    files: Option<Json<Vec<RunFile>>>,
}

impl From<RunRow> for Run {
    fn from(row: RunRow) -> Self {
        Self {
            id: row.id,
            conversation_id: row.conversation_id,
            owner_id: row.owner_id,
            parent_run_id: row.parent_run_id,
            kind: row.kind,
            status: row.status,
            input_message_id: row.input_message_id,
            answer_message_id: row.answer_message_id,
            model: ModelChoice { connection_id: row.connection_id, model: row.model },
            parameters: row.parameters.map(|json| json.0).unwrap_or_default(),
            usage: row.usage.map(|json| json.0),
            finish_reason: row.finish_reason,
            failure: row.failure.map(|json| json.0),
            sources: row.sources.map(|json| json.0).unwrap_or_default(),
            files: row.files.map(|json| json.0).unwrap_or_default(),
            created_at: row.created_at,
            first_token_at: row.first_token_at,
            finished_at: row.finished_at,
        }
    }
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Finish {
    /// A terminal status.
    pub status: RunStatus,
    /// What the vendor counted.
    pub usage: Option<Usage>,
    /// Why the model stopped.
    pub finish_reason: Option<FinishReason>,
    /// What went wrong.
    pub failure: Option<RunFailure>,
    /// The passages that its model was given.
    pub sources: Vec<RunSource>,
    /// The files that came with its message.
    pub files: Vec<RunFile>,
    /// When.
    pub finished_at: Time,
}

/// Adds a run and the lease that its process holds on it. `NotFound` when the conversation or the
/// parent does not exist.
pub fn insert(db: &mut Db, it: &Run, lease_owner: ProcessId, lease_until: Time) -> Result<(), StoreError> {
    let row = (
        run::id.eq(V(it.id)),
        run::conversation_id.eq(V(it.conversation_id)),
        run::owner_id.eq(V(it.owner_id)),
        run::parent_run_id.eq(it.parent_run_id.map(V)),
        run::kind.eq(V(it.kind)),
        run::status.eq(V(it.status)),
        run::input_message_id.eq(it.input_message_id.map(V)),
        run::answer_message_id.eq(V(it.answer_message_id)),
        run::connection_id.eq(V(it.model.connection_id)),
        run::model.eq(without_nul(&it.model.model)),
        run::parameters.eq(chosen(&it.parameters)),
        run::usage.eq(it.usage.map(Json)),
        run::finish_reason.eq(it.finish_reason.map(V)),
        run::failure.eq(it.failure.as_ref().map(Json)),
        run::created_at.eq(V(it.created_at)),
        run::first_token_at.eq(it.first_token_at.map(V)),
        run::finished_at.eq(it.finished_at.map(V)),
        run::lease_owner.eq(V(lease_owner)),
        run::lease_until.eq(V(lease_until)),
        run::has_events.eq(true),
        run::sources.eq(some(&it.sources)),
        run::files.eq(some(&it.files)),
    );
    on!(db, |c| diesel::insert_into(run::table).values(row).execute(c))?;
    Ok(())
}

/// The run of an id.
pub fn find(db: &mut Db, id: RunId) -> Result<Option<Run>, StoreError> {
    let row = on!(db, |c| run::table.find(V(id)).select(RunRow::as_select()).first(c).optional())?;
    Ok(row.map(Run::from))
}

/// Ends a run. `false`: it had ended before, and nothing changed.
pub fn finish(db: &mut Db, id: RunId, end: &Finish) -> Result<bool, StoreError> {
    let target = run::table.find(V(id)).filter(run::finished_at.is_null());
    let change = (
        run::status.eq(V(end.status)),
        run::usage.eq(end.usage.map(Json)),
        run::finish_reason.eq(end.finish_reason.map(V)),
        run::failure.eq(end.failure.as_ref().map(Json)),
        run::sources.eq(some(&end.sources)),
        run::files.eq(some(&end.files)),
        run::finished_at.eq(V(end.finished_at)),
    );
    let changed = on!(db, |c| diesel::update(target).set(change).execute(c))?;
    Ok(changed == 1)
}

/// Notes when the first token arrived; the first note stays.
pub fn set_first_token(db: &mut Db, id: RunId, at: Time) -> Result<(), StoreError> {
    let target = run::table.find(V(id)).filter(run::first_token_at.is_null());
    on!(db, |c| diesel::update(target).set(run::first_token_at.eq(V(at))).execute(c))?;
    Ok(())
}

/// None is NULL, so that a branch parses no empty list for each run.
fn some<T: std::fmt::Debug>(list: &[T]) -> Option<Json<&[T]>> {
    (!list.is_empty()).then_some(Json(list))
}
