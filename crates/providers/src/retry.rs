//! Which failures are tried again before the first byte, and when.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::Clock;
use crate::error::ProviderError;

/// Longest wait that a vendor may ask for; a longer one is the user's to decide.
const RETRY_AFTER_MAX: Duration = Duration::from_secs(10);
/// Longest wait for a vendor where another one may be asked instead.
const ELSEWHERE_WAIT_MAX: Duration = Duration::from_secs(1);
/// Attempts after the first where another vendor may be asked: enough for an error that came once.
const ELSEWHERE_RETRIES_MAX: u32 = 1;

/// What one target gets before the caller is told.
pub(crate) struct Bounds {
    pub(crate) retries: u32,
    /// Longest wait before another attempt.
    pub(crate) wait_max: Duration,
}

/// Somebody who has somewhere else to go does not wait long here.
pub(crate) fn bounds(retries: u32, last_resort: bool) -> Bounds {
    if last_resort {
        return Bounds { retries, wait_max: RETRY_AFTER_MAX };
    }
    Bounds { retries: retries.min(ELSEWHERE_RETRIES_MAX), wait_max: ELSEWHERE_WAIT_MAX }
}

/// How long to wait before this failure is tried again; `None` when it is not.
pub(crate) fn wait_before(error: &ProviderError, attempt: u32, backoff: Duration, jitter: &Jitter) -> Option<Duration> {
    let wanted = match error {
        // A cut is one before the first byte here: later ones are nobody's to repeat.
        ProviderError::Connect { .. } | ProviderError::Cut => None,
        ProviderError::Vendor { status, retry_after, .. } => match (status, retry_after) {
            // Without a time a 429 is mostly an exhausted quota, which no retry refills.
            (429, None) | (501 | 505, _) => return None,
            (408 | 409 | 429 | 500..=599, wanted) => *wanted,
            _ => return None,
        },
        _ => return None,
    };
    match wanted {
        Some(wanted) => (wanted <= RETRY_AFTER_MAX).then_some(wanted),
        None => Some(jitter.spread(backoff.saturating_mul(1 << attempt.min(6)))),
    }
}

/// Reads how long a vendor asks to wait, in seconds or, as OpenAI also says it, in milliseconds.
/// The form with a date is not read: vendors of models do not use it.
pub(crate) fn retry_after(headers: &reqwest::header::HeaderMap) -> Option<Duration> {
    let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<f64>().ok();
    let seconds = number("retry-after-ms").map(|ms| ms / 1000.0).or_else(|| number("retry-after"))?;
    Duration::try_from_secs_f64(seconds).ok()
}

/// Keeps calls that failed together from coming back together. It need not be unpredictable, only
/// different from call to call and from process to process, so it mixes a counter with the clock.
pub(crate) struct Jitter {
    calls: AtomicU64,
    start: Instant,
    clock: Clock,
}

impl Jitter {
    pub(crate) fn new(clock: &Clock) -> Self {
        Self { calls: AtomicU64::new(0), start: clock(), clock: clock.clone() }
    }

    /// Between half of the wait and all of it.
    fn spread(&self, wait: Duration) -> Duration {
        let elapsed = (self.clock)().duration_since(self.start).as_nanos() as u64;
        let seed = elapsed ^ self.calls.fetch_add(1, Ordering::Relaxed).rotate_left(32);
        // The finaliser of splitmix64.
        let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let share = (mixed ^ (mixed >> 31)) as f64 / u64::MAX as f64;
        wait.mul_f64(0.5 + share / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use models::chat::{VendorError, VendorErrorKind};

    use super::*;

    const BACKOFF: Duration = Duration::from_millis(100);

    fn answered(status: u16, retry_after: Option<u64>) -> ProviderError {
        let error = VendorError { kind: VendorErrorKind::Unavailable, message: String::new(), code: None };
        ProviderError::Vendor { status, error, retry_after: retry_after.map(Duration::from_secs), body: None }
    }

    fn wait(error: &ProviderError, attempt: u32) -> Option<Duration> {
        wait_before(error, attempt, BACKOFF, &Jitter::new(&(Arc::new(Instant::now) as Clock)))
    }

    #[test]
    fn what_a_second_attempt_may_cure_is_tried_again() {
        for (error, again) in [
            (answered(429, Some(10)), true),
            (answered(429, Some(11)), false),
            (answered(429, None), false),
            (answered(408, None), true),
            (answered(409, None), true),
            (answered(500, None), true),
            (answered(503, Some(1)), true),
            (answered(503, Some(60)), false),
            (answered(529, None), true),
            (answered(501, None), false),
            (answered(400, None), false),
            (answered(401, Some(1)), false),
            (ProviderError::Connect { host: String::new(), message: String::new() }, true),
            (ProviderError::Cut, true),
            (ProviderError::FirstByteTimeout { after: BACKOFF }, false),
            (ProviderError::Cancelled, false),
        ] {
            assert_eq!(wait(&error, 0).is_some(), again, "{error:?}");
        }
    }

    #[test]
    fn the_wait_is_the_vendors_or_doubles_with_jitter() {
        assert_eq!(wait(&answered(503, Some(2)), 3), Some(Duration::from_secs(2)));
        for (attempt, longest) in [(0, 100), (1, 200), (2, 400)] {
            let wait = wait(&answered(503, None), attempt).unwrap().as_millis();
            assert!((longest / 2..=longest).contains(&wait), "attempt {attempt}: {wait} ms");
        }
    }
}
