//! The HTTP clients and which of them a call takes.
//!
//! Each reach has its own, so that a call of a member never travels on a connection that an
//! administrator's endpoint has opened to the inside. So has each thread: a connection lives on
//! the thread that opened it, and to read it from another one costs a wake-up for every chunk.

use std::array;
use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::redirect;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::{ConfigVerifierExt, Verifier};
use tracing::warn;

use crate::egress::GuardedResolver;
use crate::endpoint::Reach;

/// How we introduce ourselves.
const USER_AGENT: &str = concat!("pallium/", env!("CARGO_PKG_VERSION"));
/// A pooled HTTP/2 connection that leaves a ping unanswered for this long is given up.
const PING_TIMEOUT: Duration = Duration::from_secs(10);
/// How often a busy HTTP/2 connection is pinged.
const PING_INTERVAL: Duration = Duration::from_secs(20);
/// Threads with connections of their own; more threads share them.
const SLOTS: usize = 16;
/// Clients of one thread, each with one HTTP/2 connection to a vendor.
const LANES: usize = 8;
/// Calls on one HTTP/2 connection. Vendors allow a hundred, and calls beyond that would wait in
/// line until others end.
const LANE_CALLS_MAX: usize = 90;

/// Bytes of one answer that may wait for a slow reader.
const STREAM_WINDOW_BYTES: u32 = 256 * 1024;
/// Bytes of all answers on a connection: enough for each of its calls, so that slow readers do not
/// hold up the others.
const CONNECTION_WINDOW_BYTES: u32 = STREAM_WINDOW_BYTES * 96;

/// Clients are built at their first call: reading the system's certificates takes milliseconds
/// that the start does not have, and many installations never use most of them.
pub(crate) struct Clients {
    connect_timeout: Duration,
    extra_roots: Vec<CertificateDer<'static>>,
    tls: OnceLock<ClientConfig>,
    anywhere: [Slot; SLOTS],
    public_only: [Slot; SLOTS],
}

/// The clients of one thread.
#[derive(Default)]
struct Slot([Lane; LANES]);

#[derive(Default)]
struct Lane {
    client: OnceLock<reqwest::Client>,
    calls: Arc<AtomicUsize>,
}

/// A call's place on a client, for as long as its answer lasts.
pub(crate) struct Seat(Arc<AtomicUsize>);

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Clients {
    pub(crate) fn new(connect_timeout: Duration) -> Self {
        let slots = || array::from_fn(|_| Slot::default());
        let extra_roots = Vec::new();
        Self { connect_timeout, extra_roots, tls: OnceLock::new(), anywhere: slots(), public_only: slots() }
    }

    /// The same, trusting these authorities beside the system's.
    pub(crate) fn trusting(self, extra_roots: Vec<CertificateDer<'static>>) -> Self {
        Self { extra_roots, ..self }
    }

    /// The client for a call and the call's seat on it. Only encrypted calls may share connections.
    pub(crate) fn get(&self, reach: Reach, encrypted: bool) -> Result<(&reqwest::Client, Seat), reqwest::Error> {
        let slots = match reach {
            Reach::Anywhere => &self.anywhere,
            Reach::PublicOnly => &self.public_only,
        };
        let lanes = &slots[slot_of_thread()].0;
        let lane = if encrypted { roomiest(lanes) } else { &lanes[0] };
        let client = match lane.client.get() {
            Some(client) => client,
            None => {
                let client = self.build(reach)?;
                lane.client.get_or_init(|| client)
            }
        };
        lane.calls.fetch_add(1, Ordering::Relaxed);
        Ok((client, Seat(lane.calls.clone())))
    }

    fn build(&self, reach: Reach) -> Result<reqwest::Client, reqwest::Error> {
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
            .http2_initial_stream_window_size(STREAM_WINDOW_BYTES)
            .http2_initial_connection_window_size(CONNECTION_WINDOW_BYTES)
            .http2_keep_alive_interval(PING_INTERVAL)
            .http2_keep_alive_timeout(PING_TIMEOUT)
            .tls_backend_preconfigured(self.tls.get_or_init(|| tls(&self.extra_roots)).clone())
            .build()
    }
}

