//! What the classifier and the planner say of a text, and where `auto` or a name would lead, without
//! a call.

use models::ids::WorkspaceId;
use models::invalid::Invalid;

use super::call::ANSWER_TOKENS;
use super::classify::{self, Classification};
use super::directory;
use super::plan::{self, Plan, Policies, Situation};
use super::route::{self, Facts};
use crate::access::Actor;
use crate::context::Context;
use crate::error::Result;

/// Bytes of one token, roughly.
const BYTES_PER_TOKEN: u64 = 4;

/// A call that is not made.
#[derive(Debug)]
pub struct Trial {
    /// What the caller would write as the model.
    pub model: String,
    /// The prompt.
    pub text: String,
    /// The hour of the day in UTC; now where absent.
    pub hour: Option<u8>,
}

/// Where a call would go.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// What the prompt is about.
    pub classification: Classification,
    /// The rule that chose the alias.
    pub rule: Option<String>,
    /// The alias that was named or chosen.
    pub alias: Option<String>,
    /// The models that would be asked, as `connection/model`, in an order that weights allow.
    pub targets: Vec<String>,
}

/// What a text is about.
pub fn classify(cx: &Context, _: &Actor, text: &str) -> Classification {
    classify::classify(&cx.gateway.hints, text)
}

/// How to go about a text.
pub fn plan(cx: &Context, _: &Actor, text: &str, workspace_path: Option<String>) -> Plan {
    let found = classify::classify(&cx.gateway.hints, text);
    let situation = Situation { workspace_path, ..Situation::default() };
    plan::plan(&found, text, &Policies::of(&cx.settings.gateway), &situation)
}

/// Where the caller's own call would go.
pub async fn decide(cx: &Context, actor: &Actor, trial: Trial) -> Result<Decision> {
    let Trial { model, text, hour } = trial;
    if hour.is_some_and(|hour| hour > 23) {
        return Err(Invalid::new("hour", "must be from 0 to 23").into());
    }
    let snapshot = directory::snapshot(cx).await?;
    let found = classify::classify(&cx.gateway.hints, &text);
    let input_tokens = u64::try_from(text.len()).unwrap_or(u64::MAX).div_ceil(BYTES_PER_TOKEN);
    let facts = Facts {
        user: actor.id(),
        key: None,
        workspace: WorkspaceId::private_of(actor.id()),
        input_tokens,
        answer_tokens: ANSWER_TOKENS,
        hour: hour.unwrap_or_else(|| u8::try_from(chrono::Timelike::hour(&cx.now())).unwrap_or_default()),
        classify: &|| found.clone(),
        lot: 0.0,
    };
    let route = route::route(&snapshot, &model, &facts).map_err(|error| Invalid::new("model", error.message))?;
    Ok(Decision {
        rule: route.rule,
        alias: route.alias.map(|alias| alias.name.as_str().to_owned()),
        targets: route.targets.iter().map(route::RouteTarget::name).collect(),
        classification: found,
    })
}
