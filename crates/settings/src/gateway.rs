//! The model gateway.

use std::path::PathBuf;
use std::time::Duration;

use serde::de::DeserializeOwned;
use url::Url;

use crate::kind::{Count, Hosts, Optional, PlainFile, Prose, PublicUrl, Size, Span, Toggle};
use crate::{SettingsError, file};

section! {
    /// The model gateway: `/v1`, through which other programs reach every model with one of our keys.
    GatewaySettings, "gateway";

    /// Whether `/v1` is served.
    enabled: bool = "true", Toggle;
    /// Whether Ollama's own API (`/api/chat`, `/api/generate`, `/api/tags` and so on) is served too.
    ollama_api: bool = "false", Toggle;
    /// Instructions put before those of every call. Callers cannot remove them.
    preamble: String = "", Prose;
    /// Largest body of a call.
    body_bytes_max: usize = "64MiB", Size("1KiB", "1GiB");
    /// Time from a call to the first token of the answer.
    first_token_timeout: Duration = "120s", Span("10ms", "1h");
    /// Time between two pieces of an answer.
    chunk_timeout: Duration = "120s", Span("10ms", "1h");
    /// Longest time for a whole call, its retries included.
    total_timeout: Duration = "30min", Span("10ms", "1d");
    /// How often a call is tried again at the same target before its first token has come.
    retries: u32 = "2", Count(0_u32, 10);
    /// Longest wait for a turn at a connection that takes only so many calls at once.
    queue_wait: Duration = "2min", Span("10ms", "1h");
    /// How long the ledger of calls is kept.
    ledger_keep: Duration = "400d", Span("1d", "3650d");
    /// How long answers of `/v1/responses` are kept for later calls to go on from.
    responses_keep: Duration = "30d", Span("1h", "3650d");
    /// File with hint tables for the classifier, in JSON (`.json`) or TOML. A table that it leaves out stays as
    /// it is built in.
    hints_file: Option<PathBuf> = "", Optional(PlainFile);
    /// Hosts whose pages a plan calls allowlisted, subdomains included.
    allowlisted_hosts: Vec<String> = "", Hosts;
    /// Whether calls that would go to the `deep` alias need an approval. Where nobody can give it they are refused.
    require_approval_for_deep: bool = "false", Toggle;
    /// Whether calls that need documentation from outside need an approval.
    require_approval_for_external_docs: bool = "false", Toggle;
    /// Whether calls that speak of reading a whole repository need an approval.
    require_approval_for_large_scans: bool = "false", Toggle;
    /// Whether users may log in to GitHub Copilot and call its models. GitHub documents no API for programs like
    /// this one: read the terms of your plan before you turn it on.
    github_copilot: bool = "false", Toggle;
    /// Where people log in to GitHub; another address for GitHub Enterprise.
    github_url: Url = "https://github.com", PublicUrl;
    /// GitHub's API, which gives the tokens for Copilot.
    github_api_url: Url = "https://api.github.com", PublicUrl;
}

impl GatewaySettings {
    /// The content of `gateway.hints_file`; `None` where no file is named. The reader says what the file may
    /// hold, since this room does not know what hints are.
    pub fn read_hints<T: DeserializeOwned>(&self) -> Result<Option<T>, SettingsError> {
        self.hints_file.as_deref().map(file::read_data).transpose()
    }
}
