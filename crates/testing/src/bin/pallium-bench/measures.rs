//! The measures, in the order of the project's table.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tokio::task::JoinSet;

use crate::Row;
use crate::client::Client;
use crate::server::Server;
use crate::vendor::Vendor;

const MIB: u64 = 1024 * 1024;

/// All rows, or those of one measure: `idle`, `first-token`, `relay`, `list`, `open` or `load`.
pub(crate) async fn all(pallium: &Path, load: Duration, only: Option<&str>) -> Result<Vec<Row>> {
    let wanted = |measure: &str| only.is_none_or(|only| only == measure);
    let mut rows = Vec::new();
    if wanted("idle") {
        rows.extend([size(pallium)?, start(pallium).await?]);
    }
    let server = Server::start(pallium).await?;
    let vendor = Vendor::start().await?;
    if wanted("idle") {
        rows.push(memory(&server, "resident memory, idle", 60, "< 60 MB")?);
    }
    let client = Client::sign_up(&server, &vendor.base_url).await?;
    if wanted("first-token") {
        rows.extend(first_token(&client, &vendor).await?);
    }
    if wanted("relay") {
        rows.extend(relay(&server, &client).await?);
    }
    if wanted("list") {
        rows.push(list(&server, &client).await?);
    }
    if wanted("open") {
        rows.extend(open(&server, &client).await?);
    }
    if wanted("load") {
        rows.push(after_load(&server, &client, load).await?);
    }
    Ok(rows)
}

fn size(pallium: &Path) -> Result<Row> {
    let bytes = std::fs::metadata(pallium)?.len();
    let measured = format!("{:.1} MB", to_f64(bytes) / to_f64(MIB));
    Ok(Row { what: "release binary with the frontend".into(), measured, target: "< 60 MB", met: bytes < 60 * MIB })
}

async fn start(pallium: &Path) -> Result<Row> {
    const STARTS: usize = 5;
    let mut times = Vec::with_capacity(STARTS);
    for _ in 0..STARTS {
        times.push(Server::start(pallium).await?.started_in);
    }
    let middle = median(&mut times)?;
    let what = "start to /ready, empty data folder, migrations included".into();
    Ok(Row {
        what,
        measured: format!("{:.3} s", middle.as_secs_f64()),
        target: "< 0.5 s",
        met: middle.as_millis() < 500,
    })
}

pub(crate) fn memory(server: &Server, what: &str, most: u64, target: &'static str) -> Result<Row> {
    let bytes = server.memory()?;
    let measured = format!("{:.1} MB", to_f64(bytes) / to_f64(MIB));
    Ok(Row { what: what.into(), measured, target, met: bytes < most * MIB })
}

/// What we add: from the client's request to the vendor's, and from the vendor's first token to
/// the client's.
async fn first_token(client: &Client, vendor: &Vendor) -> Result<Vec<Row>> {
    let mut alone = Vec::new();
    for round in 0..60 {
        let added = one_first_token(client, vendor, &format!("alone{round}")).await?;
        // The first ones open connections and fill caches.
        if round >= 10 {
            alone.push(added);
        }
    }
    let mut together = Vec::new();
    for round in 0..3 {
        let mut tasks = JoinSet::new();
        for stream in 0..100 {
            let (client, conversation) = (client.clone(), client.conversation().await?);
            let id = format!("many{round}x{stream}");
            let text = format!("id={id} tokens=40 gap_us=20000");
            tasks.spawn(async move { Ok::<_, anyhow::Error>((id, client.chat(&conversation, &text).await?)) });
        }
        while let Some(done) = tasks.join_next().await {
            let (id, streamed) = done??;
            let moments = vendor.take(&id).context("the vendor saw the request")?;
            together.push((moments.received - streamed.sent) + (streamed.first_token - moments.first_sent));
        }
    }
    let (one, many) = (median(&mut alone)?, median(&mut together)?);
    let ms = |time: Duration| format!("{:.2} ms p50", time.as_secs_f64() * 1e3);
    Ok(vec![
        Row {
            what: "first token added by us, 1 stream".into(),
            measured: ms(one),
            target: "< 2 ms",
            met: one < Duration::from_millis(2),
        },
        Row {
            what: "first token added by us, 100 parallel streams".into(),
            measured: ms(many),
            target: "< 10 ms",
            met: many < Duration::from_millis(10),
        },
    ])
}

async fn one_first_token(client: &Client, vendor: &Vendor, id: &str) -> Result<Duration> {
    let conversation = client.conversation().await?;
    let streamed = client.chat(&conversation, &format!("id={id} tokens=3 gap_us=1000")).await?;
    let moments = vendor.take(id).context("the vendor saw the request")?;
    Ok((moments.received - streamed.sent) + (streamed.first_token - moments.first_sent))
}

