//! `pallium gateway rehearse`: a model vendor that fails as often as it is told, so that people can try
//! their own applications against failure.
//!
//! It speaks HTTP on the bare socket: a cut or a stall has to happen between two bytes, where a library does not let us.

mod answer;
mod faults;
mod http;

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use clap::ArgMatches;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::task::TaskTracker;

use crate::say::say;
use answer::{Asked, Call};
pub(crate) use faults::{Fault, Faults};
use http::{Caller, Request};

/// Pause after a connection that could not be accepted, for instance because too many are open.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// How the vendor behaves, and how many calls it has had.
struct Rehearsal {
    faults: Faults,
    seed: u64,
    /// Before each piece of an answer.
    delay: Duration,
    /// Before the head of an answer with slow headers.
    slow: Duration,
    calls: AtomicU64,
}

/// Serves until the process is ended.
pub(crate) async fn rehearse(matches: &ArgMatches) -> anyhow::Result<()> {
    let port = one::<String>(matches, "server.port")?;
    let port: u16 = port.parse().with_context(|| format!("reading the port `{port}`"))?;
    let rehearsal = Rehearsal {
        faults: one(matches, "faults")?,
        seed: one(matches, "seed")?,
        delay: one(matches, "delay")?,
        slow: one(matches, "slow")?,
        calls: AtomicU64::new(0),
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.with_context(|| {
        format!("listening on 127.0.0.1:{port}; if another program uses the port, choose one with --port")
    })?;
    let address = listener.local_addr().context("reading the address of the socket")?;
    introduce(&format!("http://{address}"), &rehearsal)?;
    let rehearsal = Arc::new(rehearsal);
    let tasks = TaskTracker::new();
    loop {
        match listener.accept().await {
            Ok((socket, _)) => {
                let rehearsal = Arc::clone(&rehearsal);
                tasks.spawn(async move { rehearsal.meet(socket).await });
            }
            Err(error) => {
                say(format!("accepting a connection: {error}"))?;
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

/// A duration of the command line: a number of `ms` or `s`.
pub(crate) fn duration(raw: &str) -> Result<Duration, String> {
    let (number, unit) = raw.split_at(raw.find(|c: char| !c.is_ascii_digit()).unwrap_or(raw.len()));
    match (number.parse(), unit) {
        (Ok(number), "ms") => Ok(Duration::from_millis(number)),
        (Ok(number), "s") => Ok(Duration::from_secs(number)),
        _ => Err("write a number and a unit, such as `20ms` or `10s`".to_owned()),
    }
}

fn one<T: Clone + Send + Sync + 'static>(matches: &ArgMatches, name: &str) -> anyhow::Result<T> {
    matches.get_one::<T>(name).cloned().with_context(|| format!("reading --{name}"))
}

fn introduce(origin: &str, rehearsal: &Rehearsal) -> anyhow::Result<()> {
    say(format!("The rehearsal listens on {origin}"))?;
    say(format!("Of 100 calls fail: {}. Seed {}.", rehearsal.faults, rehearsal.seed))?;
    say(format!(
        "\
Any key is taken, and any model. Point a client at it with
  OPENAI_BASE_URL={origin}/v1 OPENAI_API_KEY=rehearsal
  ANTHROPIC_BASE_URL={origin} ANTHROPIC_API_KEY=rehearsal
  OLLAMA_HOST={origin}
or add it to Pallium, as a connection for vLLM, LM Studio and others with the address {origin}/v1.
Ctrl-C ends it. Calls:"
    ))
}

impl Rehearsal {
    /// Answers the requests of a connection until one side closes it.
    async fn meet(&self, socket: TcpStream) {
        let mut caller = match Caller::new(socket) {
            Ok(caller) => caller,
            Err(error) => return Self::tell(&format!("a connection was lost: {error}")),
        };
        // A caller who sends what is no HTTP, or who leaves between two calls, is not worth a line.
        while let Ok(Some(request)) = caller.read().await {
            let done = match answer::read(&request) {
                Asked::Call(call) => self.play(&mut caller, &request, &call).await,
                Asked::Other { status, body } => caller.whole(status, None, &body).await.map(|()| true),
            };
            if !done.is_ok_and(|goes_on| goes_on && !request.closes) {
                return;
            }
        }
    }

    /// Answers a call as the faults have it; `false` where the connection ends with it.
    async fn play(&self, caller: &mut Caller, request: &Request, call: &Call) -> io::Result<bool> {
        let number = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        let fault = self.faults.draw(self.seed, number);
        let what = fault.map_or_else(|| "answered".to_owned(), |fault| fault.to_string());
        Self::tell(&format!("  {number} {} {what}", request.path));
        let played = self.act(caller, call, fault).await;
        if played.is_err() {
            Self::tell(&format!("  {number} the caller has left"));
        }
        played
    }

    async fn act(&self, caller: &mut Caller, call: &Call, fault: Option<Fault>) -> io::Result<bool> {
        match fault {
            Some(Fault::Refuse) => return caller.reset().map(|()| false),
            Some(Fault::Status(status)) => {
                caller.pause(self.delay).await?;
                let retry_after = matches!(status, 429 | 503).then_some(1);
                return caller.whole(status, retry_after, &call.error(status)).await.map(|()| true);
            }
            Some(Fault::SlowHeaders) => caller.pause(self.slow).await?,
            Some(Fault::Cut | Fault::Stall | Fault::Garbage) | None => {}
        }
        let answer = if fault == Some(Fault::Garbage) { call.garbage() } else { call.answer() };
        let half = answer.pieces.len() / 2;
        for (place, piece) in answer.pieces.iter().enumerate() {
            caller.pause(self.delay).await?;
            match fault {
                Some(Fault::Cut) if place == half => return Ok(false),
                Some(Fault::Stall) if place == half => return Err(caller.hung_up().await),
                _ if place == 0 => caller.begin(answer.content_type, answer.length()).await?,
                _ => {}
            }
            caller.piece(piece).await?;
        }
        caller.end().await.map(|()| true)
    }

    /// Writes a line. What hinders it, such as a full disk behind standard output, stops no call.
    fn tell(line: &str) {
        if let Err(error) = say(line) {
            eprintln!("pallium: {error:#}");
        }
    }
}
