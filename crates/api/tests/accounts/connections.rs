//! Connections: who sees and changes them, what they offer, where their keys go.

use serde_json::{Value, json};
use testing::vendor::{Script, ScriptedVendor};
use testing::{Client, Database, TestApp, on_both_databases};

use crate::support::{items, wrong_fields};

const KEY: &str = "sk-test-0123456789-1a2b";

async fn connect(client: &Client, vendor: &ScriptedVendor, scope: &str) -> Value {
    let form = json!({
        "kind": "openai_compatible", "name": "Mine", "base_url": vendor.base_url(), "api_key": KEY, "scope": scope,
    });
    client.post("connections", form).await.with(201)
}

fn path(connection: &Value) -> String {
    format!("connections/{}", connection["id"].as_str().unwrap())
}

async fn offered(client: &Client) -> Vec<String> {
    let models = items(&client.get("models").await.ok());
    models.iter().map(|model| model["id"].as_str().unwrap().to_owned()).collect()
}

/// The models that a new conversation of this user starts with.
async fn defaults(client: &Client) -> Vec<String> {
    let models = items(&client.get("models").await.ok());
    let marked = models.iter().filter(|model| model["default"] == true);
    marked.map(|model| model["id"].as_str().unwrap().to_owned()).collect()
}

/// The keys that the vendor was shown, in order.
fn shown(vendor: &ScriptedVendor) -> Vec<String> {
    vendor.requests().iter().map(|request| request.headers.get("authorization").cloned().unwrap_or_default()).collect()
}

