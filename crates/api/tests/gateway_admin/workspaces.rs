//! Workspaces: who makes them, who belongs to them and what is shown of them.

use models::usage_entry::UsageEntry;
use serde_json::{Value, json};
use testing::{Answer, Client, TestApp, on_both_databases};

use crate::support::{NOBODY, api_key, audited, call, each, enter, items, make, path, program, put, wrong_fields};

/// A workspace of an admin's making.
async fn team(ann: &Client) -> Value {
    ann.post("workspaces", json!({ "name": "Team" })).await.with(201)
}

async fn join(ann: &Client, team: &Value, who: &Client, role: &str) -> Answer {
    let path = format!("{}/members/{}", path("workspaces", team), who.user_id());
    put(ann, &path, json!({ "role": role })).await
}

fn none() -> Value {
    json!({ "requests_per_minute": null, "tokens_per_minute": null, "parallel": null, "budgets": [] })
}

on_both_databases! {
    async fn everyone_has_a_private_workspace(app: TestApp) {
        let (ann, bob) = (app.admin("ann").await, app.member("bob").await);
        let list = bob.get("workspaces").await.ok();
        let own = &items(&list)[0];
        let expected = json!({
            "id": bob.user_id(), "name": "Private", "kind": "private", "role": "owner", "editable": true,
            "limits": none(), "created_at": own["created_at"], "updated_at": own["updated_at"],
        });
        assert_eq!((items(&list).len(), own), (1, &expected));
        let at = path("workspaces", own);
        assert_eq!(ann.get(&at).await.error(), (404, "workspace_not_found".into()), "another's, also for admins");
        assert_eq!(bob.patch(&at, json!({ "name": "Mine" })).await.ok()["name"], "Mine");
        assert_eq!(wrong_fields(&join(&bob, own, &ann, "viewer").await), ["id"]);
        assert_eq!(put(&bob, &format!("{at}/limits"), none()).await.error(), (403, "forbidden".into()));
        let anns = items(&ann.get("workspaces").await.ok()).remove(0);
        assert_eq!(wrong_fields(&put(&ann, &format!("{}/limits", path("workspaces", &anns)), none()).await), ["id"]);
    }

    async fn admins_make_shared_ones_and_say_who_belongs_to_them(app: TestApp) {
        let (ann, bob, eve) = (app.admin("ann").await, app.member("bob").await, app.member("eve").await);
        assert_eq!(bob.post("workspaces", json!({ "name": "x" })).await.error(), (403, "forbidden".into()));
        assert_eq!(wrong_fields(&ann.post("workspaces", json!({ "name": " " })).await), ["name"]);
        let team = team(&ann).await;
        let at = path("workspaces", &team);
        assert_eq!((&team["kind"], &team["role"], &team["editable"]), (&json!("shared"), &json!("owner"), &json!(true)));

        let bobs = join(&ann, &team, &bob, "member").await.ok();
        let expected = json!({
            "user_id": bob.user_id(), "name": "bob", "email": bobs["email"], "role": "member",
            "created_at": bobs["created_at"],
        });
        assert_eq!(bobs, expected);
        let entry = audited(&app, 1).await.remove(0);
        let detail = json!({ "user_id": bob.user_id(), "role": "member" });
        assert_eq!(entry, json!(["workspace.membership_changed", team["id"], detail]));
        let members = bob.get(&format!("{at}/members")).await.ok();
        assert_eq!(each(&members, "role"), ["owner", "member"]);
        assert_eq!(each(&bob.get("workspaces").await.ok(), "role"), ["owner", "member"]);
        let first = bob.get("workspaces?limit=1").await.ok();
        let next = bob.get(&format!("workspaces?cursor={}", first["next_cursor"].as_str().unwrap())).await.ok();
        assert_eq!(each(&next, "editable"), [false]);

        for answer in [
            eve.get(&at).await,
            eve.get(&format!("{at}/members")).await,
            eve.get(&format!("{at}/limits")).await,
            join(&eve, &team, &eve, "owner").await,
        ] {
            assert_eq!(answer.error(), (404, "workspace_not_found".into()), "{}", answer.asked);
        }
        for answer in [
            bob.patch(&at, json!({ "name": "x" })).await,
            join(&bob, &team, &eve, "viewer").await,
            put(&bob, &format!("{at}/limits"), none()).await,
            bob.get("workspaces?all=true").await,
        ] {
            assert_eq!(answer.error(), (403, "forbidden".into()), "{}", answer.asked);
        }
        let nobody = put(&ann, &format!("{at}/members/{NOBODY}"), json!({ "role": "member" })).await;
        assert_eq!(nobody.error(), (404, "user_not_found".into()));
        let script = program(&app, &api_key(&ann).await);
        assert_eq!(join(&script, &team, &eve, "viewer").await.error(), (403, "login_needed".into()));
        assert_eq!(script.post("workspaces", json!({ "name": "x" })).await.error(), (403, "login_needed".into()));
    }

    async fn a_workspaces_admin_manages_those_below_him(app: TestApp) {
        let (ann, bob, eve) = (app.admin("ann").await, app.member("bob").await, app.member("eve").await);
        let team = team(&ann).await;
        join(&ann, &team, &bob, "admin").await.ok();
        join(&bob, &team, &eve, "member").await.ok();
        for answer in [
            join(&bob, &team, &eve, "admin").await,
            join(&bob, &team, &bob, "owner").await,
            join(&bob, &team, &ann, "member").await,
        ] {
            assert_eq!(answer.error(), (403, "forbidden".into()), "{}", answer.asked);
        }
        let member = |who: &Client| format!("{}/members/{}", path("workspaces", &team), who.user_id());
        assert_eq!(bob.delete(&member(&ann)).await.error(), (403, "forbidden".into()));
        assert_eq!(bob.delete(&member(&eve)).await.status, 204);
        assert_eq!(bob.delete(&member(&eve)).await.error(), (404, "member_not_found".into()));
        assert_eq!(bob.delete(&member(&bob)).await.status, 204, "everyone may leave");
        assert_eq!(bob.get(&path("workspaces", &team)).await.status, 404);
        // An admin who left sees it still, since he looks after the instance.
        assert_eq!(ann.delete(&member(&ann)).await.status, 204);
        let all = ann.get("workspaces?all=true").await.ok();
        assert_eq!((each(&all, "id"), each(&all, "role")), (vec![team["id"].clone()], vec![Value::Null]));
    }

    async fn keys_are_made_for_those_who_work_in_a_workspace(app: TestApp) {
        let (ann, bob, eve) = (app.admin("ann").await, app.member("bob").await, app.member("eve").await);
        let team = team(&ann).await;
        join(&ann, &team, &bob, "member").await.ok();
        join(&ann, &team, &eve, "viewer").await.ok();
        let form = |owner: &Client| json!({ "name": "x", "owner_id": owner.user_id(), "workspace_id": team["id"] });
        assert_eq!(make(&bob, form(&bob)).await["workspace_id"], team["id"]);
        assert_eq!(make(&ann, form(&bob)).await["workspace_id"], team["id"]);
        assert_eq!(eve.post("api-keys", form(&eve)).await.error(), (403, "forbidden".into()));
        let mia = app.member("mia").await;
        assert_eq!(wrong_fields(&mia.post("api-keys", form(&mia)).await), ["workspace_id"]);
        assert_eq!(wrong_fields(&ann.post("api-keys", form(&mia)).await), ["workspace_id"]);
        let own = make(&bob, json!({ "name": "x", "workspace_id": bob.user_id() })).await;
        assert_eq!(own["workspace_id"], Value::Null, "the private one is meant where none is named");
        let anns = json!({ "name": "x", "workspace_id": ann.user_id() });
        assert_eq!(wrong_fields(&bob.post("api-keys", anns).await), ["workspace_id"]);
    }

    async fn a_deleted_workspace_ends_its_keys_and_keeps_its_line_in_the_ledger(app: TestApp) {
        let (ann, bob, eve) = (app.admin("ann").await, app.member("bob").await, app.member("eve").await);
        let team = team(&ann).await;
        let at = path("workspaces", &team);
        join(&ann, &team, &bob, "owner").await.ok();
        join(&ann, &team, &eve, "admin").await.ok();
        let in_team = json!({ "name": "x", "workspace_id": team["id"], "scopes": ["api", "gateway"] });
        let (key, own) = (make(&eve, in_team).await, make(&eve, json!({ "name": "own", "scopes": ["api"] })).await);
        let spent = UsageEntry {
            workspace_id: Some(team["id"].as_str().unwrap().parse().unwrap()),
            ..call(&app, &eve, "2026-11-21T08:00:00Z")
        };
        enter(&app, vec![spent]).await;

        assert_eq!(eve.delete(&at).await.error(), (403, "forbidden".into()), "an owner's or an admin's to do");
        assert_eq!(app.member("mia").await.delete(&at).await.error(), (404, "workspace_not_found".into()));
        let script = program(&app, &api_key(&ann).await);
        assert_eq!(script.delete(&at).await.error(), (403, "login_needed".into()));
        assert_eq!(wrong_fields(&bob.delete(&format!("workspaces/{}", bob.user_id())).await), ["id"]);
        assert_eq!(program(&app, &key).get("usage").await.status, 200);

        assert_eq!(bob.delete(&at).await.status, 204);
        let revoked = json!(["api_key.revoked", key["id"], { "workspace_id": team["id"] }]);
        let deleted = json!(["workspace.deleted", team["id"], { "name": "Team", "revoked_keys": 1 }]);
        assert_eq!(audited(&app, 2).await, [revoked, deleted]);
        for who in [&ann, &bob, &eve] {
            assert_eq!(who.get(&at).await.error(), (404, "workspace_not_found".into()));
            assert_eq!(each(&who.get("workspaces").await.ok(), "kind"), ["private"]);
        }
        assert_eq!(bob.delete(&at).await.error(), (404, "workspace_not_found".into()));
        assert!(items(&ann.get("workspaces?all=true").await.ok()).is_empty());
        assert_eq!(program(&app, &key).get("usage").await.status, 401);
        assert_eq!(program(&app, &own).get("usage").await.status, 200);
        let keys = eve.get("api-keys").await.ok();
        let ended: Vec<_> = items(&keys).iter().map(|it| (it["id"].clone(), !it["revoked_at"].is_null())).collect();
        assert_eq!(ended, [(own["id"].clone(), false), (key["id"].clone(), true)]);
        let sums = ann.get("usage/summary?group=workspace&all=true").await.ok();
        let row = &items(&sums)[0];
        assert_eq!((&row["key"], &row["name"], &row["calls"]), (&team["id"], &json!("Team"), &json!(1)));
        let calls = ann.get(&format!("usage?all=true&workspace_id={}", team["id"].as_str().unwrap())).await.ok();
        assert_eq!(items(&calls).len(), 1);
    }
}
