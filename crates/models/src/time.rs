//! Points in time, at the precision that both databases keep.

use chrono::{DateTime, Utc};

/// A point in time, UTC, whole microseconds.
pub type Time = DateTime<Utc>;

/// Cuts a time to whole microseconds, so that a value read equals the value written.
pub fn to_micros(time: Time) -> Time {
    DateTime::from_timestamp_micros(time.timestamp_micros()).unwrap_or(time)
}
