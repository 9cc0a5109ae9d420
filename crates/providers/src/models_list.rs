//! Which models a vendor offers, and whether Ollama answers on this machine.

use std::time::Duration;

use dialects::Dialect;
use models::connection::{BaseUrl, Model};
use serde::Deserialize;

use crate::Providers;
use crate::endpoint::{Endpoint, Reach};
use crate::error::ProviderError;
use crate::request::Outgoing;
use crate::stream::{vendor, web_page};
use crate::{demo, egress};

/// Most bytes of a list of models; OpenRouter's is the longest, at about one MiB.
const MODELS_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Where Ollama listens when nobody has moved it.
const OLLAMA_ADDRESS: &str = "http://127.0.0.1:11434";
/// Longest wait for Ollama; on one's own machine it answers in a millisecond or not at all.
const OLLAMA_PATIENCE: Duration = Duration::from_millis(300);

#[derive(Deserialize)]
struct OllamaVersion {
    version: String,
}

impl Providers {
    /// Reads the vendor's list of models, in the vendor's order. An open breaker does not hold it
    /// back, since people press "test" to see whether a vendor is well again; a success closes it.
    pub async fn models(&self, endpoint: &Endpoint) -> Result<Vec<Model>, ProviderError> {
        let Some(dialect) = Dialect::of(endpoint.kind) else {
            return Ok(demo::models());
        };
        let patience = self.inner.own_patience();
        let ready = self.inner.ready(endpoint, &patience).await?;
        let request = Outgoing::new(&ready, dialects::models_path(dialect), &[])?;
        let call = self.inner.call(dialect, &request, patience);
        let (body, _) = Box::pin(self.inner.send(&call)).await?;
        self.inner.breaker.forgive(endpoint.connection_id);
        let status = body.status();
        if body.media_type() == "text/html" {
            return Err(web_page(status));
        }
        let bytes = body.whole(MODELS_BYTES_MAX).await?;
        dialects::decode_models(dialect, &bytes).map_err(|error| vendor(status, error, ready.secret.as_ref()))
    }

    /// The address of an Ollama that answers on this machine.
    pub async fn find_ollama(&self) -> Option<BaseUrl> {
        self.find_ollama_at(BaseUrl::parse(OLLAMA_ADDRESS).ok()?).await
    }

    /// The given address, if an Ollama answers there.
    pub async fn find_ollama_at(&self, address: BaseUrl) -> Option<BaseUrl> {
        egress::check_literal(Reach::Anywhere, address.url()).ok()?;
        let (client, _seat) = self.inner.clients.get(Reach::Anywhere, false).ok()?;
        let url = format!("{}/api/version", address.as_str());
        let response = client.get(url).timeout(OLLAMA_PATIENCE).send().await.ok()?;
        let version = response.error_for_status().ok()?.json::<OllamaVersion>().await.ok()?;
        tracing::debug!(version = version.version, "found Ollama");
        Some(address)
    }
}
