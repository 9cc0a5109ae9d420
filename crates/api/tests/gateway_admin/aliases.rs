//! Names for models.

use serde_json::{Value, json};
use testing::{TestApp, on_both_databases};

use crate::support::{NOBODY, alias, audited, demo, each, put, wrong_fields};

on_both_databases! {
    async fn everybody_sees_aliases_and_admins_change_them(app: TestApp) {
        let (ann, bob) = (app.admin("ann").await, app.member("bob").await);
        let target = json!({
            "connection_id": demo(&app).await, "model": "demo", "weight": 3, "max_input_tokens": 8000,
            "task_types": ["code_fix", "unknown"],
        });
        let body = json!({ "targets": [target], "rescue": true, "first_token_deadline_ms": 900, "cache_seconds": 60, "cache_shared": true });
        assert_eq!(put(&bob, "gateway/aliases/cheap", body.clone()).await.error(), (403, "forbidden".into()));
        let made = put(&ann, "gateway/aliases/cheap", body.clone()).await.ok();
        let expected = json!({
            "id": made["id"], "name": "cheap", "targets": [target], "rescue": true, "first_token_deadline_ms": 900,
            "cache_seconds": 60, "cache_shared": true, "created_at": made["created_at"], "updated_at": made["updated_at"],
        });
        assert_eq!(made, expected);
        assert_eq!(bob.get("gateway/aliases").await.ok(), json!({ "items": [expected], "next_cursor": null }));
        let detail = json!({ "name": "cheap", "targets": [[target["connection_id"], "demo", 3]], "rescue": true });
        assert_eq!(audited(&app, 1).await, [json!(["alias.changed", made["id"], detail])]);
    }

    async fn an_alias_is_replaced_as_a_whole_and_keeps_its_id(app: TestApp) {
        let first = alias(&app, "cheap").await;
        let defaults = (&first["targets"][0]["weight"], &first["rescue"], &first["cache_seconds"]);
        assert_eq!(defaults, (&json!(0), &json!(false), &Value::Null));
        let second = json!({ "targets": first["targets"], "rescue": true });
        let second = put(&app.owner().await, "gateway/aliases/cheap", second).await.ok();
        assert_eq!((&second["id"], &second["created_at"]), (&first["id"], &first["created_at"]));
        assert_eq!(second["rescue"], true);
        assert_eq!(each(&app.owner().await.get("gateway/aliases").await.ok(), "name"), ["cheap"]);
    }

    async fn every_wrong_field_of_an_alias_is_named(app: TestApp) {
        let (owner, demo) = (app.owner().await, demo(&app).await);
        let wrong = json!({
            "targets": [{ "connection_id": demo, "model": "", "weight": 101, "task_types": ["cooking"] }],
            "first_token_deadline_ms": 0, "cache_seconds": 9_999_999,
        });
        let fields = ["targets.model", "targets.weight", "first_token_deadline_ms", "cache_seconds", "targets.task_types"];
        assert_eq!(wrong_fields(&put(&owner, "gateway/aliases/cheap", wrong).await), fields);
        let none = json!({ "targets": [] });
        assert_eq!(wrong_fields(&put(&owner, "gateway/aliases/cheap", none).await), ["targets"]);
        let right = json!({ "targets": [{ "connection_id": demo, "model": "demo" }] });
        for name in ["auto", "Cheap", "-a"] {
            let answer = put(&owner, &format!("gateway/aliases/{name}"), right.clone()).await;
            assert_eq!(wrong_fields(&answer), ["name"], "{name}");
        }
        let nowhere = json!({ "targets": [{ "connection_id": NOBODY, "model": "demo" }] });
        assert_eq!(wrong_fields(&put(&owner, "gateway/aliases/cheap", nowhere).await), ["targets.connection_id"]);
    }

    async fn an_alias_leads_to_nobody_elses_connection(app: TestApp) {
        let (ann, amy) = (app.admin("ann").await, app.admin("amy").await);
        let own = ann.post("connections", json!({ "kind": "ollama", "scope": "user" })).await.with(201);
        let body = json!({ "targets": [{ "connection_id": own["id"], "model": "m" }] });
        assert_eq!(wrong_fields(&put(&amy, "gateway/aliases/home", body.clone()).await), ["targets.connection_id"]);
        put(&ann, "gateway/aliases/home", body.clone()).await.ok();
        // What another admin chose stays when the alias is changed.
        put(&amy, "gateway/aliases/home", body).await.ok();
    }

    async fn a_deleted_alias_is_gone(app: TestApp) {
        let (owner, bob) = (app.owner().await, app.member("bob").await);
        alias(&app, "cheap").await;
        assert_eq!(bob.delete("gateway/aliases/cheap").await.error(), (403, "forbidden".into()));
        assert_eq!(owner.delete("gateway/aliases/cheap").await.status, 204);
        for name in ["cheap", "auto", "No%20such"] {
            assert_eq!(owner.delete(&format!("gateway/aliases/{name}")).await.error(), (404, "alias_not_found".into()));
        }
        assert_eq!(audited(&app, 1).await[0][0], "alias.deleted");
    }
}
