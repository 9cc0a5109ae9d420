//! Just enough HTTP to ask a server of ours something.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context as _, Result};

const PATIENCE: Duration = Duration::from_secs(10);

/// An answer, as far as xtask needs it.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

/// Asks for a path, as whoever the token is for.
pub(crate) fn get(server: SocketAddr, path: &str, token: Option<&str>) -> Result<Answer> {
    send(server, &format!("GET {path} HTTP/1.0\r\nHost: {server}\r\n{}\r\n", login(token)))
}

/// Sends a JSON body, as whoever the token is for.
pub(crate) fn post(server: SocketAddr, path: &str, token: Option<&str>, json: &str) -> Result<Answer> {
    let (login, length) = (login(token), json.len());
    send(
        server,
        &format!(
            "POST {path} HTTP/1.0\r\nHost: {server}\r\n{login}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{json}"
        ),
    )
}

fn login(token: Option<&str>) -> String {
    token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default()
}

/// HTTP/1.0 makes the server close after the answer, so that its end needs no parsing.
fn send(server: SocketAddr, request: &str) -> Result<Answer> {
    let mut stream =
        TcpStream::connect_timeout(&server, PATIENCE).with_context(|| format!("connecting to {server}"))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).with_context(|| format!("reading an answer of {server}"))?;
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n").context("an answer without an end of its head")?;
    let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).context("an answer without a status")?;
    Ok(Answer { status, body: body.to_owned() })
}

/// A text field of a flat JSON answer of ours whose value has no escapes, such as a token.
pub(crate) fn text_field<'body>(body: &'body str, name: &str) -> Option<&'body str> {
    let (_, after) = body.split_once(&format!("\"{name}\""))?;
    let value = after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    value.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_field_is_found_whatever_the_spacing() {
        assert_eq!(text_field(r#"{"a":"1","access_token":"x.y.z"}"#, "access_token"), Some("x.y.z"));
        assert_eq!(text_field(r#"{ "access_token" : "x.y.z" }"#, "access_token"), Some("x.y.z"));
        assert_eq!(text_field(r#"{"access_token":null}"#, "access_token"), None);
    }
}
