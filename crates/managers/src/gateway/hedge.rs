//! Asking the next target as well when one is slow to begin. Whoever begins first answers; the others are left, which
//! closes their connections, and their breakers hear nothing of it.

use std::pin::pin;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::{Instant, sleep_until};

use super::bill::Bill;
use super::call::{Finish, Work};
use super::failure::Failure;

/// Asks the targets, the next one after each span without a first token and at once when all have failed.
pub(super) async fn race(work: &Work<'_>, bill: &mut Bill, after: Duration) -> Result<Finish, Failure> {
    let mut places = 0..work.route.targets.len();
    let mut asked = FuturesUnordered::new();
    let mut failed = None;
    let mut alarm = pin!(sleep_until(Instant::now()));
    loop {
        if asked.is_empty() || alarm.is_elapsed() {
            match places.next() {
                Some(place) => {
                    if !asked.is_empty() {
                        metrics::counter!("pallium_gateway_hedges_total").increment(1);
                    }
                    bill.ask(&work.route.targets[place]);
                    asked.push(async move { (place, Box::pin(work.one(place)).await) });
                    alarm.as_mut().reset(Instant::now() + after);
                }
                None if asked.is_empty() => return Err(failed.unwrap_or_else(Failure::no_target)),
                None => {}
            }
        }
        let more = !places.is_empty();
        tokio::select! {
            biased;
            Some((place, outcome)) = asked.next() => match outcome {
                Ok(finish) => {
                    bill.ask(&work.route.targets[place]);
                    return Ok(finish);
                }
                Err(failure) if failure.leads_on() => failed = Some(failure),
                Err(failure) => return Err(failure),
            },
            () = &mut alarm, if more => {}
        }
    }
}
