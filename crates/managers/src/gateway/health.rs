//! How the vendors do: what the breakers let through, and how calls of the last hour went.

use std::collections::BTreeMap;
use std::time::Duration;

use models::connection::Connection;
use models::usage_entry::{Outcome, UsageEntry};
pub use providers::BreakerState;
use store::usage_entries::UsageFilter;

use crate::access::{self, Action, Actor, Resource};
use crate::context::Context;
use crate::error::{Error, Result};

/// How far back calls are looked at.
const WINDOW: Duration = Duration::from_secs(3600);
/// Calls that are looked at, the newest ones.
const CALLS_MAX: u32 = 10_000;

/// A connection and the models of it that were called of late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionHealth {
    /// The connection.
    pub connection: Connection,
    /// By model.
    pub targets: Vec<TargetHealth>,
}

/// A model of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetHealth {
    /// The vendor's model id.
    pub model: String,
    /// What this process's breaker lets through.
    pub breaker: BreakerState,
    /// Failed calls in a row, in this process.
    pub failures_in_row: u32,
    /// Calls of the last hour, or the newest of them.
    pub calls: u32,
    /// How many of them no vendor answered or were cut.
    pub failed: u32,
    /// Half of the answers were whole sooner.
    pub latency_p50_ms: Option<u32>,
    /// Half of the answers began sooner.
    pub first_token_p50_ms: Option<u32>,
}

#[derive(Default)]
struct Seen {
    calls: u32,
    failed: u32,
    latencies: Vec<u32>,
    first_tokens: Vec<u32>,
}

/// The connections of the system and the admin's own, by name.
pub async fn targets(cx: &Context, actor: &Actor) -> Result<Vec<ConnectionHealth>> {
    access::check(actor, Action::View, Resource::Instance)?;
    let (user, from) = (actor.id(), cx.now() - WINDOW);
    let (mut connections, entries) = cx
        .store
        .read(move |db| {
            let filter = UsageFilter { from: Some(from), ..UsageFilter::default() };
            let connections = store::connections::list_visible(db, user)?;
            Ok::<_, Error>((connections, store::usage_entries::list(db, &filter, None, CALLS_MAX)?.items))
        })
        .await?;
    connections.sort_by(|a, b| a.name.as_str().cmp(b.name.as_str()));
    let states = cx.providers.breaker_states();
    let health = |connection: Connection| {
        let of = |entry: &&UsageEntry| entry.connection_id == Some(connection.id) && !entry.cached;
        let mut seen = gather(entries.iter().filter(of));
        let states = states.iter().filter(|state| state.connection_id == connection.id);
        let mut breakers: BTreeMap<&str, _> =
            states.map(|state| (state.model.as_str(), (state.state, state.failures))).collect();
        for model in breakers.keys() {
            seen.entry(model).or_default();
        }
        let target = |(model, seen): (&str, Seen)| {
            let (breaker, failures_in_row) = breakers.remove(model).unwrap_or((BreakerState::Closed, 0));
            seen.health(model, breaker, failures_in_row)
        };
        let targets = seen.into_iter().map(target).collect();
        ConnectionHealth { connection, targets }
    };
    Ok(connections.into_iter().map(health).collect())
}

fn gather<'a>(entries: impl Iterator<Item = &'a UsageEntry>) -> BTreeMap<&'a str, Seen> {
    let mut all: BTreeMap<&str, Seen> = BTreeMap::new();
    for entry in entries {
        let seen = all.entry(&entry.answered_model).or_default();
        seen.calls += 1;
        match entry.outcome {
            Outcome::Completed => {
                seen.latencies.push(entry.latency_ms);
                seen.first_tokens.extend(entry.first_token_ms);
            }
            Outcome::Failed | Outcome::Cut => seen.failed += 1,
            Outcome::ClientLeft | Outcome::Refused | Outcome::Left => {}
        }
    }
    all
}

impl Seen {
    fn health(self, model: &str, breaker: BreakerState, failures_in_row: u32) -> TargetHealth {
        TargetHealth {
            model: model.to_owned(),
            breaker,
            failures_in_row,
            calls: self.calls,
            failed: self.failed,
            latency_p50_ms: median(self.latencies),
            first_token_p50_ms: median(self.first_tokens),
        }
    }
}

fn median(mut values: Vec<u32>) -> Option<u32> {
    values.sort_unstable();
    values.get(values.len().saturating_sub(1) / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_the_middle_or_the_lower_of_two() {
        for (values, expected) in [(vec![], None), (vec![7], Some(7)), (vec![9, 1], Some(1)), (vec![3, 1, 2], Some(2))]
        {
            assert_eq!(median(values), expected);
        }
    }
}
