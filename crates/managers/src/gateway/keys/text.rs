//! The text of a key: the only thing that it is recognised by.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use models::secret::SecretString;

use super::super::authorize::{KEY_PREFIX, hash};
use crate::context::Context;
use crate::error::Result;

/// Random bytes of a key: 43 characters.
const BYTES: usize = 32;
/// Characters that people see.
const HINT_CHARS: usize = 4;

/// A fresh key and what is kept of it.
pub(super) struct KeyText {
    /// Shown once.
    pub(super) secret: SecretString,
    pub(super) hash: [u8; 32],
    pub(super) hint: String,
}

/// Makes a key from the random source.
pub(super) fn fresh(cx: &Context) -> Result<KeyText> {
    Ok(of(cx.random.bytes::<BYTES>()?))
}

fn of(bytes: [u8; BYTES]) -> KeyText {
    let text = format!("{KEY_PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes));
    let hint = text.chars().skip(text.len() - HINT_CHARS).collect();
    KeyText { hash: hash(&text), hint, secret: SecretString::new(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_its_prefix_and_43_characters_of_which_four_are_shown() {
        let text = of([0xFB; BYTES]);
        let shown = text.secret.expose();
        assert_eq!((shown.len(), &shown[..7]), (46, "pk_-_v7"));
        assert!(shown.ends_with(&text.hint) && text.hint.len() == 4);
        assert_eq!(text.hash, hash(shown));
    }
}
