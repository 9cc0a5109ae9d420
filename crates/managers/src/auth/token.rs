//! The two tokens of a login. Their forms differ, so that neither is ever taken for the other: an
//! access token is a JWT with `typ: "access"`, a refresh token is an id, a dot, a body and its mark.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use models::ids::{AuthSessionId, UserId};
use models::secret::SecretString;
use models::time::Time;
use ring::hmac;
use serde::{Deserialize, Serialize};

use super::jwt_ring;
use crate::context::Context;
use crate::error::{Error, Result, Unauthenticated};
use crate::keyring::{self, Keyring};

/// Tokens longer than this are not looked at.
const ACCESS_TOKEN_BYTES_MAX: usize = 2048;

/// What an access token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Claims {
    sub: UserId,
    sid: AuthSessionId,
    iat: i64,
    exp: i64,
    typ: Type,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Type {
    Access,
}

/// Signs an access token for a login.
pub(super) fn access(cx: &Context, user: UserId, session: AuthSessionId) -> Result<SecretString> {
    jwt_ring::install();
    let now = cx.now().timestamp();
    let ttl = i64::try_from(cx.settings.auth.access_token_ttl.as_secs()).unwrap_or(i64::MAX);
    let claims = Claims { sub: user, sid: session, iat: now, exp: now.saturating_add(ttl), typ: Type::Access };
    let key = EncodingKey::from_secret(cx.keyring.token_key());
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key)
        .map(SecretString::new)
        .map_err(|error| Error::internal("signing an access token", error))
}

/// Whose login an access token belongs to. The signature and the end are checked here; whether the
/// login still stands is the database's to say.
pub(super) fn read_access(keyring: &Keyring, token: &str, now: Time) -> Result<(UserId, AuthSessionId)> {
    let bad = Error::Unauthenticated(Unauthenticated::BadToken);
    if token.len() > ACCESS_TOKEN_BYTES_MAX {
        return Err(bad);
    }
    jwt_ring::install();
    let mut validation = Validation::new(Algorithm::HS256);
    // The library would ask the system's clock; ours is the context's.
    validation.validate_exp = false;
    let key = DecodingKey::from_secret(keyring.token_key());
    match jsonwebtoken::decode::<Claims>(token, &key, &validation) {
        Ok(data) if data.claims.exp > now.timestamp() => Ok((data.claims.sub, data.claims.sid)),
        Ok(_) | Err(_) => Err(bad),
    }
}

/// Bytes of a refresh token that nobody can guess.
const BODY_BYTES: usize = 32;
/// Bytes of the mark that tells a token of ours from a made-up one.
const MARK_BYTES: usize = 16;

/// A refresh token and what the database keeps of it.
///
/// The first one of a login is random; each successor is derived from its predecessor with a key
/// of the server, so that the same exchange asked twice has the same answer (ADR 0004).
pub(super) struct Refresh {
    /// The login it belongs to.
    pub(super) session: AuthSessionId,
    /// SHA-256 of body and mark. A fast hash is enough for 256 random bits.
    pub(super) hash: [u8; 32],
    body: [u8; BODY_BYTES],
    mark: [u8; MARK_BYTES],
}

impl Refresh {
    /// The first token of a login.
    pub(super) fn generate(cx: &Context, session: AuthSessionId) -> Result<Self> {
        Self::new(cx.keyring.refresh_key(), session, cx.random.bytes()?)
    }

    /// The token that replaces this one.
    pub(super) fn successor(&self, keyring: &Keyring) -> Result<Self> {
        let key = keyring.refresh_key();
        let body = tag(key, b"next", self.session, &self.body);
        Self::new(key, self.session, first(&body)?)
    }

    /// Reads a token of the right form; whether it is one of ours is not known yet.
    pub(super) fn read(token: &str) -> Option<Self> {
        let (session, rest) = token.split_once('.')?;
        let bytes: [u8; BODY_BYTES + MARK_BYTES] = URL_SAFE_NO_PAD.decode(rest).ok()?.try_into().ok()?;
        let body = first(&bytes).ok()?;
        let mark = bytes[BODY_BYTES..].try_into().ok()?;
        Some(Self { session: session.parse().ok()?, hash: sha256(&bytes).ok()?, body, mark })
    }

    /// Whether this server made it, with the master key that it has now.
    pub(super) fn is_ours(&self, keyring: &Keyring) -> bool {
        let mark = tag(keyring.refresh_key(), b"mark", self.session, &self.body);
        keyring::equal(&mark[..MARK_BYTES], &self.mark)
    }

    /// Given to the browser, as a cookie that scripts cannot read.
    pub(super) fn token(&self) -> SecretString {
        SecretString::new(format!("{}.{}", self.session, URL_SAFE_NO_PAD.encode(joined(&self.body, &self.mark))))
    }

