//! Addresses and ids that lead nowhere, or to somebody else's things.

use reqwest::Method;
use serde_json::json;
use testing::{TestApp, on_both_databases};

const UNKNOWN: &str = "0193a5b0-7d5c-7cc2-a1b2-0123456789ab";

on_both_databases! {
    async fn an_unknown_address_is_404(app: TestApp) {
        let owner = app.owner().await;
        for path in ["nothing", "conversations/x/y/z", ""] {
            assert_eq!(owner.get(path).await.error(), (404, "not_found".into()), "{path}");
        }
        assert_eq!(owner.get("conversations/not-an-id").await.error(), (404, "not_found".into()));
    }

    async fn a_wrong_method_is_405_and_says_what_is_right(app: TestApp) {
        let owner = app.owner().await;
        let answer = owner.send(owner.request(Method::PUT, "folders")).await;
        assert_eq!(answer.error(), (405, "method_not_allowed".into()));
        assert_eq!(answer.header("allow"), "GET, POST");
    }

    async fn an_unknown_id_is_404_of_its_noun(app: TestApp) {
        let owner = app.owner().await;
        let nouns = [
            ("conversations", "conversation_not_found"),
            ("runs", "run_not_found"),
            ("connections", "connection_not_found"),
            ("attachments", "attachment_not_found"),
        ];
        for (noun, code) in nouns {
            assert_eq!(owner.get(&format!("{noun}/{UNKNOWN}")).await.error(), (404, code.into()));
        }
    }

    async fn anothers_thing_looks_like_one_that_does_not_exist(app: TestApp) {
        let (alice, bob) = (app.member("alice").await, app.member("bob").await);
        let conversation = alice.post("conversations", json!({ "title": "Private" })).await.with(201);
        let folder = alice.post("folders", json!({ "name": "Mine" })).await.with(201);
        let (conversation, folder) = (conversation["id"].as_str().unwrap(), folder["id"].as_str().unwrap());
        let (foreign, unknown) = (format!("conversations/{conversation}"), format!("conversations/{UNKNOWN}"));
        assert_eq!(bob.get(&foreign).await.json(), bob.get(&unknown).await.json());
        assert_eq!(bob.get(&foreign).await.error(), (404, "conversation_not_found".into()));
        assert_eq!(bob.patch(&foreign, json!({ "title": "Stolen" })).await.error().0, 404);
        assert_eq!(bob.delete(&foreign).await.error().0, 404);
        assert_eq!(bob.patch(&format!("folders/{folder}"), json!({ "name": "x" })).await.error(), (404, "folder_not_found".into()));
        assert_eq!(alice.get(&foreign).await.ok()["title"], "Private");
    }

    async fn an_id_without_dashes_is_the_same_id(app: TestApp) {
        let owner = app.owner().await;
        let made = owner.post("conversations", json!({})).await.with(201);
        let plain = made["id"].as_str().unwrap().replace('-', "");
        assert_eq!(owner.get(&format!("conversations/{plain}")).await.ok()["id"], made["id"]);
    }

    async fn a_page_larger_than_the_limit_is_refused(app: TestApp) {
        let owner = app.owner().await;
        for query in ["limit=0", "limit=201", "limit=x", "limit=-1"] {
            let answer = owner.get(&format!("conversations?{query}")).await;
            assert_eq!((answer.error(), answer.json()["field"].as_str().unwrap()), ((422, "invalid".into()), "limit"), "{query}");
        }
    }
}
