//! Switches, choices, text and keys.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use models::secret::SecretString;

use super::Kind;

/// True or false.
pub(crate) struct Toggle;

impl Kind for Toggle {
    type Value = bool;

    fn parse(&self, raw: &str) -> Option<bool> {
        match raw {
            "true" | "1" | "yes" | "on" => Some(true),
            "false" | "0" | "no" | "off" => Some(false),
            _ => None,
        }
    }

    fn accepts(&self) -> String {
        "`true` or `false`".to_owned()
    }
}

/// Text that is not empty.
pub(crate) struct Text(pub(crate) &'static str);

impl Kind for Text {
    type Value = String;

    fn parse(&self, raw: &str) -> Option<String> {
        (!raw.is_empty() && !raw.chars().any(char::is_control)).then(|| raw.to_owned())
    }

    fn accepts(&self) -> String {
        self.0.to_owned()
    }
}

/// Text for a model: it may have lines, and it may be empty.
pub(crate) struct Prose;

/// Most characters of such a text.
const PROSE_MAX: usize = 100_000;

impl Kind for Prose {
    type Value = String;

    fn parse(&self, raw: &str) -> Option<String> {
        let readable = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
        (raw.chars().all(readable) && raw.chars().count() <= PROSE_MAX).then(|| raw.to_owned())
    }

    fn accepts(&self) -> String {
        format!("text of up to {PROSE_MAX} characters, in as many lines as it needs")
    }

    /// On one line, as every setting is listed.
    fn show(&self, raw: &str) -> String {
        raw.replace('\n', "\\n").replace('\r', "\\r")
    }
}

/// One of a closed set of words, each with what it stands for.
pub(crate) struct OneOf<T: 'static>(pub(crate) &'static [(&'static str, T)]);

impl<T: Copy> Kind for OneOf<T> {
    type Value = T;

    fn parse(&self, raw: &str) -> Option<T> {
        self.0.iter().find(|(word, _)| *word == raw).map(|(_, value)| *value)
    }

    fn accepts(&self) -> String {
        let words: Vec<String> = self.0.iter().map(|(word, _)| format!("`{word}`")).collect();
        format!("one of {}", words.join(", "))
    }
}

/// 32 bytes in base64. The text is kept as it is; its reader decodes it again.
pub(crate) struct Key32;

impl Kind for Key32 {
    type Value = SecretString;

    fn parse(&self, raw: &str) -> Option<SecretString> {
        let bytes = STANDARD.decode(raw).ok()?;
        (bytes.len() == 32).then(|| SecretString::new(raw))
    }

    fn accepts(&self) -> String {
        "32 bytes in base64, such as `openssl rand -base64 32` prints".to_owned()
    }

    fn is_secret(&self) -> bool {
        true
    }
}

/// A value that may be left empty.
pub(crate) struct Optional<K>(pub(crate) K);

impl<K: Kind> Kind for Optional<K> {
    type Value = Option<K::Value>;

    fn parse(&self, raw: &str) -> Option<Self::Value> {
        if raw.is_empty() { Some(None) } else { self.0.parse(raw).map(Some) }
    }

    fn accepts(&self) -> String {
        self.0.accepts()
    }

    fn is_secret(&self) -> bool {
        self.0.is_secret()
    }

    fn show(&self, raw: &str) -> String {
        self.0.show(raw)
    }
}
