//! What users may spend, and what is left of it.

use models::limits::{Period, Subject};
use models::time::Time;
use serde_json::{Value, json};
use store::budgets::{Charge, Counter, Settle, Spent};
use testing::{Client, Database, TestApp, on_both_databases};

use crate::support::{api_key, audited, make, program, put, wrong_fields};

fn limits() -> Value {
    json!({
        "requests_per_minute": 30, "tokens_per_minute": 100_000, "parallel": 4,
        "budgets": [{ "period": "day", "money_usd": "1.5", "tokens": null },
                    { "period": "month", "money_usd": "20", "tokens": 5_000_000 }],
    })
}

fn none() -> Value {
    json!({ "requests_per_minute": null, "tokens_per_minute": null, "parallel": null, "budgets": [] })
}

fn limits_of(client: &Client) -> String {
    format!("users/{}/limits", client.user_id())
}

async fn spend(app: &TestApp, subject: Subject, at: Time) {
    let amount = Spent { tokens: 1100, nanos: 10_000_000 };
    let charge =
        |period: Period| Charge { counter: Counter { subject, period, period_start: period.start(at) }, amount };
    let settle = Settle { held: vec![], took: Period::ALL.map(charge).to_vec() };
    let process = app.context().process_id;
    let settled = app.context().store.write(move |db| store::budgets::settle_many(db, process, at, &[settle]));
    settled.await.unwrap();
}

on_both_databases! {
    async fn admins_limit_those_whom_they_manage(app: TestApp) {
        let (owner, ann, bob) = (app.owner().await, app.admin("ann").await, app.member("bob").await);
        assert_eq!(bob.get(&limits_of(&bob)).await.ok(), none());
        assert_eq!(put(&ann, &limits_of(&bob), limits()).await.ok(), limits());
        for client in [&bob, &ann] {
            assert_eq!(client.get(&limits_of(&bob)).await.ok(), limits());
        }
        let detail = audited(&app, 1).await.remove(0);
        assert_eq!((&detail[0], &detail[1]), (&json!("limits.changed"), &json!(bob.user_id())));
        for answer in [
            put(&ann, &limits_of(&owner), none()).await,
            put(&ann, &limits_of(&ann), none()).await,
            put(&bob, &limits_of(&bob), none()).await,
            bob.get(&limits_of(&ann)).await,
            bob.get(&format!("usage/remaining?user_id={}", ann.user_id())).await,
        ] {
            assert_eq!(answer.error(), (403, "forbidden".into()), "{}", answer.asked);
        }
        assert_eq!(put(&owner, &limits_of(&bob), json!({})).await.ok(), none());
        assert_eq!(bob.get(&limits_of(&bob)).await.ok(), none());
    }

    async fn wrong_limits_are_refused(app: TestApp) {
        let (owner, bob) = (app.owner().await, app.member("bob").await);
        let day = json!({ "period": "day" });
        for (wrong, field) in [
            (json!({ "parallel": 0 }), "limits"),
            (json!({ "budgets": [day, day] }), "limits.budgets"),
            (json!({ "budgets": [{ "period": "day", "tokens": -1 }] }), "limits.budgets.tokens"),
        ] {
            assert_eq!(wrong_fields(&put(&owner, &limits_of(&bob), wrong).await), [field]);
        }
        let nobody = put(&owner, &format!("users/{}/limits", crate::support::NOBODY), none()).await;
        assert_eq!(nobody.error(), (404, "user_not_found".into()));
        let script = program(&app, &api_key(&owner).await);
        assert_eq!(put(&script, &limits_of(&bob), none()).await.error(), (403, "login_needed".into()));
    }

    async fn what_is_left_is_told_by_user_and_key(database: Database) {
        let now: Time = "2026-11-21T08:00:00Z".parse().unwrap();
        let app = TestApp::builder(database).clock_at(now).start().await;
        let (owner, bob) = (app.owner().await, app.member("bob").await);
        put(&owner, &limits_of(&bob), limits()).await.ok();
        let budget = json!({ "budgets": [{ "period": "month", "money_usd": null, "tokens": 2000 }] });
        let key = make(&bob, json!({ "name": "Laptop", "limits": budget })).await;
        let revoked = make(&bob, json!({ "name": "Old" })).await;
        assert_eq!(bob.delete(&crate::support::path("api-keys", &revoked)).await.status, 204);
        spend(&app, Subject::User(bob.user_id().parse().unwrap()), now).await;
        spend(&app, Subject::Key(key["id"].as_str().unwrap().parse().unwrap()), now).await;

        let spending = |day_usd: Value, month_tokens: Value, month_usd: Value| json!([
            { "period": "day", "resets_at": "2026-11-22T00:00:00Z", "used_tokens": 1100, "used_usd": "0.01",
              "budget_tokens": null, "budget_usd": day_usd },
            { "period": "month", "resets_at": "2026-12-01T00:00:00Z", "used_tokens": 1100, "used_usd": "0.01",
              "budget_tokens": month_tokens, "budget_usd": month_usd },
        ]);
        let expected = json!({
            "limits": limits(),
            "spending": spending(json!("1.5"), json!(5_000_000), json!("20")),
            "keys": [{
                "id": key["id"], "name": "Laptop", "hint": key["hint"], "limits": key["limits"],
                "spending": spending(Value::Null, json!(2000), Value::Null),
            }],
            "workspaces": [],
        });
        assert_eq!(bob.get("usage/remaining").await.ok(), expected);
        assert_eq!(owner.get(&format!("usage/remaining?user_id={}", bob.user_id())).await.ok(), expected);
    }
}
