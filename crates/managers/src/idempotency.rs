//! The same request sent twice is done once: its answer is kept for a day under a key that the
//! caller chose.

use std::time::Duration;

use models::invalid::Invalid;
use store::StoreError;
use store::idempotency::StoredAnswer;

use crate::access::Actor;
use crate::context::Context;
use crate::error::{Conflict, Error, Result};

/// How long an answer is kept.
const KEEP: Duration = Duration::from_secs(24 * 3600);
/// Time after which a request without an answer is taken for dead, with the process that had it.
const ABANDONED_AFTER: Duration = Duration::from_secs(10 * 60);
/// Stands for the status of a request that has no answer yet.
const UNDER_WAY: u16 = 0;
/// Longest key.
const KEY_CHARS_MAX: usize = 255;

/// A key and the request it stands for.
#[derive(Debug, Clone)]
pub struct Request {
    key: String,
    fingerprint: Vec<u8>,
}

/// An answer to be kept or given again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Status of the answer.
    pub status: u16,
    /// Body of the answer.
    pub body: String,
}

impl Request {
    /// Reads a key. `parts` are all that makes the request what it is: method, path, body.
    pub fn new(cx: &Context, key: &str, parts: &[&[u8]]) -> Result<Self, Invalid> {
        let key = key.trim();
        if key.is_empty() || key.len() > KEY_CHARS_MAX || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            let message = format!("must have 1 to {KEY_CHARS_MAX} visible ASCII characters without spaces");
            return Err(Invalid::new("Idempotency-Key", message));
        }
        // Keyed, because a body may hold a password that a plain hash would let someone guess.
        let mut digest = ring::hmac::Context::with_key(cx.keyring.fingerprint_key());
        for part in parts {
            // The length keeps `a` + `bc` and `ab` + `c` apart.
            digest.update(&(part.len() as u64).to_le_bytes());
            digest.update(part);
        }
        Ok(Self { key: key.to_owned(), fingerprint: digest.sign().as_ref().to_vec() })
    }
}

/// Takes the key for this request. `Some` is the answer of an earlier one: give it again and do
/// nothing. `None` means do it, then [`keep`] or [`forget`].
pub async fn begin(cx: &Context, actor: &Actor, request: &Request) -> Result<Option<Answer>> {
    let taken = stored(cx, actor, request, UNDER_WAY, String::new());
    cx.store
        .write(move |db| {
            let Some(found) = store::idempotency::find(db, taken.user_id, &taken.key)? else {
                // Another request that takes the key at the same time makes this one fail.
                store::idempotency::insert(db, &taken).map_err(in_progress)?;
                return Ok(None);
            };
            let age = (taken.created_at - found.created_at).to_std().unwrap_or_default();
            let is_over = if found.status == UNDER_WAY { age > ABANDONED_AFTER } else { age > KEEP };
            if is_over {
                store::idempotency::update(db, &taken)?;
                return Ok(None);
            }
            if found.fingerprint != taken.fingerprint {
                return Err(Error::Conflict(Conflict::KeyReused));
            }
            if found.status == UNDER_WAY {
                return Err(Error::Conflict(Conflict::RequestInProgress));
            }
            Ok(Some(Answer { status: found.status, body: found.body }))
        })
        .await
}

/// Keeps the answer of a request that was done.
pub async fn keep(cx: &Context, actor: &Actor, request: &Request, answer: Answer) -> Result<()> {
    let kept = stored(cx, actor, request, answer.status, answer.body);
    cx.store.write(move |db| Ok::<_, Error>(store::idempotency::update(db, &kept)?)).await
}

/// Frees the key of a request that failed: it may be tried again under the same key.
pub async fn forget(cx: &Context, actor: &Actor, request: &Request) -> Result<()> {
    let (user, key) = (actor.id(), request.key.clone());
    cx.store.write(move |db| Ok::<_, Error>(store::idempotency::delete(db, user, &key)?)).await
}

fn stored(cx: &Context, actor: &Actor, request: &Request, status: u16, body: String) -> StoredAnswer {
    StoredAnswer {
        user_id: actor.id(),
        key: request.key.clone(),
        fingerprint: request.fingerprint.clone(),
        status,
        body,
        created_at: cx.now(),
    }
}

fn in_progress(error: StoreError) -> Error {
    match error {
        StoreError::Conflict { .. } => Error::Conflict(Conflict::RequestInProgress),
        other => other.into(),
    }
}
