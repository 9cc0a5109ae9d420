//! Logging in to GitHub Copilot, with a scripted GitHub behind the server.

use std::time::Duration;

use serde_json::{Value, json};
use testing::vendor::{Script, ScriptedVendor};
use testing::{Answer, Client, Database, TestApp, on_both_databases};

/// A server that may ask this GitHub.
async fn server(database: Database, github: &ScriptedVendor) -> TestApp {
    let now = "2026-11-21T08:00:00Z".parse().unwrap();
    let app = TestApp::builder(database).clock_at(now).setting("gateway.github_copilot", "true");
    app.setting("gateway.github_url", &github.origin())
        .setting("gateway.github_api_url", &github.origin())
        .start()
        .await
}

fn says(github: &ScriptedVendor, path: &str, answer: Value) {
    github.script(Script::status(200, answer.to_string()).path(path));
}

async fn begin(github: &ScriptedVendor, who: &Client, expires_in: u32) -> Value {
    let codes = json!({
        "device_code": "device-1", "user_code": "WDJB-MJHT", "verification_uri": "https://github.com/login/device",
        "expires_in": expires_in, "interval": 5,
    });
    says(github, "/login/device/code", codes);
    who.post("copilot/login", json!({ "name": "Mine" })).await.ok()
}

async fn poll(github: &ScriptedVendor, who: &Client, login: &Value, answer: Value) -> Answer {
    says(github, "/login/oauth/access_token", answer);
    who.post("copilot/login/poll", json!({ "login": login["login"] })).await
}

fn gives_a_token(github: &ScriptedVendor) {
    let answer = json!({
        "token": "copilot-1", "expires_at": 4_000_000_000_i64, "refresh_in": 1500,
        "endpoints": { "api": github.base_url() },
    });
    says(github, "/copilot_internal/v2/token", answer);
}

fn kinds(list: &Value) -> Vec<&str> {
    list["items"].as_array().unwrap().iter().filter_map(|kind| kind["kind"].as_str()).collect()
}

on_both_databases! {
    async fn where_it_is_turned_off_nobody_logs_in(app: TestApp) {
        let ann = app.admin("ann").await;
        let off = (403, "copilot_off".to_owned());
        assert_eq!(ann.post("copilot/login", json!({})).await.error(), off);
        assert_eq!(ann.post("copilot/login/poll", json!({ "login": "x" })).await.error(), off);
        let form = json!({ "kind": "github_copilot", "api_key": "gho_1" });
        assert_eq!(ann.post("connections", form).await.error(), off);
        let status = ann.get("copilot/status").await.ok();
        assert_eq!((&status["enabled"], &status["connections"]), (&json!(false), &json!([])));
        assert!(!kinds(&ann.get("connection-kinds").await.ok()).contains(&"github_copilot"));
    }

    async fn a_login_becomes_a_connection_of_its_user(database: Database) {
        let github = ScriptedVendor::start().await;
        let app = server(database, &github).await;
        let (ann, eve) = (app.admin("ann").await, app.admin("eve").await);
        let login = begin(&github, &ann, 900).await;
        let expected = json!({
            "login": login["login"], "user_code": "WDJB-MJHT", "verification_url": "https://github.com/login/device",
            "expires_at": "2026-11-21T08:15:00Z", "interval_seconds": 5, "notice": login["notice"],
        });
        assert_eq!(login, expected);
        assert!(!login["login"].as_str().unwrap().contains("device-1"));
        assert!(login["notice"].as_str().unwrap().contains("terms"));

        let state = |status: &str, pause: Value| json!({
            "status": status, "interval_seconds": pause, "connection": null,
        });
        let pending = poll(&github, &ann, &login, json!({ "error": "authorization_pending" })).await.ok();
        assert_eq!(pending, state("pending", json!(5)));
        let slower = poll(&github, &ann, &login, json!({ "error": "slow_down", "interval": 10 })).await.ok();
        assert_eq!(slower, state("pending", json!(10)));
        let denied = poll(&github, &ann, &login, json!({ "error": "access_denied" })).await.ok();
        assert_eq!(denied, state("denied", Value::Null));
        let stolen = eve.post("copilot/login/poll", json!({ "login": login["login"] })).await;
        assert_eq!(stolen.error(), (422, "invalid".into()), "a login is polled by whoever began it");

        gives_a_token(&github);
        let done = poll(&github, &ann, &login, json!({ "access_token": "gho_12345678abcd" })).await.ok();
        let connection = &done["connection"];
        assert_eq!((&done["status"], &connection["kind"]), (&json!("connected"), &json!("github_copilot")));
        assert_eq!((&connection["name"], &connection["scope"]), (&json!("Mine"), &json!("user")));
        assert_eq!((&connection["model_count"], &connection["models_error"]), (&json!(2), &Value::Null));
        assert_eq!(connection["secret_hint"], "…abcd");

        let status = ann.get("copilot/status").await.ok();
        let works = json!([{
            "id": connection["id"], "name": "Mine", "works": true, "message": null,
            "token_until": "2096-10-02T07:06:40Z",
        }]);
        assert_eq!((&status["enabled"], &status["connections"]), (&json!(true), &works));
        assert_eq!(eve.get("copilot/status").await.ok()["connections"], json!([]));
        let path = format!("connections/{}", connection["id"].as_str().unwrap());
        assert_eq!(ann.delete(&path).await.status, 204);
        assert_eq!(ann.get("copilot/status").await.ok()["connections"], json!([]));
    }

    async fn a_login_that_took_too_long_has_expired(database: Database) {
        let github = ScriptedVendor::start().await;
        let app = server(database, &github).await;
        let ann = app.admin("ann").await;
        let login = begin(&github, &ann, 60).await;
        let asked = github.requests().len();
        app.clock().advance(Duration::from_secs(61));
        let again = ann.post("copilot/login/poll", json!({ "login": login["login"] })).await.ok();
        assert_eq!((&again["status"], github.requests().len()), (&json!("expired"), asked), "GitHub is not asked");
    }

    async fn a_seat_is_never_everyones_and_members_reach_no_inside(database: Database) {
        let github = ScriptedVendor::start().await;
        let app = server(database, &github).await;
        let (ann, bob) = (app.admin("ann").await, app.member("bob").await);
        let form = json!({ "kind": "github_copilot", "api_key": "gho_1", "scope": "system" });
        let refused = ann.post("connections", form).await;
        assert_eq!((refused.error(), &refused.json()["field"]), ((422, "invalid".into()), &json!("scope")));
        let kinds = ann.get("connection-kinds").await.ok();
        let kind = kinds["items"].as_array().unwrap().iter().find(|it| it["kind"] == "github_copilot").unwrap();
        assert_eq!((&kind["device_login"], kind["notice"].is_string()), (&json!(true), true));
        // The scripted GitHub is on this machine, which a member's calls do not reach.
        let inside = bob.post("copilot/login", json!({})).await;
        assert_eq!((inside.error(), github.requests().len()), ((502, "vendor_address_blocked".into()), 0));
    }
}
