//! Who may make an account.

use reqwest::Method;
use serde_json::{Value, json};
use testing::{Answer, TestApp, on_both_databases};

use crate::support::{PASSWORD, wrong_fields};

fn form(email: &str) -> Value {
    json!({ "email": email, "name": "Ada", "password": PASSWORD })
}

async fn register(app: &TestApp, email: &str) -> Answer {
    app.anonymous().post("auth/register", form(email)).await
}

/// Registers as the first user from another machine, as far as the server can know.
async fn register_from_afar(app: &TestApp, token: Option<&str>) -> Answer {
    let mut form = form("ada@example.org");
    form["setup_token"] = json!(token);
    let client = app.anonymous();
    let request = client.request(Method::POST, "auth/register").header("x-forwarded-for", "203.0.113.9").json(&form);
    client.send(request).await
}

on_both_databases! {
    async fn hole_9_the_first_user_is_owner_and_can_make_admins(app: TestApp) {
        let owner = register(&app, "ada@example.org").await.with(201);
        assert_eq!(owner["user"]["role"], "owner");
        let owner = app.login("ada@example.org").await;
        let new = json!({ "email": "bob@example.org", "name": "Bob", "password": PASSWORD, "role": "admin" });
        owner.post("users", new).await.with(201);
        let admin = app.login("bob@example.org").await;
        assert_eq!(admin.user["role"], "admin");
        assert_eq!(admin.get("users").await.ok()["items"].as_array().map(Vec::len), Some(2));
    }

    async fn of_two_first_registrations_one_is_owner(app: TestApp) {
        let (one, two) = tokio::join!(register(&app, "one@example.org"), register(&app, "two@example.org"));
        let mut outcomes = [one, two].map(|answer| (answer.status, answer.json()["code"].clone()));
        outcomes.sort_by_key(|(status, _)| *status);
        assert_eq!(outcomes, [(201, Value::Null), (403, json!("registration_closed"))]);
    }

    async fn registration_is_closed_after_the_first_user_unless_switched_on(app: TestApp) {
        let owner = app.owner().await;
        assert_eq!(register(&app, "bob@example.org").await.error(), (403, "registration_closed".into()));
        owner.patch("instance/settings", json!({ "registration_enabled": true })).await.ok();
        let bob = register(&app, "bob@example.org").await.with(201);
        assert_eq!(bob["user"]["role"], "member");
        assert_eq!(register(&app, " BOB@Example.org ").await.error(), (409, "email_taken".into()));
    }

    async fn from_afar_the_first_user_needs_the_printed_link(app: TestApp) {
        let link = app.setup_link.clone().unwrap();
        let token = link.rsplit(['=', '/', '#']).next().unwrap();
        assert_eq!(register_from_afar(&app, None).await.error(), (403, "setup_token_required".into()));
        assert_eq!(register_from_afar(&app, Some("guess")).await.error(), (403, "setup_token_required".into()));
        let owner = register_from_afar(&app, Some(token)).await.with(201);
        assert_eq!(owner["user"]["role"], "owner");
        // The link opens nothing once an account exists.
        let mut again = form("eve@example.org");
        again["setup_token"] = json!(token);
        let refused = app.anonymous().post("auth/register", again).await;
        assert_eq!(refused.error(), (403, "registration_closed".into()));
    }

    async fn the_instance_says_what_the_first_page_must_know(app: TestApp) {
        let about = app.anonymous().get("instance").await.ok();
        let expected = json!({
            "name": "Pallium", "version": env!("CARGO_PKG_VERSION"),
            "needs_owner": true, "setup_token_required": false, "registration_enabled": false,
        });
        assert_eq!(about, expected);
        app.owner().await;
        assert_eq!(app.anonymous().get("instance").await.ok()["needs_owner"], false);
    }

    async fn every_wrong_field_of_a_registration_is_named(app: TestApp) {
        let answer = app.anonymous().post("auth/register", json!({ "email": "x", "name": " ", "password": "short" })).await;
        assert_eq!(wrong_fields(&answer), ["email", "name", "password"]);
        assert_eq!(app.anonymous().get("instance").await.ok()["needs_owner"], true);
    }
}
