//! Routing rules.

use serde_json::{Value, json};
use testing::{TestApp, on_both_databases};

use crate::support::{NOBODY, alias, audited, each, path, put, wrong_fields};

on_both_databases! {
    async fn rules_are_the_admins(app: TestApp) {
        alias(&app, "cheap").await;
        let bob = app.member("bob").await;
        for answer in [
            bob.get("gateway/rules").await,
            bob.post("gateway/rules", json!({ "name": "x", "alias": "cheap" })).await,
            bob.patch(&format!("gateway/rules/{NOBODY}"), json!({})).await,
            bob.delete(&format!("gateway/rules/{NOBODY}")).await,
            put(&bob, "gateway/rules/order", json!({ "ids": [] })).await,
        ] {
            assert_eq!(answer.error(), (403, "forbidden".into()), "{}", answer.asked);
        }
    }

    async fn a_rule_is_made_changed_and_removed(app: TestApp) {
        let ann = app.admin("ann").await;
        alias(&app, "cheap").await;
        alias(&app, "night").await;
        let when = json!({
            "task_types": ["research"], "complexities": ["easy", "hard"], "min_input_tokens": 10, "max_input_tokens": 2000,
            "key_ids": [NOBODY], "workspace_ids": [NOBODY], "max_cost_usd": "0.25", "hours": [22, 6],
        });
        let form = json!({ "name": "Night", "when": when, "alias": "cheap" });
        let made = ann.post("gateway/rules", form).await.with(201);
        let expected = json!({ "id": made["id"], "name": "Night", "enabled": true, "when": when, "alias": "cheap" });
        assert_eq!(made, expected);
        let path = path("gateway/rules", &made);
        let changed = ann.patch(&path, json!({ "enabled": false, "when": {}, "alias": "night" })).await.ok();
        let any = json!({
            "task_types": [], "complexities": [], "min_input_tokens": null, "max_input_tokens": null, "key_ids": [], "workspace_ids": [],
            "max_cost_usd": null, "hours": null,
        });
        let expected = json!({ "id": made["id"], "name": "Night", "enabled": false, "when": any, "alias": "night" });
        assert_eq!(changed, expected);
        assert_eq!(ann.get("gateway/rules").await.ok(), json!({ "items": [expected], "next_cursor": null }));
        assert_eq!(ann.delete(&path).await.status, 204);
        for answer in [ann.delete(&path).await, ann.patch(&path, json!({})).await] {
            assert_eq!(answer.error(), (404, "routing_rule_not_found".into()));
        }
        let log = audited(&app, 3).await;
        let actions: Vec<&Value> = log.iter().map(|entry| &entry[0]).collect();
        assert_eq!(actions, ["routing_rule.deleted", "routing_rule.changed", "routing_rule.changed"]);
    }

    async fn a_rule_that_could_never_hold_is_refused(app: TestApp) {
        let owner = app.owner().await;
        alias(&app, "cheap").await;
        let wrong = json!({
            "name": "", "alias": "auto",
            "when": { "hours": [24, 6], "task_types": ["cooking"], "complexities": ["impossible"] },
        });
        let fields = ["name", "alias", "when.hours", "when.task_types", "when.complexities"];
        assert_eq!(wrong_fields(&owner.post("gateway/rules", wrong).await), fields);
        assert_eq!(wrong_fields(&owner.post("gateway/rules", json!({ "name": "x", "alias": "none" })).await), ["alias"]);
        let rule = owner.post("gateway/rules", json!({ "name": "x", "alias": "cheap" })).await.with(201);
        let path = path("gateway/rules", &rule);
        assert_eq!(wrong_fields(&owner.patch(&path, json!({ "alias": "none" })).await), ["alias"]);
    }

    async fn rules_are_ordered_as_a_whole(app: TestApp) {
        let owner = app.owner().await;
        alias(&app, "cheap").await;
        let mut ids = Vec::new();
        for name in ["a", "b", "c"] {
            ids.push(owner.post("gateway/rules", json!({ "name": name, "alias": "cheap" })).await.with(201)["id"].clone());
        }
        let order = |ids: Vec<&Value>| json!({ "ids": ids });
        let ordered = put(&owner, "gateway/rules/order", order(vec![&ids[2], &ids[0], &ids[1]])).await.ok();
        assert_eq!(each(&ordered, "name"), ["c", "a", "b"]);
        assert_eq!(each(&owner.get("gateway/rules").await.ok(), "name"), ["c", "a", "b"]);
        owner.post("gateway/rules", json!({ "name": "d", "alias": "cheap" })).await.with(201);
        assert_eq!(each(&owner.get("gateway/rules").await.ok(), "name"), ["c", "a", "b", "d"]);
        for incomplete in [vec![&ids[0]], vec![&ids[0], &ids[0], &ids[1], &ids[2]]] {
            assert_eq!(wrong_fields(&put(&owner, "gateway/rules/order", order(incomplete)).await), ["ids"]);
        }
    }
}
