//! The name of a request, in its answer and in the log.

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use managers::context::Context;

/// The header that carries the name.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Longest name that is taken over from the caller, in bytes.
const LENGTH_MAX: usize = 128;

/// The caller's own name for the request if it is short and visible ASCII, or a fresh one: what the
/// caller writes ends up in the log and must not be able to forge a line of it.
pub(crate) fn of(headers: &HeaderMap, cx: &Context) -> HeaderValue {
    let given = headers.get(&REQUEST_ID).filter(|value| is_sound(value.as_bytes())).cloned();
    given.unwrap_or_else(|| fresh(cx))
}

fn is_sound(bytes: &[u8]) -> bool {
    (1..=LENGTH_MAX).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_graphic)
}

fn fresh(cx: &Context) -> HeaderValue {
    let id = cx.id().to_string();
    HeaderValue::from_str(&id).unwrap_or(HeaderValue::from_static("none"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_short_visible_ascii_is_taken_over() {
        assert!(is_sound(b"a-1.b_2/c"));
        assert!(is_sound(&[b'x'; 128]));
        for wrong in [&b""[..], b"a b", b"a\tb", "é".as_bytes(), &[b'x'; 129]] {
            assert!(!is_sound(wrong), "{wrong:?}");
        }
    }
}
