//! A vendor that costs little: raw sockets, one OpenAI chat stream per request, and the moments
//! at which it got a request and sent the first token.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::task::TaskTracker;

/// When a request arrived and when its first token left.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moments {
    pub(crate) received: Instant,
    pub(crate) first_sent: Instant,
}

type Seen = Arc<Mutex<HashMap<String, Moments>>>;
type Left = Arc<Mutex<HashMap<String, Instant>>>;

const WHOLE: &str = r#"{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"bench","choices":[{"index":0,"message":{"role":"assistant","content":"The quick brown fox jumps over the lazy dog, and the dog does not mind it at all today."},"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":20,"total_tokens":32}}"#;

/// A running vendor. The user's message is its script: `id=<text> tokens=<n> gap_us=<n>`.
pub(crate) struct Vendor {
    pub(crate) base_url: String,
    seen: Seen,
    left: Left,
}

impl Vendor {
    pub(crate) async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base_url = format!("http://{}/v1", listener.local_addr()?);
        let (seen, left) = (Seen::default(), Left::default());
        let tasks = TaskTracker::new();
        let (shared, leaving, inner) = (Arc::clone(&seen), Arc::clone(&left), tasks.clone());
        tasks.spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (seen, left) = (Arc::clone(&shared), Arc::clone(&leaving));
                inner.spawn(async move {
                    if let Err(error) = serve(socket, &seen, &left).await {
                        println!("vendor: {error:#}");
                    }
                });
            }
        });
        Ok(Self { base_url, seen, left })
    }

    /// Whether an answer has begun.
    pub(crate) fn has_begun(&self, id: &str) -> bool {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).contains_key(id)
    }

    /// When an answer was left in its middle.
    pub(crate) fn left(&self, id: &str) -> Option<Instant> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner).get(id).copied()
    }

    pub(crate) fn take(&self, id: &str) -> Option<Moments> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).remove(id)
    }
}

async fn serve(mut socket: TcpStream, seen: &Seen, left: &Left) -> Result<()> {
    socket.set_nodelay(true)?;
    loop {
        let Some((head, body)) = read_request(&mut socket).await? else { return Ok(()) };
        let received = Instant::now();
        if head.starts_with("GET") {
            let models = r#"{"object":"list","data":[{"id":"bench","object":"model"}]}"#;
            let answer = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{models}",
                models.len()
            );
            socket.write_all(answer.as_bytes()).await?;
            continue;
        }
        if !body.contains("\"stream\":true") {
            let head =
                format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", WHOLE.len());
            socket.write_all(&[head.as_bytes(), WHOLE.as_bytes()].concat()).await?;
            continue;
        }
        let script = Script::find(&body).context("a script in the message")?;
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
        socket.write_all(head.as_bytes()).await?;
        for token in 0..script.tokens {
            if token == 0 {
                let first_sent = Instant::now();
                let moments = Moments { received, first_sent };
                seen.lock().unwrap_or_else(PoisonError::into_inner).insert(script.id.clone(), moments);
            } else if script.gap > Duration::ZERO {
                let mut byte = [0];
                tokio::select! {
                    () = tokio::time::sleep(script.gap) => {}
                    // Nobody writes in the middle of an answer: the other side has closed.
                    _ = socket.read(&mut byte) => {
                        left.lock().unwrap_or_else(PoisonError::into_inner).insert(script.id, Instant::now());
                        return Ok(());
                    }
                }
            }
            chunk(&mut socket, r#"{"id":"c","object":"chat.completion.chunk","created":1,"model":"bench","choices":[{"index":0,"delta":{"content":"token "},"finish_reason":null}]}"#).await?;
        }
        chunk(&mut socket, r#"{"id":"c","object":"chat.completion.chunk","created":1,"model":"bench","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#).await?;
        chunk(&mut socket, r#"{"id":"c","object":"chat.completion.chunk","created":1,"model":"bench","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}"#).await?;
        chunk(&mut socket, "[DONE]").await?;
        socket.write_all(b"0\r\n\r\n").await?;
    }
}

async fn chunk(socket: &mut TcpStream, data: &str) -> Result<()> {
    let frame = format!("data: {data}\n\n");
    socket.write_all(format!("{:x}\r\n{frame}\r\n", frame.len()).as_bytes()).await?;
    Ok(())
}

async fn read_request(socket: &mut TcpStream) -> Result<Option<(String, String)>> {
    let mut bytes = Vec::new();
    let mut buffer = vec![0; 16 * 1024];
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at + 4;
        }
        let count = socket.read(&mut buffer).await?;
        if count == 0 {
            return Ok(None);
        }
        bytes.extend_from_slice(&buffer[..count]);
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let length = head
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:").map(|n| n.trim().parse::<usize>()));
    let length = length.transpose()?.unwrap_or(0);
    while bytes.len() < end + length {
        let count = socket.read(&mut buffer).await?;
        if count == 0 {
            return Ok(None);
        }
        bytes.extend_from_slice(&buffer[..count]);
    }
    Ok(Some((head, String::from_utf8_lossy(&bytes[end..]).into_owned())))
}

struct Script {
    id: String,
    tokens: usize,
    gap: Duration,
}

impl Script {
    /// Reads the newest script of a request: earlier messages hold earlier ones.
    fn find(body: &str) -> Option<Self> {
        let text = &body[body.rfind("id=")?..];
        let mut words = text.split([' ', '"', '\\']);
        let id = words.next()?.strip_prefix("id=")?.to_owned();
        let tokens = words.next()?.strip_prefix("tokens=")?.parse().ok()?;
        let gap = words.next()?.strip_prefix("gap_us=")?.parse().ok()?;
        Some(Self { id, tokens, gap: Duration::from_micros(gap) })
    }
}
