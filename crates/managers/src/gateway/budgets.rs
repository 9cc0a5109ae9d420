//! Budgets: nothing is asked of a vendor that was not held before.
//!
//! This process holds portions of the budgets in the database and hands them out to calls by itself, so that most calls
//! wait for no transaction. A portion that no call draws on goes back, and what a dead process held is given back by
//! the others. Whether a call may be made is decided here; what it took is settled by the ledger.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use models::gateway_error::{GatewayError, GatewayErrorKind};
use models::limits::Period;
use models::price::Nanos;
use models::time::Time;
use store::budgets::{Charge, Counter, Spent, Take};
use tokio::sync::oneshot;

use super::authorize::Caller;
use super::limits::{Estimate, of};
use super::refused::Refused;
use crate::context::Context;
use crate::error::{Error, Result};

/// A portion that no call draws on goes back after this time.
pub(super) const IDLE: Duration = Duration::from_secs(2);
/// A portion of which the database was not asked for this long may have been taken for abandoned.
const CONFIRMED_FOR: Duration = Duration::from_secs(300);
/// A process that has not been heard of for this long is dead. It is heard of every minute.
const ABANDONED_AFTER: Duration = Duration::from_secs(600);

/// The portions of this process.
#[derive(Default)]
pub(super) struct Budgets(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    portions: HashMap<Counter, Portion>,
    waiting: Vec<Waiting>,
    /// Whether a task takes care of those who wait.
    busy: bool,
}

