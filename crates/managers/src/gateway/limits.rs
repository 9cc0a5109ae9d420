//! What a key, its user and its workspace may do in a minute and at once.
//!
//! Requests and tokens of a minute are counted in the database, in portions that a process takes
//! ahead, so that replicas share one count and a call seldom waits for it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use models::gateway_error::{GatewayError, GatewayErrorKind};
use models::limits::Subject;
use models::price::Nanos;
use models::time::Time;
use store::budgets::Charge;
use store::rate_windows::{Metric, Take};

use super::authorize::Caller;
use super::budgets::{self, Needs};
use super::parallel::{self, Running};
use super::refused::Refused;
use crate::context::Context;
use crate::error::Error;

/// Length of a window of requests and tokens.
const WINDOW_SECONDS: i64 = 60;
/// A process takes this share of a limit ahead.
const PORTIONS: i64 = 10;

/// What is left of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// What is counted.
    pub metric: Metric,
    /// Most in a minute.
    pub limit: u64,
    /// What is left of it.
    pub remaining: u64,
    /// When all of it is back.
    pub resets_in: Duration,
}

/// What a call is expected to need.
#[derive(Debug, Clone, Copy)]
pub(super) struct Estimate {
    /// Tokens of prompt and answer.
    pub(super) tokens: u64,
    /// Their price.
    pub(super) cost: Nanos,
}

/// The counts of this process.
#[derive(Default)]
pub(super) struct Limiter {
    windows: Mutex<HashMap<(Subject, Metric), Window>>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Window {
    start: i64,
    /// What this process may count in this window.
    granted: i64,
    used: i64,
    /// Whether the database has nothing left to grant.
    is_full: bool,
}

/// A call that may be made. Dropping it ends its place among those at once.
pub(super) struct Admission {
    /// What is held of budgets.
    held: Vec<Charge>,
    pub(super) allowances: Vec<Allowance>,
    at: Time,
    pub(super) estimate: Estimate,
    metered: Vec<Subject>,
    running: Running,
}

impl Admission {
    /// Ends the call's place and counts what it took instead of what was expected. What is held of budgets is the
    /// ledger's to settle.
    pub(super) fn settle(self, limiter: &Limiter, tokens: u64) -> Vec<Charge> {
        drop(self.running);
        let difference = signed(tokens) - signed(self.estimate.tokens);
        let mut windows = lock(&limiter.windows);
        for subject in self.metered {
            if let Some(window) = windows.get_mut(&(subject, Metric::Tokens))
                && window.start == window_start(self.at)
            {
                window.used += difference;
            }
        }
        self.held
    }
}

/// Asks all limits of the caller, and takes from each.
pub(super) async fn admit(cx: &Context, caller: &Caller, estimate: Estimate) -> Result<Admission, Refused> {
    let at = cx.now();
    let running = parallel::enter(cx, caller).await?;
    let mut allowances = Vec::new();
    let mut metered = Vec::new();
    for (subject, limits) in caller.limited() {
        if let Some(limit) = limits.requests_per_minute {
            let share = Share { subject, metric: Metric::Requests, amount: 1, limit: i64::from(limit) };
            allowances.push(share.take(cx, at).await?);
        }
        if let Some(limit) = limits.tokens_per_minute {
            let (amount, limit) = (signed(estimate.tokens), signed(limit));
            allowances.push(Share { subject, metric: Metric::Tokens, amount, limit }.take(cx, at).await?);
            metered.push(subject);
        }
    }
    let mut admission = Admission { held: Vec::new(), allowances, at, estimate, metered, running };
    match budgets::hold(cx, Needs::new(caller, estimate, at), at).await {
        Ok(held) => {
            admission.held = held.take();
            Ok(admission)
        }
        Err(refused) => {
            // Nothing is made for him, so he takes no tokens from those who share his limits.
            admission.settle(&cx.gateway.limiter, 0);
            Err(refused)
        }
    }
}

/// What a call takes of a limit of a minute.
#[derive(Clone, Copy)]
struct Share {
    subject: Subject,
    metric: Metric,
    amount: i64,
    limit: i64,
}

impl Share {
    async fn take(self, cx: &Context, at: Time) -> Result<Allowance, Refused> {
        let Self { subject, metric, amount, limit } = self;
        let start = window_start(at);
        let missing = {
            let mut windows = lock(&cx.gateway.limiter.windows);
            let window = current(&mut windows, self, start);
            let missing = window.used + amount - window.granted;
            if missing <= 0 {
                window.used += amount;
                return Ok(allowance(*window, metric, limit, at));
            }
            if window.is_full {
                return Err(self.refuse(allowance(*window, metric, limit, at)));
            }
            missing
        };
        let window_start = Time::from_timestamp(start, 0).unwrap_or(at);
        let take = Take { subject, metric, window_start, want: missing.max(limit / PORTIONS), limit };
        let granted = cx.store.write(move |db| Ok::<_, Error>(store::rate_windows::take(db, &[take])?)).await?;
        let granted: i64 = granted.into_iter().sum();
        let mut windows = lock(&cx.gateway.limiter.windows);
        let window = current(&mut windows, self, start);
        window.granted += granted;
        // Nothing is given back within a minute: whoever comes too late need not ask the database.
        window.is_full = granted < take.want;
        if window.used + amount <= window.granted {
            window.used += amount;
            return Ok(allowance(*window, metric, limit, at));
        }
        Err(self.refuse(allowance(*window, metric, limit, at)))
    }

    fn refuse(self, left: Allowance) -> Refused {
        let Self { subject, metric, amount, limit } = self;
        let whose = of(subject);
        let what = match metric {
            Metric::Requests => "requests",
            Metric::Tokens => "tokens",
        };
        let message = if amount > limit {
            format!("This call needs about {amount} tokens, but {} may use {limit} a minute.", whose.to_lowercase())
        } else {
            format!("{whose} may use {limit} {what} a minute. Try again in {} s.", left.resets_in.as_secs().max(1))
        };
        limited(message, left.resets_in, vec![left])
    }
}

/// The count of the minute that began at `start`.
fn current(windows: &mut HashMap<(Subject, Metric), Window>, share: Share, start: i64) -> &mut Window {
    let window = windows.entry((share.subject, share.metric)).or_default();
    if window.start != start {
        *window = Window { start, ..Window::default() };
    }
    window
}

fn allowance(window: Window, metric: Metric, limit: i64, at: Time) -> Allowance {
    let end = window.start + WINDOW_SECONDS;
    let resets_in = u64::try_from(end * 1000 - at.timestamp_millis()).unwrap_or(0);
    let remaining = (limit - window.used).max(0);
    let unsigned = |number: i64| u64::try_from(number).unwrap_or(0);
    Allowance {
        metric,
        limit: unsigned(limit),
        remaining: unsigned(remaining),
        resets_in: Duration::from_millis(resets_in),
    }
}

fn limited(message: String, retry_after: Duration, allowances: Vec<Allowance>) -> Refused {
    let error = GatewayError::new(GatewayErrorKind::RateLimited, message);
    Refused { retry_after: Some(retry_after), allowances, ..error.into() }
}

pub(super) fn of(subject: Subject) -> &'static str {
    match subject {
        Subject::Key(_) => "This API key",
        Subject::User(_) => "This account",
        Subject::Workspace(_) => "This workspace",
    }
}

fn window_start(at: Time) -> i64 {
    at.timestamp().div_euclid(WINDOW_SECONDS) * WINDOW_SECONDS
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// No panic leaves these maps half-changed, so a poisoned lock is still good.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
