//! The HTTP clients, one per reach. They share no connection, so that a call of a member never
//! travels on a connection that an administrator's endpoint has opened to the inside.

use std::sync::OnceLock;
use std::time::Duration;

use reqwest::redirect;
use rustls::crypto::CryptoProvider;
use tracing::warn;

use crate::egress::GuardedResolver;
use crate::endpoint::Reach;

/// How we introduce ourselves.
const USER_AGENT: &str = concat!("pallium/", env!("CARGO_PKG_VERSION"));
/// A pooled HTTP/2 connection that leaves a ping unanswered for this long is given up.
const PING_TIMEOUT: Duration = Duration::from_secs(10);
/// How often a busy HTTP/2 connection is pinged.
const PING_INTERVAL: Duration = Duration::from_secs(20);

/// Clients are built at their first call: reading the system's certificates takes milliseconds
/// that the start does not have, and many installations never use the second one.
pub(crate) struct Clients {
    connect_timeout: Duration,
    anywhere: OnceLock<reqwest::Client>,
    public_only: OnceLock<reqwest::Client>,
}

impl Clients {
    pub(crate) fn new(connect_timeout: Duration) -> Self {
        Self { connect_timeout, anywhere: OnceLock::new(), public_only: OnceLock::new() }
    }

    pub(crate) fn get(&self, reach: Reach) -> Result<&reqwest::Client, reqwest::Error> {
        let slot = match reach {
            Reach::Anywhere => &self.anywhere,
            Reach::PublicOnly => &self.public_only,
        };
        if let Some(client) = slot.get() {
            return Ok(client);
        }
        let client = self.build(reach)?;
        Ok(slot.get_or_init(|| client))
    }

    fn build(&self, reach: Reach) -> Result<reqwest::Client, reqwest::Error> {
        install_crypto();
        self.builder(reach).build().or_else(|error| {
            // A machine without certificates can still call a vendor on its own network over http.
            warn!(error = &error as &dyn std::error::Error, "no system certificates; calls over https fail");
            self.builder(reach).tls_certs_only([]).build()
        })
    }

    fn builder(&self, reach: Reach) -> reqwest::ClientBuilder {
        reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .connect_timeout(self.connect_timeout)
            .tcp_nodelay(true)
            // A redirect would carry the request to an address that nobody configured.
            .redirect(redirect::Policy::none())
            // A proxy from the environment would resolve names behind the egress rules' back.
            .no_proxy()
            .dns_resolver(GuardedResolver { reach })
            // Retries are ours: `retry` knows what is safe.
            .retry(reqwest::retry::never())
            .http2_keep_alive_interval(PING_INTERVAL)
            .http2_keep_alive_timeout(PING_TIMEOUT)
    }
}

/// Doors install ring at their start; tests and embedders may not have.
fn install_crypto() {
    if CryptoProvider::get_default().is_none() && rustls::crypto::ring::default_provider().install_default().is_err() {
        // Another thread was faster, and its provider serves as well.
        tracing::debug!("a crypto provider was installed meanwhile");
    }
}