on_both_databases! {
    async fn a_new_connection_offers_its_models_at_once(app: TestApp) {
        let vendor = ScriptedVendor::start().await;
        vendor.offer_models(&["small", "large"]);
        let owner = app.owner().await;
        let mut connection = connect(&owner, &vendor, "user").await;
        for moment in ["id", "models_refreshed_at", "created_at", "updated_at"] {
            assert!(connection[moment].take().is_string(), "{moment}");
        }
        let expected = json!({
            "id": null, "kind": "openai_compatible", "name": "Mine", "base_url": vendor.base_url(), "scope": "user",
            "enabled": true, "has_secret": true, "secret_hint": "…1a2b", "editable": true, "max_parallel": null,
            "model_count": 2, "models_refreshed_at": null, "models_error": null, "created_at": null, "updated_at": null,
        });
        assert_eq!(connection, expected);
        assert_eq!(shown(&vendor), [format!("Bearer {KEY}")]);
        let offered = offered(&owner).await;
        assert!(offered.contains(&"small".to_owned()) && offered.contains(&"large".to_owned()), "{offered:?}");
    }

    async fn a_vendor_that_fails_is_no_error_but_a_remark(app: TestApp) {
        let vendor = ScriptedVendor::start().await;
        vendor.require_key("another-key-1234");
        let owner = app.owner().await;
        let connection = connect(&owner, &vendor, "user").await;
        assert_eq!(connection["model_count"], 0);
        assert!(connection["models_error"].as_str().unwrap().ends_with("Check the key of this connection."));

        let test = owner.act(&format!("{}/test", path(&connection))).await.ok();
        assert_eq!((&test["ok"], &test["error"]["code"]), (&json!(false), &json!("vendor_unauthorized")));
        owner.patch(&path(&connection), json!({ "api_key": "another-key-1234" })).await.ok();
        let test = owner.act(&format!("{}/test", path(&connection))).await.ok();
        assert_eq!((&test["ok"], &test["error"]), (&json!(true), &Value::Null));
        assert_eq!(owner.get(&path(&connection)).await.ok()["models_error"], Value::Null);
    }

    async fn a_list_that_cannot_be_read_again_stays_as_it_was(app: TestApp) {
        let vendor = ScriptedVendor::start().await;
        let owner = app.owner().await;
        let connection = connect(&owner, &vendor, "user").await;
        let before = connection["model_count"].clone();
        vendor.script(Script::status(500, "{}").path("/v1/models").sticky());
        let after = owner.act(&format!("{}/refresh-models", path(&connection))).await.ok();
        assert_eq!(after["model_count"], before);
        assert!(after["models_error"].is_string());
    }

    async fn every_wrong_field_of_a_connection_is_named(app: TestApp) {
        let owner = app.owner().await;
        let cases = [
            (json!({ "kind": "openai_compatible", "name": " ", "base_url": "file:///etc/passwd", "api_key": "a b" }),
             vec!["name", "base_url", "api_key"]),
            (json!({ "kind": "openai_compatible" }), vec!["base_url"]),
            (json!({ "kind": "openai" }), vec!["api_key"]),
            (json!({ "kind": "telepathy" }), vec!["kind"]),
        ];
        for (form, wrong) in cases {
            assert_eq!(wrong_fields(&owner.post("connections", form).await), wrong);
        }
    }

    async fn hole_4_a_stored_key_never_goes_to_another_host(app: TestApp) {
        let (vendor, thief) = (ScriptedVendor::start().await, ScriptedVendor::start().await);
        let owner = app.owner().await;
        let connection = connect(&owner, &vendor, "system").await;
        let ann = app.admin("ann").await;
        let moved = ann.patch(&path(&connection), json!({ "base_url": thief.base_url() })).await;
        assert_eq!(wrong_fields(&moved), ["api_key"]);
        assert_eq!(shown(&thief), Vec::<String>::new());
        assert_eq!(owner.get(&path(&connection)).await.ok()["base_url"], vendor.base_url());

        let with_key = json!({ "base_url": thief.base_url(), "api_key": "a-key-for-the-new-host" });
        ann.patch(&path(&connection), with_key).await.ok();
        assert_eq!(shown(&thief), ["Bearer a-key-for-the-new-host"]);
        assert_eq!(shown(&vendor), [format!("Bearer {KEY}")]);
    }

    async fn members_use_system_connections_without_seeing_how(app: TestApp) {
        let vendor = ScriptedVendor::start().await;
        vendor.offer_models(&["shared"]);
        let connection = connect(&app.owner().await, &vendor, "system").await;
        let bob = app.member("bob").await;
        let seen = bob.get(&path(&connection)).await.ok();
        for hidden in ["base_url", "secret_hint", "models_error"] {
            assert_eq!(seen[hidden], Value::Null, "{hidden}");
        }
        assert_eq!((&seen["has_secret"], &seen["editable"]), (&json!(true), &json!(false)));
        assert!(offered(&bob).await.contains(&"shared".to_owned()));
        for answer in [
            bob.patch(&path(&connection), json!({ "name": "Bob's" })).await,
            bob.delete(&path(&connection)).await,
            bob.act(&format!("{}/test", path(&connection))).await,
            bob.act(&format!("{}/refresh-models", path(&connection))).await,
            bob.post("connections", json!({ "kind": "ollama", "scope": "system" })).await,
        ] {
            assert_eq!(answer.error(), (403, "forbidden".into()), "{}", answer.asked);
        }
    }

    async fn hole_5_anothers_connection_is_not_found(app: TestApp) {
        let vendor = ScriptedVendor::start().await;
        vendor.offer_models(&["private"]);
        let ann = app.admin("ann").await;
        let connection = connect(&ann, &vendor, "user").await;
        let asked = vendor.requests().len();
        for stranger in [app.owner().await, app.member("bob").await] {
            for answer in [
                stranger.get(&path(&connection)).await,
                stranger.patch(&path(&connection), json!({ "name": "x" })).await,
                stranger.delete(&path(&connection)).await,
                stranger.act(&format!("{}/test", path(&connection))).await,
                stranger.act(&format!("{}/refresh-models", path(&connection))).await,
            ] {
                assert_eq!(answer.error(), (404, "connection_not_found".into()), "{}", answer.asked);
            }
            assert!(!offered(&stranger).await.contains(&"private".to_owned()));
        }
        assert_eq!(vendor.requests().len(), asked);
    }

    async fn hole_2_a_member_cannot_look_around_in_the_servers_network(app: TestApp) {
        let vendor = ScriptedVendor::start().await;
        let bob = app.member("bob").await;
        let connection = connect(&bob, &vendor, "user").await;
        let remark = connection["models_error"].as_str().unwrap();
        assert!(remark.contains("is not a public address"), "{remark}");
        let test = bob.act(&format!("{}/test", path(&connection))).await.ok();
        assert_eq!(test["error"]["code"], "vendor_address_blocked");
        assert_eq!(vendor.requests().len(), 0);
    }

    async fn what_is_disabled_or_deleted_is_not_offered(app: TestApp) {
        let vendor = ScriptedVendor::start().await;
        vendor.offer_models(&["fleeting"]);
        let owner = app.owner().await;
        let connection = connect(&owner, &vendor, "user").await;
        owner.patch(&path(&connection), json!({ "enabled": false })).await.ok();
        assert!(!offered(&owner).await.contains(&"fleeting".to_owned()));
        owner.patch(&path(&connection), json!({ "enabled": true })).await.ok();
        assert!(offered(&owner).await.contains(&"fleeting".to_owned()));
        assert_eq!(owner.delete(&path(&connection)).await.status, 204);
        assert!(!offered(&owner).await.contains(&"fleeting".to_owned()));
        assert_eq!(owner.get(&path(&connection)).await.error(), (404, "connection_not_found".into()));
    }

    async fn one_model_is_marked_as_the_one_that_a_new_conversation_starts_with(app: TestApp) {
        let vendor = ScriptedVendor::start().await;
        vendor.offer_models(&["small", "large"]);
        let (owner, member) = (app.owner().await, app.member("mia").await);
        assert_eq!(defaults(&member).await, ["demo"]);
        let connection = connect(&owner, &vendor, "system").await;
        assert_eq!(defaults(&member).await.len(), 1);
        let common = |model: &str| json!({ "default_model": { "connection_id": connection["id"], "model": model } });
        for model in ["small", "large"] {
            owner.patch("instance/settings", common(model)).await.ok();
            assert_eq!(defaults(&member).await, [model]);
        }
        let own = format!("{}/small", connection["id"].as_str().unwrap());
        member.patch("settings", json!({ "default_model": own })).await.ok();
        assert_eq!((defaults(&member).await, defaults(&owner).await), (vec!["small".into()], vec!["large".into()]));
    }

    async fn a_key_is_removed_on_request_where_the_vendor_allows_it(app: TestApp) {
        let vendor = ScriptedVendor::start().await;
        let owner = app.owner().await;
        let connection = connect(&owner, &vendor, "user").await;
        let bare = owner.patch(&path(&connection), json!({ "api_key": null })).await.ok();
        assert_eq!((&bare["has_secret"], &bare["secret_hint"]), (&json!(false), &Value::Null));
        assert_eq!(shown(&vendor).last(), Some(&String::new()));
    }

    async fn the_demo_is_there_from_the_start_and_stays_deleted(app: TestApp) {
        let owner = app.owner().await;
        let demo = items(&owner.get("connections").await.ok()).remove(0);
        assert_eq!((&demo["kind"], &demo["scope"], &demo["base_url"]), (&json!("demo"), &json!("system"), &Value::Null));
        assert!(offered(&owner).await.contains(&"demo".to_owned()));
        assert_eq!(owner.delete(&path(&demo)).await.status, 204);
        let again = app.again();
        app.stop().await.unwrap();
        let app = again.start().await;
        let owner = app.login("owner@example.org").await;
        assert_eq!(items(&owner.get("connections").await.ok()), Vec::<Value>::new());
    }

    async fn the_instances_models_must_be_everyones(app: TestApp) {
        let vendor = ScriptedVendor::start().await;
        vendor.offer_models(&["m"]);
        let owner = app.owner().await;
        let (own, common) = (connect(&owner, &vendor, "user").await, connect(&owner, &vendor, "system").await);
        let choice = |connection: &Value, model: &str| json!({ "connection_id": connection["id"], "model": model });
        let wrong = json!({ "title_model": choice(&own, "m"), "default_model": choice(&common, "other") });
        assert_eq!(wrong_fields(&owner.patch("instance/settings", wrong).await), ["title_model", "default_model"]);
        let right = choice(&common, "m");
        let set = owner.patch("instance/settings", json!({ "title_model": right, "default_model": right })).await.ok();
        let expected = json!({ "registration_enabled": false, "title_model": right, "default_model": right });
        assert_eq!(set, expected);
        let cleared = owner.patch("instance/settings", json!({ "title_model": null })).await.ok();
        assert_eq!((&cleared["title_model"], &cleared["default_model"]), (&Value::Null, &right));
    }

    async fn members_may_reach_private_addresses_where_the_operator_allows_it(database: Database) {
        let app = TestApp::builder(database).setting("providers.members_may_reach_private_addresses", "true").start().await;
        let vendor = ScriptedVendor::start().await;
        let connection = connect(&app.member("bob").await, &vendor, "user").await;
        assert_eq!(connection["models_error"], Value::Null);
    }
}
