//! Files that become searchable text.

use serde_json::{Value, json};
use testing::{Database, TestApp, on_both_databases};

use crate::support::{add, collection, items, send, start, text, until};

const MARKDOWN: &str = "# Bread\n\nFlour and water.\n\n## Rye\n\nSour dough rises slowly.\n";

on_both_databases! {
    async fn a_file_is_read_cut_and_shown(database: Database) {
        let app = start(database).await;
        let owner = app.owner().await;
        let path = collection(&owner, "Bread").await;
        let queued = send(&owner, &path, "../x/bread.md", MARKDOWN.as_bytes()).await.with(202);
        assert_eq!((&queued["state"], &queued["name"]), (&json!("queued"), &json!("bread.md")));
        let document = format!("documents/{}", text(&queued, "id"));
        let read = until(&owner, &document, |it| it["state"] == "ready").await;
        let expected = json!({
            "id": queued["id"], "collection_id": crate::support::id(&path), "source_id": null, "attachment_id": null,
            "name": "bread.md", "path": null, "media_type": "text/markdown", "bytes": MARKDOWN.len(),
            "sha256": queued["sha256"], "state": "ready", "error": null, "warnings": [], "title": read["title"],
            "author": null, "language": read["language"], "pages": null, "characters": MARKDOWN.len(), "chunks": 2,
            "stale": false, "indexed_at": read["indexed_at"], "created_at": queued["created_at"],
            "updated_at": read["updated_at"],
        });
        assert_eq!(read, expected);
        let said = owner.get(&format!("{document}/text")).await.ok();
        assert_eq!(said, json!({ "markdown": MARKDOWN, "characters": MARKDOWN.len() }));
        let chunks = items(&owner.get(&format!("{document}/chunks")).await.ok());
        let brief = |it: &Value| json!([it["index"], it["heading_path"], it["start"], it["text"], it["embedded"]]);
        let expected = json!([
            [0, ["Bread"], 0, "# Bread\n\nFlour and water.", false],
            [1, ["Bread", "Rye"], 27, "## Rye\n\nSour dough rises slowly.", false],
        ]);
        assert_eq!(Value::Array(chunks.iter().map(brief).collect()), expected);
        let first = owner.get(&format!("{document}/chunks?limit=1")).await.ok();
        let cursor = text(&first, "next_cursor");
        let second = owner.get(&format!("{document}/chunks?limit=1&cursor={cursor}")).await.ok();
        assert_eq!(items(&second), chunks[1..]);
        let file = owner.get(&format!("{document}/file")).await;
        assert_eq!(file.bytes, MARKDOWN.as_bytes());
        for (header, value) in [
            ("content-type", "text/plain; charset=utf-8"),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; sandbox"),
            ("content-disposition", "inline; filename=\"bread.md\""),
        ] {
            assert_eq!(file.header(header), value);
        }
    }

    async fn a_file_that_cannot_be_read_says_why_and_can_be_tried_again(database: Database) {
        let app = start(database).await;
        let owner = app.owner().await;
        let path = collection(&owner, "Bread").await;
        let broken = send(&owner, &path, "a.docx", b"PK\x03\x04 and nothing that follows").await.with(202);
        let document = format!("documents/{}", text(&broken, "id"));
        let failed = until(&owner, &document, |it| it["state"] == "failed").await;
        assert_eq!(failed["error"]["code"], "damaged");
        owner.act(&format!("{document}/retry")).await.with(202);
        until(&owner, &document, |it| it["state"] == "failed").await;
        owner.delete(&document).await.with(204);
        assert_eq!(owner.get(&document).await.error(), (404, "document_not_found".into()));
    }

    async fn a_web_page_is_never_shown_as_one(database: Database) {
        let app = start(database).await;
        let owner = app.owner().await;
        let path = collection(&owner, "Bread").await;
        let page = add(&owner, &path, "a.html", "<html><body><h1>Bread</h1><script>alert(1)</script></body></html>").await;
        let file = owner.get(&format!("{page}/file")).await;
        assert_eq!(file.header("content-disposition"), "attachment; filename=\"a.html\"");
        assert_eq!(file.header("content-type"), "application/octet-stream");
    }

    async fn documents_are_listed_by_page_state_and_words(database: Database) {
        let app = start(database).await;
        let owner = app.owner().await;
        let path = collection(&owner, "Bread").await;
        for name in ["One.txt", "Zwölf.txt", "three.txt"] {
            add(&owner, &path, name, name).await;
        }
        let names = async |query: &str| -> Vec<String> {
            let list = owner.get(&format!("{path}/documents?{query}")).await.ok();
            items(&list).iter().map(|it| text(it, "name")).collect()
        };
        assert_eq!(names("").await, ["three.txt", "Zwölf.txt", "One.txt"]);
        assert_eq!(names("q=ZWOLF").await, ["Zwölf.txt"]);
        assert_eq!(names("state=ready&q=one").await, ["One.txt"]);
        assert_eq!(names("state=failed").await, Vec::<String>::new());
        assert_eq!(names("state=stale").await, Vec::<String>::new());
        let page = owner.get(&format!("{path}/documents?limit=2")).await.ok();
        let cursor = text(&page, "next_cursor");
        assert_eq!(names(&format!("limit=2&cursor={cursor}")).await, ["One.txt"]);
        let wrong = owner.get(&format!("{path}/documents?state=x")).await;
        assert_eq!(wrong.with(422)["field"], "state");
    }

    async fn a_file_above_the_limit_is_refused(database: Database) {
        let app = TestApp::builder(database).setting("knowledge.file_bytes_max", "1KiB").start().await;
        let owner = app.owner().await;
        let path = collection(&owner, "Bread").await;
        assert_eq!(send(&owner, &path, "a.txt", &[b'a'; 1025]).await.error(), (413, "upload_too_large".into()));
        assert_eq!(items(&owner.get(&format!("{path}/documents")).await.ok()), Vec::<Value>::new());
    }
}
