//! What people see of a breaker.

use std::time::Duration;

use models::ids::ConnectionId;

/// What a breaker lets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakerState {
    /// Every call.
    Closed,
    /// No call until the time is over, except those with nowhere else to go, one after the other.
    Open {
        /// How long.
        retry_after: Duration,
    },
    /// One call, whose outcome decides.
    HalfOpen,
}

/// A target that failed of late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetState {
    /// The connection.
    pub connection_id: ConnectionId,
    /// The vendor's model id.
    pub model: String,
    /// What its breaker lets through.
    pub state: BreakerState,
    /// Failed calls in a row.
    pub failures: u32,
}
