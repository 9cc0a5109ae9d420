//! What was said.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use models::ids::{ConversationId, MessageId, RunId};
use models::message::{Message, MessageRole, Part, plain_text};
use models::search::{MARK_END, MARK_START};
use models::time::Time;

use crate::attachments;
use crate::db::{Db, on};
use crate::error::StoreError;
use crate::raw::{SqlOf, marks, raw};
use crate::schema::message;
use crate::types::sql::DbUuid;
use crate::types::{Json, V};

/// Characters of a message that search knows. Postgres refuses to index more than a megabyte.
const SEARCH_CHARACTERS: usize = 100_000;

/// The fields are in the order of the table.
#[derive(Queryable, Selectable)]
#[diesel(table_name = message)]
struct MessageRow {
    id: MessageId,
    run_id: RunId,
    conversation_id: ConversationId,
    role: MessageRole,
    created_at: Time,
    parts: Json<Vec<Part>>,
}

impl From<MessageRow> for Message {
    fn from(row: MessageRow) -> Self {
        let MessageRow { id, run_id, conversation_id, role, created_at, parts: Json(parts) } = row;
        Self { id, run_id, conversation_id, role, parts, created_at }
    }
}

/// A run's input and answer.
pub type Pair = (Option<Message>, Option<Message>);

/// Adds a message of a run, which must exist, as must the attachments that the message shows.
pub fn insert(db: &mut Db, it: &Message) -> Result<(), StoreError> {
    let row = (
        message::id.eq(V(it.id)),
        message::run_id.eq(V(it.run_id)),
        message::conversation_id.eq(V(it.conversation_id)),
        message::role.eq(V(it.role)),
        message::created_at.eq(V(it.created_at)),
        message::parts.eq(Json(&it.parts)),
        message::search_text.eq(search_text(&it.parts)),
    );
    on!(db, |c| diesel::insert_into(message::table).values(row).execute(c))?;
    attachments::insert_uses(db, it.id, &it.parts)
}

/// NUL cannot be stored, and the marks of a snippet must not come from a message.
fn search_text(parts: &[Part]) -> String {
    let text = plain_text(parts);
    text.chars().filter(|c| !['\0', MARK_START, MARK_END].contains(c)).take(SEARCH_CHARACTERS).collect()
}

/// The message of an id.
pub fn find(db: &mut Db, id: MessageId) -> Result<Option<Message>, StoreError> {
    let query = message::table.filter(message::id.eq(V(id)));
    let row = on!(db, |c| query.select(MessageRow::as_select()).first(c).optional())?;
    Ok(row.map(Message::from))
}

/// Input and answer of each run, in one query. Regenerated runs share their input.
pub fn for_runs(db: &mut Db, runs: &[RunId]) -> Result<HashMap<RunId, Pair>, StoreError> {
    let mut pairs: HashMap<RunId, Pair> = runs.iter().map(|run| (*run, (None, None))).collect();
    if runs.is_empty() {
        return Ok(pairs);
    }
    let half = |place: i64, column: &str| {
        format!(
            "SELECT run.id, CAST({place} AS BIGINT), message.id, message.run_id, message.conversation_id, message.role,
                 message.created_at, message.parts
             FROM run JOIN message ON message.id = run.{column} WHERE run.id IN ({})",
            marks(runs.len())
        )
    };
    let sql = format!("{} UNION ALL {}", half(INPUT, "input_message_id"), half(ANSWER, "answer_message_id"));
    let ids = || runs.iter().map(|run| run.0);
    let query = raw::<(DbUuid, BigInt, SqlOf<MessageRow>)>(sql).ids(ids()).ids(ids());
    let rows: Vec<(RunId, i64, MessageRow)> = on!(db, |c| query.load(c))?;
    for (run, place, row) in rows {
        let (input, answer) = pairs.entry(run).or_default();
        let slot = if place == INPUT { input } else { answer };
        *slot = Some(row.into());
    }
    Ok(pairs)
}

const INPUT: i64 = 0;
const ANSWER: i64 = 1;
