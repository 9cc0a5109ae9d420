//! What keys spent from day to day.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use models::ids::ApiKeyId;
use models::time::Time;

use super::summary::{Group, key_of, sum_of};
use crate::db::{Db, on};
use crate::error::StoreError;
use crate::raw::{marks, raw};
use crate::types::sql::DbUuid;

/// A key's calls of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyDay {
    /// The key.
    pub key_id: ApiKeyId,
    /// `2026-11-21`, UTC.
    pub day: String,
    /// How many calls.
    pub calls: i64,
    /// Of prompts and answers.
    pub tokens: i64,
    /// Nano-dollars.
    pub cost: i64,
}

/// The days since a time on which these keys were used, in no order.
pub fn days_of_keys(db: &mut Db, keys: &[ApiKeyId], from: Time) -> Result<Vec<KeyDay>, StoreError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let dialect = db.dialect();
    let sql = format!(
        "SELECT key_id, {day}, count(*) - count(call_id), {tokens}, {cost} FROM usage_entry
         WHERE key_id IN ({keys}) AND at >= ? GROUP BY 1, 2",
        day = key_of(dialect, Group::Day),
        tokens = sum_of(dialect, "input_tokens + output_tokens"),
        cost = sum_of(dialect, "cost"),
        keys = marks(keys.len()),
    );
    let query = raw::<(DbUuid, Text, BigInt, BigInt, BigInt)>(sql).ids(keys.iter().map(|key| key.0)).time(from);
    let rows: Vec<(ApiKeyId, String, i64, i64, i64)> = on!(db, |c| query.load(c))?;
    Ok(rows.into_iter().map(|(key_id, day, calls, tokens, cost)| KeyDay { key_id, day, calls, tokens, cost }).collect())
}