/// 16 streams at the pace of a fast vendor, one token every 10 ms.
async fn relay(server: &Server, client: &Client) -> Result<Vec<Row>> {
    const STREAMS: usize = 16;
    const TOKENS: usize = 1_500;
    let before = server.cpu()?;
    let mut tasks = JoinSet::new();
    for stream in 0..STREAMS {
        let (client, conversation) = (client.clone(), client.conversation().await?);
        let text = format!("id=relay{stream} tokens={TOKENS} gap_us=10000");
        tasks.spawn(async move { client.chat(&conversation, &text).await });
    }
    let mut bytes = 0;
    while let Some(done) = tasks.join_next().await {
        bytes += done??.bytes;
    }
    let tokens = to_f64(u64::try_from(STREAMS * TOKENS)?);
    let micros = (server.cpu()? - before).as_secs_f64() * 1e6 / tokens;
    let each = to_f64(u64::try_from(bytes)?) / tokens;
    let what = "one relayed token, upstream to log to SSE".to_owned();
    Ok(vec![
        Row {
            what: what.clone() + ", CPU",
            measured: format!("{micros:.1} µs"),
            target: "< 20 µs",
            met: micros < 20.0,
        },
        Row { what: what + ", bytes", measured: format!("{each:.0} bytes"), target: "< 150 bytes", met: each < 150.0 },
    ])
}

async fn list(server: &Server, client: &Client) -> Result<Row> {
    const CONNECTIONS: usize = 16;
    const EACH: usize = 500;
    for _ in 0..200 {
        client.conversation().await?;
    }
    let lists = |count: usize| async move {
        let mut tasks = JoinSet::new();
        for _ in 0..CONNECTIONS {
            let client = client.clone();
            tasks.spawn(async move {
                for _ in 0..count {
                    client.get("/conversations?limit=200").await?;
                }
                Ok::<_, anyhow::Error>(())
            });
        }
        while let Some(done) = tasks.join_next().await {
            done??;
        }
        Ok::<_, anyhow::Error>(())
    };
    lists(20).await?;
    let before = server.cpu()?;
    lists(EACH).await?;
    let millis = (server.cpu()? - before).as_secs_f64() * 1e3 / to_f64(u64::try_from(CONNECTIONS * EACH)?);
    let what = "list conversations, 200 rows, 16 connections, SQLite".into();
    Ok(Row { what, measured: format!("{millis:.3} ms CPU"), target: "< 0.25 ms", met: millis < 0.25 })
}

async fn open(server: &Server, client: &Client) -> Result<Vec<Row>> {
    const RUNS: usize = 1_000;
    const OPENS: usize = 400;
    let conversation = client.conversation().await?;
    for run in 0..RUNS {
        // 60 tokens of 6 bytes and a question of about 300 bytes: a usual exchange.
        let padding = "lorem ipsum dolor sit amet ".repeat(10);
        client.chat(&conversation, &format!("{padding} id=open{run} tokens=60 gap_us=0")).await?;
    }
    let before = server.cpu()?;
    let mut bytes = 0;
    for _ in 0..OPENS {
        bytes = client.get(&format!("/conversations/{conversation}")).await?
            + client.get(&format!("/conversations/{conversation}/runs")).await?;
    }
    let millis = (server.cpu()? - before).as_secs_f64() * 1e3 / to_f64(u64::try_from(OPENS)?);
    let kilobytes = to_f64(u64::try_from(bytes)?) / 1000.0;
    let what = "open a conversation of 2,000 messages".to_owned();
    Ok(vec![
        Row { what: what.clone() + ", CPU", measured: format!("{millis:.2} ms"), target: "< 3 ms", met: millis < 3.0 },
        Row {
            what: what + ", bytes",
            measured: format!("{kilobytes:.1} kB"),
            target: "< 50 kB",
            met: kilobytes < 50.0,
        },
    ])
}

/// Eight people who chat, read and list without a pause.
async fn after_load(server: &Server, client: &Client, load: Duration) -> Result<Row> {
    let until = Instant::now() + load;
    let mut tasks = JoinSet::new();
    for person in 0..8 {
        let client = client.clone();
        tasks.spawn(async move {
            let mut round = 0;
            while Instant::now() < until {
                let conversation = client.conversation().await?;
                for _ in 0..5 {
                    round += 1;
                    client.chat(&conversation, &format!("id=load{person}x{round} tokens=200 gap_us=2000")).await?;
                    client.get(&format!("/conversations/{conversation}/runs")).await?;
                    client.get("/conversations").await?;
                }
            }
            Ok::<_, anyhow::Error>(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    memory(server, &format!("resident memory after {} s of load", load.as_secs()), 120, "< 120 MB")
}

pub(crate) fn median(times: &mut [Duration]) -> Result<Duration> {
    times.sort_unstable();
    times.get(times.len() / 2).copied().context("at least one time")
}

#[expect(clippy::cast_precision_loss, reason = "figures for people")]
pub(crate) fn to_f64(count: u64) -> f64 {
    count as f64
}
