//! Bytes as no client library would send them.
#![expect(clippy::expect_used, reason = "test support fails by panicking, with a sentence")]

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Sends bytes to `http://<address>` and returns all that comes back until the server closes.
pub async fn exchange(origin: &str, request: &[u8]) -> String {
    let address = origin.trim_start_matches("http://");
    let mut socket = TcpStream::connect(address).await.expect("connecting to the test's server");
    socket.write_all(request).await.expect("sending the request");
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.expect("reading the answer");
    String::from_utf8_lossy(&answer).into_owned()
}
