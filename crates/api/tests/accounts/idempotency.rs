//! `Idempotency-Key`.

use reqwest::Method;
use serde_json::{Value, json};
use testing::{Answer, Client, TestApp, on_both_databases};

use crate::support::{items, wrong_fields};

async fn create(client: &Client, key: &str, form: Value) -> Answer {
    client.send(client.request(Method::POST, "folders").header("idempotency-key", key).json(&form)).await
}

on_both_databases! {
    async fn the_same_request_twice_makes_one_thing(app: TestApp) {
        let owner = app.owner().await;
        let first = create(&owner, "k1", json!({ "name": "Work" })).await;
        let second = create(&owner, "k1", json!({ "name": "Work" })).await;
        assert_eq!((first.status, second.status), (201, 201));
        assert_eq!((first.header("idempotency-replayed"), second.header("idempotency-replayed")), ("", "true"));
        assert_eq!(first.json(), second.json());
        assert_eq!(items(&owner.get("folders").await.ok()).len(), 1);
    }

    async fn of_many_at_once_one_is_done(app: TestApp) {
        let owner = app.owner().await;
        let all = (0..8).map(|_| create(&owner, "k1", json!({ "name": "Work" })));
        for answer in futures_util::future::join_all(all).await {
            let outcome = (answer.status, answer.json()["code"].clone());
            let expected = [(201, Value::Null), (409, json!("request_in_progress"))];
            assert!(expected.contains(&outcome), "{outcome:?}");
        }
        assert_eq!(items(&owner.get("folders").await.ok()).len(), 1);
    }

    async fn a_key_stands_for_one_request_of_one_user(app: TestApp) {
        let (owner, bob) = (app.owner().await, app.member("bob").await);
        create(&owner, "k1", json!({ "name": "Work" })).await.with(201);
        let other = create(&owner, "k1", json!({ "name": "Home" })).await;
        assert_eq!(other.error(), (409, "idempotency_key_reused".into()));
        create(&bob, "k1", json!({ "name": "Home" })).await.with(201);
        assert_eq!(wrong_fields(&create(&owner, " ", json!({ "name": "x" })).await), ["Idempotency-Key"]);
    }

    async fn a_request_that_failed_may_be_tried_again(app: TestApp) {
        let owner = app.owner().await;
        let taken = owner.post("folders", json!({ "name": "Work" })).await.with(201);
        assert_eq!(create(&owner, "k1", json!({ "name": "Work" })).await.error(), (409, "name_taken".into()));
        owner.delete(&format!("folders/{}", taken["id"].as_str().unwrap())).await;
        create(&owner, "k1", json!({ "name": "Work" })).await.with(201);
    }
}
