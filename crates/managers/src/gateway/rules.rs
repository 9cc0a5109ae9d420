//! Rules that pick an alias for `auto`: what admins do with them.

use models::alias::AliasName;
use models::audit::AuditAction;
use models::ids::RoutingRuleId;
use models::invalid::Invalid;
use models::routing_rule::{Condition, RoutingRule, RuleName};
use serde_json::json;
use store::{Db, StoreError};

use super::terms;
use crate::access::{self, Action, Actor, Resource};
use crate::audit;
use crate::context::Context;
use crate::error::{Error, Noun, Result};

/// Rules of an instance; each call of `auto` asks them in turn.
const RULES_MAX: usize = 200;
/// Keys that a rule names.
const KEYS_MAX: usize = 200;

/// A rule to make, behind all others.
#[derive(Debug)]
pub struct NewRule {
    /// What people call it.
    pub name: String,
    /// Whether it is asked.
    pub enabled: bool,
    /// When it holds.
    pub when: Condition,
    /// Who answers then.
    pub alias: String,
}

/// What to change; `None` leaves it.
#[derive(Debug)]
pub struct ChangeRule {
    /// Which rule.
    pub id: RoutingRuleId,
    /// What people call it.
    pub name: Option<String>,
    /// Whether it is asked.
    pub enabled: Option<bool>,
    /// When it holds, as a whole.
    pub when: Option<Condition>,
    /// Who answers then.
    pub alias: Option<String>,
}

/// All rules in the order they are asked.
pub async fn list(cx: &Context, actor: &Actor) -> Result<Vec<RoutingRule>> {
    access::check(actor, Action::View, Resource::Instance)?;
    cx.store.read(|db| Ok::<_, Error>(store::routing_rules::list(db)?)).await
}

/// Makes a rule.
pub async fn create(cx: &Context, actor: &Actor, new: NewRule) -> Result<RoutingRule> {
    access::check(actor, Action::Change, Resource::Instance)?;
    let (name, when, alias) = check(cx, Some(&new.name), Some(new.when), Some(&new.alias))?;
    let (Some(name), Some(when), Some(alias)) = (name, when, alias) else {
        return Err(Error::internal("making a routing rule", "a part is missing"));
    };
    let rule = RoutingRule { id: RoutingRuleId(cx.id()), position: 0, name, enabled: new.enabled, when, alias };
    let entry = audit::by(cx, actor, AuditAction::RoutingRuleChanged, rule.id, about(&rule));
    cx.store
        .write(move |db| {
            let all = store::routing_rules::list(db)?;
            if all.len() >= RULES_MAX {
                return Err(Invalid::new("name", format!("must be one of at most {RULES_MAX} rules")).into());
            }
            let position = all.last().map_or(0, |last| last.position.saturating_add(1));
            let rule = RoutingRule { position, ..rule };
            must_exist(db, &rule.alias)?;
            store::routing_rules::insert(db, &rule)?;
            store::audit::insert(db, &entry)?;
            Ok(rule)
        })
        .await
}

/// Changes a rule; its place stays.
pub async fn change(cx: &Context, actor: &Actor, change: ChangeRule) -> Result<RoutingRule> {
    access::check(actor, Action::Change, Resource::Instance)?;
    let ChangeRule { id, name, enabled, when, alias } = change;
    let (name, when, alias) = check(cx, name.as_deref(), when, alias.as_deref())?;
    let entry = audit::by(cx, actor, AuditAction::RoutingRuleChanged, id, json!({}));
    cx.store
        .write(move |db| {
            let all = store::routing_rules::list(db)?;
            let mut rule = all.into_iter().find(|rule| rule.id == id).ok_or(Error::NotFound(Noun::RoutingRule))?;
            if let Some(alias) = alias {
                must_exist(db, &alias)?;
                rule.alias = alias;
            }
            rule.name = name.unwrap_or(rule.name);
            rule.enabled = enabled.unwrap_or(rule.enabled);
            rule.when = when.unwrap_or(rule.when);
            store::routing_rules::update(db, &rule)?;
            store::audit::insert(db, &audit::with(entry, about(&rule)))?;
            Ok(rule)
        })
        .await
}

/// Removes a rule.
pub async fn delete(cx: &Context, actor: &Actor, id: RoutingRuleId) -> Result<()> {
    access::check(actor, Action::Change, Resource::Instance)?;
    let entry = audit::by(cx, actor, AuditAction::RoutingRuleDeleted, id, json!({}));
    cx.store
        .write(move |db| {
            store::routing_rules::delete(db, id).map_err(|error| match error {
                StoreError::NotFound => Error::NotFound(Noun::RoutingRule),
                other => other.into(),
            })?;
            Ok::<_, Error>(store::audit::insert(db, &entry)?)
        })
        .await
}

/// Puts the rules in another order. All of them must be named, so that a rule that another admin
/// made meanwhile does not land somewhere by chance.
pub async fn reorder(cx: &Context, actor: &Actor, ids: Vec<RoutingRuleId>) -> Result<Vec<RoutingRule>> {
    access::check(actor, Action::Change, Resource::Instance)?;
    let entry = audit::by(cx, actor, AuditAction::RoutingRuleChanged, "", json!({ "order": ids }));
    cx.store
        .write(move |db| {
            let mut known: Vec<_> = store::routing_rules::list(db)?.into_iter().map(|rule| rule.id).collect();
            let mut named = ids.clone();
            known.sort();
            named.sort();
            if known != named {
                return Err(Invalid::new("ids", "must name every rule once; read the list again").into());
            }
            store::routing_rules::reorder(db, &ids)?;
            store::audit::insert(db, &entry)?;
            Ok(store::routing_rules::list(db)?)
        })
        .await
}

type Parts = (Option<RuleName>, Option<Condition>, Option<AliasName>);

fn check(cx: &Context, name: Option<&str>, when: Option<Condition>, alias: Option<&str>) -> Result<Parts> {
    let name = name.map(RuleName::parse).transpose();
    let alias = alias.map(AliasName::parse).transpose().map_err(|wrong| Invalid::new("alias", wrong.message));
    let wrong = when.as_ref().map(|when| check_condition(cx, when)).unwrap_or_default();
    match (name, alias) {
        (Ok(name), Ok(alias)) if wrong.is_empty() => Ok((name, when, alias)),
        (name, alias) => Err(Error::Invalid([name.err(), alias.err()].into_iter().flatten().chain(wrong).collect())),
    }
}

fn check_condition(cx: &Context, when: &Condition) -> Vec<Invalid> {
    let mut wrong = when.check();
    wrong.extend(terms::task_types(cx, "when.task_types", &when.task_types));
    wrong.extend(terms::complexities("when.complexities", &when.complexities));
    if when.workspace_ids.len() > KEYS_MAX {
        wrong.push(Invalid::new("when.workspace_ids", format!("must have at most {KEYS_MAX} workspaces")));
    }
    if when.key_ids.len() > KEYS_MAX {
        wrong.push(Invalid::new("when.key_ids", format!("must have at most {KEYS_MAX} keys")));
    }
    wrong
}

fn must_exist(db: &mut Db, alias: &AliasName) -> Result<()> {
    match store::aliases::find_by_name(db, alias)? {
        Some(_) => Ok(()),
        None => Err(Invalid::new("alias", "must be the name of an alias").into()),
    }
}

fn about(rule: &RoutingRule) -> serde_json::Value {
    json!({ "name": rule.name.as_str(), "alias": rule.alias.as_str(), "enabled": rule.enabled, "when": rule.when })
}
