//! The ledger: one row per model call.

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};
use models::ids::{ApiKeyId, ConnectionId, RunId, UsageEntryId, UserId, WorkspaceId};
use models::page::Page;
use models::price::Nanos;
use models::run::Usage;
use models::time::Time;
use models::usage_entry::{Outcome, UsageEntry};

use crate::db::{Connection, Db, on};
use crate::error::StoreError;
use crate::raw::{SqlOf, raw};
use crate::schema::usage_entry;
use crate::types::{V, without_nul};

mod days;
mod filter;
mod summary;

pub use days::{KeyDay, days_of_keys};
use filter::where_all;
pub use filter::{Cursor, UsageFilter};
pub use summary::{Group, SUMMARY_ROWS_MAX, UsageRow, sum, summary};

#[derive(Queryable, Selectable)]
#[diesel(table_name = usage_entry)]
struct UsageEntryRow {
    id: UsageEntryId,
    at: Time,
    key_id: Option<ApiKeyId>,
    user_id: UserId,
    run_id: Option<RunId>,
    connection_id: Option<ConnectionId>,
    dialect: String,
    asked_model: String,
    answered_model: String,
    input_tokens: i64,
    output_tokens: i64,
    cache_read_tokens: i64,
    cache_write_tokens: i64,
    reasoning_tokens: i64,
    cost: i64,
    estimated: bool,
    streamed: bool,
    latency_ms: i64,
    first_token_ms: Option<i64>,
    attempts: i64,
    outcome: Outcome,
    task_type: Option<String>,
    cached: bool,
    workspace_id: Option<WorkspaceId>,
    call_id: Option<UsageEntryId>,
    queued_ms: Option<i64>,
}

impl From<UsageEntryRow> for UsageEntry {
    fn from(row: UsageEntryRow) -> Self {
        let tokens = |number: i64| u64::try_from(number).unwrap_or(0);
        let milliseconds = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            id: row.id,
            at: row.at,
            key_id: row.key_id,
            user_id: row.user_id,
            run_id: row.run_id,
            connection_id: row.connection_id,
            dialect: row.dialect,
            asked_model: row.asked_model,
            answered_model: row.answered_model,
            tokens: Usage {
                input_tokens: tokens(row.input_tokens),
                output_tokens: tokens(row.output_tokens),
                cache_read_tokens: tokens(row.cache_read_tokens),
                cache_write_tokens: tokens(row.cache_write_tokens),
                reasoning_tokens: tokens(row.reasoning_tokens),
            },
            cost: Nanos(row.cost),
            estimated: row.estimated,
            streamed: row.streamed,
            latency_ms: milliseconds(row.latency_ms),
            first_token_ms: row.first_token_ms.map(milliseconds),
            attempts: u16::try_from(row.attempts).unwrap_or(u16::MAX),
            outcome: row.outcome,
            task_type: row.task_type,
            cached: row.cached,
            workspace_id: row.workspace_id,
            call_id: row.call_id,
            queued_ms: row.queued_ms.map(milliseconds),
        }
    }
}

/// Entries of one statement on Postgres, below its limit of 65,535 values.
const ENTRIES_PER_INSERT: usize = 1000;

