//! What a connection gets that its maker did not say.

use models::connection::{BaseUrl, ConnectionKind};
use providers::{KINDS, Kind};

use super::copilot;
use crate::context::Context;
use crate::error::{Error, Result};

/// Stands where an address must stand; the demo calls nobody. Reserved by RFC 6761 section 6.4.
const DEMO_BASE_URL: &str = "http://demo.invalid";

/// A kind that can be connected.
#[derive(Debug, Clone, Copy)]
pub struct OnOffer {
    /// What is known about it.
    pub about: Kind,
    /// Whether its key comes from a login with a code.
    pub device_login: bool,
    /// What to know before connecting it.
    pub notice: Option<&'static str>,
}

/// What can be connected here, in the order people see it.
pub fn on_offer(cx: &Context) -> Vec<OnOffer> {
    let offer = |about: Kind| {
        let device_login = has_device_login(about.kind);
        OnOffer { about, device_login, notice: device_login.then_some(copilot::NOTICE) }
    };
    KINDS.into_iter().map(offer).filter(|it| !it.device_login || copilot::enabled(cx)).collect()
}

/// Whether a kind's key comes from a login with a code: nobody types it.
pub(super) fn has_device_login(kind: ConnectionKind) -> bool {
    kind == ConnectionKind::GithubCopilot
}

/// What is known about a kind.
pub(super) fn about(kind: ConnectionKind) -> Result<&'static Kind> {
    let missing = || Error::internal("looking up a kind of connection", kind.as_str());
    KINDS.iter().find(|about| about.kind == kind).ok_or_else(missing)
}

/// The address of a kind that has one, or of the demo.
pub(super) fn default_base_url(kind: ConnectionKind) -> Result<Option<BaseUrl>> {
    let text = match kind {
        ConnectionKind::Demo => Some(DEMO_BASE_URL),
        other => about(other)?.default_base_url,
    };
    Ok(text.map(BaseUrl::parse).transpose()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_but_the_open_one_has_an_address() {
        for kind in ConnectionKind::ALL {
            let has_address = default_base_url(kind).unwrap().is_some();
            assert_eq!(has_address, kind != ConnectionKind::OpenAiCompatible, "{kind:?}");
        }
    }
}
