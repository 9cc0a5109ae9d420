//! Calls that a person would have to approve. Nobody can answer a program's question, so they are refused.

use models::gateway_error::{GatewayError, GatewayErrorKind};

use super::ask::Ask;
use super::classify;
use super::plan::{self, Decision, Policies};
use crate::context::Context;

/// The alias of the dearest models.
const DEEP: &str = "deep";

/// Refuses what the operator's policies keep for people: by the alias that was named or chosen, and by
/// what the text asks for.
pub(super) fn check(cx: &Context, ask: &Ask, alias: Option<&str>) -> Result<(), GatewayError> {
    let settings = &cx.settings.gateway;
    let is_deep = settings.require_approval_for_deep && alias == Some(DEEP);
    let reads_text = settings.require_approval_for_external_docs || settings.require_approval_for_large_scans;
    let decision = if is_deep {
        Some(Decision::DeepModelRoute)
    } else if reads_text {
        // Which alias the classifier would choose does not matter: this call has its own.
        let policies = Policies { require_approval_for_deep: false, ..Policies::of(settings) };
        let text = ask.text();
        let classification = classify::classify(&cx.gateway.hints, &text);
        plan::required_decisions(&classification, &text, &policies).into_iter().next()
    } else {
        None
    };
    let Some(decision) = decision else { return Ok(()) };
    let about = match decision {
        Decision::DeepModelRoute => "Calls of the alias `deep`",
        Decision::ExternalDocs => "Calls that need documentation from outside",
        Decision::LargeRepoScan => "Calls that speak of reading a whole repository",
    };
    let message = format!("{about} need an approval here, and nobody can be asked.");
    Err(GatewayError::new(GatewayErrorKind::Permission, message).with_code("approval_required"))
}
