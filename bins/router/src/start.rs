//! Starting in the right order, and stopping in the reverse one.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use anyhow::Context as _;
use api::app::{Mount, Shell};
use api::static_files::Frontend;
use managers::clock::Clock;
use managers::context::Context;
use settings::Settings;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::context::Reader;
use crate::lock::ServerLock;
use crate::{context, lock, meters, serve, upkeep};

/// How long background tasks may take to end after HTTP has.
const TASKS_GRACE: Duration = Duration::from_secs(5);

/// What only tests and other doors change.
pub struct Options {
    /// The program that reads files.
    pub reader: Reader,
    /// The time.
    pub clock: Clock,
    /// Routes of another room on the same port.
    pub mount: Mount,
}

impl Options {
    /// What doors use.
    pub fn new(reader: Reader) -> Self {
        Self { reader, clock: Clock::System, mount: |_| {} }
    }
}

/// A server that listens.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// Opens the page that makes the first account; `None` once there is one.
    pub setup_link: Option<String>,
    /// The wired rooms.
    pub context: Context,
    lifetime: JoinHandle<anyhow::Result<()>>,
}

impl Running {
    /// Waits until the server has drained and ended.
    pub async fn wait(self) -> anyhow::Result<()> {
        self.lifetime.await.context("the server's task ended abnormally")?
    }
}

/// Starts a server and returns once it listens: lock, migrate, keys, rooms,
/// recovery, HTTP.
pub async fn start(settings: Settings, shutdown: CancellationToken, options: Options) -> anyhow::Result<Running> {
    install_tls();
    let recorder = meters::recorder()?;
    let opened = context::open(settings).await?;
    let lock = lock::take(opened.settings.database.url.expose())?;
    opened.store.migrate().await.context("migrating the database")?;
    let cx = opened.into_context(options.clock, options.reader)?;
    let recovered = managers::runs::keep::recover(&cx).await.context("recovering interrupted answers")?;
    if recovered > 0 {
        tracing::warn!(runs = recovered, "marked the answers of an earlier process interrupted");
    }
    managers::connections::ensure_demo(&cx).await.context("making the demo connection")?;
    let shell = Shell::new(cx.clone(), frontend(&cx.settings)?, meters::page(recorder.clone()), options.mount);
    let (address, server) = serve::bind(&cx.settings.server, shell)?;
    let setup_link = setup_link(&cx, address).await?;
    let stop_tasks = CancellationToken::new();
    upkeep::keep_runs(&cx, recorder, &stop_tasks);
    let handle = server.handle();
    let serving = cx.tasks.spawn(server);
    tracing::info!(%address, version = env!("CARGO_PKG_VERSION"), "listening");
    let ending = Ending { cx: cx.clone(), handle, stop_tasks, _lock: lock };
    // This one task is not on the tracker, because it is the one that waits for the tracker.
    #[expect(clippy::disallowed_methods, reason = "`Running::wait` awaits it")]
    let lifetime = tokio::spawn(ending.after(shutdown, serving));
    Ok(Running { address, setup_link, context: cx, lifetime })
}

/// Someone may have installed it before, such as another server of the same process.
pub(crate) fn install_tls() {
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        tracing::trace!("the TLS provider was installed before");
    }
}

fn frontend(settings: &Settings) -> anyhow::Result<Frontend> {
    match &settings.server.frontend_dir {
        None => Ok(Frontend::built_in()),
        Some(dir) => Frontend::from_dir(dir).with_context(|| format!("reading the web app in {}", dir.display())),
    }
}

async fn setup_link(cx: &Context, address: SocketAddr) -> anyhow::Result<Option<String>> {
    if !managers::instance::needs_owner(cx).await.context("counting the accounts")? {
        return Ok(None);
    }
    let base = match &cx.settings.server.public_url {
        Some(url) => url.as_str().trim_end_matches('/').to_owned(),
        None => format!("http://{}", reachable(address)),
    };
    Ok(Some(format!("{base}/setup?token={}", cx.keyring.setup_token().expose())))
}

/// An address that a browser can open: every interface is also this machine's own.
fn reachable(address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => (std::net::Ipv4Addr::LOCALHOST, address.port()).into(),
        IpAddr::V6(ip) if ip.is_unspecified() => (std::net::Ipv6Addr::LOCALHOST, address.port()).into(),
        _ => address,
    }
}

/// What has to be ended, and what is held until then.
struct Ending {
    cx: Context,
    handle: ServerHandle,
    stop_tasks: CancellationToken,
    _lock: Option<ServerLock>,
}

impl Ending {
    /// Waits for the signal, then: no new runs and not ready; running answers end or are stopped;
    /// HTTP closes; background tasks end; the lock is released.
    async fn after(self, shutdown: CancellationToken, serving: JoinHandle<std::io::Result<()>>) -> anyhow::Result<()> {
        let mut serving = serving;
        tokio::select! {
            () = shutdown.cancelled() => {}
            ended = &mut serving => {
                self.stop_tasks.cancel();
                return ended.context("the HTTP server's task ended abnormally")?.context("serving HTTP");
            }
        }
        tracing::info!(runs = self.cx.runs.count(), "draining");
        // Jobs drain at the same time as answers, with the same patience.
        let patience = Instant::now() + self.cx.settings.server.drain_timeout;
        managers::runs::keep::drain(&self.cx, self.cx.settings.server.drain_timeout).await;
        self.handle.stop(true).await;
        let served = serving.await.context("the HTTP server's task ended abnormally")?;
        self.stop_tasks.cancel();
        self.cx.tasks.close();
        let until = patience.max(Instant::now()) + TASKS_GRACE;
        if tokio::time::timeout_at(until, self.cx.tasks.wait()).await.is_err() {
            tracing::warn!(tasks = self.cx.tasks.len(), "some background tasks did not end in time");
        }
        tracing::info!("stopped");
        served.context("serving HTTP")
    }
}
