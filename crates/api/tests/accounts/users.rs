//! What admins do with accounts.

use serde_json::{Value, json};
use testing::{TestApp, on_both_databases};

use crate::support::{PASSWORD, items, try_login, wrong_fields};

fn new(email: &str, role: &str) -> Value {
    json!({ "email": email, "name": "Someone", "password": PASSWORD, "role": role })
}

on_both_databases! {
    async fn members_see_nothing_of_others(app: TestApp) {
        let (owner, bob) = (app.owner().await, app.member("bob").await);
        let path = format!("users/{}", owner.user_id());
        for answer in [
            bob.get("users").await,
            bob.get("audit").await,
            bob.get("instance/settings").await,
            bob.patch("instance/settings", json!({ "registration_enabled": true })).await,
            bob.post("users", new("eve@example.org", "member")).await,
            bob.patch(&path, json!({ "role": "member" })).await,
            bob.patch(&format!("users/{}", bob.user_id()), json!({ "role": "owner" })).await,
            bob.post(&format!("{path}/reset-password"), json!({ "new_password": "a longer password" })).await,
        ] {
            assert_eq!(answer.error(), (403, "forbidden".into()), "{}", answer.asked);
        }
    }

    async fn admins_manage_members_only(app: TestApp) {
        let owner = app.owner().await;
        let (ann, amy, bob) = (app.admin("ann").await, app.admin("amy").await, app.member("bob").await);
        for (role, status) in [("member", 201), ("admin", 403), ("owner", 403)] {
            assert_eq!(ann.post("users", new(&format!("{role}@example.org"), role)).await.status, status, "{role}");
        }
        for above in [&owner, &amy, &ann] {
            let path = format!("users/{}", above.user_id());
            assert_eq!(ann.patch(&path, json!({ "disabled": true })).await.error(), (403, "forbidden".into()));
            let reset = ann.post(&format!("{path}/reset-password"), json!({ "new_password": "a longer password" })).await;
            assert_eq!(reset.error(), (403, "forbidden".into()));
        }
        let path = format!("users/{}", bob.user_id());
        assert_eq!(ann.patch(&path, json!({ "role": "admin" })).await.error(), (403, "forbidden".into()));
        assert_eq!(ann.patch(&path, json!({ "name": "Robert" })).await.ok()["name"], "Robert");
        assert_eq!(owner.patch(&path, json!({ "role": "admin" })).await.ok()["role"], "admin");
    }

    async fn the_last_owner_stays(app: TestApp) {
        let owner = app.owner().await;
        let path = format!("users/{}", owner.user_id());
        for change in [json!({ "role": "admin" }), json!({ "disabled": true })] {
            assert_eq!(owner.patch(&path, change).await.error(), (409, "last_owner".into()));
        }
        owner.post("users", new("olga@example.org", "owner")).await.with(201);
        assert_eq!(owner.patch(&path, json!({ "role": "admin" })).await.ok()["role"], "admin");
    }

    async fn of_two_owners_who_demote_each_other_one_stays(app: TestApp) {
        let one = app.owner().await;
        one.post("users", new("two@example.org", "owner")).await.with(201);
        let two = app.login("two@example.org").await;
        let demoted = json!({ "role": "member" });
        let (first, second) = (format!("users/{}", two.user_id()), format!("users/{}", one.user_id()));
        tokio::join!(one.patch(&first, &demoted), two.patch(&second, &demoted));
        let mut roles = Vec::new();
        for client in [&one, &two] {
            roles.push(client.get("auth/me").await.ok()["role"].as_str().unwrap().to_owned());
        }
        roles.sort();
        assert_eq!(roles, ["member", "owner"]);
    }

    async fn a_reset_password_ends_all_logins(app: TestApp) {
        let (owner, bob) = (app.owner().await, app.member("bob").await);
        let path = format!("users/{}/reset-password", bob.user_id());
        assert_eq!(owner.post(&path, json!({ "new_password": "a longer password" })).await.status, 204);
        assert_eq!(bob.get("auth/me").await.error(), (401, "login_ended".into()));
        assert_eq!(try_login(&app, "bob@example.org", "a longer password").await.status, 200);
    }

    async fn every_wrong_field_of_a_new_user_is_named(app: TestApp) {
        let owner = app.owner().await;
        let wrong = json!({ "email": "x", "name": "", "password": "short", "role": "member" });
        assert_eq!(wrong_fields(&owner.post("users", wrong).await), ["email", "name", "password"]);
        assert_eq!(wrong_fields(&owner.post("users", new("a@b.c", "root")).await), ["role"]);
        assert_eq!(owner.post("users", new("owner@example.org", "member")).await.error(), (409, "email_taken".into()));
        let nobody = "users/0193a5b0-7d5c-7cc2-a1b2-0123456789ab";
        assert_eq!(owner.patch(nobody, json!({})).await.error(), (404, "user_not_found".into()));
    }

    async fn users_and_the_audit_log_come_in_pages(app: TestApp) {
        let owner = app.owner().await;
        for n in 0..4 {
            owner.post("users", new(&format!("u{n}@example.org"), "member")).await.with(201);
        }
        // The log also tells that the server made the demo connection.
        for (list, total) in [("users", 5), ("audit", 6)] {
            let (mut cursor, mut ids) = (String::new(), Vec::new());
            loop {
                let page = owner.get(&format!("{list}?limit=2{cursor}")).await.ok();
                ids.extend(items(&page).iter().map(|item| item["id"].to_string()));
                let Some(next) = page["next_cursor"].as_str() else { break };
                cursor = format!("&cursor={next}");
            }
            let mut sorted = ids.clone();
            sorted.sort();
            sorted.dedup();
            assert_eq!((ids.len(), sorted.len()), (total, total), "{list}");
        }
        assert_eq!(wrong_fields(&owner.get("users?cursor=x").await), ["cursor"]);
    }
}
