//! Tokens that open nothing.

use std::time::Duration;

use models::time::Time;
use testing::{Client, Database, TestApp, on_both_databases};

fn with_token(client: &Client, token: &str) -> Client {
    Client { token: Some(token.to_owned()), ..client.clone() }
}

/// 2026-01-01T00:00:00Z.
fn new_year() -> Time {
    Time::from_timestamp(1_767_225_600, 0).unwrap()
}

on_both_databases! {
    async fn no_token_is_told_to_log_in(app: TestApp) {
        let answer = app.anonymous().get("conversations").await;
        assert_eq!(answer.error(), (401, "login_required".into()));
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }

    async fn a_forged_token_opens_nothing(app: TestApp) {
        let owner = app.owner().await;
        let token = owner.token.clone().unwrap();
        let parts: Vec<&str> = token.split('.').collect();
        let [head, claims, signature] = parts[..] else { panic!("a token has three parts: {token}") };
        // {"alg":"none","typ":"JWT"}
        let unsigned = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
        let flipped: String = signature.chars().rev().collect();
        let forgeries = [
            format!("{head}.{claims}.{flipped}"),
            format!("{head}.{claims}."),
            format!("{unsigned}.{claims}."),
            format!("{unsigned}.{claims}.{signature}"),
            format!("{head}.{signature}.{claims}"),
            "x".to_owned(),
            "a.b.c".to_owned(),
        ];
        for forged in forgeries {
            let answer = with_token(&owner, &forged).get("auth/me").await;
            assert_eq!(answer.error(), (401, "invalid_token".into()), "{forged}");
        }
    }

    async fn a_token_of_another_instance_opens_nothing(database: Database) {
        let (here, there) = (TestApp::start(database).await, TestApp::start(database).await);
        let foreign = there.owner().await.token.unwrap();
        let answer = with_token(&here.owner().await, &foreign).get("auth/me").await;
        assert_eq!(answer.error(), (401, "invalid_token".into()));
    }

    async fn an_access_token_ends_after_fifteen_minutes(database: Database) {
        let app = TestApp::builder(database).clock_at(new_year()).start().await;
        let owner = app.owner().await;
        app.clock().advance(Duration::from_secs(14 * 60));
        owner.get("auth/me").await.ok();
        app.clock().advance(Duration::from_secs(2 * 60));
        assert_eq!(owner.get("auth/me").await.error(), (401, "invalid_token".into()));
    }

    async fn another_scheme_is_no_token(app: TestApp) {
        let owner = app.owner().await;
        let nobody = Client { token: None, ..owner.clone() };
        for value in [format!("Basic {}", owner.token.clone().unwrap()), "Bearer".into(), "Bearer ".into()] {
            let request = nobody.request(reqwest::Method::GET, "auth/me").header("authorization", &value);
            assert_eq!(nobody.send(request).await.error(), (401, "invalid_token".into()), "{value}");
        }
    }
}
