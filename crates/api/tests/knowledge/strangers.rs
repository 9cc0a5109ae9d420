//! What belongs to another is not found, by any route.

use reqwest::Method;
use serde_json::json;
use testing::{Database, on_both_databases};

use crate::support::{add, collection, id, send, start, text};

on_both_databases! {
    async fn another_users_things_are_not_found(database: Database) {
        let app = start(database).await;
        let (owner, eve) = (app.member("bob").await, app.owner().await);
        let path = collection(&owner, "Bread").await;
        let document = add(&owner, &path, "bread.txt", "Flour and water.").await;
        let hash = "bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721";
        let upload = owner.post("uploads", json!({ "name": "a", "bytes": 6, "sha256": hash })).await.with(201);
        let upload = format!("uploads/{}", text(&upload, "id"));
        let no_collection = (404, "collection_not_found".to_owned());
        assert_eq!(eve.get("collections").await.ok()["items"], json!([]));
        assert_eq!(eve.get(&path).await.error(), no_collection);
        assert_eq!(eve.patch(&path, json!({ "name": "x" })).await.error(), no_collection);
        assert_eq!(eve.delete(&path).await.error(), no_collection);
        assert_eq!(eve.get(&format!("{path}/documents")).await.error(), no_collection);
        assert_eq!(send(&eve, &path, "a.txt", b"a").await.error(), no_collection);
        let ask = json!({ "query": "flour", "collection_ids": [id(&path)] });
        assert_eq!(eve.post("knowledge/search", ask).await.error(), no_collection);
        let no_document = (404, "document_not_found".to_owned());
        for part in ["", "/text", "/chunks", "/file"] {
            assert_eq!(eve.get(&format!("{document}{part}")).await.error(), no_document, "{part}");
        }
        assert_eq!(eve.delete(&document).await.error(), no_document);
        assert_eq!(eve.act(&format!("{document}/retry")).await.error(), no_document);
        let ask = json!({ "query": "flour", "document_ids": [id(&document)] });
        assert_eq!(eve.post("knowledge/search", ask).await.error(), no_document);
        let body = json!({ "kind": "url", "location": "https://x.test/" });
        assert_eq!(eve.post(&format!("{path}/sources"), body.clone()).await.error(), no_collection);
        assert_eq!(eve.get(&format!("{path}/sources")).await.error(), no_collection);
        let source = owner.post(&format!("{path}/sources"), body).await.with(201);
        let source = format!("sources/{}", text(&source, "id"));
        let no_source = (404, "source_not_found".to_owned());
        assert_eq!(eve.get(&source).await.error(), no_source);
        assert_eq!(eve.patch(&source, json!({ "depth": 1 })).await.error(), no_source);
        assert_eq!(eve.act(&format!("{source}/sync")).await.error(), no_source);
        assert_eq!(eve.delete(&source).await.error(), no_source);
        let no_upload = (404, "upload_not_found".to_owned());
        assert_eq!(eve.get(&upload).await.error(), no_upload);
        let piece = eve.request(Method::PUT, &format!("{upload}?offset=0")).body("abcdef");
        assert_eq!(eve.send(piece).await.error(), no_upload);
        let hers = collection(&eve, "Mine").await;
        let made_of = json!({ "upload_id": id(&upload) });
        assert_eq!(eve.post(&format!("{hers}/documents"), made_of).await.error(), no_upload);
        for path in ["collections", &path, &document, &upload, &source] {
            assert_eq!(app.anonymous().get(path).await.error(), (401, "login_required".into()), "{path}");
        }
    }
}
