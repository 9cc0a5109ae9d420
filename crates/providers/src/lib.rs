//! The only room that talks to model vendors: addresses, keys, time-outs, retries, streaming.
//!
//! It decides nothing about who may call what, keeps no answer, and does not know the database.
//! Wire formats are `dialects`'; here bytes travel. A key is taken from the endpoint of each call
//! and put on that call only, so that nobody's key serves another's call.

mod attempts;
mod body;
mod breaker;
mod call;
mod client;
mod copilot;
mod demo;
mod egress;
mod embed;
mod endpoint;
mod error;
mod fetch;
mod forward;
mod kinds;
mod meter;
mod models_list;
mod options;
mod pass;
mod patience;
mod payload;
#[cfg(test)]
mod recorder;
mod request;
mod retry;
mod searxng;
mod stream;
mod whole;

use std::sync::Arc;
use std::time::Instant;

use breaker::Breaker;
use client::Clients;

pub use attempts::Attempts;
pub use breaker::{BreakerState, TargetState};
pub use copilot::{CopilotOptions, DeviceLogin, DevicePoll};
pub use demo::{DEMO_MODEL, DEMO_SLOW_MODEL};
pub use endpoint::{Endpoint, Reach};
pub use error::ProviderError;
pub use fetch::{Fetch, FetchError, Fetched, Version, WebPage};
pub use forward::{Deadlines, Forward, Forwarded};
pub use kinds::{KINDS, Kind};
pub use options::ProviderOptions;
/// The types of [`Forward::headers`] and [`Forwarded::headers`].
pub use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
pub use searxng::{WebAnswer, WebQuery, WebResult, WebSearchError};
pub use stream::ChatStream;
pub use whole::ChatAnswer;

/// Tells monotonic time; a parameter so that tests can set it.
pub type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// The way to every vendor. Cheap to clone; clones share connections and breakers.
#[derive(Clone)]
pub struct Providers {
    inner: Arc<Inner>,
}

struct Inner {
    options: ProviderOptions,
    clients: Clients,
    breaker: Arc<Breaker>,
    tokens: copilot::Tokens,
    jitter: retry::Jitter,
    clock: Clock,
}

impl Providers {
    /// Builds the room. No connection is made and no file is read before the first call.
    pub fn new(options: ProviderOptions) -> Self {
        Self::with_clock(options, Arc::new(Instant::now))
    }

    /// Like [`Providers::new`], with a clock for the breakers.
    pub fn with_clock(options: ProviderOptions, clock: Clock) -> Self {
        let inner = Inner {
            clients: Clients::new(options.connect_timeout).trusting(options.extra_roots.clone()),
            options,
            breaker: Arc::new(Breaker::new(clock.clone())),
            tokens: copilot::Tokens::default(),
            jitter: retry::Jitter::new(&clock),
            clock,
        };
        Self { inner: Arc::new(inner) }
    }

    /// What the breaker of a model at an endpoint lets through.
    pub fn breaker_state(&self, endpoint: &Endpoint, model: &str) -> BreakerState {
        self.inner.breaker.state(&endpoint.target(model))
    }

    /// Every target that failed of late, by connection and model. All others are closed.
    pub fn breaker_states(&self) -> Vec<TargetState> {
        self.inner.breaker.states()
    }
}
