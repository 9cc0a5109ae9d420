//! Folders, pages of the web and repositories that a collection follows.

use std::path::Path;

use serde_json::{Value, json};
use testing::vendor::{Script, ScriptedVendor};
use testing::{Client, Database, TestApp, on_both_databases};

use crate::support::{collection, found, items, search, start, text, until};

async fn names(client: &Client, collection: &str) -> Vec<String> {
    let mut names: Vec<String> =
        items(&client.get(&format!("{collection}/documents")).await.ok()).iter().map(|it| text(it, "name")).collect();
    names.sort();
    names
}

/// Waits until a source was looked at and all of its documents were read.
async fn settled(client: &Client, source: &str, collection: &str) -> Value {
    let looked =
        until(client, source, |it| it["state"] != "syncing" && !(it["synced_at"].is_null() && it["error"].is_null()));
    let looked = looked.await;
    until(client, collection, |it| it["documents"]["processing"] == 0).await;
    looked
}

/// Looks at a source again and waits for the job's end.
async fn again(client: &Client, source: &str, collection: &str) -> Value {
    let job = client.act(&format!("{source}/sync")).await.with(202);
    let path = format!("jobs/{}", text(&job, "id"));
    until(client, &path, |it| it["state"] == "completed").await;
    settled(client, source, collection).await
}

async fn add_source(client: &Client, collection: &str, body: Value) -> String {
    let made = client.post(&format!("{collection}/sources"), body).await.with(201);
    format!("sources/{}", text(&made, "id"))
}

fn write(dir: &Path, name: &str, said: &str) {
    std::fs::write(dir.join(name), said).unwrap();
}

fn page(said: &str) -> Script {
    Script::status(200, format!("<html><body><main>{said}</main></body></html>")).sticky()
}

on_both_databases! {
    async fn a_folder_is_followed_and_only_what_changed_is_read(database: Database) {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("notes");
        std::fs::create_dir(&root).unwrap();
        write(&root, "a.txt", "Apples are red.");
        write(&root, "b.txt", "Pears are green.");
        let allowed = dir.path().display().to_string();
        let app = TestApp::builder(database).with_jobs().setting("knowledge.folders", &allowed).start().await;
        let owner = app.owner().await;
        let path = collection(&owner, "Fruit").await;
        let body = json!({ "kind": "folder", "location": root.display().to_string() });
        let source = add_source(&owner, &path, body).await;
        let looked = settled(&owner, &source, &path).await;
        assert_eq!((&looked["state"], &looked["documents"], &looked["error"]), (&json!("idle"), &json!(2), &Value::Null));
        let before = items(&owner.get(&format!("{path}/documents?q=a.txt")).await.ok());
        write(&root, "b.txt", "Plums are blue.");
        write(&root, "c.txt", "Lemons are yellow.");
        again(&owner, &source, &path).await;
        assert_eq!(names(&owner, &path).await, ["a.txt", "b.txt", "c.txt"]);
        assert_eq!(items(&owner.get(&format!("{path}/documents?q=a.txt")).await.ok()), before);
        assert_eq!(found(&search(&owner, &path, "plums").await), ["b.txt"]);
        assert_eq!(found(&search(&owner, &path, "pears").await), Vec::<String>::new());
        std::fs::remove_file(root.join("a.txt")).unwrap();
        again(&owner, &source, &path).await;
        assert_eq!(names(&owner, &path).await, ["b.txt", "c.txt"]);
        std::fs::remove_dir_all(&root).unwrap();
        let failed = again(&owner, &source, &path).await;
        assert_eq!(failed["error"], "the folder is gone, or no longer allowed by the settings");
        assert_eq!(names(&owner, &path).await, ["b.txt", "c.txt"]);
        owner.delete(&source).await.with(204);
        until(&owner, &path, |it| it["documents"]["total"] == 0).await;
    }

    async fn folders_are_for_administrators_and_below_what_the_settings_allow(database: Database) {
        let app = TestApp::builder(database).setting("knowledge.folders", "/srv/nothing-here").start().await;
        let (owner, bob) = (app.owner().await, app.member("bob").await);
        let body = json!({ "kind": "folder", "location": "/etc" });
        let path = collection(&owner, "Fruit").await;
        let refused = owner.post(&format!("{path}/sources"), body.clone()).await;
        assert_eq!(refused.with(422)["field"], "location");
        let path = collection(&bob, "Fruit").await;
        assert_eq!(bob.post(&format!("{path}/sources"), body).await.error(), (403, "forbidden".into()));
    }

    async fn a_website_is_followed_as_far_as_it_allows(database: Database) {
        let site = ScriptedVendor::start().await;
        site.script(Script::status(200, "User-agent: *\nDisallow: /private\n").path("/robots.txt").sticky());
        let links = "<p>Start here. <a href='/one'>One</a> <a href='/private'>Private</a> <a href='http://other.test/'>Other</a></p>";
        site.script(page(links).path("/"));
        site.script(page("<p>Apples are red. <a href='/two'>Two</a></p>").path("/one"));
        site.script(page("<p>Pears are green.</p>").path("/two"));
        let app = TestApp::builder(database).with_jobs().setting("knowledge.fetch_private", "true").start().await;
        let owner = app.owner().await;
        let path = collection(&owner, "Fruit").await;
        let body = json!({ "kind": "url", "location": site.origin(), "depth": 1, "refresh_minutes": 60 });
        let source = add_source(&owner, &path, body).await;
        let looked = settled(&owner, &source, &path).await;
        assert_eq!((&looked["error"], &looked["documents"]), (&Value::Null, &json!(2)));
        assert!(looked["next_sync_at"].is_string());
        assert_eq!(names(&owner, &path).await, ["127.0.0.1", "one"]);
        assert_eq!(found(&search(&owner, &path, "apples").await), ["one"]);
        let asked: Vec<String> = site.requests().into_iter().map(|it| it.path).collect();
        assert_eq!(asked, ["/robots.txt", "/", "/one"]);
    }

    async fn private_addresses_are_not_fetched(database: Database) {
        let site = ScriptedVendor::start().await;
        let app = start(database).await;
        let owner = app.owner().await;
        let path = collection(&owner, "Fruit").await;
        for (kind, location) in [("url", site.origin()), ("git", "https://127.0.0.1/a.git".to_owned())] {
            let source = add_source(&owner, &path, json!({ "kind": kind, "location": location })).await;
            let looked = settled(&owner, &source, &path).await;
            assert_eq!(looked["state"], "failed");
            assert!(text(&looked, "error").ends_with("calls to 127.0.0.1 are not permitted"), "{looked}");
        }
        assert_eq!(site.requests(), []);
    }

    async fn what_people_choose_is_checked(database: Database) {
        let app = TestApp::start(database).await;
        let owner = app.owner().await;
        let path = collection(&owner, "Fruit").await;
        let field = async |body: Value| owner.post(&format!("{path}/sources"), body).await.with(422)["field"].clone();
        assert_eq!(field(json!({ "kind": "url", "location": "file:///etc/passwd" })).await, "location");
        assert_eq!(field(json!({ "kind": "git", "location": "http://x.org/a.git" })).await, "location");
        assert_eq!(field(json!({ "kind": "git", "location": "https://me:pw@x.org/a" })).await, "location");
        assert_eq!(field(json!({ "kind": "git", "location": "https://x.org/a", "reference": "-u" })).await, "reference");
        assert_eq!(field(json!({ "kind": "url", "location": "https://x.org", "depth": 4 })).await, "depth");
        assert_eq!(field(json!({ "kind": "url", "location": "https://x.org", "refresh_minutes": 1 })).await, "refresh_minutes");
    }
}
