//! Logins: how they are renewed, seen and ended.

use std::time::Duration;

use models::time::Time;
use reqwest::Method;
use serde_json::json;
use testing::{Database, TestApp, on_both_databases};

use crate::support::{audited, items, refresh, with_token};

const DAY: Duration = Duration::from_secs(24 * 3600);

async fn frozen(database: Database) -> TestApp {
    TestApp::builder(database).clock_at(Time::from_timestamp(1_800_000_000, 0).unwrap()).start().await
}

on_both_databases! {
    async fn the_refresh_cookie_is_out_of_reach_of_scripts_and_other_sites(app: TestApp) {
        app.owner().await;
        let form = json!({ "email": "owner@example.org", "password": crate::support::PASSWORD });
        let answer = app.anonymous().post("auth/login", form).await;
        let cookie = answer.header("set-cookie").to_owned();
        let attributes: Vec<_> = cookie.split("; ").skip(1).collect();
        for wanted in ["HttpOnly", "SameSite=Strict", "Path=/api/v1/auth", "Max-Age=2592000"] {
            assert!(attributes.contains(&wanted), "{cookie}");
        }
        assert_eq!(answer.header("cache-control"), "no-store");
        let body = answer.ok();
        assert_eq!((body["token_type"].as_str(), body["expires_in"].as_u64()), (Some("bearer"), Some(900)));
        assert!(!body.to_string().contains(cookie.split(['=', ';']).nth(1).unwrap()));
    }

    async fn a_refresh_token_is_good_once_and_its_reuse_ends_the_login(app: TestApp) {
        let owner = app.owner().await;
        let bob = app.member("bob").await;
        let first = bob.refresh.clone().unwrap();
        let second = refresh(&bob, &first).await.cookie("pallium_refresh").unwrap();
        let renewed = refresh(&bob, &second).await;
        let third = renewed.cookie("pallium_refresh").unwrap();
        let renewed = with_token(&bob, renewed.ok()["access_token"].as_str().unwrap());
        assert!(first != second && second != third);
        renewed.get("auth/me").await.ok();

        assert_eq!(refresh(&bob, &first).await.error(), (401, "login_ended".into()));
        assert_eq!(refresh(&bob, &third).await.error(), (401, "login_ended".into()));
        assert_eq!(renewed.get("auth/me").await.error(), (401, "login_ended".into()));
        assert!(audited(&app).await.contains(&"login.refresh_reused".to_owned()));
        owner.get("auth/me").await.ok();
    }

    async fn an_exchange_whose_answer_was_lost_gives_the_same_answer_for_ten_seconds(database: Database) {
        let app = frozen(database).await;
        let token = app.owner().await.refresh.unwrap();
        let lost = refresh(&app.anonymous(), &token).await.cookie("pallium_refresh").unwrap();
        app.clock().advance(Duration::from_secs(10));
        let again = refresh(&app.anonymous(), &token).await.cookie("pallium_refresh").unwrap();
        assert_eq!(lost, again);
        app.clock().advance(Duration::from_secs(1));
        assert_eq!(refresh(&app.anonymous(), &token).await.error(), (401, "login_ended".into()));
        assert_eq!(refresh(&app.anonymous(), &again).await.error(), (401, "login_ended".into()));
    }

    async fn two_simultaneous_exchanges_give_the_same_token(app: TestApp) {
        let bob = app.member("bob").await;
        let token = bob.refresh.clone().unwrap();
        let (one, two) = tokio::join!(refresh(&bob, &token), refresh(&bob, &token));
        assert_eq!((one.status, two.status), (200, 200), "{} {}", one.text(), two.text());
        assert_eq!(one.cookie("pallium_refresh"), two.cookie("pallium_refresh"));
    }

    async fn a_made_up_token_does_not_end_the_login_that_it_names(app: TestApp) {
        let bob = app.member("bob").await;
        let token = bob.refresh.clone().unwrap();
        let (login, _) = token.split_once('.').unwrap();
        let made_up = format!("{login}.{}", "A".repeat(64));
        assert_eq!(refresh(&bob, &made_up).await.error(), (401, "login_ended".into()));
        bob.get("auth/me").await.ok();
        refresh(&bob, &token).await.ok();
    }

    async fn an_access_token_lives_a_quarter_of_an_hour(database: Database) {
        let app = frozen(database).await;
        let owner = app.owner().await;
        app.clock().advance(Duration::from_secs(899));
        owner.get("auth/me").await.ok();
        app.clock().advance(Duration::from_secs(1));
        assert_eq!(owner.get("auth/me").await.error(), (401, "invalid_token".into()));
        refresh(&owner, owner.refresh.as_deref().unwrap()).await.ok();
    }

    async fn a_login_ends_after_thirty_days_without_use(database: Database) {
        let app = frozen(database).await;
        let mut token = app.owner().await.refresh.unwrap();
        for _ in 0..2 {
            app.clock().advance(29 * DAY);
            token = refresh(&app.anonymous(), &token).await.cookie("pallium_refresh").unwrap();
        }
        app.clock().advance(30 * DAY);
        assert_eq!(refresh(&app.anonymous(), &token).await.error(), (401, "login_ended".into()));
    }

    async fn hole_8_logout_revokes(app: TestApp) {
        let owner = app.owner().await;
        let token = owner.refresh.clone().unwrap();
        let request = owner.request(Method::POST, "auth/logout").header("cookie", format!("pallium_refresh={token}"));
        let answer = owner.send(request).await;
        assert_eq!((answer.status, answer.cookie("pallium_refresh")), (204, Some(String::new())));
        assert_eq!(owner.get("auth/me").await.error(), (401, "login_ended".into()));
        assert_eq!(refresh(&owner, &token).await.error(), (401, "login_ended".into()));
        assert_eq!(owner.act("auth/logout").await.status, 204);
    }

    async fn the_cookie_alone_is_enough_to_log_out(app: TestApp) {
        let owner = app.owner().await;
        let client = app.anonymous();
        let token = owner.refresh.clone().unwrap();
        let request = client.request(Method::POST, "auth/logout").header("cookie", format!("pallium_refresh={token}"));
        assert_eq!(client.send(request).await.status, 204);
        assert_eq!(owner.get("auth/me").await.error(), (401, "login_ended".into()));
    }

    async fn logins_are_listed_and_ended_one_by_one_or_all_others(app: TestApp) {
        app.owner().await;
        let (one, two) = (app.login("owner@example.org").await, app.login("owner@example.org").await);
        let logins = items(&one.get("auth/logins").await.ok());
        assert_eq!(logins.len(), 3);
        assert_eq!(logins.iter().filter(|login| login["current"] == true).count(), 1);
        assert_eq!(logins[0]["address"], "127.0.0.1");

        let second = two_id(&two).await;
        let other = logins.iter().find(|login| login["id"] == second).unwrap();
        let path = format!("auth/logins/{}", other["id"].as_str().unwrap());
        assert_eq!(one.delete(&path).await.status, 204);
        assert_eq!(two.get("auth/me").await.error(), (401, "login_ended".into()));
        assert_eq!(one.delete("auth/logins").await.status, 204);
        assert_eq!(items(&one.get("auth/logins").await.ok()).len(), 1);
        one.get("auth/me").await.ok();
    }

    async fn hole_5_anothers_login_is_not_found(app: TestApp) {
        let (owner, bob) = (app.owner().await, app.member("bob").await);
        let logins = items(&bob.get("auth/logins").await.ok());
        let path = format!("auth/logins/{}", logins[0]["id"].as_str().unwrap());
        assert_eq!(owner.delete(&path).await.error(), (404, "login_not_found".into()));
        bob.get("auth/me").await.ok();
    }

    async fn a_disabled_or_demoted_user_loses_access_at_the_next_request(app: TestApp) {
        let owner = app.owner().await;
        let ann = app.admin("ann").await;
        ann.get("users").await.ok();
        let path = format!("users/{}", ann.user_id());
        owner.patch(&path, json!({ "role": "member" })).await.ok();
        assert_eq!(ann.get("users").await.error(), (403, "forbidden".into()));

        owner.patch(&path, json!({ "disabled": true })).await.ok();
        assert_eq!(ann.get("auth/me").await.error(), (401, "account_disabled".into()));
        let token = ann.refresh.clone().unwrap();
        assert_eq!(refresh(&ann, &token).await.error(), (401, "login_ended".into()));
        let login = crate::support::try_login(&app, "ann@example.org", crate::support::PASSWORD).await;
        assert_eq!(login.error(), (401, "account_disabled".into()));

        // Enabled again, the old logins stay ended.
        owner.patch(&path, json!({ "disabled": false })).await.ok();
        assert_eq!(ann.get("auth/me").await.error(), (401, "login_ended".into()));
        app.login("ann@example.org").await;
    }
}

/// The id of the login that a client uses.
async fn two_id(client: &testing::Client) -> serde_json::Value {
    let logins = items(&client.get("auth/logins").await.ok());
    logins.iter().find(|login| login["current"] == true).unwrap()["id"].clone()
}
