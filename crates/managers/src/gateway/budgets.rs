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
#[derive(Clone, Default)]
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
    answer: oneshot::Sender<Result<Granted, Refused>>,
}

/// What was drawn for a call. Dropped unread, its caller has left, and others may draw on it.
pub(super) struct Granted {
    budgets: Budgets,
    lines: Vec<Line>,
    at: Time,
}

impl Granted {
    /// What the ledger has to settle.
    pub(super) fn take(mut self) -> Vec<Charge> {
        std::mem::take(&mut self.lines).into_iter().map(Line::charge).collect()
    }
}

impl Drop for Granted {
    fn drop(&mut self) {
        if !self.lines.is_empty() {
            self.budgets.lock().put_back(&self.lines, self.at);
        }
    }
}

/// What a call needs of every budget of its caller.
#[derive(Clone)]
pub(super) struct Needs(Vec<Line>);

impl Needs {
    pub(super) fn new(caller: &Caller, estimate: Estimate, at: Time) -> Self {
        // What costs nothing takes nothing from a budget, also from one that is used up.
        let is_free = estimate.tokens == 0 && estimate.cost == Nanos::ZERO;
        Self(if is_free { Vec::new() } else { lines(caller, estimate, at) })
    }
}

/// Holds what a call may take, of every budget of the caller or of none.
pub(super) async fn hold(cx: &Context, Needs(lines): Needs, at: Time) -> Result<Granted, Refused> {
    let budgets = cx.gateway.budgets.clone();
    if lines.is_empty() {
        return Ok(Granted { budgets, lines, at });
    }
    let (answer, held) = oneshot::channel();
    let idle = {
        let mut state = budgets.lock();
        if state.draw(&lines, at) {
            drop(state);
            return Ok(Granted { budgets, lines, at });
        }
        state.waiting.push(Waiting { lines, answer });
        !std::mem::replace(&mut state.busy, true)
    };
    if idle {
        // A task of its own: a caller may leave while others' budgets are in his hands.
        cx.tasks.spawn(serve(cx.clone()));
    }
    held.await.map_err(|_| Refused::from(Error::internal("holding a part of a budget", "the batch was lost")))?
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
    let _serving = Serving(cx.gateway.budgets.clone());
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
        for Waiting { lines, answer } in batch {
            let held = match &outcome {
                Ok(()) => cx.gateway.budgets.grant(lines, at),
                Err(_) => Err(Refused::from(Error::Busy)),
            };
            // Who has left gets nothing: what was granted goes back as it is dropped.
            drop(answer.send(held));
        }
    }
}

/// Lets the next call start a new task where this one panicked.
struct Serving(Budgets);

impl Drop for Serving {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let mut state = self.0.lock();
            state.busy = false;
            state.waiting.clear();
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
            // A caller who left meanwhile may have put something back.
            let back = state.portions.remove(&take.counter).map(|portion| portion.left).unwrap_or_default();
            let left = Spent { tokens: left.tokens + back.tokens, nanos: left.nanos + back.nanos };
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

/// Gives back what dead processes held.
pub(super) async fn tidy(cx: &Context) -> Result<()> {
    let before = cx.now() - ABANDONED_AFTER;
    cx.store.write(move |db| Ok::<_, Error>(store::budgets::release_abandoned(db, before).map(drop)?)).await
}

/// Tells the other processes that this one lives.
pub(super) async fn touch(cx: &Context) -> Result<()> {
    let (process, at) = (cx.process_id, cx.now());
    let held = cx.store.write(move |db| Ok::<_, Error>(store::budgets::touch(db, process, at)?)).await?;
    let mut state = cx.gateway.budgets.lock();
    for (counter, portion) in &mut state.portions {
        let known = portion.confirmed_at.filter(|_| held.contains(counter));
        portion.confirmed_at = known.map(|earlier| earlier.max(at));
    }
    Ok(())
}

impl Budgets {
    fn grant(&self, lines: Vec<Line>, at: Time) -> Result<Granted, Refused> {
        let mut state = self.lock();
        if !state.draw(&lines, at) {
            return Err(state.exhausted(&lines, at));
        }
        Ok(Granted { budgets: self.clone(), lines, at })
    }

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
    /// Draws what a call needs from every portion, or from none and says so.
    fn draw(&mut self, lines: &[Line], at: Time) -> bool {
        if !lines.iter().all(|line| self.portions.get(&line.counter).is_some_and(|it| it.has(line, at))) {
            return false;
        }
        for line in lines {
            let Some(portion) = self.portions.get_mut(&line.counter) else { continue };
            portion.left.tokens -= line.need.tokens;
            portion.left.nanos -= line.need.nanos;
            portion.drawn_at = at;
        }
        true
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

    /// Lets others draw on what was drawn. Where the portion is gone it becomes one of its own, which goes back when it
    /// is idle.
    fn put_back(&mut self, lines: &[Line], at: Time) {
        for line in lines {
            let new = || Portion { left: Spent::default(), limit: line.limit, confirmed_at: None, drawn_at: at };
            let portion = self.portions.entry(line.counter).or_insert_with(new);
            portion.left.tokens += line.need.tokens;
            portion.left.nanos += line.need.nanos;
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
    fn charge(self) -> Charge {
        Charge { counter: self.counter, amount: self.need }
    }

    fn take(self, unused: Spent) -> Take {
        let Self { counter, limit, need } = self;
        Take { counter, unused, need, limit_tokens: limit.tokens, limit_nanos: limit.nanos }
    }
}

#[cfg(test)]
mod tests {
    use models::ids::UserId;
    use models::limits::Subject;

    use super::*;

    fn line(tokens: i64) -> Line {
        let at = Time::UNIX_EPOCH;
        let subject = Subject::User(UserId(uuid::Uuid::from_u128(1)));
        let counter = Counter { subject, period: Period::Day, period_start: Period::Day.start(at) };
        Line { counter, limit: Limit { tokens: Some(100), nanos: None }, need: Spent { tokens, nanos: 0 } }
    }

    fn left(budgets: &Budgets) -> i64 {
        budgets.lock().portions.values().map(|portion| portion.left.tokens).sum()
    }

    #[test]
    fn what_was_granted_to_one_who_left_goes_back() {
        let (budgets, at) = (Budgets::default(), Time::UNIX_EPOCH);
        let limit = line(0).limit;
        let portion = Portion { left: Spent { tokens: 50, nanos: 0 }, limit, confirmed_at: Some(at), drawn_at: at };
        budgets.lock().portions.insert(line(0).counter, portion);
        let (sender, receiver) = oneshot::channel();
        drop(sender.send(budgets.grant(vec![line(30)], at)));
        assert_eq!(left(&budgets), 20);
        // Between the grant and its wake-up.
        drop(receiver);
        assert_eq!(left(&budgets), 50);
        let kept = budgets.grant(vec![line(30)], at).map(Granted::take);
        assert!(kept.is_ok_and(|held| held == [line(30).charge()]));
        assert_eq!(left(&budgets), 20);
    }

    #[test]
    fn what_comes_back_to_a_portion_that_is_gone_is_given_back_later() {
        let (budgets, at) = (Budgets::default(), Time::UNIX_EPOCH);
        drop(Granted { budgets: budgets.clone(), lines: vec![line(30)], at });
        assert_eq!(left(&budgets), 30);
        // Nobody draws on it before the database was asked.
        assert!(budgets.grant(vec![line(10)], at).is_err());
    }
}