/// Writes entries and returns the ids of those that were not there already, so that a batch whose
/// commit was lost from sight can be tried again and only what is new is settled.
pub fn insert_many(db: &mut Db, entries: &[UsageEntry]) -> Result<Vec<UsageEntryId>, StoreError> {
    let row = |it: &UsageEntry| {
        (
            usage_entry::id.eq(V(it.id)),
            usage_entry::at.eq(V(it.at)),
            usage_entry::key_id.eq(it.key_id.map(V)),
            usage_entry::user_id.eq(V(it.user_id)),
            usage_entry::run_id.eq(it.run_id.map(V)),
            usage_entry::connection_id.eq(it.connection_id.map(V)),
            usage_entry::dialect.eq(without_nul(&it.dialect)),
            usage_entry::asked_model.eq(without_nul(&it.asked_model)),
            usage_entry::answered_model.eq(without_nul(&it.answered_model)),
            usage_entry::input_tokens.eq(whole(it.tokens.input_tokens)),
            usage_entry::output_tokens.eq(whole(it.tokens.output_tokens)),
            usage_entry::cache_read_tokens.eq(whole(it.tokens.cache_read_tokens)),
            usage_entry::cache_write_tokens.eq(whole(it.tokens.cache_write_tokens)),
            usage_entry::reasoning_tokens.eq(whole(it.tokens.reasoning_tokens)),
            usage_entry::cost.eq(it.cost.0.min(COST_MAX)),
            usage_entry::estimated.eq(it.estimated),
            usage_entry::streamed.eq(it.streamed),
            usage_entry::latency_ms.eq(i64::from(it.latency_ms)),
            usage_entry::first_token_ms.eq(it.first_token_ms.map(i64::from)),
            usage_entry::attempts.eq(i64::from(it.attempts)),
            usage_entry::outcome.eq(V(it.outcome)),
            usage_entry::task_type.eq(it.task_type.as_deref().map(without_nul)),
            usage_entry::cached.eq(it.cached),
            usage_entry::workspace_id.eq(it.workspace_id.map(V)),
            usage_entry::call_id.eq(it.call_id.map(V)),
            usage_entry::queued_ms.eq(it.queued_ms.map(i64::from)),
        )
    };
    let mut written = Vec::with_capacity(entries.len());
    match &mut db.0 {
        Connection::Pg(c) => {
            for entries in entries.chunks(ENTRIES_PER_INSERT) {
                let rows: Vec<_> = entries.iter().map(row).collect();
                let statement = diesel::insert_into(usage_entry::table).values(rows).on_conflict_do_nothing();
                written.extend(statement.returning(usage_entry::id).load::<UsageEntryId>(c)?);
            }
        }
        // A statement of many rows saves round trips, which do not exist here, and is parsed anew each time.
        Connection::Sqlite(c) => {
            for it in entries {
                // `ON CONFLICT` would make Diesel write the SQL anew for each row, which takes longer than the row.
                match diesel::insert_into(usage_entry::table).values(row(it)).execute(c) {
                    Ok(_) => written.push(it.id),
                    Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
    }
    Ok(written)
}

/// Most tokens of a kind in one call. A vendor may tell any number, and sums must not overflow.
const TOKENS_MAX: u64 = 1_000_000_000;

/// Most nano-dollars of one call: a million dollars.
const COST_MAX: i64 = 1_000_000_000_000_000;

fn whole(tokens: u64) -> i64 {
    i64::try_from(tokens.min(TOKENS_MAX)).unwrap_or(i64::MAX)
}

/// Fields of [`UsageEntryRow`], in their order.
const COLUMNS: &str = "id, at, key_id, user_id, run_id, connection_id, dialect, asked_model, answered_model, \
     input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, cost, estimated, streamed, \
     latency_ms, first_token_ms, attempts, outcome, task_type, cached, workspace_id, call_id, queued_ms";

/// Entries newest first, from the cursor on.
pub fn list(
    db: &mut Db,
    filter: &UsageFilter,
    cursor: Option<&Cursor>,
    limit: u32,
) -> Result<Page<UsageEntry>, StoreError> {
    let mut conditions = filter.conditions();
    conditions.extend(cursor.map(|_| "(at, id) < (?, ?)"));
    let wanted = where_all(&conditions);
    let sql = format!("SELECT {COLUMNS} FROM usage_entry{wanted} ORDER BY at DESC, id DESC LIMIT ?");
    let mut query = filter.bind(raw::<SqlOf<UsageEntryRow>>(sql));
    if let Some(cursor) = cursor {
        query = query.time(cursor.at).id(cursor.id.0);
    }
    let query = query.number(i64::from(limit) + 1);
    let mut rows: Vec<UsageEntryRow> = on!(db, |c| query.load(c))?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|row| Cursor { at: row.at, id: row.id }.encode());
    Ok(Page { items: rows.into_iter().map(UsageEntry::from).collect(), next })
}

/// Removes entries from before a time, at most [`PURGED_MAX`] at once, and counts them.
pub fn purge(db: &mut Db, before: Time) -> Result<usize, StoreError> {
    let old = usage_entry::table.filter(usage_entry::at.lt(V(before))).order(usage_entry::at).limit(PURGED_MAX);
    let ids: Vec<UsageEntryId> = on!(db, |c| old.select(usage_entry::id).load(c))?;
    let ids: Vec<_> = ids.into_iter().map(V).collect();
    Ok(on!(db, |c| diesel::delete(usage_entry::table.filter(usage_entry::id.eq_any(ids))).execute(c))?)
}

/// Entries that [`purge`] removes at once: more would hold the writer too long.
const PURGED_MAX: i64 = 5_000;
