//! Making, sharing, changing and removing collections.

use serde_json::json;
use testing::{Database, TestApp, on_both_databases};

use crate::support::{add, collection, items, put_member, send, start, text, until};

on_both_databases! {
    async fn a_collection_is_made_read_changed_and_removed(app: TestApp) {
        let owner = app.owner().await;
        let made = owner.post("collections", json!({ "name": " Bread ", "description": "How to bake." })).await.with(201);
        let expected = json!({
            "id": made["id"], "name": "Bread", "description": "How to bake.", "workspace_id": null, "can_change": true,
            "embedding": null, "next_embedding": null,
            "documents": { "total": 0, "ready": 0, "processing": 0, "failed": 0, "stale": 0 },
            "chunks": 0, "bytes": 0, "created_at": made["created_at"], "updated_at": made["updated_at"],
        });
        assert_eq!(made, expected);
        let path = format!("collections/{}", text(&made, "id"));
        assert_eq!(owner.get(&path).await.ok(), made);
        assert_eq!(items(&owner.get("collections").await.ok()), [made]);
        let changed = owner.patch(&path, json!({ "name": "Cake" })).await.ok();
        assert_eq!((&changed["name"], &changed["description"]), (&json!("Cake"), &json!("How to bake.")));
        owner.delete(&path).await.with(204);
        assert_eq!(owner.get(&path).await.error(), (404, "collection_not_found".into()));
        assert_eq!(items(&owner.get("collections").await.ok()), Vec::<serde_json::Value>::new());
    }

    async fn a_name_and_a_model_are_checked(app: TestApp) {
        let owner = app.owner().await;
        let field = async |body| owner.post("collections", body).await.with(422)["field"].clone();
        assert_eq!(field(json!({ "name": "" })).await, "name");
        let unknown = json!({ "connection_id": "0193a5b0-7d5c-7cc2-a1b2-0123456789ab", "model": "x" });
        assert_eq!(field(json!({ "name": "a", "embedding": unknown })).await, "embedding");
        let elsewhere = json!({ "name": "a", "workspace_id": "0193a5b0-7d5c-7cc2-a1b2-0123456789ab" });
        assert_eq!(owner.post("collections", elsewhere).await.error(), (404, "workspace_not_found".into()));
    }

    async fn members_of_its_workspace_search_a_collection_and_only_admins_change_it(database: Database) {
        let app = start(database).await;
        let (owner, bob) = (app.owner().await, app.member("bob").await);
        let space = text(&owner.post("workspaces", json!({ "name": "Kitchen" })).await.with(201), "id");
        let shared = json!({ "name": "Bread", "workspace_id": space });
        let path = format!("collections/{}", text(&owner.post("collections", shared).await.with(201), "id"));
        let document = add(&owner, &path, "bread.txt", "Flour and water.").await;
        assert_eq!(bob.get(&path).await.error(), (404, "collection_not_found".into()));
        put_member(&owner, &space, &bob, "viewer").await;
        assert_eq!(bob.get(&path).await.ok()["can_change"], false);
        assert_eq!(bob.get(&document).await.ok()["name"], "bread.txt");
        assert_eq!(crate::support::found(&crate::support::search(&bob, &path, "flour").await), ["bread.txt"]);
        assert_eq!(bob.patch(&path, json!({ "name": "x" })).await.error(), (403, "forbidden".into()));
        assert_eq!(send(&bob, &path, "a.txt", b"a").await.error(), (403, "forbidden".into()));
        assert_eq!(bob.delete(&document).await.error(), (403, "forbidden".into()));
        put_member(&owner, &space, &bob, "admin").await;
        bob.delete(&document).await.with(204);
        assert_eq!(bob.patch(&path, json!({ "name": "Cake" })).await.ok()["name"], "Cake");
    }

    async fn a_collection_counts_what_it_holds(database: Database) {
        let app = start(database).await;
        let owner = app.owner().await;
        let path = collection(&owner, "Bread").await;
        add(&owner, &path, "a.txt", "Flour and water.").await;
        send(&owner, &path, "b.exe", &[0x7f, b'E', b'L', b'F', 0, 0, 1]).await.with(202);
        let counts = until(&owner, &path, |it| it["documents"]["failed"] == 1).await;
        let documents = json!({ "total": 2, "ready": 1, "processing": 0, "failed": 1, "stale": 0 });
        assert_eq!((&counts["documents"], &counts["chunks"], &counts["bytes"]), (&documents, &json!(1), &json!(23)));
    }
}
