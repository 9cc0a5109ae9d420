//! The accounts of targets that are asked at once for one call. One of them answers, and the call's own account is about
//! it. Any other one may have made tokens until it was left, which its vendor charges: it has an entry of its own, with
//! the prompt's tokens by estimate. How much of an answer it made nobody knows.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use models::ids::UsageEntryId;
use models::price::Nanos;
use models::run::Usage;
use models::time::Time;
use models::usage_entry::{Outcome, UsageEntry};
use store::budgets::Spent as Amount;

use super::bill::{Bill, Progress, millis};
use super::budgets::{self, Granted, Needs};
use super::directory::Snapshot;
use super::ledger::Spent;
use super::refused::Refused;
use super::route::RouteTarget;
use crate::context::Context;

/// The targets that are asked. Dropped before one of them answers, the caller has left.
pub(super) struct Beside {
    cx: Context,
    /// What the entries have in common.
    entry: UsageEntry,
    snapshot: Arc<Snapshot>,
    needs: Needs,
    progress: Progress,
    asked: Vec<Asked>,
    /// What is held for the targets beside the one for which the call itself holds.
    held: Vec<Granted>,
}

struct Asked {
    place: usize,
    target: RouteTarget,
    at: Time,
    progress: Progress,
}

impl Beside {
    pub(super) fn new(
        cx: &Context,
        entry: UsageEntry,
        snapshot: Arc<Snapshot>,
        needs: Needs,
        progress: Progress,
    ) -> Self {
        Self { cx: cx.clone(), entry, snapshot, needs, progress, asked: Vec::new(), held: Vec::new() }
    }

    /// The entry of a target that is left, as far as it is the call's.
    pub(super) fn entry(call: &UsageEntry, input_tokens: u64) -> UsageEntry {
        let tokens = Usage { input_tokens, ..Usage::default() };
        UsageEntry { call_id: Some(call.id), tokens, estimated: true, outcome: Outcome::Left, ..call.clone() }
    }

    /// Holds once more what the call may cost, as another target is to be asked beside those that are.
    pub(super) fn hold(&self) -> BoxFuture<'static, Result<Granted, Refused>> {
        let (cx, needs) = (self.cx.clone(), self.needs.clone());
        Box::pin(async move { budgets::hold(&cx, needs, cx.now()).await })
    }

    /// Keeps what is held until the targets are left or have failed.
    pub(super) fn keep(&mut self, held: Granted) {
        self.held.push(held);
    }

    /// Notes that a target is asked, and gives it where it notes how far it is.
    pub(super) fn ask(&mut self, place: usize, target: &RouteTarget) -> Progress {
        let progress = self.progress.beside();
        let (target, at) = (target.clone(), self.cx.now());
        self.asked.push(Asked { place, target, at, progress: progress.clone() });
        progress
    }

    /// Notes that a target has failed: it has made nothing.
    pub(super) fn failed(&mut self, place: usize) {
        self.asked.retain(|asked| asked.place != place);
    }

    /// Leaves all targets but the one that answers, and enters what they may have made.
    pub(super) fn leave(mut self, bill: &mut Bill, answers: Option<usize>) {
        for asked in std::mem::take(&mut self.asked) {
            if Some(asked.place) == answers {
                bill.answered_by(&asked.target, &asked.progress);
            } else if asked.progress.sent.any() {
                bill.left_beside(self.entry.tokens.input_tokens);
                self.enter(asked);
            }
        }
    }

    fn enter(&mut self, asked: Asked) {
        let Asked { target, at, .. } = asked;
        let price = self.snapshot.price(&target.line, &target.model);
        let tokens = self.entry.tokens;
        let entry = UsageEntry {
            id: UsageEntryId(self.cx.id()),
            at,
            connection_id: Some(target.line.connection.id),
            answered_model: target.model,
            cost: price.map_or(Nanos::ZERO, |price| price.at(tokens.input_tokens).cost(&tokens)),
            latency_ms: millis(at, self.cx.now()),
            ..self.entry.clone()
        };
        metrics::counter!("pallium_gateway_tokens_total", "kind" => "input").increment(tokens.input_tokens);
        let mut held = self.held.pop().map(Granted::take).unwrap_or_default();
        let took = Amount { tokens: i64::try_from(tokens.input_tokens).unwrap_or(i64::MAX), nanos: entry.cost.0 };
        self.cx.gateway.budgets.adjust(&mut held, took);
        self.cx.gateway.ledger.take(Spent { entry, held });
    }
}

impl Drop for Beside {
    /// A vendor from whom nothing had come when the caller left is charged for no call, here as where it is asked alone.
    fn drop(&mut self) {
        for asked in std::mem::take(&mut self.asked) {
            if asked.progress.has_begun() {
                self.enter(asked);
            }
        }
    }
}
