//! How likely tokens were: one shape that three dialects share.

use std::borrow::Cow;

use models::chat::TokenLogProb;
use serde::Serialize;
use serde_json::Value;

/// A token as it is written.
#[derive(Serialize)]
pub(crate) struct WireToken<'a> {
    #[serde(flatten)]
    token: Bare<'a>,
    top_logprobs: Vec<Bare<'a>>,
}

#[derive(Serialize)]
struct Bare<'a> {
    token: &'a str,
    logprob: f64,
    bytes: Cow<'a, [u8]>,
}

/// Tokens to be written.
pub(crate) fn spell(tokens: &[TokenLogProb]) -> Vec<WireToken<'_>> {
    let spell = |token| WireToken { token: bare(token), top_logprobs: token.top.iter().map(bare).collect() };
    tokens.iter().map(spell).collect()
}

/// Responses demand the bytes; where the vendor does not tell them, they are the token's text.
fn bare(token: &TokenLogProb) -> Bare<'_> {
    let bytes = token.bytes.as_deref().unwrap_or(token.token.as_bytes());
    Bare { token: &token.token, logprob: token.logprob, bytes: bytes.into() }
}

/// Reads a list of tokens. A list in another shape says nothing; it does not spoil the answer.
pub(crate) fn read(list: Option<Value>) -> Vec<TokenLogProb> {
    let Some(Value::Array(list)) = list else { return Vec::new() };
    list.into_iter().filter_map(|token| serde_json::from_value(token).ok()).collect()
}
