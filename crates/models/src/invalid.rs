//! What is wrong with a value that came from outside.

/// One field that does not hold what it must. The message is a sentence for the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {message}")]
pub struct Invalid {
    /// The field's name as the caller wrote it, with dots for nesting.
    pub field: &'static str,
    /// What is wrong and what is accepted.
    pub message: String,
}

impl Invalid {
    /// Names the field and says what it must be.
    pub fn new(field: &'static str, message: impl Into<String>) -> Self {
        Self { field, message: message.into() }
    }
}

/// Trims, refuses control characters (which could forge log lines or hide text), and checks the
/// length in characters.
pub(crate) fn line(field: &'static str, raw: &str, min: usize, max: usize) -> Result<String, Invalid> {
    let text = raw.trim();
    if text.chars().any(char::is_control) {
        return Err(Invalid::new(field, "must be one line without control characters"));
    }
    let length = text.chars().count();
    if length < min || length > max {
        return Err(Invalid::new(field, format!("must have {min} to {max} characters")));
    }
    Ok(text.to_owned())
}
