//! From the model that a caller names to the targets that may answer, in the order in which they are
//! asked. Pure.

use std::sync::Arc;

use models::alias::ModelAlias;
use models::gateway_error::{GatewayError, GatewayErrorKind};
use models::ids::{ApiKeyId, UserId, WorkspaceId};
use models::price::Nanos;
use models::routing_rule::RoutingRule;
use models::run::Usage;

use super::classify::Classification;
use super::directory::{Line, Snapshot};

/// The name under which the classifier chooses an alias.
pub(super) const AUTO: &str = "auto";
/// Choices that an error lists at most.
const CHOICES_MAX: usize = 12;

/// What a route depends on beside the name.
pub(super) struct Facts<'a> {
    /// Who calls.
    pub(super) user: UserId,
    /// With which key.
    pub(super) key: Option<ApiKeyId>,
    /// What the call belongs to.
    pub(super) workspace: WorkspaceId,
    /// Estimated tokens of the prompt.
    pub(super) input_tokens: u64,
    /// Tokens of the answer that are held of budgets.
    pub(super) answer_tokens: u64,
    /// Hour of the day in UTC.
    pub(super) hour: u8,
    /// What the text is about; asked only where a rule or a target wants to know.
    pub(super) classify: &'a dyn Fn() -> Classification,
    /// A number below one, for weights.
    pub(super) lot: f64,
}

/// Where a call may go.
pub(super) struct Route {
    /// The alias that was asked for or chosen.
    pub(super) alias: Option<Arc<ModelAlias>>,
    /// At least one.
    pub(super) targets: Vec<RouteTarget>,
    /// What the text is about, where that was asked.
    pub(super) classification: Option<Classification>,
    /// The rule that chose the alias.
    pub(super) rule: Option<String>,
}

/// A model of a connection.
#[derive(Clone)]
pub(super) struct RouteTarget {
    pub(super) line: Arc<Line>,
    pub(super) model: String,
}

impl RouteTarget {
    /// `connection/model`.
    pub(super) fn name(&self) -> String {
        format!("{}/{}", self.line.slug, self.model)
    }
}

/// Finds the targets of a name: `auto`, an alias, `connection/model`, or a model's bare id.
pub(super) fn route(snapshot: &Snapshot, asked: &str, facts: &Facts<'_>) -> Result<Route, GatewayError> {
    if asked == AUTO {
        return automatic(snapshot, facts);
    }
    if let Some(alias) = snapshot.aliases.get(asked) {
        return of_alias(snapshot, alias, facts, None, None);
    }
    if let Some(target) = qualified(snapshot, asked, facts.user) {
        return Ok(Route { alias: None, targets: vec![target], classification: None, rule: None });
    }
    let target = bare(snapshot, asked, facts.user)?;
    Ok(Route { alias: None, targets: vec![target], classification: None, rule: None })
}

fn automatic(snapshot: &Snapshot, facts: &Facts<'_>) -> Result<Route, GatewayError> {
    let found = (facts.classify)();
    let rule = snapshot.rules.iter().find(|rule| {
        let when = &rule.when;
        let one_of = |list: &[String], word: &str| list.is_empty() || list.iter().any(|it| it == word);
        one_of(&when.task_types, found.task_type.as_str())
            && one_of(&when.complexities, found.complexity.as_str())
            && when.min_input_tokens.is_none_or(|least| facts.input_tokens >= least)
            && when.max_input_tokens.is_none_or(|most| facts.input_tokens <= most)
            && (when.key_ids.is_empty() || facts.key.is_some_and(|key| when.key_ids.contains(&key)))
            && (when.workspace_ids.is_empty() || when.workspace_ids.contains(&facts.workspace))
            && when.hours.is_none_or(|(from, to)| in_hours(facts.hour, from, to))
            && when.max_cost_nanos.is_none_or(|most| costs_at_most(snapshot, rule, facts, &found, Nanos(most)))
    });
    let wanted = rule.map_or(found.recommended_alias.as_str(), |rule| rule.alias.as_str());
    let alias = snapshot.aliases.get(wanted).or_else(|| snapshot.aliases.get("default")).ok_or_else(|| {
        not_found(format!("`auto` chose the alias `{wanted}`, which does not exist. Create it, or name a model."))
    })?;
    let rule = rule.map(|rule| rule.name.as_str().to_owned());
    of_alias(snapshot, alias, facts, Some(found), rule)
}

/// Whether the call costs at most so much with a rule's alias. An alias that takes no such call costs nothing; it is
/// chosen, and the refusal says why.
fn costs_at_most(
    snapshot: &Snapshot,
    rule: &RoutingRule,
    facts: &Facts<'_>,
    found: &Classification,
    most: Nanos,
) -> bool {
    let Some(alias) = snapshot.aliases.get(rule.alias.as_str()) else { return true };
    let route = of_alias(snapshot, alias, facts, Some(found.clone()), None);
    route.map_or(true, |route| dearest(snapshot, &route.targets, facts.input_tokens, facts.answer_tokens) <= most)
}

/// What a call may cost: at the target where it costs most.
pub(super) fn dearest(snapshot: &Snapshot, targets: &[RouteTarget], input_tokens: u64, output_tokens: u64) -> Nanos {
    let usage = Usage { input_tokens, output_tokens, ..Usage::default() };
    let prices = targets.iter().filter_map(|target| snapshot.price(&target.line, &target.model));
    prices.map(|price| price.at(input_tokens).cost(&usage)).max().unwrap_or(Nanos::ZERO)
}

