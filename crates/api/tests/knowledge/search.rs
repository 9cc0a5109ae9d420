//! Finding passages by words and by meaning.

use serde_json::{Value, json};
use testing::vendor::Script;
use testing::{Database, on_both_databases};

use crate::support::{add, collection, found, id, items, search, start, text, until, with_vectors};

on_both_databases! {
    async fn words_find_the_passage_that_has_them(database: Database) {
        let app = start(database).await;
        let owner = app.owner().await;
        let path = collection(&owner, "Bread").await;
        let document = add(&owner, &path, "bread.md", "# Bread\n\nFlour and water.\n\n## Rye\n\nSour dough rises slowly.\n").await;
        add(&owner, &path, "cake.txt", "Sugar, eggs and butter.").await;
        let report = search(&owner, &path, "sour dough").await;
        assert_eq!((&report["lexical_only"], &report["notes"]), (&json!(true), &json!([])));
        let passage = &report["passages"][0];
        let expected = json!({
            "document_id": id(&document), "document_name": "bread.md", "title": passage["title"],
            "collection_id": id(&path), "heading_path": ["Bread", "Rye"], "page": null, "start": 27, "end": 59,
            "text": "## Rye\n\nSour dough rises slowly.", "score": 1.0 / 61.0, "chunk_ids": passage["chunk_ids"],
        });
        assert_eq!(passage, &expected);
        let candidate = &report["candidates"][0];
        assert_eq!((&candidate["fate"], &candidate["lexical"]["rank"]), (&json!("taken"), &json!(1)));
        assert_eq!(found(&search(&owner, &path, "motor").await), Vec::<String>::new());
        let words = json!({ "query": "eggs", "document_ids": [id(&document)] });
        assert_eq!(found(&owner.post("knowledge/search", words).await.ok()), Vec::<String>::new());
    }

    async fn meaning_finds_what_words_do_not_and_both_together_come_first(database: Database) {
        let app = start(database).await;
        let owner = app.owner().await;
        let (vendor, path, _) = with_vectors(&app, &owner, "scripted-embed").await;
        add(&owner, &path, "dog.txt", "A dog barks at night.").await;
        add(&owner, &path, "hound.txt", "The hound sleeps.").await;
        add(&owner, &path, "car.txt", "A car needs fuel.").await;
        let ready = until(&owner, &path, |it| it["embedding"]["state"] == "serving" && it["embedding"]["done"] == 3).await;
        assert_eq!((&ready["embedding"]["dimensions"], &ready["next_embedding"]), (&json!(64), &Value::Null));
        let report = search(&owner, &path, "hound").await;
        assert_eq!(report["lexical_only"], false);
        assert_eq!(found(&report)[..2], ["hound.txt", "dog.txt"]);
        let second = &report["candidates"][1];
        assert_eq!((&second["lexical"], &second["vector"]["rank"]), (&Value::Null, &json!(2)));
        // Both what the job asked for and the question are in the ledger.
        let ledger = until(&owner, "usage", |it| items(it).len() >= 2).await;
        let asked = |it: &Value| (text(it, "asked_model"), it["input_tokens"].clone(), text(it, "outcome"));
        assert_eq!(asked(&items(&ledger)[0]), ("scripted-embed".into(), json!(7), "completed".into()));
        vendor.script(Script::status(500, "{}").path("/v1/embeddings").sticky());
        let report = search(&owner, &path, "hound").await;
        assert_eq!((&report["lexical_only"], found(&report)), (&json!(true), vec!["hound.txt".to_owned()]));
        assert!(text(&json!({ "note": report["notes"][0] }), "note").starts_with("scripted-embed could not be asked"));
    }

    async fn another_model_takes_over_when_its_vectors_are_whole(database: Database) {
        let app = start(database).await;
        let owner = app.owner().await;
        let (vendor, path, connection) = with_vectors(&app, &owner, "scripted-embed").await;
        add(&owner, &path, "dog.txt", "A dog barks.").await;
        until(&owner, &path, |it| it["embedding"]["state"] == "serving" && it["embedding"]["done"] == 1).await;
        vendor.script(Script::status(503, "{}").path("/v1/embeddings").hold("change"));
        let other = json!({ "connection_id": connection, "model": "scripted-embed-300" });
        let changed = owner.patch(&path, json!({ "embedding": other })).await.ok();
        assert_eq!(changed["embedding"]["model"], "scripted-embed");
        assert_eq!((&changed["next_embedding"]["model"], &changed["next_embedding"]["done"]), (&json!("scripted-embed-300"), &json!(0)));
        vendor.wait_for_gate("change").await;
        vendor.release("change");
        let switched = until(&owner, &path, |it| it["next_embedding"].is_null()).await;
        let embedding = json!({
            "connection_id": connection, "model": "scripted-embed-300", "dimensions": 300, "state": "serving",
            "done": 1, "total": 1,
        });
        assert_eq!(switched["embedding"], embedding);
        assert_eq!(found(&search(&owner, &path, "hound").await), ["dog.txt"]);
        let without = owner.patch(&path, json!({ "embedding": null })).await.ok();
        assert_eq!(without["embedding"], Value::Null);
        assert_eq!(search(&owner, &path, "dog").await["lexical_only"], true);
    }

    async fn a_model_puts_the_candidates_in_order(database: Database) {
        let app = start(database).await;
        let owner = app.owner().await;
        let (vendor, path, connection) = with_vectors(&app, &owner, "scripted-embed").await;
        add(&owner, &path, "a.txt", "Bread bread bread.").await;
        add(&owner, &path, "b.txt", "Bread and butter for breakfast, with jam.").await;
        let ask = json!({
            "query": "bread", "collection_ids": [id(&path)], "explain": true,
            "rerank": { "connection_id": connection, "model": "scripted-mini" },
        });
        let said = r#"[{"passage": 1, "score": 0.1}, {"passage": 2, "score": 0.8}]"#;
        vendor.script(Script::text(said));
        let first = search(&owner, &path, "bread").await;
        let report = owner.post("knowledge/search", ask.clone()).await.ok();
        assert_eq!(found(&report), [found(&first)[1].clone()]);
        let fates: Vec<_> = report["candidates"].as_array().unwrap().iter().map(|it| it["reason"].clone()).collect();
        assert_eq!(fates, [Value::Null, json!("ranked_down")]);
        vendor.script(Script::text("I like bread."));
        let report = owner.post("knowledge/search", ask).await.ok();
        assert_eq!(found(&report).len(), 2);
        assert_eq!(report["notes"], json!(["The candidates were not ranked by the model: it did not answer in JSON."]));
    }

    async fn a_question_is_checked(database: Database) {
        let app = start(database).await;
        let owner = app.owner().await;
        let field = async |body| owner.post("knowledge/search", body).await.with(422)["field"].clone();
        assert_eq!(field(json!({ "query": " ", "collection_ids": [] })).await, "query");
        assert_eq!(field(json!({ "query": "a", "collection_ids": [] })).await, "collection_ids");
    }
}
