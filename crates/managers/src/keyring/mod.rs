//! The keys of this instance. One master key, from the settings or from a file made at the first
//! start, wraps the data key of every secret; every other key is derived from it, each under its
//! own label, so that none of them can stand in for another.

mod master;
mod rotate;
mod sealed;
mod ticket;

use std::sync::Arc;

use models::secret::SecretString;
use ring::{hkdf, hmac};

pub use master::{KeyError, MasterKey, open};
pub use rotate::{Rotation, rotate, rotate_file};

/// The derived keys. Cheap to clone.
#[derive(Clone)]
pub struct Keyring(Arc<Keys>);

struct Keys {
    /// The key that wraps new secrets.
    current: Wrapping,
    /// The key of a rotation that a crash cut short, as long as its file lies beside the current.
    other: Option<Wrapping>,
    tokens: [u8; 32],
    refresh: hmac::Key,
    setup: [u8; 32],
    fingerprints: hmac::Key,
    tickets: [u8; 32],
}

/// A key that wraps data keys, with the name that sealed secrets keep of it.
struct Wrapping {
    id: String,
    key: [u8; 32],
}

impl Keyring {
    /// Derives all keys from a master key.
    pub fn new(master: &MasterKey) -> Result<Self, KeyError> {
        Self::with_other(master, None)
    }

    fn with_other(master: &MasterKey, other: Option<&MasterKey>) -> Result<Self, KeyError> {
        Ok(Self(Arc::new(Keys {
            current: wrapping(master)?,
            other: other.map(wrapping).transpose()?,
            tokens: derive(master, b"pallium/v1/access-token")?,
            refresh: hmac::Key::new(hmac::HMAC_SHA256, &derive(master, b"pallium/v1/refresh-token")?),
            setup: derive(master, b"pallium/v1/setup-token")?,
            tickets: derive(master, b"pallium/v1/ticket")?,
            fingerprints: hmac::Key::new(hmac::HMAC_SHA256, &derive(master, b"pallium/v1/fingerprint")?),
        })))
    }

    /// What the door prints at the first start and the first registration must show. Derived and
    /// not stored: every replica prints the same, and nothing is left to steal from the database.
    /// It opens nothing once an account exists.
    pub fn setup_token(&self) -> SecretString {
        SecretString::new(base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, self.0.setup))
    }

    /// The key that signs access tokens.
    pub(crate) fn token_key(&self) -> &[u8; 32] {
        &self.0.tokens
    }

    /// The key that marks refresh tokens as ours and makes the successor of each.
    pub(crate) fn refresh_key(&self) -> &hmac::Key {
        &self.0.refresh
    }

    /// The key that fingerprints requests.
    pub(crate) fn fingerprint_key(&self) -> &hmac::Key {
        &self.0.fingerprints
    }

    fn by_id(&self, id: &str) -> Option<&Wrapping> {
        let keys = &*self.0;
        std::iter::once(&keys.current).chain(&keys.other).find(|key| key.id == id)
    }
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keyring").field("current", &self.0.current.id).finish_non_exhaustive()
    }
}

/// Whether two values are equal, in a time that does not depend on where they differ.
pub(crate) fn equal(a: &[u8], b: &[u8]) -> bool {
    // `ring` compares MACs in constant time; comparing digests of both sides also hides lengths.
    let digest = |bytes| ring::digest::digest(&ring::digest::SHA256, bytes);
    let (a, b) = (digest(a), digest(b));
    a.as_ref().iter().zip(b.as_ref()).fold(0, |different, (x, y)| different | (x ^ y)) == 0
}

fn wrapping(master: &MasterKey) -> Result<Wrapping, KeyError> {
    let id: [u8; 32] = derive(master, b"pallium/v1/key-id")?;
    let id = id.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    Ok(Wrapping { id, key: derive(master, b"pallium/v1/wrap")? })
}

/// HKDF-SHA256, RFC 5869, without salt: the master key is already uniformly random.
fn derive(master: &MasterKey, label: &'static [u8]) -> Result<[u8; 32], KeyError> {
    let mut out = [0; 32];
    hkdf::Salt::new(hkdf::HKDF_SHA256, &[])
        .extract(master.bytes())
        .expand(&[label], hkdf::HKDF_SHA256)
        .and_then(|key| key.fill(&mut out))
        .map_err(|_| KeyError::Crypto)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_gives_another_key() {
        let ring = Keyring::new(&MasterKey::generate().unwrap()).unwrap();
        let keys = [ring.0.current.key, ring.0.tokens, ring.0.setup];
        assert!(keys[0] != keys[1] && keys[1] != keys[2] && keys[0] != keys[2]);
        assert!(!format!("{ring:?}").contains(&format!("{:?}", keys[0])));
    }

    #[test]
    fn equal_compares_content_and_length() {
        assert!(equal(b"abc", b"abc"));
        for (a, b) in [("abc", "abd"), ("abc", "ab"), ("", "a")] {
            assert!(!equal(a.as_bytes(), b.as_bytes()));
        }
    }
}
