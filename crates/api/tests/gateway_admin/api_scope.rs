//! Keys of the scope `api`: their owner's rights, but not over keys, users and logins.

use serde_json::json;
use testing::{Client, TestApp, on_both_databases};

use crate::support::{api_key, audited, each, items, path, program};

on_both_databases! {
    async fn a_key_acts_for_its_owner(app: TestApp) {
        let bob = app.member("bob").await;
        let script = program(&app, &api_key(&bob).await);
        let folder = script.post("folders", json!({ "name": "Work" })).await.with(201);
        assert_eq!(each(&bob.get("folders").await.ok(), "id"), [folder["id"].clone()]);
        assert_eq!(script.get("users").await.error(), (403, "forbidden".into()));
        let upper = Client { token: script.token.clone().map(|key| key.to_uppercase()), ..script.clone() };
        assert_eq!(upper.get("folders").await.status, 401);
        let unknown = Client { token: Some(format!("pk_{}", "A".repeat(43))), ..script };
        assert_eq!(unknown.get("folders").await.error(), (401, "invalid_api_key".into()));
    }

    async fn a_key_manages_neither_keys_nor_users_nor_logins(app: TestApp) {
        let (owner, bob) = (app.owner().await, app.member("bob").await);
        let key = api_key(&owner).await;
        let (script, own) = (program(&app, &key), path("api-keys", &key));
        let account = format!("users/{}", bob.user_id());
        let login = path("auth/logins", &items(&owner.get("auth/logins").await.ok())[0]);
        let new = json!({ "email": "eve@example.org", "name": "Eve", "password": "correct horse", "role": "member" });
        let passwords = json!({ "current_password": "correct horse battery", "new_password": "another password" });
        for answer in [
            script.post("api-keys", json!({ "name": "Another" })).await,
            script.patch(&own, json!({ "expires_at": null })).await,
            script.post(&format!("{own}/rotate"), json!({})).await,
            script.delete(&own).await,
            script.post("users", new).await,
            script.patch(&account, json!({ "role": "owner" })).await,
            script.post(&format!("{account}/reset-password"), json!({ "new_password": "another password" })).await,
            script.patch("auth/me", json!({ "name": "Mallory" })).await,
            script.post("auth/password", passwords).await,
            script.delete(&login).await,
            script.delete("auth/logins").await,
        ] {
            assert_eq!(answer.error(), (403, "login_needed".into()), "{}", answer.asked);
        }
        assert_eq!(each(&script.get("api-keys").await.ok(), "id"), [key["id"].clone()]);
        assert_eq!(each(&script.get("auth/logins").await.ok(), "current"), [false]);
        assert_eq!(script.act("auth/logout").await.status, 204);
        script.get("auth/me").await.ok();
        owner.get("auth/me").await.ok();
    }

    async fn the_audit_log_names_the_key(app: TestApp) {
        let key = api_key(&app.owner().await).await;
        program(&app, &key).patch("instance/settings", json!({ "registration_enabled": true })).await.ok();
        let newest = audited(&app, 1).await.remove(0);
        assert_eq!((&newest[0], &newest[2]["by_key"]), (&json!("instance.changed"), &key["id"]));
    }
}