/// What may be handed out of a counter.
struct Portion {
    left: Spent,
    limit: Limit,
    /// When the database last said that it is held; `None` where that is not known.
    confirmed_at: Option<Time>,
    drawn_at: Time,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Limit {
    tokens: Option<i64>,
    nanos: Option<i64>,
}

/// What a call needs of a counter.
#[derive(Debug, Clone, Copy)]
struct Line {
    counter: Counter,
    limit: Limit,
    need: Spent,
}

struct Waiting {
    lines: Vec<Line>,
    answer: oneshot::Sender<Result<Vec<Charge>, Refused>>,
}

/// Holds what a call may take, of every budget of the caller or of none.
pub(super) async fn hold(cx: &Context, caller: &Caller, estimate: Estimate, at: Time) -> Result<Vec<Charge>, Refused> {
    let lines = lines(caller, estimate, at);
    // What costs nothing takes nothing from a budget, also from one that is used up.
    if lines.is_empty() || (estimate.tokens == 0 && estimate.cost == Nanos::ZERO) {
        return Ok(Vec::new());
    }
    let (answer, held) = oneshot::channel();
    let idle = {
        let mut state = cx.gateway.budgets.lock();
        if let Some(held) = state.draw(&lines, at) {
            return Ok(held);
        }
        state.waiting.push(Waiting { lines, answer });
        !std::mem::replace(&mut state.busy, true)
    };
    if idle {
        // A task of its own: a caller may leave while others' budgets are in his hands.
        cx.tasks.spawn(serve(cx.clone()));
    }
    let lost = || Refused::from(Error::internal("holding a part of a budget", "the batch was lost"));
    held.await.map_err(|_| lost())?
}

fn lines(caller: &Caller, estimate: Estimate, at: Time) -> Vec<Line> {
    let mut lines = Vec::new();
    for (subject, limits) in caller.limited() {
        for budget in &limits.budgets {
            let limit = Limit { tokens: budget.tokens, nanos: budget.money_nanos };
            let need = Spent {
                tokens: limit.tokens.map_or(0, |_| i64::try_from(estimate.tokens).unwrap_or(i64::MAX)),
                nanos: limit.nanos.map_or(0, |_| estimate.cost.0),
            };
            let counter = Counter { subject, period: budget.period, period_start: budget.period.start(at) };
            lines.push(Line { counter, limit, need });
        }
    }
    lines
}

/// Takes portions for all who wait, and for those who come meanwhile.
async fn serve(cx: Context) {
    loop {
        let (batch, takes) = {
            let mut state = cx.gateway.budgets.lock();
            let batch = std::mem::take(&mut state.waiting);
            state.busy = !batch.is_empty();
            let takes = state.ask_for(&batch);
            (batch, takes)
        };
        if batch.is_empty() {
            return;
        }
        let at = cx.now();
        let outcome = take(&cx, takes, at).await;
        let mut state = cx.gateway.budgets.lock();
        for Waiting { lines, answer } in batch {
            let held = match &outcome {
                Ok(()) => state.draw(&lines, at).ok_or_else(|| state.exhausted(&lines, at)),
                Err(_) => Err(Refused::from(Error::Busy)),
            };
            if let Err(Ok(unwanted)) = answer.send(held) {
                // The caller has left; nothing will be made for him.
                state.put_back(&unwanted);
            }
        }
    }
}

/// Takes portions in the place of those that were taken out of the state.
async fn take(cx: &Context, takes: Vec<Take>, at: Time) -> Result<()> {
    let (process, asked) = (cx.process_id, takes.clone());
    let granted = cx.store.write(move |db| Ok::<_, Error>(store::budgets::take(db, process, at, &asked)?)).await;
    let mut state = cx.gateway.budgets.lock();
    let (granted, outcome) = match granted {
        Ok(granted) => (granted.into_iter().map(|left| (left, Some(at))).collect::<Vec<_>>(), Ok(())),
        Err(error) => {
            tracing::error!(%error, "budgets cannot be held; calls with a budget are refused");
            (takes.iter().map(|take| (take.unused, None)).collect(), Err(error))
        }
    };
    for (take, (left, confirmed_at)) in takes.iter().zip(granted) {
        let limit = Limit { tokens: take.limit_tokens, nanos: take.limit_nanos };
        if left != Spent::default() {
            state.portions.insert(take.counter, Portion { left, limit, confirmed_at, drawn_at: at });
        }
    }
    outcome
}

/// Gives back the portions that no call drew on for a time.
pub(super) async fn give_back(cx: &Context, idle: Duration) {
    let at = cx.now();
    let takes: Vec<Take> = {
        let mut state = cx.gateway.budgets.lock();
        let idle = state.portions.extract_if(|_, portion| portion.drawn_at + idle <= at);
        idle.map(|(counter, portion)| Line { counter, limit: portion.limit, need: Spent::default() }.take(portion.left))
            .collect()
    };
    if !takes.is_empty()
        && let Err(error) = take(cx, takes, at).await
    {
        tracing::warn!(%error, "parts of budgets that are not used were not given back; trying again");
    }
}

/// Tells the other processes that this one lives, and gives back what the dead ones held.
pub(super) async fn tidy(cx: &Context) -> Result<()> {
    let (process, at) = (cx.process_id, cx.now());
    let held = cx
        .store
        .write(move |db| {
            let held = store::budgets::touch(db, process, at)?;
            store::budgets::release_abandoned(db, at - ABANDONED_AFTER)?;
            Ok::<_, Error>(held)
        })
        .await?;
    let mut state = cx.gateway.budgets.lock();
    for (counter, portion) in &mut state.portions {
        let known = portion.confirmed_at.filter(|_| held.contains(counter));
        portion.confirmed_at = known.map(|earlier| earlier.max(at));
    }
    Ok(())
}

impl Budgets {
    /// Makes what is held for a call what it took, as far as the portions reach. What it did not need others may draw on
    /// at once; what it took beyond its estimate nobody draws on before it is settled.
    pub(super) fn adjust(&self, held: &mut [Charge], took: Spent) {
        if held.is_empty() {
            return;
        }
        let mut state = self.lock();
        for charge in held {
            let Some(portion) = state.portions.get_mut(&charge.counter) else { continue };
            let more = |left: i64, held: i64, took: i64| (took - held).min(left);
            let (left, amount) = (&mut portion.left, &mut charge.amount);
            if portion.limit.tokens.is_some() {
                let tokens = more(left.tokens, amount.tokens, took.tokens);
                (left.tokens, amount.tokens) = (left.tokens - tokens, amount.tokens + tokens);
            }
            if portion.limit.nanos.is_some() {
                let nanos = more(left.nanos, amount.nanos, took.nanos);
                (left.nanos, amount.nanos) = (left.nanos - nanos, amount.nanos + nanos);
            }
        }
    }

