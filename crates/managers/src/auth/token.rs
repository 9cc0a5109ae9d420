//! The two tokens of a login. Their forms differ, so that neither is ever taken for the other: an
//! access token is a JWT with `typ: "access"`, a refresh token is an id, a dot and random bytes.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use models::ids::{AuthSessionId, UserId};
use models::secret::SecretString;
use models::time::Time;
use serde::{Deserialize, Serialize};

use super::jwt_ring;
use crate::context::Context;
use crate::error::{Error, Result, Unauthenticated};
use crate::keyring::Keyring;

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

/// A refresh token and what the database keeps of it.
pub(super) struct Refresh {
    /// Given to the browser once, as a cookie that scripts cannot read.
    pub(super) token: SecretString,
    /// SHA-256 of the random part. A fast hash is enough for 256 random bits.
    pub(super) hash: [u8; 32],
}

impl Refresh {
    /// A fresh token for a login.
    pub(super) fn generate(cx: &Context, session: AuthSessionId) -> Result<Self> {
        let random: [u8; 32] = cx.random.bytes()?;
        let token = SecretString::new(format!("{session}.{}", URL_SAFE_NO_PAD.encode(random)));
        Ok(Self { token, hash: sha256(&random)? })
    }

    /// The login that a token names and the hash to compare.
    pub(super) fn read(token: &str) -> Option<(AuthSessionId, [u8; 32])> {
        let (id, random) = token.split_once('.')?;
        let random: [u8; 32] = URL_SAFE_NO_PAD.decode(random).ok()?.try_into().ok()?;
        Some((id.parse().ok()?, sha256(&random).ok()?))
    }
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
        let whole = format!("{id}.{}", URL_SAFE_NO_PAD.encode([7; 32]));
        assert_eq!(Refresh::read(&whole).map(|(id, _)| id), Some(id.parse().unwrap()));
        for wrong in ["", ".", id, &whole[..whole.len() - 1], &format!("{whole}AA"), &whole[1..]] {
            assert!(Refresh::read(wrong).is_none(), "{wrong}");
        }
    }
}
