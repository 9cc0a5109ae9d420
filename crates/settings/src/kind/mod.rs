//! The kinds of value that a setting may hold: how each is written, checked and shown.

mod amount;
mod network;
mod place;
mod word;

pub(crate) use amount::{Count, Size, Span};
pub(crate) use network::{Address, Hosts, Proxies, PublicUrl};
pub(crate) use place::{DatabaseAddress, Folder, Folders, PlainFile};
pub(crate) use word::{Key32, OneOf, Optional, Prose, Text, Toggle};

/// How text becomes a value.
pub(crate) trait Kind {
    /// What the setting's field holds.
    type Value;

    /// The value that the text stands for; `None` when it is not accepted.
    fn parse(&self, raw: &str) -> Option<Self::Value>;

    /// What is accepted, as the end of the sentence "it takes …".
    fn accepts(&self) -> String;

    /// Whether the value is never shown.
    fn is_secret(&self) -> bool {
        false
    }

    /// The text as it may be shown to an operator.
    fn show(&self, raw: &str) -> String {
        if self.is_secret() && !raw.is_empty() { "***".to_owned() } else { raw.to_owned() }
    }
}
