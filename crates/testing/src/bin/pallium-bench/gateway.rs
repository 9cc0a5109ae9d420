//! The measures of the model gateway, each beside a direct call of the vendor.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::json;
use tokio::task::JoinSet;

use crate::Row;
use crate::client::Client;
use crate::measures::{median, memory, to_f64};
use crate::relay::Relay;
use crate::server::{Server, cpu};
use crate::vendor::Vendor;
use crate::wire::{Request, Wire};

const PATH: &str = "/v1/chat/completions";

/// A gateway with a key that has limits and budgets, and its vendor.
struct Ground {
    server: Server,
    vendor: Vendor,
    key: String,
}

/// All rows of the gateway, or those of one measure: `plain`, `chunks`, `many`, `leave` or `mixed`.
pub(crate) async fn all(pallium: &Path, load: Duration, only: Option<&str>) -> Result<Vec<Row>> {
    let wanted = |measure: &str| only.is_none_or(|only| only == measure);
    let ground = Ground::new(pallium).await?;
    let mut rows = Vec::new();
    if wanted("plain") {
        rows.extend(plain(&ground).await?);
    }
    if wanted("chunks") {
        rows.extend(chunks(&ground).await?);
    }
    if wanted("many") {
        rows.extend(many(&ground).await?);
    }
    if wanted("leave") {
        rows.push(leave(&ground).await?);
    }
    if wanted("mixed") {
        rows.push(mixed(&ground, load).await?);
    }
    Ok(rows)
}

impl Ground {
    async fn new(pallium: &Path) -> Result<Self> {
        let server = Server::start(pallium).await?;
        let vendor = Vendor::start().await?;
        let client = Client::sign_up(&server, &vendor.base_url).await?;
        let limits = json!({
            "requests_per_minute": 1_000_000_000_u32,
            "tokens_per_minute": 1_000_000_000_000_u64,
            "parallel": 100_000,
            "budgets": [{ "period": "month", "tokens": 1_000_000_000_000_000_u64 }],
        });
        let made = client.post("/api-keys", &json!({ "name": "Bench", "limits": limits })).await?;
        let key = made["key"].as_str().context("a key")?.to_owned();
        Ok(Self { server, vendor, key })
    }

    fn ask(&self, script: &str, stream: bool) -> Request {
        let body = json!({ "model": "bench", "messages": [{ "role": "user", "content": script }], "stream": stream });
        Request::new(PATH, &self.key, &body.to_string())
    }

    /// Where the vendor listens, without its path.
    fn direct(&self) -> &str {
        self.vendor.base_url.trim_end_matches("/v1")
    }
}

async fn plain(ground: &Ground) -> Result<Vec<Row>> {
    const CLIENTS: usize = 64;
    const EACH: usize = 400;
    let request = ground.ask("id=plain tokens=1 gap_us=0", false);
    let gateway = &ground.server.address;
    together(gateway, &request, CLIENTS, 20).await?;
    together(ground.direct(), &request, CLIENTS, 20).await?;
    let before = ground.server.cpu()?;
    let through = together(gateway, &request, CLIENTS, EACH).await?;
    let micros = (ground.server.cpu()? - before).as_secs_f64() * 1e6 / to_f64(u64::try_from(CLIENTS * EACH)?);
    let direct = together(ground.direct(), &request, CLIENTS, EACH).await?;
    let share = direct.as_secs_f64() / through.as_secs_f64();
    let alone = alone(gateway, &request).await?;
    let alone_direct = self::alone(ground.direct(), &request).await?;
    let added = alone.saturating_sub(alone_direct).as_secs_f64() * 1e3;
    Ok(vec![
        Row {
            what: "gateway: plain request, CPU".into(),
            measured: format!("{micros:.1} µs"),
            target: "< 80 µs",
            met: micros < 80.0,
        },
        Row {
            what: "gateway: requests per second at 64 clients, share of direct".into(),
            measured: format!("{share:.3}"),
            target: "> 0.20",
            met: share > 0.20,
        },
        Row {
            what: "gateway: added to p50 at 1 client".into(),
            measured: format!("{added:.3} ms"),
            target: "< 0.15 ms",
            met: added < 0.15,
        },
    ])
}

