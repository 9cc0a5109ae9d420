//! Reading the ledger.

use models::price::Nanos;
use models::usage_entry::{Outcome, UsageEntry};
use serde_json::{Value, json};
use testing::{Client, Database, TestApp, on_both_databases};

use crate::support::{call, each, enter, items, make, wrong_fields};

/// Two calls of Bob, the first with a key, and a dearer one of Eve.
async fn three(app: &TestApp, bob: &Client, eve: &Client) -> Value {
    let key = make(bob, json!({ "name": "Laptop" })).await;
    let key_id = Some(key["id"].as_str().unwrap().parse().unwrap());
    enter(
        app,
        vec![
            UsageEntry { key_id, ..call(app, bob, "2026-11-20T23:59:59Z") },
            UsageEntry {
                outcome: Outcome::Cut,
                answered_model: "small".into(),
                ..call(app, bob, "2026-11-21T08:00:00Z")
            },
            UsageEntry { cost: Nanos(1_500_000_000), ..call(app, eve, "2026-11-21T09:00:00Z") },
        ],
    )
    .await;
    key
}

on_both_databases! {
    async fn users_see_their_own_calls(app: TestApp) {
        let (bob, eve) = (app.member("bob").await, app.member("eve").await);
        let key = three(&app, &bob, &eve).await;
        let list = bob.get("usage").await.ok();
        assert_eq!(each(&list, "at"), ["2026-11-21T08:00:00Z", "2026-11-20T23:59:59Z"]);
        let expected = json!({
            "id": list["items"][1]["id"], "at": "2026-11-20T23:59:59Z", "key_id": key["id"], "user_id": bob.user_id(),
            "run_id": null, "connection_id": null, "dialect": "openai_chat", "asked_model": "cheap",
            "answered_model": "gpt-5", "input_tokens": 1000, "output_tokens": 100, "cache_read_tokens": 0,
            "cache_write_tokens": 0, "reasoning_tokens": 0, "cost_usd": "0.01", "estimated": false, "streamed": true,
            "latency_ms": 1500, "first_token_ms": 300, "attempts": 1, "outcome": "completed", "task_type": null,
            "cached": false, "workspace_id": null, "call_id": null, "queued_ms": null,
        });
        assert_eq!(list["items"][1], expected);
        for path in ["usage", "usage/summary", "usage/export.csv"] {
            for whose in [format!("user_id={}", eve.user_id()), "all=true".into()] {
                let answer = bob.get(&format!("{path}?group=day&{whose}")).await;
                assert_eq!(answer.error(), (403, "forbidden".into()), "{path} {whose}");
            }
        }
        let eves = format!("usage?key_id={}", key["id"].as_str().unwrap());
        assert_eq!(items(&eve.get(&eves).await.ok()), Vec::<Value>::new());
    }

    async fn admins_see_everybodys_calls(app: TestApp) {
        let (ann, bob, eve) = (app.admin("ann").await, app.member("bob").await, app.member("eve").await);
        three(&app, &bob, &eve).await;
        assert_eq!(items(&ann.get("usage").await.ok()).len(), 0);
        assert_eq!(items(&ann.get("usage?all=true").await.ok()).len(), 3);
        assert_eq!(items(&ann.get(&format!("usage?user_id={}", eve.user_id())).await.ok()).len(), 1);
    }

    async fn calls_are_filtered_and_come_in_pages(app: TestApp) {
        let (bob, eve) = (app.member("bob").await, app.member("eve").await);
        let key = three(&app, &bob, &eve).await;
        for (filter, expected) in [
            (format!("key_id={}", key["id"].as_str().unwrap()), vec!["2026-11-20T23:59:59Z"]),
            ("model=small".into(), vec!["2026-11-21T08:00:00Z"]),
            ("from=2026-11-21T00:00:00Z".into(), vec!["2026-11-21T08:00:00Z"]),
            ("to=2026-11-21T08:00:00Z".into(), vec!["2026-11-20T23:59:59Z"]),
        ] {
            assert_eq!(each(&bob.get(&format!("usage?{filter}")).await.ok(), "at"), expected, "{filter}");
        }
        let first = bob.get("usage?limit=1").await.ok();
        let cursor = first["next_cursor"].as_str().unwrap();
        let second = bob.get(&format!("usage?limit=1&cursor={cursor}")).await.ok();
        assert_eq!((each(&second, "at"), &second["next_cursor"]), (vec![json!("2026-11-20T23:59:59Z")], &Value::Null));
        assert_eq!(wrong_fields(&bob.get("usage?cursor=x").await), ["cursor"]);
        assert_eq!(bob.get("usage?from=yesterday").await.status, 422);
    }

    async fn calls_are_summed_up(app: TestApp) {
        let (owner, bob, eve) = (app.owner().await, app.member("bob").await, app.member("eve").await);
        let key = three(&app, &bob, &eve).await;
        let row = |key: &Value, name: Value, calls: u32, usd: &str, failed: u32| json!({
            "key": key, "name": name, "calls": calls, "input_tokens": calls * 1000, "output_tokens": calls * 100,
            "cost_usd": usd, "failed": failed,
        });
        let (bobs, eves) = (json!(bob.user_id()), json!(eve.user_id()));
        let day = |text: &str| json!(text);
        for (group, expected) in [
            ("day", vec![row(&day("2026-11-20"), Value::Null, 1, "0.01", 0), row(&day("2026-11-21"), Value::Null, 2, "1.51", 1)]),
            ("user", vec![row(&eves, json!("eve"), 1, "1.5", 0), row(&bobs, json!("bob"), 2, "0.02", 1)]),
            ("key", vec![row(&json!(""), Value::Null, 2, "1.51", 1), row(&key["id"], json!("Laptop"), 1, "0.01", 0)]),
            ("model", vec![row(&json!("gpt-5"), Value::Null, 2, "1.51", 0), row(&json!("small"), Value::Null, 1, "0.01", 1)]),
        ] {
            let summary = owner.get(&format!("usage/summary?all=true&group={group}")).await.ok();
            assert_eq!(items(&summary), expected, "{group}");
        }
        let own = bob.get("usage/summary?group=user").await.ok();
        assert_eq!(items(&own), [row(&bobs, json!("bob"), 2, "0.02", 1)]);
        assert_eq!(bob.get("usage/summary").await.status, 422);
        assert_eq!(bob.get("usage/summary?group=moon").await.status, 422);
    }

    async fn keys_show_their_last_thirty_days(database: Database) {
        let app = TestApp::builder(database).clock_at("2026-11-21T08:00:00Z".parse().unwrap()).start().await;
        let (owner, bob) = (app.owner().await, app.member("bob").await);
        let (old, new) = (make(&bob, json!({ "name": "Old" })).await, make(&bob, json!({ "name": "New" })).await);
        let with = |key: &Value, at: &str| UsageEntry {
            key_id: Some(key["id"].as_str().unwrap().parse().unwrap()),
            ..call(&app, &bob, at)
        };
        let calls = ["2026-10-22T23:59:59Z", "2026-10-23T00:00:00Z", "2026-11-21T07:00:00Z", "2026-11-21T07:30:00Z"];
        enter(&app, calls.iter().map(|at| with(&old, at)).collect()).await;
        let list = bob.get("usage/keys").await.ok();
        assert_eq!(each(&list, "key_id"), [new["id"].clone(), old["id"].clone()]);
        let days = |item: usize| list["items"][item]["days"].as_array().cloned().unwrap_or_default();
        let day = |day: &str, calls: u32, usd: &str| {
            json!({ "day": day, "calls": calls, "tokens": calls * 1100, "cost_usd": usd })
        };
        assert_eq!((days(1).len(), &days(1)[0]), (30, &day("2026-10-23", 1, "0.01")));
        assert_eq!((&days(1)[1], &days(1)[29]), (&day("2026-10-24", 0, "0"), &day("2026-11-21", 2, "0.02")));
        assert!(days(0).iter().all(|day| day["calls"] == 0), "{list}");
        assert_eq!(owner.get("usage/keys?all=true").await.ok(), list);
        assert_eq!(bob.get("usage/keys?all=true").await.error(), (403, "forbidden".into()));
        let next = bob.get("usage/keys?limit=1").await.ok();
        let cursor = next["next_cursor"].as_str().unwrap();
        assert_eq!(each(&bob.get(&format!("usage/keys?cursor={cursor}")).await.ok(), "key_id"), [old["id"].clone()]);
    }

    async fn calls_are_exported_whole_and_without_formulas(app: TestApp) {
        let bob = app.member("bob").await;
        let mut calls: Vec<_> = (0..2100).map(|_| call(&app, &bob, "2026-11-21T08:00:00Z")).collect();
        let last = UsageEntry { asked_model: "=HYPERLINK(\"x\",1)".into(), ..call(&app, &bob, "2026-11-21T09:00:00Z") };
        calls.push(last.clone());
        enter(&app, calls).await;
        let answer = bob.get("usage/export.csv").await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "text/csv; charset=utf-8"));
        assert_eq!(answer.header("content-disposition"), "attachment; filename=\"usage.csv\"");
        let text = answer.text();
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!((lines.len(), lines.last(), lines[0].split(',').count()), (2103, Some(&""), 26));
        let expected = format!(
            "{},2026-11-21T09:00:00.000Z,{},,,,openai_chat,\"'=HYPERLINK(\"\"x\"\",1)\",gpt-5,1000,100,0,0,0,0.01,false,true,\
             1500,300,1,completed,,false,,,",
            last.id, bob.user_id(),
        );
        assert_eq!(lines[1], expected);
        assert!(app.member("eve").await.get("usage/export.csv").await.text().lines().count() == 1);
    }
}
