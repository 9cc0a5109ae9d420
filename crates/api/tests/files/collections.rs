//! Collections that a run searches.

use serde_json::json;
use testing::{Database, TestApp, on_both_databases};

use crate::support::{Talk, collection, send, text};

const HOUSE: &[u8] =
    b"# House\n\n## Rent\n\nThe rent of the house is 512 euros a month.\n\n## Garden\n\nThe garden has a pond.\n";

async fn start(database: Database) -> TestApp {
    TestApp::builder(database).with_jobs().start().await
}

on_both_databases! {
    async fn a_collection_is_searched_and_cited(database: Database) {
        let app = start(database).await;
        let talk = Talk::new(&app).await;
        let house = collection(&talk.owner, "House", ("house.md", HOUSE)).await;
        let mut body = send("How much rent?", &[]);
        body["parameters"] = json!({ "collection_ids": [house["id"]] });
        let turn = talk.finish(&body).await;
        let source = &turn["run"]["sources"][0];
        assert_eq!((&source["kind"], &source["number"], &source["title"]), (&json!("document"), &json!(1), &json!("house.md")));
        assert!(text(source, "text").contains("512 euros"), "{source}");
        assert_eq!(turn["run"]["files"], json!([]));
        let told = text(talk.told().last().unwrap(), "content");
        assert!(told.contains("[1] house.md") && told.contains("512 euros a month"), "{told}");
        // Without the collection nothing is searched.
        let turn = talk.finish(&send("How much rent?", &[])).await;
        assert_eq!(turn["run"]["sources"], json!([]));
        assert_eq!(text(talk.told().last().unwrap(), "content"), "How much rent?");
    }

    async fn a_conversation_searches_what_it_is_set_to_while_that_is_there(database: Database) {
        let app = start(database).await;
        let talk = Talk::new(&app).await;
        let house = collection(&talk.owner, "House", ("house.md", HOUSE)).await;
        let conversation = talk.runs.trim_end_matches("/runs").to_owned();
        let parameters = json!({ "collection_ids": [house["id"]] });
        talk.owner.patch(&conversation, json!({ "parameters": parameters })).await.ok();
        let turn = talk.finish(&send("How much rent?", &[])).await;
        assert_eq!(turn["run"]["sources"].as_array().unwrap().len(), 1, "{turn}");
        assert_eq!(talk.owner.delete(&format!("collections/{}", text(&house, "id"))).await.status, 204);
        let turn = talk.finish(&send("And now?", &[])).await;
        assert_eq!((&turn["run"]["status"], &turn["run"]["sources"]), (&json!("completed"), &json!([])));
    }

    async fn numbers_go_on_from_documents_to_the_web(database: Database) {
        let found = r#"{"results":[{"url":"https://a.example/","title":"A","content":"rents"}]}"#;
        let web = crate::support::ScriptedWeb::start(&[("/search", 200, "application/json", found)]).await;
        let app = TestApp::builder(database).setting("web_search.searxng_url", &web.origin).with_jobs().start().await;
        let talk = Talk::new(&app).await;
        let house = collection(&talk.owner, "House", ("house.md", HOUSE)).await;
        let mut body = send("How much rent?", &[]);
        body["parameters"] = json!({ "collection_ids": [house["id"]], "web_search": true });
        let turn = talk.finish(&body).await;
        let sources = turn["run"]["sources"].as_array().unwrap();
        let numbered: Vec<_> = sources.iter().map(|source| (source["number"].clone(), source["kind"].clone())).collect();
        assert_eq!(numbered, [(json!(1), json!("document")), (json!(2), json!("web"))]);
    }
}
