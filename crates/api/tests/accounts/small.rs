//! Folders and tags.

use serde_json::{Value, json};
use testing::{TestApp, on_both_databases};

use crate::support::{items, wrong_fields};

fn names(list: &Value) -> Vec<String> {
    items(list).iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

on_both_databases! {
    async fn folders_are_made_renamed_and_removed(app: TestApp) {
        let owner = app.owner().await;
        let folder = owner.post("folders", json!({ "name": " Work " })).await.with(201);
        let path = format!("folders/{}", folder["id"].as_str().unwrap());
        assert_eq!(folder["name"], "Work");
        assert_eq!(owner.post("folders", json!({ "name": "Work" })).await.error(), (409, "name_taken".into()));
        owner.post("folders", json!({ "name": "Home" })).await.with(201);
        assert_eq!(owner.patch(&path, json!({ "name": "Home" })).await.error(), (409, "name_taken".into()));
        assert_eq!(owner.patch(&path, json!({ "name": "Job" })).await.ok()["name"], "Job");
        assert_eq!(names(&owner.get("folders").await.ok()), ["Home", "Job"]);
        assert_eq!(owner.delete(&path).await.status, 204);
        assert_eq!(owner.delete(&path).await.error(), (404, "folder_not_found".into()));
        assert_eq!(wrong_fields(&owner.post("folders", json!({ "name": "a\nb" })).await), ["name"]);
    }

    async fn tags_are_made_changed_and_removed(app: TestApp) {
        let owner = app.owner().await;
        let tag = owner.post("tags", json!({ "name": "urgent", "color": "#FF0000" })).await.with(201);
        let path = format!("tags/{}", tag["id"].as_str().unwrap());
        assert_eq!(tag["color"], "#ff0000");
        let again = owner.post("tags", json!({ "name": "urgent", "color": "#000000" })).await;
        assert_eq!(again.error(), (409, "name_taken".into()));
        assert_eq!(owner.patch(&path, json!({ "color": "#00ff00" })).await.ok()["color"], "#00ff00");
        assert_eq!(wrong_fields(&owner.post("tags", json!({ "name": "", "color": "red" })).await), ["name", "color"]);
        assert_eq!(wrong_fields(&owner.patch(&path, json!({ "name": "", "color": "red" })).await), ["name", "color"]);
        assert_eq!(owner.delete(&path).await.status, 204);
        assert_eq!(names(&owner.get("tags").await.ok()), Vec::<String>::new());
    }

    async fn hole_5_anothers_folders_and_tags_are_not_found(app: TestApp) {
        let (owner, bob) = (app.owner().await, app.member("bob").await);
        let folder = bob.post("folders", json!({ "name": "Bob's" })).await.with(201);
        let tag = bob.post("tags", json!({ "name": "bob", "color": "#000000" })).await.with(201);
        let folder = format!("folders/{}", folder["id"].as_str().unwrap());
        let tag = format!("tags/{}", tag["id"].as_str().unwrap());
        for (answer, code) in [
            (owner.patch(&folder, json!({ "name": "x" })).await, "folder_not_found"),
            (owner.delete(&folder).await, "folder_not_found"),
            (owner.patch(&tag, json!({ "name": "x" })).await, "tag_not_found"),
            (owner.delete(&tag).await, "tag_not_found"),
        ] {
            assert_eq!(answer.error(), (404, code.into()), "{}", answer.asked);
        }
        for list in ["folders", "tags"] {
            assert_eq!(names(&owner.get(list).await.ok()), Vec::<String>::new());
            assert_eq!(names(&bob.get(list).await.ok()).len(), 1);
        }
        // Each user has names of their own.
        owner.post("folders", json!({ "name": "Bob's" })).await.with(201);
    }
}
