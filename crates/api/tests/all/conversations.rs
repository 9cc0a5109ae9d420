//! The list of conversations: order, marks, folders, tags, the bin, temporary ones.

use std::time::Duration;

use models::time::Time;
use serde_json::{Value, json};
use testing::{Client, Database, TestApp, on_both_databases};

use crate::talk::{Talk, text};

async fn titles(client: &Client, query: &str) -> Vec<String> {
    let list = client.get(&format!("conversations?{query}")).await.ok();
    list["items"].as_array().unwrap().iter().map(|it| text(it, "title")).collect()
}

async fn make(client: &Client, body: Value) -> String {
    text(&client.post("conversations", body).await.with(201), "id")
}

on_both_databases! {
    async fn pinned_ones_come_first_and_a_rename_does_not_reorder(app: TestApp) {
        let owner = app.owner().await;
        let a = make(&owner, json!({ "title": "a" })).await;
        let b = make(&owner, json!({ "title": "b" })).await;
        make(&owner, json!({ "title": "c" })).await;
        assert_eq!(titles(&owner, "").await, ["c", "b", "a"]);
        owner.patch(&format!("conversations/{a}"), json!({ "pinned": true })).await.ok();
        owner.patch(&format!("conversations/{b}"), json!({ "title": "B" })).await.ok();
        assert_eq!(titles(&owner, "").await, ["a", "c", "B"]);
    }

    async fn a_message_moves_its_conversation_up_and_an_unseen_answer_marks_it(app: TestApp) {
        let talk = Talk::new(&app).await;
        make(&talk.owner, json!({ "title": "newer" })).await;
        talk.ask("older but active").await;
        assert_eq!(titles(&talk.owner, "").await, ["older but active", "newer"]);
        assert_eq!(talk.conversation_now().await["unread"], true);
        talk.owner.act(&format!("conversations/{}/seen", talk.id)).await.with(204);
        assert_eq!(talk.conversation_now().await["unread"], false);
    }

    async fn pages_have_no_gaps_and_no_doubles(app: TestApp) {
        let owner = app.owner().await;
        for number in 0..7 {
            let id = make(&owner, json!({ "title": number.to_string() })).await;
            if number % 3 == 0 {
                owner.patch(&format!("conversations/{id}"), json!({ "pinned": true })).await.ok();
            }
        }
        let all = titles(&owner, "").await;
        let mut paged = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = owner.get(&format!("conversations?limit=2{cursor}")).await.ok();
            paged.extend(page["items"].as_array().unwrap().iter().map(|it| text(it, "title")));
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(paged, all);
        assert_eq!(owner.get("conversations?cursor=made-up").await.status, 422);
    }

    async fn archived_ones_and_the_bin_are_views_of_their_own(app: TestApp) {
        let owner = app.owner().await;
        let a = make(&owner, json!({ "title": "a" })).await;
        let b = make(&owner, json!({ "title": "b" })).await;
        owner.patch(&format!("conversations/{a}"), json!({ "archived": true })).await.ok();
        owner.delete(&format!("conversations/{b}")).await.with(204);
        assert_eq!(titles(&owner, "").await, Vec::<String>::new());
        assert_eq!(titles(&owner, "view=archived").await, ["a"]);
        assert_eq!(titles(&owner, "view=bin").await, ["b"]);
        assert_eq!(owner.act(&format!("conversations/{a}/purge")).await.error(), (409, "not_in_bin".into()));
        owner.act(&format!("conversations/{b}/restore")).await.ok();
        assert_eq!(titles(&owner, "").await, ["b"]);
        owner.delete(&format!("conversations/{b}")).await.with(204);
        owner.act(&format!("conversations/{b}/purge")).await.with(204);
        assert_eq!(owner.get(&format!("conversations/{b}")).await.error(), (404, "conversation_not_found".into()));
    }

    async fn a_conversation_in_the_bin_takes_no_messages(app: TestApp) {
        let talk = Talk::new(&app).await;
        talk.owner.delete(&format!("conversations/{}", talk.id)).await.with(204);
        let answer = talk.owner.post(&talk.runs(), crate::talk::send("hi")).await;
        assert_eq!(answer.error(), (409, "in_bin".into()));
    }

    async fn the_bin_is_emptied_after_thirty_days_and_temporary_ones_after_one(database: Database) {
        let start: Time = "2026-01-01T00:00:00Z".parse().unwrap();
        let app = TestApp::builder(database).clock_at(start).start().await;
        let owner = app.owner().await;
        let binned = make(&owner, json!({ "title": "binned" })).await;
        let temporary = owner.post("conversations", json!({ "temporary": true })).await.with(201);
        assert_eq!(temporary["expires_at"], "2026-01-02T00:00:00Z");
        make(&owner, json!({ "title": "kept" })).await;
        owner.delete(&format!("conversations/{binned}")).await.with(204);
        let day = Duration::from_secs(24 * 3600);
        let purged = async |by: Duration| {
            app.clock().advance(by);
            managers::conversations::remove::purge_expired(app.context()).await.unwrap()
        };
        assert_eq!(purged(day - Duration::from_secs(1)).await, 0);
        assert_eq!(purged(Duration::from_secs(2)).await, 1, "the temporary one");
        assert_eq!(purged(day * 28).await, 0);
        assert_eq!(purged(day).await, 1, "the one in the bin");
        let owner = app.login("owner@example.org").await;
        assert_eq!(titles(&owner, "").await, ["kept"]);
    }

    async fn folders_and_tags_filter_the_list(app: TestApp) {
        let owner = app.owner().await;
        let folder = text(&owner.post("folders", json!({ "name": "Work" })).await.with(201), "id");
        let tag = text(&owner.post("tags", json!({ "name": "rust", "color": "#B7410E" })).await.with(201), "id");
        let a = make(&owner, json!({ "title": "a", "folder_id": folder })).await;
        let b = make(&owner, json!({ "title": "b" })).await;
        let tagged = owner.patch(&format!("conversations/{b}"), json!({ "tag_ids": [tag] })).await.ok();
        assert_eq!(tagged["tag_ids"], json!([tag]));
        assert_eq!(titles(&owner, &format!("folder_id={folder}")).await, ["a"]);
        assert_eq!(titles(&owner, &format!("tag_id={tag}")).await, ["b"]);
        let out = owner.patch(&format!("conversations/{a}"), json!({ "folder_id": null })).await.ok();
        assert_eq!(out["folder_id"], json!(null));
        owner.patch(&format!("conversations/{b}"), json!({ "folder_id": folder })).await.ok();
        owner.delete(&format!("folders/{folder}")).await.with(204);
        owner.delete(&format!("tags/{tag}")).await.with(204);
        let b = owner.get(&format!("conversations/{b}")).await.ok();
        assert_eq!((&b["folder_id"], &b["tag_ids"]), (&json!(null), &json!([])));
    }

    async fn anothers_conversation_folder_and_tag_do_not_exist(app: TestApp) {
        let owner = app.owner().await;
        let eve = app.member("eve").await;
        let id = make(&owner, json!({ "title": "secret" })).await;
        let folder = text(&owner.post("folders", json!({ "name": "Work" })).await.with(201), "id");
        let tag = text(&owner.post("tags", json!({ "name": "t", "color": "#000000" })).await.with(201), "id");
        let gone = (404, "conversation_not_found".to_owned());
        assert_eq!(eve.get(&format!("conversations/{id}")).await.error(), gone);
        assert_eq!(eve.patch(&format!("conversations/{id}"), json!({ "title": "x" })).await.error(), gone);
        assert_eq!(eve.delete(&format!("conversations/{id}")).await.error(), gone);
        for verb in ["restore", "purge", "seen"] {
            assert_eq!(eve.act(&format!("conversations/{id}/{verb}")).await.error(), gone, "{verb}");
        }
        let own = make(&eve, json!({ "title": "own" })).await;
        let patch = async |body: Value| eve.patch(&format!("conversations/{own}"), body).await.error();
        assert_eq!(patch(json!({ "folder_id": folder })).await, (404, "folder_not_found".into()));
        assert_eq!(patch(json!({ "tag_ids": [tag] })).await, (404, "tag_not_found".into()));
        assert_eq!(titles(&eve, &format!("folder_id={folder}")).await, Vec::<String>::new());
        assert_eq!(titles(&owner, "").await, ["secret"]);
    }

    async fn ids_without_dashes_are_accepted(app: TestApp) {
        let owner = app.owner().await;
        let id = make(&owner, json!({ "title": "a" })).await;
        let answer = owner.get(&format!("conversations/{}", id.replace('-', ""))).await.ok();
        assert_eq!(answer["id"], json!(id));
    }
}
