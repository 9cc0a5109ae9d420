//! Asking the next target as well when one is slow to begin. Whoever begins first answers; the others are left, which
//! closes their connections, and their breakers hear nothing of it. What they may have made is held of budgets before
//! they are asked, and entered.

use std::future::pending;
use std::pin::pin;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use tokio::time::{Instant, sleep_until};

use super::bill::Bill;
use super::budgets::Granted;
use super::call::{Finish, Work};
use super::failure::Failure;
use super::refused::Refused;

/// What becomes of the next target while others are asked.
enum Next {
    /// It is asked after a while.
    Later,
    /// Budgets are asked for what it may cost.
    Holding(BoxFuture<'static, Result<Granted, Refused>>),
    /// It is asked now.
    Now,
    /// The budgets have no room for it: the call goes on with those that are asked.
    No,
}

/// Asks the targets, the next one after each span without a first token and at once when all have failed.
pub(super) async fn race(work: &Work<'_>, bill: &mut Bill, after: Duration) -> Result<Finish, Failure> {
    let Some(mut beside) = bill.beside() else { return Err(Failure::no_target()) };
    let mut places = 0..work.route.targets.len();
    let mut asked = FuturesUnordered::new();
    let mut failed = None;
    let mut alarm = pin!(sleep_until(Instant::now()));
    let mut next = Next::Now;
    loop {
        if asked.is_empty() || matches!(next, Next::Now) {
            let Some(place) = places.next() else {
                beside.leave(bill, None);
                return Err(failed.unwrap_or_else(Failure::no_target));
            };
            if !asked.is_empty() {
                metrics::counter!("pallium_gateway_hedges_total").increment(1);
            }
            let target = &work.route.targets[place];
            bill.ask(target);
            let own = work.beside(beside.ask(place, target));
            asked.push(async move { (place, Box::pin(own.one(place)).await) });
            alarm.as_mut().reset(Instant::now() + after);
            next = if matches!(next, Next::No) { Next::No } else { Next::Later };
        }
        let waits = !places.is_empty() && matches!(next, Next::Later);
        tokio::select! {
            biased;
            Some((place, outcome)) = asked.next() => match outcome {
                Ok(finish) => {
                    beside.leave(bill, Some(place));
                    return Ok(finish);
                }
                Err(failure) => {
                    beside.failed(place);
                    if !failure.leads_on() {
                        beside.leave(bill, None);
                        return Err(failure);
                    }
                    failed = Some(failure);
                }
            },
            held = held(&mut next) => {
                next = match held {
                    Ok(held) => {
                        beside.keep(held);
                        Next::Now
                    }
                    Err(_) => {
                        tracing::debug!("the budgets have no room for another target beside those that are asked");
                        Next::No
                    }
                }
            }
            () = &mut alarm, if waits => next = Next::Holding(beside.hold()),
        }
    }
}

async fn held(next: &mut Next) -> Result<Granted, Refused> {
    match next {
        Next::Holding(holding) => holding.await,
        Next::Later | Next::Now | Next::No => pending().await,
    }
}
