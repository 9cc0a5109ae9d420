//! How patient the room is.

use std::time::Duration;

use rustls::pki_types::CertificateDer;

use crate::copilot::CopilotOptions;

/// Time-outs and retries. The door fills it from the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderOptions {
    /// Longest wait for a connection, TLS included.
    pub connect_timeout: Duration,
    /// Longest wait from the call to the first byte of the answer's body.
    pub first_byte_timeout: Duration,
    /// The same for an answer that is wanted in one piece: its first byte comes when all is said.
    pub whole_timeout: Duration,
    /// Longest silence between two chunks of an answer.
    pub chunk_timeout: Duration,
    /// Most attempts after the first, each before the first byte only.
    pub retries: u32,
    /// Wait before the first retry, doubled for each later one, where the vendor names none.
    pub backoff: Duration,
    /// Pause between two words of the demo model.
    pub demo_delay: Duration,
    /// Certificates of authorities that are trusted beside the system's.
    pub extra_roots: Vec<CertificateDer<'static>>,
    /// Where GitHub Copilot's logins and tokens come from; `None` refuses them.
    pub copilot: Option<CopilotOptions>,
}

impl Default for ProviderOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            first_byte_timeout: Duration::from_secs(60),
            whole_timeout: Duration::from_secs(600),
            chunk_timeout: Duration::from_secs(60),
            retries: 2,
            backoff: Duration::from_millis(300),
            demo_delay: Duration::from_millis(15),
            extra_roots: Vec::new(),
            copilot: None,
        }
    }
}
