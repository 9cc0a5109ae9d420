//! What users may spend over all of their keys, and what is left of it to them, to their keys and in
//! their workspaces.

use models::api_key::ApiKey;
use models::audit::AuditAction;
use models::ids::UserId;
use models::limits::{Limits, Period, Subject};
use models::page::LIMIT_MAX;
use models::price::Nanos;
use models::time::Time;
use models::user::User;
use models::workspace::Workspace;
use serde_json::json;
use store::Db;
use store::budgets::Counter;

use crate::access::{self, Action, Actor, Resource};
use crate::audit;
use crate::context::Context;
use crate::error::{Error, Noun, Result};

/// What was spent in the period under way, and what may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spending {
    /// How long it lasts.
    pub period: Period,
    /// When the next one begins.
    pub resets_at: Time,
    /// Tokens of prompts and answers of the calls that have ended.
    pub tokens: i64,
    /// Their price.
    pub money: Nanos,
    /// Most tokens.
    pub budget_tokens: Option<i64>,
    /// Most money.
    pub budget_money: Option<Nanos>,
}

/// What is left to a user and to each of his keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remaining {
    /// Over all keys and conversations.
    pub limits: Limits,
    /// By period, the shorter one first.
    pub spending: Vec<Spending>,
    /// Keys that were not revoked, the newest first.
    pub keys: Vec<(ApiKey, Vec<Spending>)>,
    /// Shared workspaces that the user belongs to; what is spent there is all members' together.
    pub workspaces: Vec<(Workspace, Vec<Spending>)>,
}

/// The limits of a user; without any, all are `None`. One's own, and everyone's for admins.
pub async fn limits(cx: &Context, actor: &Actor, user: UserId) -> Result<Limits> {
    let who = actor.clone();
    cx.store
        .read(move |db| {
            account(db, &who, Action::View, user)?;
            Ok::<_, Error>(store::user_limits::find(db, user)?.unwrap_or_default())
        })
        .await
}

/// Sets the limits of a user whose account the actor manages. They count from the next call on.
pub async fn put_limits(cx: &Context, actor: &Actor, user: UserId, limits: Limits) -> Result<Limits> {
    access::check(actor, Action::Change, Resource::Instance)?;
    let wrong = limits.check();
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let who = actor.clone();
    let entry = audit::by(cx, actor, AuditAction::LimitsChanged, user, json!({ "limits": limits }));
    cx.store
        .write(move |db| {
            account(db, &who, Action::Change, user)?;
            if limits == Limits::default() {
                store::user_limits::delete(db, user)?;
            } else {
                store::user_limits::put(db, user, &limits)?;
            }
            store::audit::insert(db, &entry)?;
            Ok::<_, Error>(limits)
        })
        .await
}

/// What is left to a user: one's own, and everyone's for admins.
pub async fn remaining(cx: &Context, actor: &Actor, user: UserId) -> Result<Remaining> {
    let (who, now) = (actor.clone(), cx.now());
    cx.store
        .read(move |db| {
            account(db, &who, Action::View, user)?;
            let limits = store::user_limits::find(db, user)?.unwrap_or_default();
            let spending = spending(db, Subject::User(user), &limits, now)?;
            let all = store::api_keys::list_for(db, Some(user), None, LIMIT_MAX)?.items;
            let mut keys = Vec::new();
            for key in all.into_iter().filter(|key| key.revoked_at.is_none()) {
                let spent = self::spending(db, Subject::Key(key.id), &key.limits, now)?;
                keys.push((key, spent));
            }
            let mut workspaces = Vec::new();
            let all = store::workspaces::list_of(db, user, None, LIMIT_MAX)?.items;
            for (workspace, _) in all.into_iter().filter(|(it, _)| it.private_of.is_none()) {
                let spent = self::spending(db, Subject::Workspace(workspace.id), &workspace.limits, now)?;
                workspaces.push((workspace, spent));
            }
            Ok::<_, Error>(Remaining { limits, spending, keys, workspaces })
        })
        .await
}

fn spending(db: &mut Db, subject: Subject, limits: &Limits, now: Time) -> Result<Vec<Spending>> {
    let one = |period: Period| {
        let start = period.start(now);
        let used = store::budgets::used(db, &Counter { subject, period, period_start: start })?;
        let budget = limits.budgets.iter().find(|budget| budget.period == period);
        Ok(Spending {
            period,
            resets_at: period.end(start),
            tokens: used.tokens,
            money: Nanos(used.nanos),
            budget_tokens: budget.and_then(|budget| budget.tokens),
            budget_money: budget.and_then(|budget| budget.money_nanos).map(Nanos),
        })
    };
    Period::ALL.into_iter().map(one).collect()
}

/// Whether a stranger's account exists is not told to those who may not see it.
fn account(db: &mut Db, actor: &Actor, action: Action, user: UserId) -> Result<User> {
    if user != actor.id() {
        access::check(actor, Action::View, Resource::Instance)?;
    }
    let user = store::users::find(db, user)?.ok_or(Error::NotFound(Noun::User))?;
    access::check(actor, action, Resource::Account(&user))?;
    Ok(user)
}