/// The first with room: those behind it are built only when they are needed.
fn roomiest(lanes: &[Lane; LANES]) -> &Lane {
    let calls = |lane: &&Lane| lane.calls.load(Ordering::Relaxed);
    let room = lanes.iter().find(|lane| calls(lane) < LANE_CALLS_MAX);
    room.or_else(|| lanes.iter().min_by_key(calls)).unwrap_or(&lanes[0])
}

fn slot_of_thread() -> usize {
    static THREADS: AtomicUsize = AtomicUsize::new(0);
    thread_local!(static SLOT: Cell<Option<usize>> = const { Cell::new(None) });
    SLOT.with(|slot| {
        let number = slot.get().unwrap_or_else(|| THREADS.fetch_add(1, Ordering::Relaxed) % SLOTS);
        slot.set(Some(number));
        number
    })
}

/// One for all clients: they share the system's certificates and the vendors' session tickets.
fn tls(extra_roots: &[CertificateDer<'static>]) -> ClientConfig {
    install_crypto();
    let mut tls = verified(extra_roots).unwrap_or_else(|error| {
        // A machine without certificates can still call a vendor on its own network over http.
        warn!(error = &error as &dyn std::error::Error, "no system certificates; calls over https fail");
        ClientConfig::builder().with_root_certificates(RootCertStore::empty()).with_no_client_auth()
    });
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    tls
}

fn verified(extra_roots: &[CertificateDer<'static>]) -> Result<ClientConfig, rustls::Error> {
    let crypto = CryptoProvider::get_default().filter(|_| !extra_roots.is_empty());
    let Some(crypto) = crypto else { return ClientConfig::with_platform_verifier() };
    let verifier = Verifier::new_with_extra_roots(extra_roots.to_vec(), Arc::clone(crypto))?;
    let builder = ClientConfig::builder().dangerous().with_custom_certificate_verifier(Arc::new(verifier));
    Ok(builder.with_no_client_auth())
}

/// Doors install ring at their start; tests and embedders may not have.
fn install_crypto() {
    if CryptoProvider::get_default().is_none() && rustls::crypto::ring::default_provider().install_default().is_err() {
        // Another thread was faster, and its provider serves as well.
        tracing::debug!("a crypto provider was installed meanwhile");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seats(clients: &Clients, encrypted: bool, count: usize) -> Vec<Seat> {
        (0..count).map(|_| clients.get(Reach::Anywhere, encrypted).unwrap().1).collect()
    }

    fn busy(clients: &Clients) -> Vec<usize> {
        let lanes = &clients.anywhere[slot_of_thread()].0;
        lanes.iter().map(|lane| lane.calls.load(Ordering::Relaxed)).collect()
    }

    #[test]
    fn no_connection_carries_more_calls_than_vendors_allow_while_another_has_room() {
        let clients = Clients::new(Duration::from_secs(1));
        let plain = seats(&clients, false, 500);
        assert_eq!(busy(&clients), [500, 0, 0, 0, 0, 0, 0, 0], "each has a connection of its own");
        drop(plain);
        let seated = seats(&clients, true, 200);
        assert_eq!(busy(&clients), [90, 90, 20, 0, 0, 0, 0, 0]);
        drop(seated);
        assert_eq!(busy(&clients), [0; LANES]);
    }

    #[test]
    fn threads_and_reaches_share_no_connection() {
        let clients = Arc::new(Clients::new(Duration::from_secs(1)));
        let at = |clients: &Clients, reach| std::ptr::from_ref(clients.get(reach, true).unwrap().0) as usize;
        let (here, public) = (at(&clients, Reach::Anywhere), at(&clients, Reach::PublicOnly));
        let shared = clients.clone();
        let there = std::thread::spawn(move || at(&shared, Reach::Anywhere)).join().unwrap();
        assert!(here != there && here != public);
        assert_eq!(at(&clients, Reach::Anywhere), here);
    }
}
