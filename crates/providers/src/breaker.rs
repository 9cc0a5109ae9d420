//! A vendor that is down is left alone for a while, per connection.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::endpoint::Endpoint;

/// Failed calls in a row that open a breaker.
const FAILURES_MAX: u32 = 5;
/// Within which time those failures count as one outage.
const FAILURES_WITHIN: Duration = Duration::from_secs(30);
/// How long an open breaker refuses calls.
const OPEN_FOR: Duration = Duration::from_secs(15);
/// Most connections remembered; beyond it the record is begun anew, which only forgives.
const CONNECTIONS_MAX: usize = 10_000;

/// Counts failures. Connections without a failure take no memory.
#[derive(Default)]
pub(crate) struct Breaker {
    outages: Mutex<HashMap<Key, Outage>>,
}

/// The address is part of the key, so that a corrected address starts afresh.
#[derive(PartialEq, Eq, Hash)]
struct Key(models::ids::ConnectionId, String);

struct Outage {
    failures: u32,
    since: Instant,
    open_until: Option<Instant>,
}

impl Breaker {
    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Outage>> {
        self.outages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a call may go out; `Err` says how long it may not. When the time is over one call
    /// goes out as a probe, and the others wait for what it finds.
    pub(crate) fn admit(&self, endpoint: &Endpoint, now: Instant) -> Result<(), Duration> {
        let mut outages = self.lock();
        let Some(outage) = outages.get_mut(&Key::of(endpoint)) else { return Ok(()) };
        let Some(until) = outage.open_until else { return Ok(()) };
        if now < until {
            return Err(until - now);
        }
        outage.open_until = Some(now + OPEN_FOR);
        Ok(())
    }

    /// The vendor answered, if only to refuse.
    pub(crate) fn succeeded(&self, endpoint: &Endpoint) {
        let mut outages = self.lock();
        // Almost always empty: no key is made.
        if !outages.is_empty() {
            outages.remove(&Key::of(endpoint));
        }
    }

    /// The vendor could not be reached or is at fault.
    pub(crate) fn failed(&self, endpoint: &Endpoint, now: Instant) {
        let mut outages = self.lock();
        if outages.len() >= CONNECTIONS_MAX {
            outages.clear();
        }
        let fresh = || Outage { failures: 0, since: now, open_until: None };
        let outage = outages.entry(Key::of(endpoint)).or_insert_with(fresh);
        if outage.open_until.is_none() && now.duration_since(outage.since) > FAILURES_WITHIN {
            *outage = fresh();
        }
        outage.failures += 1;
        if outage.failures >= FAILURES_MAX {
            outage.open_until = Some(now + OPEN_FOR);
        }
    }
}

impl Key {
    fn of(endpoint: &Endpoint) -> Self {
        Self(endpoint.connection_id, endpoint.base_url.as_str().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use models::connection::{BaseUrl, ConnectionKind};
    use models::ids::ConnectionId;

    use super::*;
    use crate::endpoint::Reach;

    fn endpoint(number: u128, base_url: &str) -> Endpoint {
        Endpoint {
            connection_id: ConnectionId(uuid::Uuid::from_u128(number)),
            kind: ConnectionKind::OpenAi,
            base_url: BaseUrl::parse(base_url).unwrap(),
            secret: None,
            reach: Reach::Anywhere,
        }
    }

    fn fail(breaker: &Breaker, endpoint: &Endpoint, times: u32, now: Instant) {
        (0..times).for_each(|_| breaker.failed(endpoint, now));
    }

    #[test]
    fn five_failures_open_it_for_its_connection_and_address_only() {
        let (breaker, now) = (Breaker::default(), Instant::now());
        let broken = endpoint(1, "http://a/v1");
        fail(&breaker, &broken, 4, now);
        assert_eq!(breaker.admit(&broken, now), Ok(()));
        fail(&breaker, &broken, 1, now);
        assert_eq!(breaker.admit(&broken, now + Duration::from_secs(5)), Err(Duration::from_secs(10)));
        assert_eq!(breaker.admit(&endpoint(2, "http://a/v1"), now), Ok(()));
        assert_eq!(breaker.admit(&endpoint(1, "http://b/v1"), now), Ok(()));
    }

    #[test]
    fn after_its_time_one_probe_goes_out_and_decides() {
        let (breaker, start) = (Breaker::default(), Instant::now());
        let vendor = endpoint(1, "http://a/v1");
        fail(&breaker, &vendor, 5, start);
        let later = start + OPEN_FOR;
        assert_eq!(breaker.admit(&vendor, later), Ok(()));
        assert_eq!(breaker.admit(&vendor, later), Err(OPEN_FOR));
        fail(&breaker, &vendor, 1, later);
        assert_eq!(breaker.admit(&vendor, later), Err(OPEN_FOR));
        let last = later + OPEN_FOR;
        assert_eq!(breaker.admit(&vendor, last), Ok(()));
        breaker.succeeded(&vendor);
        assert_eq!((breaker.admit(&vendor, last), breaker.admit(&vendor, last)), (Ok(()), Ok(())));
    }

    #[test]
    fn failures_that_are_far_apart_or_not_in_a_row_do_not_open_it() {
        let (breaker, start) = (Breaker::default(), Instant::now());
        let vendor = endpoint(1, "http://a/v1");
        fail(&breaker, &vendor, 4, start);
        let later = start + FAILURES_WITHIN + Duration::from_secs(1);
        fail(&breaker, &vendor, 4, later);
        assert_eq!(breaker.admit(&vendor, later), Ok(()));
        breaker.succeeded(&vendor);
        fail(&breaker, &vendor, 4, later);
        assert_eq!(breaker.admit(&vendor, later), Ok(()));
    }
}
