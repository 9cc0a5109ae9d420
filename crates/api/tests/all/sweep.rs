//! Pictures go when nobody can see them any more, and not before.

use std::time::Duration;

use serde_json::Value;
use testing::{Client, Database, TestApp, on_both_databases};

use crate::images::{PNG, picture, upload};
use crate::talk::{Talk, text};

const DAY: Duration = Duration::from_secs(24 * 3600);

async fn start(database: Database) -> TestApp {
    TestApp::builder(database).clock_at("2026-01-01T00:00:00Z".parse().unwrap()).start().await
}

/// One round of upkeep after a time, by which every token has ended.
async fn sweep_after(app: &TestApp, time: Duration) -> Client {
    app.clock().advance(time);
    managers::conversations::remove::purge_expired(app.context()).await.unwrap();
    managers::attachments::sweep(app.context(), &mut None).await.unwrap();
    app.login("owner@example.org").await
}

async fn status(client: &Client, attachment: &Value) -> u16 {
    client.get(&format!("attachments/{}/content", text(attachment, "id"))).await.status
}

/// Blobs on the disk.
fn files(dir: &std::path::Path) -> usize {
    let Ok(entries) = std::fs::read_dir(dir) else { return 0 };
    entries.map(|entry| entry.unwrap().path()).map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}

on_both_databases! {
    async fn a_picture_that_is_not_sent_goes_after_a_day_and_its_bytes_after_another(database: Database) {
        let app = start(database).await;
        let owner = app.owner().await;
        let lost = upload(&owner, "a.png", PNG).await.with(201);
        let seen = async |after: Duration| {
            let client = sweep_after(&app, after).await;
            (status(&client, &lost).await, files(&app.data_dir().join("blobs")))
        };
        assert_eq!(seen(DAY).await, (200, 1));
        assert_eq!(seen(Duration::from_secs(1)).await, (404, 1));
        assert_eq!(seen(DAY).await, (404, 1));
        assert_eq!(seen(Duration::from_secs(1)).await, (404, 0));
    }

    async fn a_picture_that_is_sent_stays_until_its_conversation_is_gone_for_good(database: Database) {
        let app = start(database).await;
        let talk = Talk::new(&app).await;
        let sent = upload(&talk.owner, "a.png", PNG).await.with(201);
        talk.finish(&picture(&sent["id"])).await;
        let owner = sweep_after(&app, DAY * 100).await;
        assert_eq!(status(&owner, &sent).await, 200);
        owner.delete(&format!("conversations/{}", talk.id)).await.with(204);
        let owner = sweep_after(&app, DAY * 29).await;
        assert_eq!(status(&owner, &sent).await, 200);
        let owner = sweep_after(&app, DAY * 2).await;
        assert_eq!(status(&owner, &sent).await, 404);
        sweep_after(&app, DAY * 2).await;
        assert_eq!(files(&app.data_dir().join("blobs")), 0);
    }

    async fn equal_bytes_stay_while_one_of_their_attachments_does(database: Database) {
        let app = start(database).await;
        let talk = Talk::new(&app).await;
        upload(&talk.owner, "lost.png", PNG).await.with(201);
        let sent = upload(&talk.owner, "sent.png", PNG).await.with(201);
        talk.finish(&picture(&sent["id"])).await;
        for _ in 0..3 {
            let owner = sweep_after(&app, DAY * 2).await;
            assert_eq!(status(&owner, &sent).await, 200);
        }
    }
}
