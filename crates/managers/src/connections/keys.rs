//! The key of a connection: how it is stored and how it is hinted at.

use models::connection::Connection;
use models::ids::SecretId;
use models::invalid::Invalid;
use models::secret::SecretString;
use store::secrets::SealedSecret;

use crate::context::Context;
use crate::error::{Error, Result};

/// Longest key; the longest known vendor's key has some 200 characters.
const KEY_CHARS_MAX: usize = 4000;
/// Keys shorter than this show no hint, which would be too much of them.
const HINTED_KEY_CHARS_MIN: usize = 12;

/// A key ready to be stored.
pub(super) struct Sealed {
    pub(super) secret: SealedSecret,
    pub(super) hint: Option<String>,
}

/// Checks a key: printable ASCII without spaces, since it travels in a header. Blank is no key.
pub(super) fn check(key: Option<SecretString>) -> Result<Option<SecretString>, Invalid> {
    let Some(key) = key else { return Ok(None) };
    let text = key.expose().trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.len() > KEY_CHARS_MAX || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Invalid::new(
            "api_key",
            format!("must have at most {KEY_CHARS_MAX} visible ASCII characters and no spaces"),
        ));
    }
    Ok(Some(SecretString::new(text)))
}

/// Encrypts a key.
pub(super) fn seal(cx: &Context, key: &SecretString) -> Result<Sealed> {
    let secret = cx
        .keyring
        .seal(SecretId(cx.id()), key, cx.now())
        .map_err(|error| Error::internal("sealing a connection's key", error))?;
    Ok(Sealed { secret, hint: hint(key) })
}

/// Puts a key on a connection that is not yet written.
pub(super) fn attach(connection: &mut Connection, sealed: &Sealed) {
    connection.secret_id = Some(sealed.secret.id);
    connection.secret_hint = sealed.hint.clone();
}

fn hint(key: &SecretString) -> Option<String> {
    let text = key.expose();
    let last = text.len().checked_sub(4).filter(|_| text.len() >= HINTED_KEY_CHARS_MIN)?;
    text.get(last..).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_shows_four_characters_of_long_keys_only() {
        assert_eq!(hint(&SecretString::new("sk-12345678-1a2b")).as_deref(), Some("1a2b"));
        assert_eq!(hint(&SecretString::new("short-key")), None);
    }

    #[test]
    fn a_key_that_could_split_a_header_is_refused() {
        for wrong in ["a\r\nX-Evil: 1", "a b", "ключ", &"k".repeat(4001)] {
            assert_eq!(check(Some(SecretString::new(wrong))).unwrap_err().field, "api_key");
        }
        assert!(check(Some(SecretString::new("  "))).unwrap().is_none());
        assert_eq!(check(Some(SecretString::new(" k \n"))).unwrap().unwrap().expose(), "k");
    }
}