    /// No panic leaves the state half-changed, so a poisoned lock is still good.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Draws what a call needs from every portion, or from none.
    fn draw(&mut self, lines: &[Line], at: Time) -> Option<Vec<Charge>> {
        if !lines.iter().all(|line| self.portions.get(&line.counter).is_some_and(|it| it.has(line, at))) {
            return None;
        }
        for line in lines {
            let Some(portion) = self.portions.get_mut(&line.counter) else { continue };
            portion.left.tokens -= line.need.tokens;
            portion.left.nanos -= line.need.nanos;
            portion.drawn_at = at;
        }
        Some(lines.iter().map(|line| Charge { counter: line.counter, amount: line.need }).collect())
    }

    /// Takes the portions out that the calls need, so that nobody draws on them meanwhile, and says what to ask for.
    fn ask_for(&mut self, calls: &[Waiting]) -> Vec<Take> {
        let mut takes: HashMap<Counter, Take> = HashMap::new();
        for line in calls.iter().flat_map(|call| &call.lines) {
            let take = takes.entry(line.counter).or_insert_with(|| {
                let unused = self.portions.remove(&line.counter).map(|portion| portion.left);
                Line { need: Spent::default(), ..*line }.take(unused.unwrap_or_default())
            });
            take.need.tokens = take.need.tokens.saturating_add(line.need.tokens);
            take.need.nanos = take.need.nanos.saturating_add(line.need.nanos);
            (take.limit_tokens, take.limit_nanos) = (line.limit.tokens, line.limit.nanos);
        }
        takes.into_values().collect()
    }

    /// Why a call cannot be made: of the budgets that are used up the one that comes back last.
    fn exhausted(&self, lines: &[Line], at: Time) -> Refused {
        let missing = lines.iter().filter(|line| !self.portions.get(&line.counter).is_some_and(|it| it.has(line, at)));
        let Some(counter) = missing.map(|line| line.counter).max_by_key(|it| it.period.end(it.period_start)) else {
            return Error::Busy.into();
        };
        let period = match counter.period {
            Period::Day => "day",
            Period::Month => "month",
        };
        let message = format!("{} has used up the budget of this {period}.", of(counter.subject));
        let error = GatewayError::new(GatewayErrorKind::RateLimited, message).with_code("insufficient_quota");
        let resets_at = counter.period.end(counter.period_start);
        Refused { retry_after: (resets_at - at).to_std().ok(), ..error.into() }
    }

    fn put_back(&mut self, charges: &[Charge]) {
        for charge in charges {
            if let Some(portion) = self.portions.get_mut(&charge.counter) {
                portion.left.tokens += charge.amount.tokens;
                portion.left.nanos += charge.amount.nanos;
            }
        }
    }
}

impl Portion {
    fn has(&self, line: &Line, at: Time) -> bool {
        self.limit == line.limit
            && self.left.tokens >= line.need.tokens
            && self.left.nanos >= line.need.nanos
            && self.confirmed_at.is_some_and(|confirmed| at < confirmed + CONFIRMED_FOR)
    }
}

impl Line {
    fn take(self, unused: Spent) -> Take {
        let Self { counter, limit, need } = self;
        Take { counter, unused, need, limit_tokens: limit.tokens, limit_nanos: limit.nanos }
    }
}
