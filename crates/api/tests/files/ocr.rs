//! Words in pictures of a collection.

use serde_json::json;
use testing::vendor::{Script, ScriptedVendor};
use testing::{Database, TestApp, on_both_databases};

use crate::support::{collection, text};

const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 6,
    0, 0, 0, 0x1F, 0x15, 0xC4, 0x89,
];

async fn first_document(app: &TestApp, collection: &serde_json::Value) -> serde_json::Value {
    let path = format!("collections/{}/documents", text(collection, "id"));
    app.owner().await.get(&path).await.ok()["items"][0].clone()
}

on_both_databases! {
    async fn a_model_that_sees_reads_a_picture_and_its_words_are_marked(database: Database) {
        let app = TestApp::builder(database).setting("knowledge.ocr", "model").with_jobs().start().await;
        let vendor = ScriptedVendor::start().await;
        vendor.offer_models(&["gpt-4o"]);
        app.connect(&vendor).await;
        vendor.script(Script::text("Rent\n\n512 euros"));
        let signs = collection(&app.owner().await, "Signs", ("sign.png", PNG)).await;
        let document = first_document(&app, &signs).await;
        assert_eq!(document["warnings"], json!([{
            "code": "recognised", "message": "its words were recognised in a picture by the model gpt-4o",
        }]));
        let path = format!("documents/{}/text", text(&document, "id"));
        assert_eq!(app.owner().await.get(&path).await.ok()["markdown"], "Rent\n\n512 euros\n");
        let sent = vendor.requests().last().unwrap().body["messages"].clone();
        assert!(text(&sent[1]["content"][0]["image_url"], "url").starts_with("data:image/png;base64,"), "{sent}");
        let report = app.owner().await.post("knowledge/search", json!({ "query": "rent", "collection_ids": [signs["id"]] })).await.ok();
        assert_eq!(report["passages"][0]["document_name"], "sign.png");
    }

    async fn a_picture_stays_without_words_where_nobody_is_to_read_it(database: Database) {
        let app = TestApp::builder(database).with_jobs().start().await;
        let vendor = ScriptedVendor::start().await;
        vendor.offer_models(&["gpt-4o"]);
        app.connect(&vendor).await;
        let asked = vendor.requests().len();
        let signs = collection(&app.owner().await, "Signs", ("sign.png", PNG)).await;
        let document = first_document(&app, &signs).await;
        assert_eq!((&document["state"], &document["warnings"][0]["code"]), (&json!("ready"), &json!("scanned")));
        assert_eq!(vendor.requests().len(), asked);
    }
}
