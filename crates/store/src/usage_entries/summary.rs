//! Sums over the ledger.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use models::limits::Subject;
use models::time::Time;
use uuid::Uuid;

use super::filter::{UsageFilter, where_all};
use crate::budgets::Spent;
use crate::db::{Db, Dialect, on};
use crate::error::StoreError;
use crate::raw::raw;

/// What entries are gathered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The day, UTC.
    Day,
    /// Who pays.
    User,
    /// The key that the calls came with.
    Key,
    /// The workspace.
    Workspace,
    /// The model that answered.
    Model,
}

/// Entries that have something in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageRow {
    /// `2026-11-21`, an id, or the model's name; empty where there is none.
    pub key: String,
    /// How many calls: what targets made that were left is in the sums, but no call of its own.
    pub calls: i64,
    /// Prompt tokens.
    pub input_tokens: i64,
    /// Answer tokens.
    pub output_tokens: i64,
    /// Nano-dollars.
    pub cost: i64,
    /// How many calls no vendor answered or were cut.
    pub failed: i64,
}

/// Most rows of a summary.
pub const SUMMARY_ROWS_MAX: usize = 1000;

/// Gathers entries: days in their order, anything else by cost, the dearest first. Beyond
/// [`SUMMARY_ROWS_MAX`] the oldest days and the cheapest rows are left out.
pub fn summary(db: &mut Db, filter: &UsageFilter, group: Group) -> Result<Vec<UsageRow>, StoreError> {
    let dialect = db.dialect();
    let sum = |what| sum_of(dialect, what);
    let sql = format!(
        "SELECT {key}, count(*) - count(call_id), {input}, {output}, {cost}, {failed} FROM usage_entry{wanted}
         GROUP BY 1 ORDER BY {order} LIMIT {SUMMARY_ROWS_MAX}",
        key = key_of(dialect, group),
        input = sum("input_tokens"),
        output = sum("output_tokens"),
        cost = sum("cost"),
        failed = sum("CASE WHEN outcome IN ('failed', 'cut') THEN 1 ELSE 0 END"),
        wanted = where_all(&filter.conditions()),
        order = if group == Group::Day { "1 DESC" } else { "5 DESC, 1" },
    );
    let query = filter.bind(raw::<(Text, BigInt, BigInt, BigInt, BigInt, BigInt)>(sql));
    let rows: Vec<(String, i64, i64, i64, i64, i64)> = on!(db, |c| query.load(c))?;
    let row = |(key, calls, input_tokens, output_tokens, cost, failed)| {
        let key = shown(group, key);
        UsageRow { key, calls, input_tokens, output_tokens, cost, failed }
    };
    let mut rows: Vec<_> = rows.into_iter().map(row).collect();
    if group == Group::Day {
        rows.reverse();
    }
    Ok(rows)
}

/// What a key, a user or a workspace spent since a time, from the ledger itself.
pub fn sum(db: &mut Db, subject: Subject, from: Time) -> Result<Spent, StoreError> {
    let filter = match subject {
        Subject::Key(id) => UsageFilter { key_id: Some(id), ..UsageFilter::default() },
        Subject::User(id) => UsageFilter { user_id: Some(id), ..UsageFilter::default() },
        Subject::Workspace(id) => UsageFilter { workspace_id: Some(id), ..UsageFilter::default() },
    };
    let filter = UsageFilter { from: Some(from), ..filter };
    let (tokens, cost) = (sum_of(db.dialect(), "input_tokens + output_tokens"), sum_of(db.dialect(), "cost"));
    let sql = format!("SELECT {tokens}, {cost} FROM usage_entry{}", where_all(&filter.conditions()));
    let query = filter.bind(raw::<(BigInt, BigInt)>(sql));
    let (tokens, nanos) = on!(db, |c| query.get_result(c))?;
    Ok(Spent { tokens, nanos })
}

/// Postgres sums whole numbers to `NUMERIC`.
pub(super) fn sum_of(dialect: Dialect, what: &str) -> String {
    match dialect {
        Dialect::Postgres => format!("CAST(least(coalesce(sum({what}), 0), {}) AS BIGINT)", i64::MAX),
        Dialect::Sqlite => format!("coalesce(sum({what}), 0)"),
    }
}

pub(super) fn key_of(dialect: Dialect, group: Group) -> &'static str {
    match (group, dialect) {
        (Group::Day, Dialect::Postgres) => "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD')",
        (Group::Day, Dialect::Sqlite) => "date(at / 1000000, 'unixepoch')",
        (Group::User, Dialect::Postgres) => "CAST(user_id AS TEXT)",
        (Group::User, Dialect::Sqlite) => "hex(user_id)",
        (Group::Key, Dialect::Postgres) => "coalesce(CAST(key_id AS TEXT), '')",
        (Group::Key, Dialect::Sqlite) => "hex(coalesce(key_id, ''))",
        (Group::Workspace, Dialect::Postgres) => "coalesce(CAST(workspace_id AS TEXT), '')",
        (Group::Workspace, Dialect::Sqlite) => "hex(coalesce(workspace_id, ''))",
        (Group::Model, _) => "answered_model",
    }
}

/// SQLite tells an id as 32 digits.
fn shown(group: Group, key: String) -> String {
    match group {
        Group::User | Group::Key | Group::Workspace => Uuid::try_parse(&key).map_or(key, |id| id.to_string()),
        Group::Day | Group::Model => key,
    }
}
