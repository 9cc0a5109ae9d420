//! The account of one call, from its admission to its entry in the ledger. However the call ends, also
//! when the caller leaves, it is entered exactly once.

use std::sync::{Arc, OnceLock};

use models::ids::{RunId, UsageEntryId};
use models::price::Nanos;
use models::run::Usage;
use models::time::Time;
use models::usage_entry::{Outcome, UsageEntry};
use providers::Attempts;
use store::budgets::Spent as Amount;
use tokio::sync::oneshot;

use super::authorize::Caller;
use super::beside::Beside;
use super::budgets::Needs;
use super::ledger::Spent;
use super::limits::Admission;
use super::prices::ListPrice;
use super::route::RouteTarget;
use super::turns::Turn;
use crate::context::Context;

/// Bytes of text that are taken for a token where a vendor counts none.
pub(super) const BYTES_PER_TOKEN: u64 = 4;

/// What becomes known of a call while vendors are asked. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Progress {
    /// Requests that were sent.
    pub(super) sent: Attempts,
    begun: Arc<OnceLock<Time>>,
}

impl Progress {
    /// The same for one of several targets that are asked at once: the requests are the call's, the rest its own.
    pub(super) fn beside(&self) -> Self {
        Self { sent: self.sent.beside(), begun: Arc::default() }
    }

    /// Notes that a vendor has begun to answer: from now on there is something to pay for.
    pub(super) fn begin(&self, now: Time) {
        self.begun.get_or_init(|| now);
    }

    /// Whether a vendor has begun to answer.
    pub(super) fn has_begun(&self) -> bool {
        self.begun.get().is_some()
    }
}

/// What a closed account says.
pub(super) struct Account {
    pub(super) outcome: Outcome,
    pub(super) tokens: Usage,
    pub(super) answered_model: String,
}

/// Told when an account is closed.
pub(super) type Closed = oneshot::Receiver<Account>;

/// An open account. Dropped without [`Bill::close`], the caller has left.
pub(crate) struct Bill {
    cx: Context,
    open: Option<Open>,
}

struct Open {
    caller: Caller,
    admission: Admission,
    entry: UsageEntry,
    price: Option<ListPrice>,
    input_estimate: u64,
    progress: Progress,
    usage: Option<Usage>,
    text_bytes: u64,
    estimated: bool,
    /// What targets may have made that were asked beside the one that answers: their own entries have it.
    tokens_beside: u64,
    listener: Option<oneshot::Sender<Account>>,
    /// The call's place at its connection.
    turn: Option<Turn>,
}

impl Bill {
    /// Opens the account of an admitted call.
    pub(super) fn open(cx: &Context, caller: Caller, admission: Admission, asked: Asked<'_>) -> Self {
        let entry = UsageEntry {
            id: UsageEntryId(cx.id()),
            at: cx.now(),
            key_id: caller.key.as_ref().map(|record| record.key.id),
            user_id: caller.user_id(),
            run_id: asked.run_id,
            connection_id: None,
            dialect: asked.dialect.to_owned(),
            asked_model: asked.model.to_owned(),
            answered_model: String::new(),
            tokens: Usage::default(),
            cost: Nanos(0),
            estimated: false,
            streamed: asked.streamed,
            latency_ms: 0,
            first_token_ms: None,
            attempts: 0,
            outcome: Outcome::ClientLeft,
            task_type: asked.task_type,
            cached: false,
            workspace_id: Some(caller.workspace_id()),
            call_id: None,
            queued_ms: None,
        };
        let open = Open {
            caller,
            admission,
            entry,
            price: None,
            input_estimate: asked.input_tokens,
            progress: Progress::default(),
            usage: None,
            text_bytes: 0,
            estimated: false,
            tokens_beside: 0,
            listener: None,
            turn: None,
        };
        Self { cx: cx.clone(), open: Some(open) }
    }

    /// Notes that a target is asked.
    pub(super) fn ask(&mut self, target: &RouteTarget) {
        let Some(open) = &mut self.open else { return };
        open.entry.connection_id = Some(target.line.connection.id);
        open.entry.answered_model.clone_from(&target.model);
        open.price = open.caller.snapshot.price(&target.line, &target.model);
    }

    /// The accounts of targets that are asked at once.
    pub(super) fn beside(&self) -> Option<Beside> {
        let open = self.open.as_ref()?;
        let needs = Needs::new(&open.caller, open.admission.estimate, open.entry.at);
        let call = Beside::entry(&open.entry, open.input_estimate);
        Some(Beside::new(&self.cx, call, Arc::clone(&open.caller.snapshot), needs, open.progress.clone()))
    }

    /// Notes which of several targets answers, and what the others may have made.
    pub(super) fn answered_by(&mut self, target: &RouteTarget, progress: &Progress) {
        self.ask(target);
        if let Some(begun) = progress.begun.get() {
            self.progress().begin(*begun);
        }
    }

    /// Notes what targets may have made that were left, so that it counts among the tokens of the minute.
    pub(super) fn left_beside(&mut self, tokens: u64) {
        if let Some(open) = &mut self.open {
            open.tokens_beside = open.tokens_beside.saturating_add(tokens);
        }
    }

