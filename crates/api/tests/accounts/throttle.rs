//! How often one may try to log in.

use std::time::Duration;

use models::time::Time;
use reqwest::Method;
use serde_json::json;
use testing::{Answer, Database, TestApp, on_both_databases};

use crate::support::{PASSWORD, audited, try_login};

async fn app(database: Database, per_account: &str, per_address: &str) -> TestApp {
    TestApp::builder(database)
        .setting("auth.login_attempts_per_account", per_account)
        .setting("auth.login_attempts_per_address", per_address)
        .clock_at(Time::from_timestamp(1_800_000_000, 0).unwrap())
        .start()
        .await
}

async fn try_forwarded(app: &TestApp, email: &str, forwarded_for: &str) -> Answer {
    let client = app.anonymous();
    let form = json!({ "email": email, "password": "not the password" });
    let request = client
        .request(Method::POST, "auth/login")
        .header("x-forwarded-for", forwarded_for)
        .header("x-real-ip", forwarded_for)
        .header("forwarded", format!("for={forwarded_for}"))
        .json(&form);
    client.send(request).await
}

on_both_databases! {
    async fn an_account_is_closed_for_a_while_after_too_many_failures(database: Database) {
        let app = app(database, "3", "100").await;
        app.owner().await;
        for _ in 0..3 {
            let answer = try_login(&app, "owner@example.org", "not the password").await;
            assert_eq!(answer.error(), (401, "invalid_credentials".into()));
        }
        let refused = try_login(&app, " OWNER@example.org", PASSWORD).await;
        assert_eq!(refused.error(), (429, "too_many_attempts".into()));
        assert_eq!(refused.header("retry-after"), "900");
        assert_eq!(audited(&app).await.iter().filter(|action| *action == "login.failed").count(), 3);

        app.clock().advance(Duration::from_secs(901));
        assert_eq!(try_login(&app, "owner@example.org", PASSWORD).await.status, 200);
    }

    async fn a_restart_does_not_forget_failures(database: Database) {
        let app = app(database, "1", "100").await;
        app.owner().await;
        assert_eq!(try_login(&app, "owner@example.org", "not the password").await.status, 401);
        let again = app.again();
        app.stop().await.unwrap();
        assert_eq!(try_login(&again.start().await, "owner@example.org", PASSWORD).await.status, 429);
    }

    async fn a_success_forgets_the_accounts_failures(database: Database) {
        let app = app(database, "2", "100").await;
        app.owner().await;
        for _ in 0..3 {
            assert_eq!(try_login(&app, "owner@example.org", "not the password").await.status, 401);
            assert_eq!(try_login(&app, "owner@example.org", PASSWORD).await.status, 200);
        }
    }

    async fn hole_8_x_forwarded_for_does_not_bypass_the_login_limit(database: Database) {
        let app = app(database, "100", "3").await;
        app.owner().await;
        for n in 0..3 {
            let answer = try_forwarded(&app, &format!("user{n}@example.org"), &format!("198.51.100.{n}")).await;
            assert_eq!(answer.status, 401);
        }
        let refused = try_forwarded(&app, "user9@example.org", "198.51.100.9").await;
        assert_eq!(refused.error(), (429, "too_many_attempts".into()));
    }

    async fn behind_a_trusted_proxy_each_caller_has_a_limit_of_its_own(database: Database) {
        let app = TestApp::builder(database)
            .setting("server.trusted_proxies", "127.0.0.0/8")
            .setting("auth.login_attempts_per_address", "1")
            .start()
            .await;
        app.owner().await;
        assert_eq!(try_forwarded(&app, "a@example.org", "198.51.100.1").await.status, 401);
        assert_eq!(try_forwarded(&app, "b@example.org", "198.51.100.1").await.status, 429);
        assert_eq!(try_forwarded(&app, "b@example.org", "198.51.100.2").await.status, 401);
    }

    async fn an_unknown_account_answers_like_a_wrong_password(app: TestApp) {
        app.owner().await;
        let unknown = try_login(&app, "nobody@example.org", PASSWORD).await;
        let wrong = try_login(&app, "owner@example.org", "not the password").await;
        let shapeless = try_login(&app, "no address", PASSWORD).await;
        let long = try_login(&app, "owner@example.org", &"x".repeat(5000)).await;
        for answer in [&unknown, &wrong, &shapeless, &long] {
            assert_eq!((answer.status, answer.json()), (401, wrong.json()));
        }
    }

    async fn however_many_come_at_once_few_slip_past_the_limit(database: Database) {
        let app = app(database, "3", "1000").await;
        app.owner().await;
        let tries = (0..30).map(|_| try_login(&app, "owner@example.org", "not the password"));
        let answers = futures_util::future::join_all(tries).await;
        let heard = answers.iter().filter(|answer| answer.status == 401).count();
        // Two hashes are computed at a time, so at most one more than the limit is heard.
        assert!((3..=4).contains(&heard), "{heard}");
        assert_eq!(answers.iter().filter(|answer| answer.status == 429).count(), 30 - heard);
    }

    async fn trying_passwords_from_an_open_browser_is_limited_too(database: Database) {
        let app = app(database, "2", "100").await;
        let owner = app.owner().await;
        let change = json!({ "current_password": "not the password", "new_password": "a longer password" });
        for _ in 0..2 {
            assert_eq!(owner.post("auth/password", &change).await.error(), (403, "wrong_password".into()));
        }
        assert_eq!(owner.post("auth/password", &change).await.error(), (429, "too_many_attempts".into()));
    }
}
