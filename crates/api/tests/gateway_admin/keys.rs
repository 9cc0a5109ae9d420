//! Keys: how they are made, changed, exchanged and ended by their owners.

use std::time::Duration;

use models::time::Time;
use reqwest::Method;
use serde_json::{Value, json};
use testing::{Database, TestApp, on_both_databases};

use crate::support::{NOBODY, api_key, audited, each, items, make, path, program, wrong_fields};

fn morning() -> Time {
    "2026-11-21T08:00:00Z".parse().unwrap()
}

on_both_databases! {
    async fn a_key_is_shown_once_and_kept_as_a_hint(database: Database) {
        let app = TestApp::builder(database).clock_at(morning()).start().await;
        let bob = app.member("bob").await;
        let limits = json!({
            "requests_per_minute": 60, "tokens_per_minute": null, "parallel": 2,
            "budgets": [{ "period": "month", "money_usd": "12.5", "tokens": null }],
        });
        let fields = json!({
            "name": " Laptop ", "scopes": ["api", "gateway", "api"], "allowed_models": ["cheap", "gpt-*"], "limits": limits,
            "expires_at": "2026-12-24T18:00:00+01:00",
        });
        let mut made = make(&bob, fields).await;
        let text = made.as_object_mut().unwrap().remove("key").unwrap().as_str().unwrap().to_owned();
        assert!(text.starts_with("pk_") && text.len() == 46, "{text}");
        let expected = json!({
            "id": made["id"], "owner_id": bob.user_id(), "workspace_id": null, "name": "Laptop", "hint": &text[42..],
            "scopes": ["gateway", "api"], "allowed_models": ["cheap", "gpt-*"], "limits": limits,
            "expires_at": "2026-12-24T17:00:00Z", "revoked_at": null, "last_used_at": null, "previous_until": null,
            "created_at": "2026-11-21T08:00:00Z", "updated_at": "2026-11-21T08:00:00Z",
        });
        assert_eq!(made, expected);
        assert_eq!(bob.get(&path("api-keys", &made)).await.ok(), expected);
        assert_eq!(items(&bob.get("api-keys").await.ok()), [expected]);
        let detail = json!({ "name": "Laptop", "owner_id": bob.user_id(), "workspace_id": null, "scopes": ["gateway", "api"] });
        assert_eq!(audited(&app, 1).await, [json!(["api_key.created", made["id"], detail])]);
    }

    async fn a_key_calls_models_alone_unless_asked_otherwise(app: TestApp) {
        let key = make(&app.member("bob").await, json!({ "name": "Plain" })).await;
        let none = json!({ "requests_per_minute": null, "tokens_per_minute": null, "parallel": null, "budgets": [] });
        assert_eq!((&key["scopes"], &key["allowed_models"], &key["limits"]), (&json!(["gateway"]), &json!([]), &none));
        assert_eq!(key["expires_at"], Value::Null);
        assert_eq!(program(&app, &key).get("auth/me").await.error(), (403, "scope_missing".into()));
    }

    async fn every_wrong_field_of_a_key_is_named(app: TestApp) {
        let bob = app.member("bob").await;
        let wrong = json!({
            "name": "", "scopes": [], "allowed_models": ["*-mini"], "expires_at": "2020-01-01T00:00:00Z",
            "limits": { "parallel": 0 },
        });
        let all = ["name", "scopes", "allowed_models", "expires_at", "limits"];
        assert_eq!(wrong_fields(&bob.post("api-keys", &wrong).await), all);
        let key = make(&bob, json!({ "name": "Right" })).await;
        assert_eq!(wrong_fields(&bob.patch(&path("api-keys", &key), &wrong).await), all);
        let budget = |budget: Value| json!({ "name": "x", "limits": { "budgets": [budget] } });
        for money in [json!(5), json!("-1"), json!("1e3"), json!("0.0000000001"), json!("99999999999")] {
            let answer = bob.post("api-keys", budget(json!({ "period": "day", "money_usd": money }))).await;
            assert_eq!(wrong_fields(&answer), ["limits.budgets[0].money_usd"], "{money}");
        }
        let answer = bob.post("api-keys", budget(json!({ "period": "week" }))).await;
        assert_eq!(wrong_fields(&answer), ["limits.budgets[0].period"]);
    }

    async fn a_key_sent_twice_is_made_once_and_its_text_is_not_kept(app: TestApp) {
        let bob = app.member("bob").await;
        let send = || async {
            let request = bob.request(Method::POST, "api-keys").header("idempotency-key", "k1");
            bob.send(request.json(&json!({ "name": "Once" }))).await
        };
        let (first, second) = (send().await, send().await);
        assert_eq!((first.status, second.status, second.header("idempotency-replayed")), (201, 201, "true"));
        let mut first = first.json();
        assert!(first["key"].take().is_string());
        assert_eq!(second.json(), first);
        assert_eq!(items(&bob.get("api-keys").await.ok()).len(), 1);
    }

    async fn a_change_counts_from_the_next_call(app: TestApp) {
        let bob = app.member("bob").await;
        let key = api_key(&bob).await;
        let script = program(&app, &key);
        assert_eq!(script.get("auth/me").await.ok()["id"], bob.user_id());
        let changed = bob.patch(&path("api-keys", &key), json!({ "name": "Calls", "scopes": ["gateway"] })).await.ok();
        assert_eq!((&changed["name"], &changed["scopes"]), (&json!("Calls"), &json!(["gateway"])));
        assert_eq!(script.get("auth/me").await.error(), (403, "scope_missing".into()));
        let detail = json!({ "changed": ["name", "scopes"] });
        assert_eq!(audited(&app, 1).await, [json!(["api_key.changed", key["id"], detail])]);
    }

    async fn a_member_tightens_limits_and_an_admin_loosens_them(app: TestApp) {
        let bob = app.member("bob").await;
        let key = make(&bob, json!({ "name": "x", "limits": { "requests_per_minute": 10 } })).await;
        let path = path("api-keys", &key);
        let limits = |fields: Value| json!({ "limits": fields });
        let tighter = limits(json!({ "requests_per_minute": 5, "parallel": 1 }));
        assert_eq!(bob.patch(&path, tighter).await.ok()["limits"]["requests_per_minute"], 5);
        for looser in [json!({ "requests_per_minute": 6, "parallel": 1 }), json!({ "requests_per_minute": 5 }), json!({})] {
            assert_eq!(bob.patch(&path, limits(looser.clone())).await.error(), (403, "forbidden".into()), "{looser}");
        }
        let loosened = app.owner().await.patch(&path, limits(json!({ "requests_per_minute": 100 }))).await.ok();
        assert_eq!((&loosened["limits"]["requests_per_minute"], &loosened["limits"]["parallel"]), (&json!(100), &Value::Null));
    }

    async fn a_key_expires(database: Database) {
        let app = TestApp::builder(database).clock_at(morning()).setting("auth.access_token_ttl", "2h").start().await;
        let bob = app.member("bob").await;
        let key = make(&bob, json!({ "name": "Short", "scopes": ["api"], "expires_at": "2026-11-21T09:00:00Z" })).await;
        let script = program(&app, &key);
        app.clock().advance(Duration::from_secs(3599));
        script.get("auth/me").await.ok();
        app.clock().advance(Duration::from_secs(1));
        assert_eq!(script.get("auth/me").await.error(), (401, "invalid_api_key".into()));
        bob.patch(&path("api-keys", &key), json!({ "expires_at": null })).await.ok();
        script.get("auth/me").await.ok();
    }

    async fn a_rotated_key_works_beside_its_successor_for_the_overlap(database: Database) {
        let app = TestApp::builder(database).clock_at(morning()).setting("auth.access_token_ttl", "2h").start().await;
        let bob = app.member("bob").await;
        let old = api_key(&bob).await;
        let rotate = format!("{}/rotate", path("api-keys", &old));
        let new = bob.post(&rotate, json!({})).await.ok();
        assert_eq!((&new["id"], &new["previous_until"]), (&old["id"], &json!("2026-11-21T09:00:00Z")));
        assert!(new["key"].as_str().unwrap().ends_with(new["hint"].as_str().unwrap()));
        let (before, after) = (program(&app, &old), program(&app, &new));
        for script in [&before, &after] {
            script.get("auth/me").await.ok();
        }
        app.clock().advance(Duration::from_secs(3600));
        assert_eq!(before.get("auth/me").await.error(), (401, "invalid_api_key".into()));
        after.get("auth/me").await.ok();
        let last = bob.post(&rotate, json!({ "overlap_seconds": 0 })).await.ok();
        assert_eq!(last["previous_until"], Value::Null);
        assert_eq!(after.get("auth/me").await.error(), (401, "invalid_api_key".into()));
        program(&app, &last).get("auth/me").await.ok();
        assert_eq!(wrong_fields(&bob.post(&rotate, json!({ "overlap_seconds": 604_801 })).await), ["overlap_seconds"]);
    }

    async fn a_revoked_key_stops_at_once_and_stays_in_the_list(app: TestApp) {
        let bob = app.member("bob").await;
        let key = api_key(&bob).await;
        let (script, path) = (program(&app, &key), path("api-keys", &key));
        script.get("auth/me").await.ok();
        for _ in 0..2 {
            assert_eq!(bob.delete(&path).await.status, 204);
        }
        assert_eq!(script.get("auth/me").await.error(), (401, "invalid_api_key".into()));
        assert!(bob.get(&path).await.ok()["revoked_at"].is_string());
        assert_eq!(bob.patch(&path, json!({ "name": "x" })).await.error(), (409, "api_key_revoked".into()));
        assert_eq!(bob.post(&format!("{path}/rotate"), json!({})).await.error(), (409, "api_key_revoked".into()));
        assert_eq!(audited(&app, 2).await.iter().filter(|it| it[0] == "api_key.revoked").count(), 1);
    }

    async fn keys_come_in_pages_newest_first(app: TestApp) {
        let bob = app.member("bob").await;
        for name in ["a", "b", "c"] {
            make(&bob, json!({ "name": name })).await;
        }
        let first = bob.get("api-keys?limit=2").await.ok();
        assert_eq!(each(&first, "name"), ["c", "b"]);
        let rest = bob.get(&format!("api-keys?limit=2&cursor={}", first["next_cursor"].as_str().unwrap())).await.ok();
        assert_eq!((each(&rest, "name"), &rest["next_cursor"]), (vec![json!("a")], &Value::Null));
        assert_eq!(bob.get(&format!("api-keys/{NOBODY}")).await.error(), (404, "api_key_not_found".into()));
    }
}
