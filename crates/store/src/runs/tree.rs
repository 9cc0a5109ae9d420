//! History is the walk up the parents; siblings are other answers to the same place.

use std::collections::HashMap;

use diesel::RunQueryDsl;
use models::ids::{ConversationId, RunId};
use models::run::Run;

use super::RunRow;
use crate::db::{Db, on};
use crate::error::StoreError;
use crate::raw::{SqlOf, marks, raw};
use crate::types::sql::DbUuid;

/// The order of `RunRow`.
const COLUMNS: &str = "run.id, run.conversation_id, run.owner_id, run.parent_run_id, run.kind, run.status, \
     run.input_message_id, run.answer_message_id, run.connection_id, run.model, run.parameters, run.usage, \
     run.finish_reason, run.failure, run.created_at, run.first_token_at, run.finished_at, run.sources, run.files";

/// A run and those above it, newest first, at most `limit` of them.
pub fn path(db: &mut Db, head: RunId, limit: u32) -> Result<Vec<Run>, StoreError> {
    let sql = format!(
        "WITH RECURSIVE walk (id, parent_run_id, depth) AS (
            SELECT id, parent_run_id, 1 FROM run WHERE id = ?
            UNION ALL
            SELECT run.id, run.parent_run_id, walk.depth + 1
            FROM walk JOIN run ON run.id = walk.parent_run_id WHERE walk.depth < ?
         )
         SELECT {COLUMNS} FROM walk JOIN run ON run.id = walk.id ORDER BY walk.depth"
    );
    if limit == 0 {
        return Ok(Vec::new());
    }
    let query = raw::<SqlOf<RunRow>>(sql).id(head.0).number(limit.into());
    let rows: Vec<RunRow> = on!(db, |c| query.load(c))?;
    Ok(rows.into_iter().map(Run::from).collect())
}

/// The ids of a run and of all above it, newest first.
pub fn path_ids(db: &mut Db, head: RunId) -> Result<Vec<RunId>, StoreError> {
    let query = raw::<DbUuid>(
        "WITH RECURSIVE walk (id, parent_run_id, depth) AS (
            SELECT id, parent_run_id, 1 FROM run WHERE id = ?
            UNION ALL
            SELECT run.id, run.parent_run_id, walk.depth + 1 FROM walk JOIN run ON run.id = walk.parent_run_id
         )
         SELECT id FROM walk ORDER BY depth",
    )
    .id(head.0);
    Ok(on!(db, |c| query.load(c))?)
}

/// For each of the runs: the runs with the same parent that were started in this conversation,
/// and the run itself, which a fork may have from elsewhere. Oldest first.
pub fn siblings(
    db: &mut Db,
    conversation: ConversationId,
    runs: &[RunId],
) -> Result<HashMap<RunId, Vec<RunId>>, StoreError> {
    let mut siblings: HashMap<RunId, Vec<RunId>> = runs.iter().map(|run| (*run, vec![*run])).collect();
    if runs.is_empty() {
        return Ok(siblings);
    }
    // Two halves, because `IS NOT DISTINCT FROM` finds no index on Postgres. CROSS JOIN keeps SQLite
    // from reading the whole conversation first.
    let window = marks(runs.len());
    let sql = format!(
        "SELECT run.id, other.id FROM run CROSS JOIN run other
         WHERE run.id IN ({window}) AND other.parent_run_id = run.parent_run_id
             AND other.conversation_id = ? AND other.id <> run.id
         UNION ALL
         SELECT run.id, other.id FROM run CROSS JOIN run other
         WHERE run.id IN ({window}) AND run.parent_run_id IS NULL AND other.parent_run_id IS NULL
             AND other.conversation_id = ? AND other.id <> run.id"
    );
    let ids = || runs.iter().map(|run| run.0);
    let query = raw::<(DbUuid, DbUuid)>(sql).ids(ids()).id(conversation.0).ids(ids()).id(conversation.0);
    let pairs: Vec<(RunId, RunId)> = on!(db, |c| query.load(c))?;
    for (run, other) in pairs {
        siblings.entry(run).or_default().push(other);
    }
    for list in siblings.values_mut() {
        list.sort();
    }
    Ok(siblings)
}

/// The newest run at or below a run that was started in this conversation: where a branch is
/// taken up again.
pub fn newest_descendant(db: &mut Db, conversation: ConversationId, run: RunId) -> Result<RunId, StoreError> {
    let query = raw::<DbUuid>(
        "WITH RECURSIVE below (id, created_at) AS (
            SELECT id, created_at FROM run WHERE id = ?
            UNION ALL
            SELECT run.id, run.created_at
            FROM below JOIN run ON run.parent_run_id = below.id WHERE run.conversation_id = ?
         )
         SELECT id FROM below ORDER BY created_at DESC, id DESC LIMIT 1",
    )
    .id(run.0)
    .id(conversation.0);
    Ok(on!(db, |c| query.get_result(c))?)
}
