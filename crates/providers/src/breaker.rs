//! A target that is down is left alone for a while. Only vendors' faults count.
//!
//! A door that shuts for everybody would turn a vendor who fails now and then into one who always
//! fails, so a call with nowhere else to go is not refused: it waits for its turn and goes out.

mod state;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use metrics::gauge;
use models::ids::ConnectionId;
use tokio_util::sync::CancellationToken;

use crate::Clock;
use crate::error::ProviderError;
use crate::pass::{Pass, Target};

pub use state::{BreakerState, TargetState};

/// Failed calls in a row that open a breaker.
const FAILURES_MAX: u32 = 5;
/// Within which time those failures count as one outage.
const FAILURES_WITHIN: Duration = Duration::from_secs(30);
/// How long a breaker is open at first; doubled whenever a probe fails.
const OPEN_FOR_MIN: Duration = Duration::from_secs(1);
/// How long a breaker is open at most.
const OPEN_FOR_MAX: Duration = Duration::from_secs(16);
/// Pause between two calls that go past an open breaker because they have nowhere else to go.
const TURN: Duration = Duration::from_millis(200);
/// Most failing targets remembered; beyond it the record is begun anew, which only forgives.
const TARGETS_MAX: usize = 10_000;
/// 0 closed, 1 half-open, 2 open, by connection and model.
const STATE: &str = "pallium_breaker_state";

/// Counts failures. Targets without a failure take no memory.
pub(crate) struct Breaker {
    outages: Mutex<HashMap<Target, Outage>>,
    clock: Clock,
}

struct Outage {
    failures: u32,
    since: Instant,
    phase: Phase,
    open_for: Duration,
    next_turn: Instant,
    queue: Arc<Queue>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Closed,
    Open {
        until: Instant,
    },
    /// A probe is under way; when it is never heard of again, the next may go.
    Probing {
        until: Instant,
    },
}

/// Those who wait for their turn at one target.
#[derive(Default)]
struct Queue {
    /// Only the first in line watches the clock; the lock is fair.
    line: tokio::sync::Mutex<()>,
    /// Cancelled when the target is well again: then all may go.
    over: CancellationToken,
}

impl Breaker {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { outages: Mutex::default(), clock }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Target, Outage>> {
        self.outages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a call out, or says how long the target is left alone. A call of last resort waits for
    /// its turn instead, until the deadline.
    pub(crate) async fn admit(
        self: &Arc<Self>,
        target: Target,
        last_resort: bool,
        deadline: tokio::time::Instant,
    ) -> Result<Pass, ProviderError> {
        let probe = match self.try_admit(&target) {
            Ok(probe) => probe,
            Err((_, queue)) if last_resort => self.wait_for_turn(&target, &queue, deadline).await?,
            Err((retry_after, _)) => return Err(ProviderError::Unavailable { retry_after }),
        };
        Ok(Pass::new(self.clone(), target, probe))
    }

    /// `Ok` says whether the call is the probe that decides for the others.
    fn try_admit(&self, target: &Target) -> Result<bool, (Duration, Arc<Queue>)> {
        let mut outages = self.lock();
        // Almost always empty: nothing is hashed.
        let outage = if outages.is_empty() { None } else { outages.get_mut(target) };
        let Some(outage) = outage else { return Ok(false) };
        let now = (self.clock)();
        match outage.phase {
            Phase::Closed => Ok(false),
            Phase::Open { until } | Phase::Probing { until } if now < until => Err((until - now, outage.queue.clone())),
            Phase::Open { .. } | Phase::Probing { .. } => {
                outage.enter(target, Phase::Probing { until: now + OPEN_FOR_MAX });
                Ok(true)
            }
        }
    }

    async fn wait_for_turn(
        &self,
        target: &Target,
        queue: &Queue,
        deadline: tokio::time::Instant,
    ) -> Result<bool, ProviderError> {
        let turn = async {
            let _first_in_line = queue.line.lock().await;
            while let Err(wait) = self.take_turn(target) {
                tokio::time::sleep(wait).await;
            }
        };
        tokio::select! {
            biased;
            () = queue.over.cancelled() => Ok(false),
            () = turn => Ok(false),
            () = tokio::time::sleep_until(deadline) => Err(ProviderError::Unavailable { retry_after: TURN }),
        }
    }

    /// Takes the next turn at a target, or says how long it is until then.
    fn take_turn(&self, target: &Target) -> Result<(), Duration> {
        let mut outages = self.lock();
        let Some(outage) = outages.get_mut(target) else { return Ok(()) };
        let now = (self.clock)();
        if outage.phase != Phase::Closed && now < outage.next_turn {
            return Err(outage.next_turn - now);
        }
        outage.next_turn = now + TURN;
        Ok(())
    }

