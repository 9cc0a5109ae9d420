//! HTTP/1.1 on a socket: as much of it as model clients use, and ways to break it.

use std::io::{Error, ErrorKind, Result};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// Longest head of a request.
const HEAD_BYTES_MAX: u64 = 64 * 1024;
/// Largest body of a request: conversations with pictures.
const BODY_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Somebody who calls.
pub(super) struct Caller {
    socket: BufReader<TcpStream>,
    /// Whether the answer in progress is sent in chunks with their lengths.
    chunked: bool,
}

/// A request.
pub(super) struct Request {
    pub(super) method: String,
    /// Without the query.
    pub(super) path: String,
    /// Whether `anthropic-version` is sent.
    pub(super) anthropic: bool,
    /// Whether the connection ends with it.
    pub(super) closes: bool,
    pub(super) body: Vec<u8>,
}

impl Caller {
    pub(super) fn new(socket: TcpStream) -> Result<Self> {
        socket.set_nodelay(true)?;
        Ok(Self { socket: BufReader::new(socket), chunked: false })
    }

    /// The next request; `None` when the caller has closed the connection.
    pub(super) async fn read(&mut self) -> Result<Option<Request>> {
        let Some(head) = self.head().await? else { return Ok(None) };
        let mut lines = head.lines();
        let mut words = lines.next().unwrap_or_default().split(' ');
        let (Some(method), Some(target), Some(version)) = (words.next(), words.next(), words.next()) else {
            return Err(invalid("the first line is no request"));
        };
        let mut request = Request {
            method: method.to_owned(),
            path: target.split('?').next().unwrap_or_default().to_owned(),
            anthropic: false,
            closes: version == "HTTP/1.0",
            body: Vec::new(),
        };
        let (mut length, mut chunked, mut waits) = (0, false, false);
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            let value = value.trim().to_ascii_lowercase();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().map_err(|_| invalid("the length is no number"))?,
                "transfer-encoding" => chunked = value == "chunked",
                "expect" => waits = value == "100-continue",
                "connection" => request.closes |= value == "close",
                "anthropic-version" => request.anthropic = true,
                _ => {}
            }
        }
        if waits {
            self.socket.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
        }
        if chunked {
            self.chunks(&mut request.body).await?;
        } else {
            self.exactly(length, &mut request.body).await?;
        }
        Ok(Some(request))
    }

    async fn head(&mut self) -> Result<Option<String>> {
        let mut head = String::new();
        let mut limited = (&mut self.socket).take(HEAD_BYTES_MAX);
        while !head.ends_with("\r\n\r\n") {
            if limited.read_line(&mut head).await? == 0 {
                return if head.is_empty() { Ok(None) } else { Err(invalid("the head has no end")) };
            }
        }
        Ok(Some(head))
    }

    async fn chunks(&mut self, body: &mut Vec<u8>) -> Result<()> {
        loop {
            let mut line = String::new();
            (&mut self.socket).take(HEAD_BYTES_MAX).read_line(&mut line).await?;
            let size = line.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16).map_err(|_| invalid("the size of a chunk is no number"))?;
            self.exactly(size, body).await?;
            self.socket.read_exact(&mut [0; 2]).await?;
            if size == 0 {
                return Ok(());
            }
        }
    }

    async fn exactly(&mut self, length: usize, body: &mut Vec<u8>) -> Result<()> {
        let start = body.len();
        if start.saturating_add(length) > BODY_BYTES_MAX {
            return Err(invalid("the body is too large"));
        }
        body.resize(start + length, 0);
        self.socket.read_exact(&mut body[start..]).await.map(drop)
    }

    /// Sends an answer of JSON in one piece.
    pub(super) async fn whole(&mut self, status: u16, retry_after: Option<u32>, body: &[u8]) -> Result<()> {
        let retry = retry_after.map(|seconds| format!("retry-after: {seconds}\r\n")).unwrap_or_default();
        let head = format!(
            "HTTP/1.1 {status} \r\ncontent-type: application/json\r\n{retry}content-length: {}\r\n\r\n",
            body.len()
        );
        self.socket.write_all(&[head.as_bytes(), body].concat()).await
    }

    /// Sends the head of an answer whose pieces follow; without a length they are chunks.
    pub(super) async fn begin(&mut self, content_type: &str, length: Option<usize>) -> Result<()> {
        self.chunked = length.is_none();
        let framing =
            length.map_or_else(|| "transfer-encoding: chunked".to_owned(), |bytes| format!("content-length: {bytes}"));
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\n{framing}\r\n\r\n");
        self.socket.write_all(head.as_bytes()).await
    }

    pub(super) async fn piece(&mut self, bytes: &[u8]) -> Result<()> {
        if !self.chunked {
            return self.socket.write_all(bytes).await;
        }
        let size = format!("{:x}\r\n", bytes.len());
        self.socket.write_all(&[size.as_bytes(), bytes, b"\r\n"].concat()).await
    }

    /// Ends the answer.
    pub(super) async fn end(&mut self) -> Result<()> {
        if self.chunked { self.socket.write_all(b"0\r\n\r\n").await } else { Ok(()) }
    }

    /// Waits; fails when the caller hangs up meanwhile.
    pub(super) async fn pause(&mut self, time: Duration) -> Result<()> {
        if time.is_zero() {
            return Ok(());
        }
        tokio::select! {
            () = tokio::time::sleep(time) => Ok(()),
            error = self.hung_up() => Err(error),
        }
    }

    /// Waits until the caller hangs up.
    pub(super) async fn hung_up(&mut self) -> Error {
        match self.socket.fill_buf().await {
            Ok([]) => ErrorKind::UnexpectedEof.into(),
            // The next request is here already, and has to wait.
            Ok(_) => std::future::pending().await,
            Err(error) => error,
        }
    }

    /// Makes the end of the connection, which has to follow, a reset, as of a server that is gone.
    pub(super) fn reset(&self) -> Result<()> {
        self.socket.get_ref().set_zero_linger()
    }
}

fn invalid(why: &'static str) -> Error {
    Error::new(ErrorKind::InvalidData, why)
}
