//! Keys of other people: who sees, makes and ends them.

use serde_json::json;
use testing::{TestApp, on_both_databases};

use crate::support::{NOBODY, api_key, each, make, path, program, wrong_fields};

on_both_databases! {
    async fn anothers_key_is_not_found(app: TestApp) {
        let (bob, eve) = (app.member("bob").await, app.member("eve").await);
        let path = path("api-keys", &make(&bob, json!({ "name": "Bob's" })).await);
        for answer in [
            eve.get(&path).await,
            eve.patch(&path, json!({ "name": "Eve's" })).await,
            eve.delete(&path).await,
            eve.post(&format!("{path}/rotate"), json!({})).await,
        ] {
            assert_eq!(answer.error(), (404, "api_key_not_found".into()), "{}", answer.asked);
        }
        for list in [format!("api-keys?owner_id={}", bob.user_id()), "api-keys?all=true".into()] {
            assert_eq!(eve.get(&list).await.error(), (403, "forbidden".into()), "{list}");
        }
        let for_bob = eve.post("api-keys", json!({ "name": "x", "owner_id": bob.user_id() })).await;
        assert_eq!(for_bob.error(), (403, "forbidden".into()));
        assert_eq!(each(&eve.get("api-keys").await.ok(), "name"), Vec::<String>::new());
    }

    async fn admins_see_and_revoke_everybodys_keys(app: TestApp) {
        let (owner, ann, bob) = (app.owner().await, app.admin("ann").await, app.member("bob").await);
        let (owners, bobs) = (api_key(&owner).await, api_key(&bob).await);
        assert_eq!(each(&ann.get("api-keys?all=true").await.ok(), "id"), [bobs["id"].clone(), owners["id"].clone()]);
        assert_eq!(each(&ann.get(&format!("api-keys?owner_id={}", bob.user_id())).await.ok(), "id"), [bobs["id"].clone()]);
        for key in [&owners, &bobs] {
            assert_eq!(ann.delete(&path("api-keys", key)).await.status, 204);
            assert_eq!(program(&app, key).get("auth/me").await.error(), (401, "invalid_api_key".into()));
        }
    }

    async fn admins_make_keys_for_members_that_only_call_models(app: TestApp) {
        let (owner, ann, bob) = (app.owner().await, app.admin("ann").await, app.member("bob").await);
        let key = make(&ann, json!({ "name": "Service", "owner_id": bob.user_id() })).await;
        assert_eq!(each(&bob.get("api-keys").await.ok(), "id"), [key["id"].clone()]);
        let form = |client: &testing::Client| json!({ "name": "x", "owner_id": client.user_id(), "scopes": ["gateway", "api"] });
        assert_eq!(wrong_fields(&ann.post("api-keys", form(&bob)).await), ["scopes"]);
        assert_eq!(ann.post("api-keys", form(&owner)).await.error(), (403, "forbidden".into()));
        let nobody = ann.post("api-keys", json!({ "name": "x", "owner_id": NOBODY })).await;
        assert_eq!(nobody.error(), (404, "user_not_found".into()));

        let path = path("api-keys", &key);
        assert_eq!(ann.patch(&path, json!({ "scopes": ["api"] })).await.error(), (403, "forbidden".into()));
        ann.post(&format!("{path}/rotate"), json!({})).await.ok();
        bob.patch(&path, json!({ "scopes": ["api"] })).await.ok();
    }

    async fn nobody_takes_over_a_key_that_acts_for_another(app: TestApp) {
        let (owner, ann, bob) = (app.owner().await, app.admin("ann").await, app.member("bob").await);
        let bobs = path("api-keys", &api_key(&bob).await);
        assert_eq!(wrong_fields(&owner.post(&format!("{bobs}/rotate"), json!({})).await), ["scopes"]);
        let owners = path("api-keys", &make(&owner, json!({ "name": "x" })).await);
        assert_eq!(ann.post(&format!("{owners}/rotate"), json!({})).await.error(), (403, "forbidden".into()));
    }

    async fn a_disabled_owners_keys_work_no_more(app: TestApp) {
        let (owner, bob) = (app.owner().await, app.member("bob").await);
        let script = program(&app, &api_key(&bob).await);
        script.get("auth/me").await.ok();
        let account = format!("users/{}", bob.user_id());
        owner.patch(&account, json!({ "disabled": true })).await.ok();
        assert_eq!(script.get("auth/me").await.status, 401);
        owner.patch(&account, json!({ "disabled": false })).await.ok();
        script.get("auth/me").await.ok();
    }
}
