//! The socket and the threads behind it.

use std::time::Duration;

use actix_web::HttpServer;
use actix_web::dev::Server;
use anyhow::Context as _;
use api::app::Shell;
use settings::ServerSettings;

/// Longest time for the head of a request to arrive.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// How long an idle connection is kept.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// How long open answers may go on once the runs have ended; their streams end by themselves.
const CLOSE_TIMEOUT_SECONDS: u64 = 3;

/// Binds the address and makes the server; it serves once it is polled.
pub(crate) fn bind(settings: &ServerSettings, shell: Shell) -> anyhow::Result<(std::net::SocketAddr, Server)> {
    let wanted = (settings.host, settings.port);
    let server = HttpServer::new(move || shell.app())
        .workers(settings.workers)
        // Without it every stream stalls up to 40 ms.
        .tcp_nodelay(true)
        // A caller who closes his side has left: his call to a model ends at once, not at its next word.
        .h1_allow_half_closed(false)
        .client_request_timeout(HEAD_TIMEOUT)
        .keep_alive(KEEP_ALIVE)
        .shutdown_timeout(CLOSE_TIMEOUT_SECONDS)
        .disable_signals()
        .bind(wanted)
        .with_context(|| {
            format!("listening on {}:{}; if another program uses the port, choose one with --port", wanted.0, wanted.1)
        })?;
    let address = server.addrs().first().copied().context("the server listens nowhere")?;
    Ok((address, server.run()))
}
