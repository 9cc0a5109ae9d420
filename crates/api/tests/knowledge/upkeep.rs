//! What the house does for collections from time to time.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use testing::vendor::{Script, ScriptedVendor};
use testing::{Client, Database, TestApp, on_both_databases};

use crate::support::{collection, text, until};

const HOUR: Duration = Duration::from_secs(3600);

fn builder(database: Database) -> testing::TestAppBuilder {
    TestApp::builder(database).clock_at("2026-01-01T00:00:00Z".parse().unwrap())
}

/// The owner after a time, by which every token has ended.
async fn after(app: &TestApp, time: Duration) -> Client {
    app.clock().advance(time);
    app.login("owner@example.org").await
}

on_both_databases! {
    async fn a_broken_off_upload_goes_after_a_day_with_its_bytes(database: Database) {
        let app = builder(database).start().await;
        let owner = app.owner().await;
        let announced = json!({ "name": "a.txt", "bytes": 6, "sha256": "a".repeat(64) });
        let upload = format!("uploads/{}", text(&owner.post("uploads", announced).await.with(201), "id"));
        let piece = owner.request(Method::PUT, &format!("{upload}?offset=0")).body("abc");
        assert_eq!(owner.send(piece).await.ok()["offset"], 3);
        let folder = app.data_dir().join("uploads");
        let owner = after(&app, HOUR * 23).await;
        managers::knowledge::check::run(app.context()).await.unwrap();
        assert_eq!((owner.get(&upload).await.status, std::fs::read_dir(&folder).unwrap().count()), (200, 1));
        let owner = after(&app, HOUR * 2).await;
        managers::knowledge::check::run(app.context()).await.unwrap();
        assert_eq!((owner.get(&upload).await.status, std::fs::read_dir(&folder).unwrap().count()), (404, 0));
    }

    async fn a_source_is_looked_at_again_when_it_is_due(database: Database) {
        let site = ScriptedVendor::start().await;
        let page = "<html><body><p>Apples are red.</p></body></html>";
        site.script(Script::status(200, page).path("/a").sticky());
        let app = builder(database).setting("knowledge.fetch_private", "true").with_jobs().start().await;
        let owner = app.owner().await;
        let path = collection(&owner, "Fruit").await;
        let body = json!({ "kind": "url", "location": format!("{}/a", site.origin()), "refresh_minutes": 60 });
        let source = format!("sources/{}", text(&owner.post(&format!("{path}/sources"), body).await.with(201), "id"));
        let looked = until(&owner, &source, |it| it["synced_at"].is_string()).await;
        assert_eq!((text(&looked, "synced_at"), text(&looked, "next_sync_at")), ("2026-01-01T00:00:00Z".into(), "2026-01-01T01:00:00Z".into()));
        let owner = after(&app, HOUR + Duration::from_secs(61)).await;
        let again = until(&owner, &source, |it| it["synced_at"] != looked["synced_at"]).await;
        assert_eq!((text(&again, "synced_at"), &again["documents"]), ("2026-01-01T01:01:01Z".into(), &json!(1)));
    }
}