    fn new(key: &hmac::Key, session: AuthSessionId, body: [u8; BODY_BYTES]) -> Result<Self> {
        let mark = first(&tag(key, b"mark", session, &body))?;
        Ok(Self { session, hash: sha256(&joined(&body, &mark))?, body, mark })
    }
}

fn joined(body: &[u8], mark: &[u8]) -> Vec<u8> {
    [body, mark].concat()
}

/// HMAC-SHA256 over a purpose, a login and a token's body, each of a fixed length.
fn tag(key: &hmac::Key, purpose: &[u8; 4], session: AuthSessionId, body: &[u8]) -> Vec<u8> {
    let mut context = hmac::Context::with_key(key);
    context.update(purpose);
    context.update(session.0.as_bytes());
    context.update(body);
    context.sign().as_ref().to_vec()
}

fn first<const N: usize>(bytes: &[u8]) -> Result<[u8; N]> {
    let found = bytes.first_chunk().copied();
    found.ok_or_else(|| Error::internal("making a refresh token", "too few bytes"))
}

fn sha256(bytes: &[u8]) -> Result<[u8; 32]> {
    let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
    digest.as_ref().try_into().map_err(|error| Error::internal("hashing a refresh token", error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyring::MasterKey;

    const NOW: i64 = 1_800_000_000;

    fn keyring() -> Keyring {
        Keyring::new(&MasterKey::generate().unwrap()).unwrap()
    }

    fn sign(keyring: &Keyring, algorithm: Algorithm, claims: &serde_json::Value) -> String {
        jwt_ring::install();
        jsonwebtoken::encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(keyring.token_key())).unwrap()
    }

    fn claims(typ: &str, exp: i64) -> serde_json::Value {
        let id = "0193a5b0-7d5c-7cc2-a1b2-0123456789ab";
        serde_json::json!({ "sub": id, "sid": id, "iat": NOW, "exp": exp, "typ": typ })
    }

    fn reads(keyring: &Keyring, token: &str) -> bool {
        read_access(keyring, token, Time::from_timestamp(NOW, 0).unwrap()).is_ok()
    }

    #[test]
    fn an_access_token_is_read_until_it_ends_and_with_its_own_key_only() {
        let ring = keyring();
        let token = sign(&ring, Algorithm::HS256, &claims("access", NOW + 1));
        assert!(reads(&ring, &token));
        assert!(!reads(&keyring(), &token));
        assert!(!reads(&ring, &sign(&ring, Algorithm::HS256, &claims("access", NOW))));
        assert!(!reads(&ring, &sign(&ring, Algorithm::HS256, &claims("refresh", NOW + 1))));
    }

    #[test]
    fn a_token_without_a_signature_is_refused() {
        let ring = keyring();
        let encode = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let body = encode(&claims("access", NOW + 1));
        for alg in ["none", "HS512", "RS256"] {
            let header = encode(&serde_json::json!({ "alg": alg, "typ": "JWT" }));
            assert!(!reads(&ring, &format!("{header}.{body}.")), "{alg}");
        }
        for garbage in ["", ".", "..", "a.b.c", &"x".repeat(5000)] {
            assert!(!reads(&ring, garbage));
        }
    }

    #[test]
    fn only_a_whole_refresh_token_is_read() {
        let id = "0193a5b0-7d5c-7cc2-a1b2-0123456789ab";
        let whole = format!("{id}.{}", URL_SAFE_NO_PAD.encode([7; BODY_BYTES + MARK_BYTES]));
        assert_eq!(Refresh::read(&whole).map(|token| token.session), Some(id.parse().unwrap()));
        for wrong in ["", ".", id, &whole[..whole.len() - 1], &format!("{whole}AA"), &whole[1..]] {
            assert!(Refresh::read(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_token_has_one_successor_and_only_the_key_makes_it() {
        let (ring, other) = (keyring(), keyring());
        let id = "0193a5b0-7d5c-7cc2-a1b2-0123456789ab".parse().unwrap();
        let token = Refresh::new(ring.refresh_key(), id, [7; 32]).unwrap();
        let shown = |token: &Refresh| token.token().expose().to_owned();
        let successor = token.successor(&ring).unwrap();
        assert_eq!(shown(&successor), shown(&token.successor(&ring).unwrap()));
        assert_ne!(shown(&successor), shown(&token));
        assert_ne!(shown(&successor), shown(&token.successor(&other).unwrap()));
        let read = Refresh::read(&shown(&successor)).unwrap();
        assert_eq!((read.hash, read.is_ours(&ring), read.is_ours(&other)), (successor.hash, true, false));
    }
}
