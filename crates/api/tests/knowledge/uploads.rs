//! Files that come in pieces.

use reqwest::Method;
use serde_json::{Value, json};
use testing::{Answer, Client, Database, TestApp, on_both_databases};

use crate::support::{collection, start, text, until};

/// `abcdef` and its hash.
const SHA256: &str = "bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721";

async fn announce(client: &Client, name: &str) -> Value {
    client.post("uploads", json!({ "name": name, "bytes": 6, "sha256": SHA256 })).await.with(201)
}

async fn put(client: &Client, upload: &Value, offset: u64, bytes: &'static [u8]) -> Answer {
    let path = format!("uploads/{}?offset={offset}", text(upload, "id"));
    client.send(client.request(Method::PUT, &path).body(bytes)).await
}

on_both_databases! {
    async fn a_file_goes_on_where_it_stopped(database: Database) {
        let app = start(database).await;
        let owner = app.owner().await;
        let upload = announce(&owner, "a.txt").await;
        let expected = json!({ "id": upload["id"], "name": "a.txt", "offset": 0, "bytes": 6, "done": false });
        assert_eq!(upload, expected);
        assert_eq!(put(&owner, &upload, 0, b"abc").await.ok()["offset"], 3);
        assert_eq!(announce(&owner, "a.txt").await["offset"], 3);
        assert_eq!(put(&owner, &upload, 0, b"abc").await.error(), (409, "upload_offset".into()));
        let path = collection(&owner, "Letters").await;
        let early = owner.post(&format!("{path}/documents"), json!({ "upload_id": upload["id"] })).await;
        assert_eq!(early.error(), (409, "upload_unfinished".into()));
        assert_eq!(put(&owner, &upload, 3, b"defg").await.with(422)["field"], "offset");
        let done = put(&owner, &upload, 3, b"def").await.ok();
        assert_eq!((&done["offset"], &done["done"]), (&json!(6), &json!(true)));
        assert_eq!(owner.get(&format!("uploads/{}", text(&upload, "id"))).await.ok(), done);
        let made = owner.post(&format!("{path}/documents"), json!({ "upload_id": upload["id"] })).await.with(202);
        let document = format!("documents/{}", text(&made, "id"));
        until(&owner, &document, |it| it["state"] == "ready").await;
        assert_eq!(owner.get(&format!("{document}/file")).await.bytes, "abcdef");
    }

    async fn other_bytes_than_announced_are_sent_again(app: TestApp) {
        let owner = app.owner().await;
        let upload = announce(&owner, "a.txt").await;
        assert_eq!(put(&owner, &upload, 0, b"abcdeX").await.error(), (409, "upload_hash".into()));
        assert_eq!(put(&owner, &upload, 0, b"abcdef").await.ok()["done"], true);
    }

    async fn a_hash_gives_nobody_the_file_of_another(app: TestApp) {
        let (owner, eve) = (app.owner().await, app.member("eve").await);
        let upload = announce(&owner, "a.txt").await;
        put(&owner, &upload, 0, b"abcdef").await.ok();
        let hers = announce(&eve, "a.txt").await;
        assert_ne!(hers["id"], upload["id"]);
        assert_eq!((&hers["offset"], &hers["done"]), (&json!(0), &json!(false)));
    }

    async fn an_announcement_is_checked(app: TestApp) {
        let owner = app.owner().await;
        let announce = async |bytes: u64, hash: &str| {
            owner.post("uploads", json!({ "name": "a.txt", "bytes": bytes, "sha256": hash })).await
        };
        assert_eq!(announce(6, "x").await.with(422)["field"], "sha256");
        assert_eq!(announce(1 << 40, SHA256).await.error(), (413, "upload_too_large".into()));
    }
}
