//! Calls that belong to a workspace: its limits, its budgets, its rules and its line in the ledger.

use models::ids::{RoutingRuleId, WorkspaceId};
use models::limits::{Period, Subject};
use models::routing_rule::{Condition, RoutingRule, RuleName};
use reqwest::Method;
use serde_json::{Value, json};
use store::budgets::{Counter, Spent};
use testing::vendor::{Script, Step};
use testing::{Client, Database, TestApp, on_both_databases};

use crate::support::*;

async fn at_noon(database: Database) -> TestApp {
    let noon = "2026-11-21T12:00:10Z".parse().unwrap();
    TestApp::builder(database).clock_at(noon).setting("gateway.retries", "0").start().await
}

/// A workspace of the owner with these limits, and a member of it.
async fn team(app: &TestApp, limits: Value) -> (String, Client) {
    let (owner, mia) = (app.owner().await, app.member("mia").await);
    let team = owner.post("workspaces", json!({ "name": "Team" })).await.with(201);
    let id = team["id"].as_str().unwrap().to_owned();
    let member = format!("workspaces/{id}/members/{}", mia.user_id());
    owner.send(owner.request(Method::PUT, &member).json(&json!({ "role": "member" }))).await.ok();
    owner.send(owner.request(Method::PUT, &format!("workspaces/{id}/limits")).json(&limits)).await.ok();
    (id, mia)
}

fn small(words: &str) -> Value {
    with(ask("scripted-large", words), json!({ "max_tokens": 5 }))
}

fn workspace(id: &str) -> WorkspaceId {
    id.parse().unwrap()
}

async fn spent(app: &TestApp, subject: Subject) -> Spent {
    let start = Period::Day.start(app.context().now());
    app.context()
        .store
        .read(move |db| store::budgets::used(db, &Counter { subject, period: Period::Day, period_start: start }))
        .await
        .unwrap()
}

on_both_databases! {
    async fn a_workspaces_limits_hold_for_all_keys_that_belong_to_it(database: Database) {
        let app = at_noon(database).await;
        let _vendor = vendor(&app, "One").await;
        let (id, mia) = team(&app, json!({ "requests_per_minute": 2 })).await;
        let fields = json!({ "workspace_id": id });
        let (hers, ours) = (Program::of(&app, &mia, fields.clone()).await, Program::with(&app, fields).await);
        hers.post(CHAT, &small("hi")).await.ok();
        let second = ours.post(CHAT, &small("hi")).await;
        assert_eq!((second.status, second.header("x-ratelimit-remaining-requests")), (200, "0"));
        for program in [&hers, &ours] {
            let refused = program.post(CHAT, &small("hi")).await;
            openai_error(&refused, 429);
            assert!(refused.text().contains("This workspace may use 2 requests a minute"), "{}", refused.text());
        }
        // What does not belong to it is not concerned.
        Program::of(&app, &mia, json!({})).await.post(CHAT, &small("hi")).await.ok();
    }

    async fn a_workspaces_budget_is_reserved_and_settled(database: Database) {
        let app = at_noon(database).await;
        let (vendor, _) = vendor(&app, "One").await;
        let (id, mia) = team(&app, json!({ "budgets": [{ "period": "day", "tokens": 100 }] })).await;
        let program = Program::of(&app, &mia, json!({ "workspace_id": id })).await;
        let costs = |input, output| Script::steps([Step::usage(input, output), Step::text("a"), Step::finish()]);
        vendor.script(costs(60, 35));
        program.post(CHAT, &small("hi")).await.ok();
        Program::of(&app, &mia, json!({})).await.post(CHAT, &small("hi")).await.ok();
        let entries = entries(&app, 2).await;
        let belongs: Vec<_> = entries.iter().map(|it| it.workspace_id.unwrap().to_string()).collect();
        assert_eq!(belongs, [id.clone(), mia.user_id().to_owned()]);
        assert_eq!(spent(&app, Subject::Workspace(workspace(&id))).await.tokens, 95);
        assert_eq!(spent(&app, Subject::Workspace(workspace(mia.user_id()))).await, Spent::default(), "the user counts");
        let refused = program.post(CHAT, &small("some more words")).await;
        assert_eq!(openai_error(&refused, 429).1.as_deref(), Some("insufficient_quota"));
        assert!(refused.text().contains("This workspace has used up the budget of this day."), "{}", refused.text());

        let left = mia.get("usage/remaining").await.ok();
        let team = &left["workspaces"][0];
        assert_eq!((&team["id"], &team["name"]), (&json!(id), &json!("Team")));
        let day = json!({
            "period": "day", "resets_at": "2026-11-22T00:00:00Z", "used_tokens": 95,
            "used_usd": team["spending"][0]["used_usd"], "budget_tokens": 100, "budget_usd": null,
        });
        assert_eq!(team["spending"][0], day);

        let owner = app.owner().await;
        let sums = owner.get(&format!("usage/summary?all=true&group=workspace&workspace_id={id}")).await.ok();
        let row = &sums["items"][0];
        assert_eq!((&row["key"], &row["name"], &row["calls"]), (&json!(id), &json!("Team"), &json!(1)));
        assert_eq!(sums["items"].as_array().unwrap().len(), 1);
    }

    async fn a_member_who_is_taken_out_calls_no_more(database: Database) {
        let app = at_noon(database).await;
        let _vendor = vendor(&app, "One").await;
        let (id, mia) = team(&app, json!({})).await;
        let program = Program::of(&app, &mia, json!({ "workspace_id": id })).await;
        program.post(CHAT, &small("hi")).await.ok();
        app.owner().await.delete(&format!("workspaces/{id}/members/{}", mia.user_id())).await.with(204);
        openai_error(&program.post(CHAT, &small("hi")).await, 401);
    }

    async fn a_rule_may_ask_for_the_workspace(database: Database) {
        let app = at_noon(database).await;
        let (_vendor, connection) = vendor(&app, "One").await;
        for name in ["default", "own"] {
            alias(&app, name, false, vec![target(connection, &format!("model-{name}"))]).await;
        }
        let (id, mia) = team(&app, json!({})).await;
        let when = Condition { workspace_ids: vec![workspace(&id)], ..Condition::default() };
        let rule = RoutingRule {
            id: RoutingRuleId(app.context().id()),
            position: 0,
            name: RuleName::parse("team").unwrap(),
            enabled: true,
            when,
            alias: models::alias::AliasName::parse("own").unwrap(),
        };
        app.context().store.write(move |db| store::routing_rules::insert(db, &rule)).await.unwrap();
        let chosen = async |fields: Value| {
            let program = Program::of(&app, &mia, fields).await;
            program.post(CHAT, &ask("auto", "hello")).await.header("x-pallium-rule").to_owned()
        };
        assert_eq!(chosen(json!({ "workspace_id": id })).await, "team");
        assert_eq!(chosen(json!({})).await, "");
    }
}
