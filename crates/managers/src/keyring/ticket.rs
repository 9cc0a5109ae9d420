//! Tickets: what a caller carries for us from one request to the next without being able to read or
//! change it, so that no replica has to remember it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::aead::{Aad, NONCE_LEN, Nonce};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::sealed::{cipher, random};
use super::{KeyError, Keyring};

impl Keyring {
    /// Makes a ticket. `purpose` says what it is for: it opens for nothing else.
    pub(crate) fn ticket<T: Serialize>(&self, purpose: &'static str, content: &T) -> Result<String, KeyError> {
        let nonce: [u8; NONCE_LEN] = random()?;
        let mut bytes = serde_json::to_vec(content).map_err(|_| KeyError::Crypto)?;
        cipher(&self.0.tickets)?
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(purpose.as_bytes()), &mut bytes)
            .map_err(|_| KeyError::Crypto)?;
        Ok(URL_SAFE_NO_PAD.encode([nonce.as_slice(), &bytes].concat()))
    }

    /// Reads a ticket; `None` for one that we did not make for this purpose.
    pub(crate) fn open_ticket<T: DeserializeOwned>(&self, purpose: &'static str, ticket: &str) -> Option<T> {
        let bytes = URL_SAFE_NO_PAD.decode(ticket).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut sealed = sealed.to_vec();
        let cipher = cipher(&self.0.tickets).ok()?;
        let plain = cipher.open_in_place(nonce, Aad::from(purpose.as_bytes()), &mut sealed).ok()?;
        serde_json::from_slice(plain).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyring::MasterKey;

    #[test]
    fn a_ticket_opens_only_here_and_for_its_purpose() {
        let ring = || Keyring::new(&MasterKey::generate().unwrap()).unwrap();
        let (here, there) = (ring(), ring());
        let ticket = here.ticket("a", &7).unwrap();
        assert_eq!(here.open_ticket("a", &ticket), Some(7));
        assert_eq!(here.open_ticket::<i32>("b", &ticket), None);
        assert_eq!(there.open_ticket::<i32>("a", &ticket), None);
        for wrong in ["", "x", &ticket[..ticket.len() - 2], &format!("{ticket}AA")] {
            assert_eq!(here.open_ticket::<i32>("a", wrong), None, "{wrong}");
        }
    }
}
