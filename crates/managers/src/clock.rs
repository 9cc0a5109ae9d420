//! The only place that asks the operating system for the time, ids and randomness.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use models::time::{Time, to_micros};
use ring::rand::{SecureRandom, SystemRandom};
use uuid::Uuid;

use crate::error::Error;

/// Tells the time. Tests hold it still and move it by hand.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The operating system's clock.
    System,
    /// Microseconds since 1970, moved by whoever holds it.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `time`.
    pub fn manual(time: Time) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(time.timestamp_micros())))
    }

    /// Now, in whole microseconds.
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everything else is given")]
    pub fn now(&self) -> Time {
        match self {
            Self::System => to_micros(chrono::Utc::now()),
            Self::Manual(micros) => Time::from_timestamp_micros(micros.load(Ordering::SeqCst)).unwrap_or_default(),
        }
    }

    /// Moves a manual clock; the system's clock stays as it is.
    pub fn advance(&self, by: std::time::Duration) {
        if let Self::Manual(micros) = self {
            micros.fetch_add(i64::try_from(by.as_micros()).unwrap_or(i64::MAX), Ordering::SeqCst);
        }
    }
}

/// Makes ids and secrets from the operating system's random source.
#[derive(Debug, Clone)]
pub struct Random(SystemRandom);

impl Random {
    /// The operating system's random source.
    pub fn system() -> Self {
        Self(SystemRandom::new())
    }

    /// A fresh UUIDv7: sorts after those made before it in this process.
    #[expect(clippy::disallowed_methods, reason = "this is the source of ids that everything else is given")]
    pub fn uuid(&self) -> Uuid {
        Uuid::now_v7()
    }

    /// Unpredictable bytes.
    pub fn bytes<const N: usize>(&self) -> Result<[u8; N], Error> {
        let mut bytes = [0; N];
        self.0
            .fill(&mut bytes)
            .map_err(|_| Error::internal("reading random bytes", std::io::Error::other("the system gave none")))?;
        Ok(bytes)
    }
}
