//! Running the server until a signal comes.

use anyhow::Context as _;
use router::Running;
use settings::Settings;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::extract;
use crate::say::say;

/// Runs everything in this process and tells where it is.
pub(crate) async fn up(settings: Settings) -> anyhow::Result<()> {
    router::logs::start(&settings.log)?;
    let shutdown = CancellationToken::new();
    let mut signals = Signals::listen()?;
    let running = start(settings, &shutdown).await?;
    say(format!("Pallium listens on http://{}", running.address))?;
    if let Some(link) = &running.setup_link {
        say(format!("Make the first account here (the link works once): {link}"))?;
    }
    signals.end(running.wait(), &shutdown).await
}

/// Runs the server and says nothing but the log.
pub(crate) async fn serve(settings: Settings) -> anyhow::Result<()> {
    router::logs::start(&settings.log)?;
    let shutdown = CancellationToken::new();
    let mut signals = Signals::listen()?;
    let running = start(settings, &shutdown).await?;
    signals.end(running.wait(), &shutdown).await
}

/// Runs jobs and schedules without a server, beside as many others as you like.
pub(crate) async fn worker(settings: Settings) -> anyhow::Result<()> {
    router::logs::start(&settings.log)?;
    let shutdown = CancellationToken::new();
    let mut signals = Signals::listen()?;
    let cx = router::rooms(settings, extract::reader()?).await?;
    cx.tasks.spawn(managers::bus::listen(cx.clone(), shutdown.clone()));
    job_worker::start(&cx, shutdown.clone(), job_worker::Options::default());
    cx.tasks.close();
    let ended = async {
        cx.tasks.wait().await;
        anyhow::Ok(())
    };
    signals.end(ended, &shutdown).await
}

/// The server, and the worker beside it unless the settings say otherwise.
async fn start(settings: Settings, shutdown: &CancellationToken) -> anyhow::Result<Running> {
    let runs_jobs = settings.jobs.enabled;
    let running = router::start(settings, shutdown.clone(), router::Options::new(extract::reader()?)).await?;
    if runs_jobs {
        job_worker::start(&running.context, shutdown.clone(), job_worker::Options::default());
    }
    Ok(running)
}

struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn listen() -> anyhow::Result<Self> {
        let listen = |kind| signal(kind).context("listening for signals");
        Ok(Self { terminate: listen(SignalKind::terminate())?, interrupt: listen(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! { _ = self.terminate.recv() => {}, _ = self.interrupt.recv() => {} }
    }

    /// The first signal drains; a second one, from someone who does not want to wait, ends at once.
    /// What was running then is marked interrupted by the next start.
    async fn end(
        &mut self,
        server: impl Future<Output = anyhow::Result<()>>,
        shutdown: &CancellationToken,
    ) -> anyhow::Result<()> {
        let mut server = std::pin::pin!(server);
        tokio::select! {
            ended = &mut server => return ended,
            () = self.next() => shutdown.cancel(),
        }
        tokio::select! {
            ended = &mut server => ended,
            () = self.next() => anyhow::bail!("stopped by a second signal before everything had ended"),
        }
    }
}