    /// The target answers: everybody may go. One more failure opens the breaker again, since
    /// vendors that begin and then break off would never open it otherwise.
    pub(crate) fn began(&self, target: &Target) {
        self.change(target, |outage| {
            if outage.phase != Phase::Closed {
                outage.failures = FAILURES_MAX - 1;
                outage.since = (self.clock)();
                outage.enter(target, Phase::Closed);
            }
        });
    }

    /// A whole answer came, or a refusal in order.
    pub(crate) fn succeeded(&self, target: &Target) {
        let mut outages = self.lock();
        if !outages.is_empty()
            && let Some(mut outage) = outages.remove(target)
        {
            outage.enter(target, Phase::Closed);
        }
    }

    /// The probe's caller left before it found anything: the next call is the probe.
    pub(crate) fn undecided(&self, target: &Target) {
        self.change(target, |outage| {
            if let Phase::Probing { .. } = outage.phase {
                outage.enter(target, Phase::Open { until: (self.clock)() });
            }
        });
    }

    /// The target could not be reached or is at fault.
    pub(crate) fn failed(&self, target: &Target) {
        let now = (self.clock)();
        let mut outages = self.lock();
        if outages.len() >= TARGETS_MAX && !outages.contains_key(target) {
            forgive(&mut outages, |_| true);
        }
        let outage = outages.entry(target.clone()).or_insert_with(|| Outage::new(now));
        let stale = outage.phase == Phase::Closed && now.duration_since(outage.since) > FAILURES_WITHIN;
        if stale {
            *outage = Outage::new(now);
        }
        outage.failures += 1;
        if outage.failures >= FAILURES_MAX {
            outage.open(target, now);
        }
    }

    /// A person saw that the connection works: all its targets are tried again.
    pub(crate) fn forgive(&self, connection_id: ConnectionId) {
        forgive(&mut self.lock(), |target| target.connection_id == connection_id);
    }

    fn change(&self, target: &Target, change: impl FnOnce(&mut Outage)) {
        let mut outages = self.lock();
        if !outages.is_empty()
            && let Some(outage) = outages.get_mut(target)
        {
            change(outage);
        }
    }

    pub(crate) fn state(&self, target: &Target) -> BreakerState {
        let now = (self.clock)();
        self.lock().get(target).map_or(BreakerState::Closed, |outage| outage.state(now))
    }

    /// Every target that failed of late, by connection and model.
    pub(crate) fn states(&self) -> Vec<TargetState> {
        let now = (self.clock)();
        let mut states: Vec<_> = self.lock().iter().map(|(target, outage)| outage.describe(target, now)).collect();
        states.sort_by(|a, b| (a.connection_id.0, &a.model).cmp(&(b.connection_id.0, &b.model)));
        states
    }
}

fn forgive(outages: &mut HashMap<Target, Outage>, whom: impl Fn(&Target) -> bool) {
    for (target, mut outage) in outages.extract_if(|target, _| whom(target)) {
        outage.enter(&target, Phase::Closed);
    }
}

impl Outage {
    fn new(now: Instant) -> Self {
        Self {
            failures: 0,
            since: now,
            phase: Phase::Closed,
            open_for: OPEN_FOR_MIN,
            next_turn: now,
            queue: Arc::default(),
        }
    }

    /// Opens; for longer when a probe found the target as it was. The calls that were under way
    /// when it opened tell nothing new.
    fn open(&mut self, target: &Target, now: Instant) {
        match self.phase {
            Phase::Open { until } if now < until => return,
            Phase::Open { .. } | Phase::Probing { .. } => self.open_for = (self.open_for * 2).min(OPEN_FOR_MAX),
            Phase::Closed => {}
        }
        self.enter(target, Phase::Open { until: now + self.open_for });
    }

    fn enter(&mut self, target: &Target, phase: Phase) {
        let (before, after) = (self.phase.level(), phase.level());
        self.phase = phase;
        if after == Phase::Closed.level() {
            std::mem::take(&mut self.queue).over.cancel();
        }
        if before != after {
            let connection = target.connection_id.0.to_string();
            gauge!(STATE, "connection" => connection, "model" => target.model.clone()).set(after);
        }
    }

    fn state(&self, now: Instant) -> BreakerState {
        match self.phase {
            Phase::Closed => BreakerState::Closed,
            Phase::Open { until } if now < until => BreakerState::Open { retry_after: until - now },
            Phase::Open { .. } | Phase::Probing { .. } => BreakerState::HalfOpen,
        }
    }

    fn describe(&self, target: &Target, now: Instant) -> TargetState {
        TargetState {
            connection_id: target.connection_id,
            model: target.model.clone(),
            state: self.state(now),
            failures: self.failures,
        }
    }
}

impl Phase {
    /// The gauge's value.
    fn level(self) -> f64 {
        match self {
            Self::Closed => 0.0,
            Self::Probing { .. } => 1.0,
            Self::Open { .. } => 2.0,
        }
    }
}
