//! How long conversations are kept.

use std::time::Duration;

use crate::kind::Span;

section! {
    /// How long conversations are kept after they are no longer wanted.
    ConversationSettings, "conversations";

    /// How long a deleted conversation can be restored.
    bin_keep: Duration = "30d", Span("0s", "3650d");
    /// How long a temporary conversation lives.
    temporary_keep: Duration = "1d", Span("1min", "365d");
}
