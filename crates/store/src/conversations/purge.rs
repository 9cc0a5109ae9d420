//! Removing a conversation for good, without breaking its forks.

use diesel::RunQueryDsl;
use models::ids::ConversationId;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::raw::raw;

/// Runs of the conversation that another one shows: those its head points at or that its own runs
/// continue, and all runs above them. `home` is such a conversation, one for each run where forks
/// branch off, so that a history with many forks is walked once and not once for each.
const KEPT: &str = "WITH RECURSIVE seed (id, parent_run_id, home) AS (
        SELECT run.id, run.parent_run_id, coalesce(
            (SELECT child.conversation_id FROM run child
             WHERE child.parent_run_id = run.id AND child.conversation_id <> ? LIMIT 1),
            (SELECT other.id FROM conversation other WHERE other.head_run_id = run.id AND other.id <> ? LIMIT 1)
        )
        FROM run WHERE run.conversation_id = ?
), kept (id, parent_run_id, home) AS (
        SELECT id, parent_run_id, home FROM seed WHERE home IS NOT NULL
    UNION
        SELECT run.id, run.parent_run_id, kept.home
        FROM kept JOIN run ON run.id = kept.parent_run_id
        WHERE run.conversation_id = ?
)";

/// Removes a conversation with its runs, messages and events. Runs that a fork shows move to the
/// fork, with their messages. `false`: there is no such conversation.
pub fn purge(db: &mut Db, id: ConversationId) -> Result<bool, StoreError> {
    rehome_runs(db, id)?;
    rehome_messages(db, id)?;
    // In this order no row is removed by a cascade that could be removed in bulk.
    let uses = "DELETE FROM attachment_use WHERE message_id IN (SELECT id FROM message WHERE conversation_id = ?)";
    execute(db, uses, id, 1)?;
    execute(db, "DELETE FROM message WHERE conversation_id = ?", id, 1)?;
    execute(db, "DELETE FROM run_event WHERE run_id IN (SELECT id FROM run WHERE conversation_id = ?)", id, 1)?;
    execute(db, "DELETE FROM run WHERE conversation_id = ?", id, 1)?;
    Ok(execute(db, "DELETE FROM conversation WHERE id = ?", id, 1)? == 1)
}

/// A run that several forks show moves to any of them; the others reach it as before.
fn rehome_runs(db: &mut Db, id: ConversationId) -> Result<(), StoreError> {
    let sql = format!("{KEPT} UPDATE run SET conversation_id = kept.home FROM kept WHERE kept.id = run.id");
    execute(db, &sql, id, 4)?;
    Ok(())
}

fn rehome_messages(db: &mut Db, id: ConversationId) -> Result<(), StoreError> {
    let of_kept_runs = "UPDATE message SET conversation_id = run.conversation_id FROM run
         WHERE run.id = message.run_id AND message.conversation_id = ? AND run.conversation_id <> ?";
    execute(db, of_kept_runs, id, 2)?;
    // A fork that regenerated an answer shares the input of a run that goes.
    let shared_inputs = "UPDATE message SET run_id = run.id, conversation_id = run.conversation_id FROM run
         WHERE run.input_message_id = message.id AND message.conversation_id = ? AND run.conversation_id <> ?";
    execute(db, shared_inputs, id, 2)?;
    Ok(())
}

fn execute(db: &mut Db, sql: &str, id: ConversationId, times: usize) -> Result<usize, StoreError> {
    let statement = raw::<()>(sql).ids(std::iter::repeat_n(id.0, times));
    Ok(on!(db, |c| statement.execute(c))?)
}