/// How long so many clients take for so many requests each.
async fn together(address: &str, request: &Request, clients: usize, each: usize) -> Result<Duration> {
    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..clients {
        let (address, request) = (address.to_owned(), request.clone());
        tasks.spawn(async move {
            let mut wire = Wire::connect(&address).await?;
            for _ in 0..each {
                wire.call(&request).await?;
            }
            Ok::<_, anyhow::Error>(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    Ok(begun.elapsed())
}

async fn alone(address: &str, request: &Request) -> Result<Duration> {
    let mut wire = Wire::connect(address).await?;
    let mut times = Vec::with_capacity(1_000);
    for round in 0..1_100 {
        let begun = Instant::now();
        wire.call(request).await?;
        if round >= 100 {
            times.push(begun.elapsed());
        }
    }
    median(&mut times)
}

async fn chunks(ground: &Ground) -> Result<Vec<Row>> {
    const STREAMS: usize = 16;
    const TOKENS: usize = 1_500;
    let first = first(&ground.server.address, &ground.ask("id=first tokens=3 gap_us=1000", true)).await?;
    let direct = self::first(ground.direct(), &ground.ask("id=first tokens=3 gap_us=1000", true)).await?;
    let added = first.saturating_sub(direct).as_secs_f64() * 1e3;
    let request = ground.ask(&format!("id=chunks tokens={TOKENS} gap_us=1000"), true);
    let before = ground.server.cpu()?;
    together(&ground.server.address, &request, STREAMS, 1).await?;
    let micros = (ground.server.cpu()? - before).as_secs_f64() * 1e6 / to_f64(u64::try_from(STREAMS * TOKENS)?);
    let relay = Relay::start(ground.direct().trim_start_matches("http://"))?;
    let before = cpu(relay.id())?;
    together(&relay.address, &request, STREAMS, 1).await?;
    let floor = (cpu(relay.id())? - before).as_secs_f64() * 1e6 / to_f64(u64::try_from(STREAMS * TOKENS)?);
    Ok(vec![
        Row {
            what: "gateway: added to the first token, p50".into(),
            measured: format!("{added:.3} ms"),
            target: "< 0.5 ms",
            met: added < 0.5,
        },
        Row {
            what: "gateway: one chunk, CPU".into(),
            measured: format!("{micros:.1} µs"),
            target: "< 6 µs",
            met: micros < 6.0,
        },
        Row {
            what: "one chunk, CPU, through a bare relay of bytes on this machine".into(),
            measured: format!("{floor:.1} µs"),
            target: "the floor",
            met: true,
        },
    ])
}

/// From the request to the first bytes of the answer's body.
async fn first(address: &str, request: &Request) -> Result<Duration> {
    let mut wire = Wire::connect(address).await?;
    let mut times = Vec::with_capacity(200);
    for round in 0..220 {
        let answer = wire.call(request).await?;
        if round >= 20 {
            times.push(answer.first - answer.sent);
        }
    }
    median(&mut times)
}

async fn many(ground: &Ground) -> Result<Vec<Row>> {
    const STREAMS: usize = 500;
    const TOKENS: usize = 50;
    let request = ground.ask(&format!("id=many tokens={TOKENS} gap_us=20000"), true);
    let mut tasks = JoinSet::new();
    for _ in 0..STREAMS {
        let (address, request) = (ground.server.address.clone(), request.clone());
        tasks.spawn(async move { Wire::connect(&address).await?.call(&request).await });
    }
    let mut whole = 0;
    while let Some(done) = tasks.join_next().await {
        let body = done??.body;
        let text = String::from_utf8_lossy(&body);
        whole += usize::from(text.matches("token ").count() == TOKENS && text.contains("[DONE]"));
    }
    let all = Row {
        what: "gateway: 500 streams of 50 chunks, 20 ms apart".into(),
        measured: format!("{whole} whole"),
        target: "all",
        met: whole == STREAMS,
    };
    Ok(vec![all, memory(&ground.server, "gateway: resident memory after them", 60, "< 60 MB")?])
}

/// How soon the vendor notices that the caller has left.
async fn leave(ground: &Ground) -> Result<Row> {
    let mut times = Vec::new();
    for round in 0..20 {
        let id = format!("leave{round}");
        // A second between two tokens: nothing is written that could fail.
        let request = ground.ask(&format!("id={id} tokens=20 gap_us=1000000"), true);
        let mut wire = Wire::connect(&ground.server.address).await?;
        wire.send(&request).await?;
        while !ground.vendor.has_begun(&id) {
            wire.read().await?;
        }
        let left = Instant::now();
        drop(wire);
        let stopped = loop {
            if let Some(at) = ground.vendor.left(&id) {
                break at;
            }
            if left.elapsed() > Duration::from_secs(10) {
                bail!("the vendor was not left");
            }
            tokio::time::sleep(Duration::from_micros(200)).await;
        };
        times.push(stopped.saturating_duration_since(left));
    }
    let middle = median(&mut times)?;
    Ok(Row {
        what: "gateway: upstream stops after the caller leaves, p50".into(),
        measured: format!("{:.2} ms", middle.as_secs_f64() * 1e3),
        target: "< 20 ms",
        met: middle < Duration::from_millis(20),
    })
}

/// Streams, plain calls and callers that leave, for a while; memory is compared between a third of
/// the time and its end.
async fn mixed(ground: &Ground, load: Duration) -> Result<Row> {
    let end = Instant::now() + load;
    let mut tasks = JoinSet::new();
    for client in 0..16_usize {
        let address = ground.server.address.clone();
        let plain = ground.ask("id=mixed tokens=1 gap_us=0", false);
        let stream = ground.ask("id=mixed tokens=50 gap_us=2000", true);
        tasks.spawn(async move {
            let mut round = client;
            while Instant::now() < end {
                round += 1;
                let mut wire = Wire::connect(&address).await?;
                match round % 4 {
                    0 => {
                        wire.send(&stream).await?;
                        wire.read().await?;
                    }
                    1 => drop(wire.call(&stream).await?),
                    _ => {
                        for _ in 0..20 {
                            wire.call(&plain).await?;
                        }
                    }
                }
            }
            Ok::<_, anyhow::Error>(())
        });
    }
    tokio::time::sleep(load / 3).await;
    let early = ground.server.memory()?;
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    let late = ground.server.memory()?;
    let grown = (to_f64(late) - to_f64(early)) / (1024.0 * 1024.0);
    Ok(Row {
        what: format!("gateway: memory grown in {} s of mixed load", load.as_secs()),
        measured: format!("{grown:+.1} MB"),
        target: "< 10 MB",
        met: grown < 10.0,
    })
}
