//! The token of Copilot's API: exchanged for the GitHub token, kept in memory, renewed before it ends.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use models::chat::VendorErrorKind;
use models::connection::{BaseUrl, ConnectionKind};
use models::ids::ConnectionId;
use models::secret::SecretString;
use reqwest::header::{AUTHORIZATION, HeaderValue};
use serde::Deserialize;
use tokio::time::timeout_at;

use super::refused;
use crate::endpoint::Endpoint;
use crate::error::ProviderError;
use crate::patience::Patience;
use crate::request::redact;
use crate::{Inner, Providers};

/// How long before its end a token is renewed, so that a call that begins then does not outlive it.
const MARGIN: Duration = Duration::from_secs(120);
/// Pause after a renewal that failed while the old token is still good.
const RETRY: Duration = Duration::from_secs(30);
/// Longest life of a token that is believed.
const LIFE_MAX: Duration = Duration::from_secs(24 * 3600);
/// How long a token is trusted whose answer does not say when to renew it.
const TRUST: Duration = Duration::from_secs(10 * 60);

/// The tokens of all connections.
#[derive(Default)]
pub(crate) struct Tokens(Mutex<HashMap<ConnectionId, Arc<Place>>>);

/// The place of one connection's token. Its lock is held during an exchange: there is one at a time.
type Place = tokio::sync::Mutex<Option<Held>>;

#[derive(Clone)]
struct Held {
    /// What it was exchanged for: another login has another token.
    github: SecretString,
    token: SecretString,
    base_url: BaseUrl,
    renew_at: Instant,
    ends_at: Instant,
    expires_at: i64,
}

#[derive(Deserialize)]
struct Exchanged {
    token: SecretString,
    /// Seconds since 1970.
    expires_at: i64,
    /// Seconds after which GitHub wants to be asked again.
    refresh_in: Option<u64>,
    endpoints: Option<Endpoints>,
}

#[derive(Deserialize)]
struct Endpoints {
    api: Option<String>,
}

impl Providers {
    /// Exchanges the GitHub token of a connection, or takes what was exchanged before. Returns when
    /// the token ends, in seconds since 1970.
    pub async fn copilot_check(&self, endpoint: &Endpoint) -> Result<i64, ProviderError> {
        self.inner.copilot_token(endpoint).await.map(|held| held.expires_at)
    }
}

impl Inner {
    /// The endpoint that is really called. Of all kinds but Copilot it is the one given. The exchange is a part of the
    /// call: its first byte is not waited for longer because of it.
    pub(crate) async fn ready<'a>(
        &self,
        endpoint: &'a Endpoint,
        patience: &Patience,
    ) -> Result<Cow<'a, Endpoint>, ProviderError> {
        if endpoint.kind != ConnectionKind::GithubCopilot {
            return Ok(Cow::Borrowed(endpoint));
        }
        let exchanged = timeout_at(patience.first_byte_deadline(), Box::pin(self.copilot_token(endpoint))).await;
        let Held { base_url, token, .. } = exchanged.map_err(|_| patience.late())??;
        Ok(Cow::Owned(Endpoint { base_url, secret: Some(token), ..endpoint.clone() }))
    }

    /// Forgets a token that Copilot's API refused, so that the next call exchanges anew.
    pub(crate) fn refused_by_copilot(&self, endpoint: &Endpoint) {
        if endpoint.kind == ConnectionKind::GithubCopilot {
            self.tokens.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&endpoint.connection_id);
        }
    }

    async fn copilot_token(&self, endpoint: &Endpoint) -> Result<Held, ProviderError> {
        self.copilot()?;
        let github = endpoint.secret.clone().ok_or(ProviderError::UnusableSecret)?;
        let place = {
            let mut all = self.tokens.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(endpoint.connection_id).or_default())
        };
        let mut held = place.lock().await;
        let now = (self.clock)();
        let known = held.take_if(|it| it.github.expose() != github.expose() || it.ends_at <= now);
        drop(known);
        if let Some(held) = held.as_ref().filter(|it| now < it.renew_at) {
            return Ok(held.clone());
        }
        match (self.exchange(endpoint, github).await, held.as_mut()) {
            (Ok(new), _) => Ok(held.insert(new).clone()),
            (Err(error), Some(old)) => {
                tracing::warn!(%error, "a Copilot token was not renewed; the old one is used as long as it lasts");
                old.renew_at = now + RETRY;
                Ok(old.clone())
            }
            (Err(error), None) => Err(error),
        }
    }

    async fn exchange(&self, endpoint: &Endpoint, github: SecretString) -> Result<Held, ProviderError> {
        let url = self.copilot()?.github_api.join("copilot_internal/v2/token");
        let key = format!("token {}", github.expose());
        let mut key = HeaderValue::try_from(key).map_err(|_| ProviderError::UnusableSecret)?;
        key.set_sensitive(true);
        let fill =
            |client: &reqwest::Client, url| client.get(url).headers(super::headers(&[])).header(AUTHORIZATION, key);
        let (asked_at, secret) = ((self.clock)(), endpoint.secret.as_ref());
        let answer = self.ask_github(endpoint.reach, url, fill).await.map_err(|error| match error {
            ProviderError::Vendor { status, error, retry_after, body } => {
                ProviderError::Vendor { status, error: redact(error, secret), retry_after, body }
            }
            other => other,
        })?;
        let Exchanged { token, expires_at, refresh_in, endpoints } = answer.read()?;
        let seconds = |now: i64| u64::try_from(expires_at.saturating_sub(now)).unwrap_or(0);
        let left = answer.at.map(|now| Duration::from_secs(seconds(now)).min(LIFE_MAX));
        let wanted = refresh_in.map(|after| Duration::from_secs(after).min(LIFE_MAX));
        let ends_in = left.or(wanted).unwrap_or(TRUST);
        let renew_in = wanted.unwrap_or(TRUST).min(ends_in.saturating_sub(MARGIN));
        let base_url = match endpoints.and_then(|endpoints| endpoints.api) {
            Some(api) => self.api_address(&api)?,
            None => endpoint.base_url.clone(),
        };
        let (renew_at, ends_at) = (asked_at + renew_in, asked_at + ends_in);
        Ok(Held { github, token, base_url, renew_at, ends_at, expires_at })
    }

    /// The address that came with a token. A token does not travel in clear where GitHub itself is asked
    /// in secret.
    fn api_address(&self, text: &str) -> Result<BaseUrl, ProviderError> {
        let wrong = || refused(200, VendorErrorKind::Garbage, "GitHub named an address that cannot be called.");
        let address = BaseUrl::parse(text).map_err(|_| wrong())?;
        let same = address.url().scheme() == self.copilot()?.github_api.scheme();
        if same || address.url().scheme() == "https" { Ok(address) } else { Err(wrong()) }
    }
}
