//! A client that costs little: raw sockets, one request after another on a connection.

use std::time::Instant;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A request's bytes, made once.
#[derive(Clone)]
pub(crate) struct Request(Vec<u8>);

impl Request {
    /// A call of a model with a key.
    pub(crate) fn new(path: &str, key: &str, body: &str) -> Self {
        Self(
            format!(
                "POST {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {key}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            )
            .into_bytes(),
        )
    }
}

/// A connection.
pub(crate) struct Wire {
    socket: TcpStream,
    buffer: Vec<u8>,
}

/// What came of a request.
pub(crate) struct Answer {
    pub(crate) sent: Instant,
    /// When the first words of a stream came.
    pub(crate) first: Instant,
    pub(crate) body: Vec<u8>,
}

impl Wire {
    pub(crate) async fn connect(address: &str) -> Result<Self> {
        let socket = TcpStream::connect(address.trim_start_matches("http://")).await?;
        socket.set_nodelay(true)?;
        Ok(Self { socket, buffer: Vec::with_capacity(16 * 1024) })
    }

    /// Sends a request and reads its answer to the end.
    pub(crate) async fn call(&mut self, request: &Request) -> Result<Answer> {
        let sent = Instant::now();
        self.send(request).await?;
        let (head, length) = self.head().await?;
        let mut first = None;
        loop {
            let body = &self.buffer[head..];
            if first.is_none() && !body.is_empty() {
                first = Some(Instant::now());
            }
            let end = match length {
                Some(length) => (body.len() >= length).then_some(head + length),
                None => body.ends_with(b"0\r\n\r\n").then_some(self.buffer.len()),
            };
            if let Some(end) = end {
                let body = self.buffer[head..end].to_vec();
                self.buffer.clear();
                return Ok(Answer { sent, first: first.context("a body")?, body });
            }
            self.read().await?;
        }
    }

    pub(crate) async fn send(&mut self, request: &Request) -> Result<()> {
        self.socket.write_all(&request.0).await?;
        Ok(())
    }

    /// Reads on; fails when the other side has closed.
    pub(crate) async fn read(&mut self) -> Result<()> {
        if self.socket.read_buf(&mut self.buffer).await? == 0 {
            bail!("the connection was closed after {}", String::from_utf8_lossy(&self.buffer));
        }
        Ok(())
    }

    /// Where the body begins, and its length where that is told.
    async fn head(&mut self) -> Result<(usize, Option<usize>)> {
        let end = loop {
            if let Some(at) = self.buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                break at + 4;
            }
            self.read().await?;
        };
        let head = String::from_utf8_lossy(&self.buffer[..end]).to_ascii_lowercase();
        if !head.starts_with("http/1.1 200") {
            bail!("{head}{}", String::from_utf8_lossy(&self.buffer[end..]));
        }
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:")).map(|it| it.trim().parse());
        Ok((end, length.transpose()?))
    }
}