    /// Where the targets note how far they are.
    pub(super) fn progress(&self) -> Progress {
        self.open.as_ref().map(|open| open.progress.clone()).unwrap_or_default()
    }

    /// Notes that a vendor has begun to answer: from now on there is something to pay for.
    pub(crate) fn begun(&mut self) {
        self.progress().begin(self.cx.now());
    }

    /// Notes that the answer is one that was kept: nobody is paid for it.
    pub(super) fn cached(&mut self, model: &str) {
        if let Some(open) = &mut self.open {
            open.entry.cached = true;
            model.clone_into(&mut open.entry.answered_model);
        }
    }

    /// Keeps the call's place at its connection until the account is closed.
    pub(super) fn hold(&mut self, turn: Turn) {
        if let Some(open) = &mut self.open {
            if let Some(waited) = turn.waited_ms() {
                open.entry.queued_ms = Some(open.entry.queued_ms.unwrap_or(0).saturating_add(waited));
            }
            open.turn = Some(turn);
        }
    }

    /// Gives the call's place at its connection to the next one.
    pub(super) fn release(&mut self) {
        if let Some(open) = &mut self.open {
            open.turn = None;
        }
    }

    /// Tells how it was closed.
    pub(super) fn listen(&mut self) -> Closed {
        let (listener, closed) = oneshot::channel();
        if let Some(open) = &mut self.open {
            open.listener = Some(listener);
        }
        closed
    }

    /// Notes what the answer has cost so far; counts of the vendor replace what was estimated.
    pub(crate) fn note(&mut self, usage: Option<Usage>, text_bytes: u64) {
        if let Some(open) = &mut self.open {
            open.usage = usage.or(open.usage);
            open.text_bytes = text_bytes;
        }
    }

    /// Notes that a part of the counts is estimated.
    pub(super) fn estimated(&mut self) {
        if let Some(open) = &mut self.open {
            open.estimated = true;
        }
    }

    /// Enters the call in the ledger.
    pub(crate) fn close(&mut self, outcome: Outcome) {
        let Some(open) = self.open.take() else { return };
        let Open {
            admission,
            mut entry,
            price,
            input_estimate,
            progress,
            usage,
            text_bytes,
            estimated,
            tokens_beside,
            listener,
            ..
        } = open;
        entry.outcome = outcome;
        entry.latency_ms = millis(entry.at, self.cx.now());
        entry.attempts = progress.sent.count();
        let begun = progress.begun.get().filter(|_| !entry.cached);
        entry.first_token_ms = begun.map(|begun| millis(entry.at, *begun));
        let (reached, usage) = (begun.is_some(), usage.filter(|_| !entry.cached));
        // A vendor who began only to fail has made nothing.
        let reached = reached && (outcome != Outcome::Failed || text_bytes > 0);
        entry.estimated = estimated || (usage.is_none() && reached);
        entry.tokens = match usage {
            Some(usage) => usage,
            None if reached => Usage {
                input_tokens: input_estimate,
                output_tokens: text_bytes.div_ceil(BYTES_PER_TOKEN),
                ..Usage::default()
            },
            None => Usage::default(),
        };
        entry.cost = price.map_or(Nanos(0), |price| price.at(entry.tokens.input_tokens).cost(&entry.tokens));
        record(&entry);
        if let Some(listener) = listener {
            let account = Account { outcome, tokens: entry.tokens, answered_model: entry.answered_model.clone() };
            // Whoever listened may have left with the caller.
            drop(listener.send(account));
        }
        let tokens = entry.tokens.input_tokens.saturating_add(entry.tokens.output_tokens);
        let mut held = admission.settle(&self.cx.gateway.limiter, tokens.saturating_add(tokens_beside));
        let took = Amount { tokens: i64::try_from(tokens).unwrap_or(i64::MAX), nanos: entry.cost.0 };
        self.cx.gateway.budgets.adjust(&mut held, took);
        self.cx.gateway.ledger.take(Spent { entry, held });
    }
}

impl Drop for Bill {
    fn drop(&mut self) {
        self.close(Outcome::ClientLeft);
    }
}

/// What was asked for.
pub(super) struct Asked<'a> {
    pub(super) dialect: &'a str,
    pub(super) model: &'a str,
    pub(super) streamed: bool,
    pub(super) run_id: Option<RunId>,
    pub(super) task_type: Option<String>,
    pub(super) input_tokens: u64,
}

fn record(entry: &UsageEntry) {
    let outcome = entry.outcome.as_str();
    metrics::counter!("pallium_gateway_calls_total", "outcome" => outcome).increment(1);
    metrics::counter!("pallium_gateway_tokens_total", "kind" => "input").increment(entry.tokens.input_tokens);
    metrics::counter!("pallium_gateway_tokens_total", "kind" => "output").increment(entry.tokens.output_tokens);
}

/// From one time to another in milliseconds.
pub(super) fn millis(from: Time, to: Time) -> u32 {
    u32::try_from((to - from).num_milliseconds().max(0)).unwrap_or(u32::MAX)
}
