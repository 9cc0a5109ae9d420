//! A login by device code: GitHub shows a code, a person enters it in a browser, and we ask until he has.

use std::time::Duration;

use models::chat::VendorErrorKind;
use models::secret::SecretString;
use serde::Deserialize;

use super::{CLIENT_ID, refused};
use crate::Providers;
use crate::endpoint::Reach;
use crate::error::ProviderError;

/// What the app may do: read who logged in. Copilot's tokens need no more.
const SCOPE: &str = "read:user";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
/// Pause between two questions where GitHub names none, RFC 8628 section 3.2.
const INTERVAL_DEFAULT: u64 = 5;
/// What `slow_down` adds to the pause, RFC 8628 section 3.5.
const SLOWER: u64 = 5;

/// A login that a person has to complete.
#[derive(Debug, Clone)]
pub struct DeviceLogin {
    /// What we ask with. Whoever has it gets the login.
    pub device_code: SecretString,
    /// What the person enters.
    pub user_code: String,
    /// Where.
    pub verification_url: String,
    /// How long the codes are good.
    pub expires_in: Duration,
    /// Pause between two questions.
    pub interval: Duration,
}

/// What became of a login.
#[derive(Debug, Clone)]
pub enum DevicePoll {
    /// The person has not entered the code yet; ask again after the pause.
    Pending {
        /// The pause from now on.
        interval: Duration,
    },
    /// The person agreed: the GitHub token.
    Granted(SecretString),
    /// The person refused.
    Denied,
    /// The codes are no longer good.
    Expired,
}

#[derive(Deserialize)]
struct Codes {
    device_code: SecretString,
    user_code: String,
    verification_uri: String,
    expires_in: u64,
    interval: Option<u64>,
}

#[derive(Deserialize)]
struct Token {
    access_token: Option<SecretString>,
    error: Option<String>,
    error_description: Option<String>,
    interval: Option<u64>,
}

impl Providers {
    /// Begins a login to GitHub Copilot.
    pub async fn copilot_login(&self, reach: Reach) -> Result<DeviceLogin, ProviderError> {
        let url = self.inner.copilot()?.github.join("login/device/code");
        let body = serde_json::json!({ "client_id": CLIENT_ID, "scope": SCOPE });
        let answer = self.inner.ask_github(reach, url, |client, url| client.post(url).json(&body)).await?;
        let codes: Codes = answer.read()?;
        Ok(DeviceLogin {
            device_code: codes.device_code,
            user_code: codes.user_code,
            verification_url: codes.verification_uri,
            expires_in: Duration::from_secs(codes.expires_in),
            interval: Duration::from_secs(codes.interval.unwrap_or(INTERVAL_DEFAULT)),
        })
    }

    /// Asks once whether the login was completed. `interval` is the pause so far.
    pub async fn copilot_poll(
        &self,
        reach: Reach,
        device_code: &SecretString,
        interval: Duration,
    ) -> Result<DevicePoll, ProviderError> {
        let url = self.inner.copilot()?.github.join("login/oauth/access_token");
        let body = serde_json::json!({
            "client_id": CLIENT_ID, "device_code": device_code.expose(), "grant_type": GRANT,
        });
        let answer = self.inner.ask_github(reach, url, |client, url| client.post(url).json(&body)).await?;
        let token: Token = answer.read()?;
        if let Some(granted) = token.access_token.filter(|token| !token.is_empty()) {
            return Ok(DevicePoll::Granted(granted));
        }
        match token.error.as_deref() {
            Some("authorization_pending") => Ok(DevicePoll::Pending { interval }),
            Some("slow_down") => {
                let slower = token.interval.map_or(interval + Duration::from_secs(SLOWER), Duration::from_secs);
                Ok(DevicePoll::Pending { interval: slower })
            }
            Some("access_denied") => Ok(DevicePoll::Denied),
            // A code that was used already is as good as one that has expired.
            Some("expired_token" | "incorrect_device_code") => Ok(DevicePoll::Expired),
            Some(other) => {
                let words = token.error_description.unwrap_or_else(|| other.to_owned());
                Err(refused(400, VendorErrorKind::BadRequest, words))
            }
            None => Err(refused(200, VendorErrorKind::Garbage, "GitHub's answer holds neither a token nor a reason.")),
        }
    }
}
