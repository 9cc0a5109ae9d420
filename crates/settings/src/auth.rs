//! Logins and passwords.

use std::time::Duration;

use crate::kind::{Count, Span};

section! {
    /// How long logins last, how often one may be tried, and what a password hash costs.
    AuthSettings, "auth";

    /// Life of an access token.
    access_token_ttl: Duration = "15min", Span("10s", "1d");
    /// Life of a login that is not used.
    refresh_token_ttl: Duration = "30d", Span("1min", "365d");
    /// Failed logins that one account may have in `auth.login_attempts_window`.
    login_attempts_per_account: u32 = "10", Count(1_u32, 1_000_000);
    /// Failed logins that one network address may have in `auth.login_attempts_window`.
    login_attempts_per_address: u32 = "30", Count(1_u32, 1_000_000);
    /// Time over which failed logins are counted.
    login_attempts_window: Duration = "15min", Span("1s", "1d");
    /// Memory of one Argon2id hash, in KiB.
    argon2_memory_kib: u32 = "19456", Count(64_u32, 4_194_304);
    /// Passes of one Argon2id hash.
    argon2_passes: u32 = "2", Count(1_u32, 100);
}