/// From an hour up to another one, over midnight where the second is the smaller.
fn in_hours(hour: u8, from: u8, to: u8) -> bool {
    if from <= to { (from..to).contains(&hour) } else { hour >= from || hour < to }
}

fn of_alias(
    snapshot: &Snapshot,
    alias: &Arc<ModelAlias>,
    facts: &Facts<'_>,
    known: Option<Classification>,
    rule: Option<String>,
) -> Result<Route, GatewayError> {
    let mut classification = known;
    let mut targets = Vec::with_capacity(alias.targets.len());
    let mut weights = Vec::with_capacity(alias.targets.len());
    for target in &alias.targets {
        let Some(line) = snapshot.lines.get(&target.connection_id) else { continue };
        if line.connection.owner_id.is_some_and(|owner| owner != facts.user)
            || target.max_input_tokens.is_some_and(|most| facts.input_tokens > most)
        {
            continue;
        }
        if !target.task_types.is_empty() {
            let found = classification.get_or_insert_with(|| (facts.classify)());
            if !target.task_types.iter().any(|it| *it == found.task_type.as_str()) {
                continue;
            }
        }
        targets.push(RouteTarget { line: Arc::clone(line), model: target.model.clone() });
        weights.push(target.weight);
    }
    if targets.is_empty() {
        let name = alias.name.as_str();
        return Err(not_found(format!(
            "No target of the alias `{name}` takes this call: its connections are disabled, or none fits the prompt."
        )));
    }
    if let Some(first) = draw(&weights, facts.lot) {
        let first = targets.remove(first);
        targets.insert(0, first);
    }
    Ok(Route { alias: Some(Arc::clone(alias)), targets, classification, rule })
}

/// Which of the weighted targets is asked first; `None` where none has a weight, so that the order decides.
fn draw(weights: &[u32], lot: f64) -> Option<usize> {
    let total: u64 = weights.iter().map(|&weight| u64::from(weight)).sum();
    let mut left = lot * total as f64;
    for (place, &weight) in weights.iter().enumerate() {
        if weight > 0 && left < f64::from(weight) {
            return Some(place);
        }
        left -= f64::from(weight);
    }
    None
}

/// `connection/model`, where the connection is called by its name's slug or by its id. Model ids hold
/// slashes themselves, so that a first part that is no connection is no mistake.
fn qualified(snapshot: &Snapshot, asked: &str, user: UserId) -> Option<RouteTarget> {
    let (name, model) = asked.split_once('/')?;
    let named = |line: &&&Arc<Line>| line.slug == name.to_lowercase() || line.connection.id.to_string() == name;
    let visible = snapshot.visible(user);
    let mut lines = visible.iter().filter(named);
    let line = lines.clone().find(|line| line.model(model).is_some()).or_else(|| lines.next())?;
    Some(RouteTarget { line: Arc::clone(line), model: model.to_owned() })
}

/// A model's bare id. One's own connection comes before the system's; among equals the caller decides.
fn bare(snapshot: &Snapshot, asked: &str, user: UserId) -> Result<RouteTarget, GatewayError> {
    let visible = snapshot.visible(user);
    let offering: Vec<_> = visible.iter().filter(|line| line.model(asked).is_some()).collect();
    let own = offering.iter().filter(|line| line.connection.owner_id.is_some()).count();
    let candidates = if own > 0 { &offering[..own] } else { &offering[..] };
    match candidates {
        [] => Err(not_found(format!(
            "The model `{asked}` does not exist, or you have no access to it. GET /v1/models lists the models."
        ))),
        [line] => Ok(RouteTarget { line: Arc::clone(line), model: asked.to_owned() }),
        several => {
            let names: Vec<String> =
                several.iter().take(CHOICES_MAX).map(|line| format!("`{}/{asked}`", line.slug)).collect();
            let message = format!("Several connections offer `{asked}`. Name one of: {}.", names.join(", "));
            let error = GatewayError::new(GatewayErrorKind::InvalidRequest, message);
            Err(error.with_code("model_ambiguous").with_param("model"))
        }
    }
}

fn not_found(message: String) -> GatewayError {
    GatewayError::new(GatewayErrorKind::NotFound, message).with_code("model_not_found").with_param("model")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lot_falls_in_proportion_to_the_weights() {
        for (weights, lot, expected) in [
            (&[0, 0][..], 0.5, None),
            (&[], 0.5, None),
            (&[1, 3], 0.0, Some(0)),
            (&[1, 3], 0.24, Some(0)),
            (&[1, 3], 0.25, Some(1)),
            (&[1, 3], 0.99, Some(1)),
            (&[0, 1], 0.0, Some(1)),
        ] {
            assert_eq!(draw(weights, lot), expected, "{weights:?} {lot}");
        }
    }

    #[test]
    fn hours_may_pass_midnight() {
        assert!(in_hours(9, 9, 17) && !in_hours(17, 9, 17) && in_hours(23, 22, 6) && in_hours(5, 22, 6));
        assert!(!in_hours(6, 22, 6) && !in_hours(3, 3, 3));
    }
}
