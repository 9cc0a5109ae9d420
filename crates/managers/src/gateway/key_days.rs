//! How keys were used of late, day by day.

use std::collections::HashMap;

use chrono::Days;
use models::ids::ApiKeyId;
use models::limits::Period;
use models::page::Page;
use models::price::Nanos;
use store::usage_entries::KeyDay;

use super::Whose;
use crate::access::Actor;
use crate::context::Context;
use crate::error::{Error, Result};

/// How many days, today among them.
pub const DAYS: u64 = 30;

/// A key's last [`DAYS`] days, the oldest first, without a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyDays {
    /// The key.
    pub key_id: ApiKeyId,
    /// Each day.
    pub days: Vec<Day>,
}

/// A day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// `2026-11-21`, UTC.
    pub day: String,
    /// How many calls.
    pub calls: i64,
    /// Of prompts and answers.
    pub tokens: i64,
    /// Their price.
    pub cost: Nanos,
}

/// The days of a page of keys: the same keys in the same order as `keys::list` gives.
pub async fn list(
    cx: &Context,
    actor: &Actor,
    whose: Whose,
    limit: u32,
    cursor: Option<ApiKeyId>,
) -> Result<Page<KeyDays>> {
    let owner = whose.user(actor)?;
    let today = Period::Day.start(cx.now());
    let dates: Vec<_> = (0..DAYS).rev().filter_map(|ago| today.checked_sub_days(Days::new(ago))).collect();
    let from = dates.first().copied().unwrap_or(today);
    let dates: Vec<String> = dates.iter().map(|date| date.format("%Y-%m-%d").to_string()).collect();
    cx.store
        .read(move |db| {
            let Page { items, next } = store::api_keys::list_for(db, owner, cursor, limit)?;
            let keys: Vec<ApiKeyId> = items.iter().map(|key| key.id).collect();
            let used = store::usage_entries::days_of_keys(db, &keys, from)?;
            let mut used: HashMap<(ApiKeyId, String), KeyDay> =
                used.into_iter().map(|day| ((day.key_id, day.day.clone()), day)).collect();
            let mut days = |key_id| {
                let day = |date: &String| match used.remove(&(key_id, date.clone())) {
                    Some(KeyDay { day, calls, tokens, cost, .. }) => Day { day, calls, tokens, cost: Nanos(cost) },
                    None => Day { day: date.clone(), calls: 0, tokens: 0, cost: Nanos::ZERO },
                };
                KeyDays { key_id, days: dates.iter().map(day).collect() }
            };
            Ok::<_, Error>(Page { items: keys.into_iter().map(&mut days).collect(), next })
        })
        .await
}
