//! Turns at connections that take only so many calls at once, such as a graphics card at home. Whoever comes when all
//! places are taken waits, and the next place goes to another key than the last one, so that a program with a hundred
//! calls does not shut out one with a single call.
//!
//! Places are counted in this process: with several replicas each takes as many.

mod line;

use std::collections::HashMap;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use models::gateway_error::{GatewayError, GatewayErrorKind};
use models::ids::ConnectionId;
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, interval, sleep};
use uuid::Uuid;

use super::route::RouteTarget;
use crate::context::Context;
use line::Line;

/// Calls that wait at one connection.
const WAITING_MAX: usize = 256;
/// How often those who wait are told their place, which also keeps their connection open.
const TELL_EVERY: Duration = Duration::from_secs(5);
/// Calls that wait, by connection.
const WAITING: &str = "pallium_gateway_queue_waiting";
/// Seconds that calls have waited.
const SECONDS: &str = "pallium_gateway_queue_seconds";

/// The lines of all connections that have a limit.
#[derive(Default, Clone)]
pub(super) struct Turns(Arc<Mutex<HashMap<ConnectionId, Line>>>);

/// A place at a connection. Dropped, it is the next one's.
pub(super) struct Turn {
    turns: Turns,
    connection: ConnectionId,
    /// How long it was waited for.
    waited: Duration,
}

impl Turn {
    /// How long it was waited for in milliseconds, rounded up: who had to wait at all is told so.
    pub(super) fn waited_ms(&self) -> Option<u32> {
        let waited = u32::try_from(self.waited.as_micros().div_ceil(1000)).unwrap_or(u32::MAX);
        (waited > 0).then_some(waited)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.turns.change(self.connection, Line::leave);
    }
}

/// A call in line. Dropped, its caller has left.
struct Waiting<'a> {
    turns: &'a Turns,
    connection: ConnectionId,
    ticket: u64,
    called: oneshot::Receiver<()>,
    done: bool,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if !self.done {
            let Self { turns, connection, ticket, called, .. } = self;
            // Asked under the lock: its place may be given to it up to this moment.
            turns.change(*connection, |line| match called.try_recv() {
                Ok(()) => line.leave(),
                Err(_) => line.give_up(*ticket),
            });
        }
    }
}

impl Turns {
    fn lock(&self) -> MutexGuard<'_, HashMap<ConnectionId, Line>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, connection: ConnectionId, change: impl FnOnce(&mut Line)) {
        let mut lines = self.lock();
        let Some(line) = lines.get_mut(&connection) else { return };
        change(line);
        let waiting = line.waiting();
        if line.is_idle() {
            lines.remove(&connection);
        }
        tell_meter(connection, waiting);
    }

    /// Whether a call to this target would have to wait now.
    pub(super) fn is_full(&self, target: &RouteTarget) -> bool {
        let connection = &target.line.connection;
        let full = |most| self.lock().get(&connection.id).is_some_and(|line| line.is_full(most));
        connection.max_parallel.is_some_and(full)
    }
}

/// Takes a place at a target; `None` where it takes any number of calls. While the call waits, its place in line is
/// told every few seconds.
pub(super) async fn take(
    cx: &Context,
    who: Uuid,
    target: &RouteTarget,
    places: Option<&watch::Sender<usize>>,
) -> Result<Option<Turn>, GatewayError> {
    let Some(most) = target.line.connection.max_parallel else { return Ok(None) };
    let (turns, connection, since) = (&cx.gateway.turns, target.line.connection.id, Instant::now());
    let turn = |waited| Turn { turns: turns.clone(), connection, waited };
    let (ticket, called) = {
        let mut lines = turns.lock();
        let line = lines.entry(connection).or_default();
        if line.enter(most) {
            return Ok(Some(turn(Duration::ZERO)));
        }
        if line.waiting() >= WAITING_MAX {
            return Err(busy(target, "queue_full", "has too many calls waiting"));
        }
        let (call, called) = oneshot::channel();
        (line.wait(who, call), called)
    };
    let mut waiting = Waiting { turns, connection, ticket, called, done: false };
    tell_meter(connection, turns.lock().get(&connection).map_or(0, Line::waiting));
    let mut patience = pin!(sleep(cx.settings.gateway.queue_wait));
    let mut tick = interval(TELL_EVERY);
    loop {
        tokio::select! {
            biased;
            _ = &mut waiting.called => break,
            () = &mut patience => return Err(busy(target, "queue_timeout", "had no place in time")),
            _ = tick.tick() => {
                if let Some(places) = places {
                    places.send_replace(turns.lock().get(&connection).map_or(1, |line| line.place(ticket)));
                }
            }
        }
    }
    waiting.done = true;
    let waited = since.elapsed();
    metrics::histogram!(SECONDS, "connection" => connection.to_string()).record(waited.as_secs_f64());
    Ok(Some(turn(waited)))
}

/// How many calls wait for a turn in this process.
pub fn waiting(cx: &Context) -> usize {
    cx.gateway.turns.lock().values().map(Line::waiting).sum()
}

fn tell_meter(connection: ConnectionId, waiting: usize) {
    metrics::gauge!(WAITING, "connection" => connection.to_string()).set(waiting as f64);
}

fn busy(target: &RouteTarget, code: &str, why: &str) -> GatewayError {
    let message = format!("`{}` {why}. Try again later.", target.line.slug);
    GatewayError::new(GatewayErrorKind::Overloaded, message).with_code(code)
}
