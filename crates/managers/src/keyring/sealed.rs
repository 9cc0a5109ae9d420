//! Sealing a secret: AES-256-GCM with a fresh data key, which the master key wraps. The secret's
//! id is authenticated with both, so that a row cannot be moved under another id.

use models::ids::SecretId;
use models::secret::SecretString;
use models::time::Time;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use store::secrets::SealedSecret;

use super::{KeyError, Keyring, Wrapping};

impl Keyring {
    /// Encrypts a secret for the database.
    pub fn seal(&self, id: SecretId, secret: &SecretString, now: Time) -> Result<SealedSecret, KeyError> {
        let data_key: [u8; 32] = random()?;
        let (nonce, ciphertext) = encrypt(&data_key, id, secret.expose().as_bytes())?;
        let wrapping = &self.0.current;
        let (key_nonce, wrapped_key) = encrypt(&wrapping.key, id, &data_key)?;
        Ok(SealedSecret {
            id,
            wrapped_key,
            key_nonce,
            nonce,
            ciphertext,
            master_key_id: wrapping.id.clone(),
            created_at: now,
        })
    }

    /// Decrypts a secret of the database.
    pub fn unseal(&self, sealed: &SealedSecret) -> Result<SecretString, KeyError> {
        let data_key = self.unwrap_key(sealed)?;
        let text = decrypt(&data_key, sealed.id, &sealed.nonce, &sealed.ciphertext)?;
        String::from_utf8(text).map(SecretString::new).map_err(|_| KeyError::Tampered)
    }

    /// The same secret with its data key wrapped by the current master key of `other`.
    pub(super) fn rewrap(&self, sealed: &SealedSecret, other: &Keyring) -> Result<SealedSecret, KeyError> {
        let data_key = self.unwrap_key(sealed)?;
        let (key_nonce, wrapped_key) = encrypt(&other.0.current.key, sealed.id, &data_key)?;
        Ok(SealedSecret { wrapped_key, key_nonce, master_key_id: other.0.current.id.clone(), ..sealed.clone() })
    }

    fn unwrap_key(&self, sealed: &SealedSecret) -> Result<[u8; 32], KeyError> {
        let missing = || KeyError::OtherKey { id: sealed.master_key_id.clone() };
        let Wrapping { key, .. } = self.by_id(&sealed.master_key_id).ok_or_else(missing)?;
        let data_key = decrypt(key, sealed.id, &sealed.key_nonce, &sealed.wrapped_key)?;
        data_key.try_into().map_err(|_| KeyError::Tampered)
    }
}

fn encrypt(key: &[u8; 32], id: SecretId, plain: &[u8]) -> Result<(Vec<u8>, Vec<u8>), KeyError> {
    let nonce: [u8; NONCE_LEN] = random()?;
    let mut bytes = plain.to_vec();
    cipher(key)?
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(id.0.as_bytes()), &mut bytes)
        .map_err(|_| KeyError::Crypto)?;
    Ok((nonce.to_vec(), bytes))
}

fn decrypt(key: &[u8; 32], id: SecretId, nonce: &[u8], sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| KeyError::Tampered)?;
    let mut bytes = sealed.to_vec();
    let plain = cipher(key)?
        .open_in_place(nonce, Aad::from(id.0.as_bytes()), &mut bytes)
        .map_err(|_| KeyError::Tampered)?
        .len();
    bytes.truncate(plain);
    Ok(bytes)
}

pub(super) fn cipher(key: &[u8; 32]) -> Result<LessSafeKey, KeyError> {
    UnboundKey::new(&AES_256_GCM, key).map(LessSafeKey::new).map_err(|_| KeyError::Crypto)
}

pub(super) fn random<const N: usize>() -> Result<[u8; N], KeyError> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).map_err(|_| KeyError::Crypto)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyring::MasterKey;

    fn keyring() -> Keyring {
        Keyring::new(&MasterKey::generate().unwrap()).unwrap()
    }

    fn id(byte: u8) -> SecretId {
        SecretId(uuid::Uuid::from_bytes([byte; 16]))
    }

    #[test]
    fn a_sealed_secret_opens_under_its_own_id_and_key_only() {
        let ring = keyring();
        let sealed = ring.seal(id(1), &SecretString::new("sk-top"), Time::default()).unwrap();
        assert!(!sealed.ciphertext.windows(6).any(|window| window == b"sk-top"));
        assert_eq!(ring.unseal(&sealed).unwrap().expose(), "sk-top");

        let moved = SealedSecret { id: id(2), ..sealed.clone() };
        assert!(matches!(ring.unseal(&moved), Err(KeyError::Tampered)));
        assert!(matches!(keyring().unseal(&sealed), Err(KeyError::OtherKey { .. })));
        let mut flipped = sealed;
        flipped.ciphertext[0] ^= 1;
        assert!(matches!(ring.unseal(&flipped), Err(KeyError::Tampered)));
    }

    #[test]
    fn a_rewrapped_secret_opens_with_the_new_key_only() {
        let (old, new) = (keyring(), keyring());
        let sealed = old.seal(id(1), &SecretString::new("sk-top"), Time::default()).unwrap();
        let rewrapped = old.rewrap(&sealed, &new).unwrap();
        assert_eq!(new.unseal(&rewrapped).unwrap().expose(), "sk-top");
        assert!(matches!(old.unseal(&rewrapped), Err(KeyError::OtherKey { .. })));
    }
}
