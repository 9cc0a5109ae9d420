//! One's own account and preferences.

use serde_json::json;
use testing::{TestApp, on_both_databases};

use crate::support::{PASSWORD, audited, try_login, wrong_fields};

on_both_databases! {
    async fn a_name_changes_freely_and_an_address_with_the_password(app: TestApp) {
        let owner = app.owner().await;
        assert_eq!(owner.patch("auth/me", json!({ "name": " Ada " })).await.ok()["name"], "Ada");
        let without = owner.patch("auth/me", json!({ "email": "ada@example.org" })).await;
        assert_eq!(without.error(), (403, "wrong_password".into()));
        let change = json!({ "email": "Ada@example.org", "current_password": PASSWORD });
        assert_eq!(owner.patch("auth/me", change).await.ok()["email"], "ada@example.org");
        assert_eq!(try_login(&app, "ada@example.org", PASSWORD).await.status, 200);
        assert_eq!(try_login(&app, "owner@example.org", PASSWORD).await.status, 401);
    }

    async fn an_address_belongs_to_one_account(app: TestApp) {
        let bob = app.member("bob").await;
        let change = json!({ "email": "owner@example.org", "current_password": PASSWORD });
        assert_eq!(bob.patch("auth/me", change).await.error(), (409, "email_taken".into()));
        assert_eq!(bob.get("auth/me").await.ok()["email"], "bob@example.org");
    }

    async fn a_changed_password_ends_all_other_logins(app: TestApp) {
        let owner = app.owner().await;
        let other = app.login("owner@example.org").await;
        let change = json!({ "current_password": PASSWORD, "new_password": "a longer password" });
        assert_eq!(owner.post("auth/password", change).await.status, 204);
        owner.get("auth/me").await.ok();
        assert_eq!(other.get("auth/me").await.error(), (401, "login_ended".into()));
        assert_eq!(try_login(&app, "owner@example.org", PASSWORD).await.status, 401);
        assert_eq!(try_login(&app, "owner@example.org", "a longer password").await.status, 200);
        assert!(audited(&app).await.contains(&"user.password_changed".to_owned()));
    }

    async fn a_short_password_is_refused_before_anything_changes(app: TestApp) {
        let owner = app.owner().await;
        let change = json!({ "current_password": PASSWORD, "new_password": "short" });
        assert_eq!(wrong_fields(&owner.post("auth/password", change).await), ["new_password"]);
        assert_eq!(try_login(&app, "owner@example.org", PASSWORD).await.status, 200);
    }

    async fn preferences_are_kept_and_cleared_field_by_field(app: TestApp) {
        let owner = app.owner().await;
        let blank = json!({
            "theme": "system", "language": null, "enter_sends": null, "default_model": null, "instructions": null,
        });
        assert_eq!(owner.get("settings").await.ok(), blank);
        owner.patch("settings", json!({ "theme": "dark", "language": "pt-BR", "enter_sends": false })).await.ok();
        let kept = owner.patch("settings", json!({ "language": null, "instructions": "Be brief." })).await.ok();
        let expected = json!({
            "theme": "dark", "language": null, "enter_sends": false, "default_model": null, "instructions": "Be brief.",
        });
        assert_eq!(kept, expected);
        assert_eq!(owner.get("settings").await.ok(), expected);
        assert_eq!(app.member("bob").await.get("settings").await.ok(), blank);
    }

    async fn every_wrong_preference_is_named(app: TestApp) {
        let owner = app.owner().await;
        let wrong = json!({ "language": "x y", "default_model": "gpt", "instructions": "x".repeat(100_001) });
        let answer = owner.patch("settings", wrong).await;
        assert_eq!(wrong_fields(&answer), ["language", "default_model", "instructions"]);
        assert_eq!(wrong_fields(&owner.patch("settings", json!({ "theme": "pink" })).await), ["theme"]);
    }
}
