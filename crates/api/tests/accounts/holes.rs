//! Holes of the system that Pallium replaces, closed. The numbers are those of the list in which
//! they were found.

use reqwest::Method;
use serde_json::{Value, json};
use testing::vendor::ScriptedVendor;
use testing::{Client, Database, TestApp, on_both_databases};

use crate::support::{PASSWORD, items, refresh, try_login, with_token};

const ID: &str = "0193a5b0-7d5c-7cc2-a1b2-0123456789ab";

/// What may be asked without a login.
const PUBLIC: [(&str, &str); 5] = [
    ("get", "/api/v1/instance"),
    ("post", "/api/v1/auth/register"),
    ("post", "/api/v1/auth/login"),
    ("post", "/api/v1/auth/refresh"),
    ("post", "/api/v1/auth/logout"),
];

/// The hash-based parts of a token, changed.
fn forged(token: &str) -> String {
    let (head, tail) = token.split_at(token.len() - 10);
    let flipped: String = tail.chars().map(|c| if c == 'A' { 'B' } else { 'A' }).collect();
    head.to_owned() + &flipped
}

async fn connect(client: &Client, vendor: &ScriptedVendor, key: &str) -> Value {
    let form = json!({ "kind": "openai_compatible", "base_url": vendor.base_url(), "api_key": key });
    client.post("connections", form).await.with(201)
}

/// Says something in a new conversation, and gives back the answer to the attempt.
async fn say(client: &Client, connection: &Value, text: &str) -> testing::Answer {
    let conversation = client.post("conversations", json!({})).await.with(201);
    let path = format!("conversations/{}/runs", conversation["id"].as_str().unwrap());
    let model = json!({ "connection_id": connection["id"], "model": "scripted" });
    client.post(&path, json!({ "action": "send", "input": { "text": text }, "model": model })).await
}

on_both_databases! {
    async fn hole_1_a_refresh_token_with_a_made_up_signature_is_refused(app: TestApp) {
        let owner = app.owner().await;
        let (access, token) = (owner.token.clone().unwrap(), owner.refresh.clone().unwrap());
        let unsigned = access.rsplit_once('.').unwrap().0.to_owned() + ".";
        let made_up = format!("{}.{}", owner.user_id(), "A".repeat(43));
        for guess in [made_up, unsigned, access.clone(), String::new(), "x".repeat(4000)] {
            assert_eq!(refresh(&owner, &guess).await.error(), (401, "login_ended".into()), "{guess}");
        }
        owner.get("auth/me").await.ok();
        assert_eq!(with_token(&owner, &forged(&access)).get("auth/me").await.error(), (401, "invalid_token".into()));
        assert_eq!(refresh(&owner, &forged(&token)).await.error(), (401, "login_ended".into()));
    }

    async fn hole_2_everything_needs_a_login(app: TestApp) {
        app.owner().await;
        let document = app.anonymous().get("openapi.json").await.ok();
        let mut asked = 0;
        for (path, methods) in document["paths"].as_object().unwrap() {
            for method in methods.as_object().unwrap().keys() {
                if PUBLIC.contains(&(method.as_str(), path.as_str())) {
                    continue;
                }
                let client = app.anonymous();
                let name = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
                let answer = client.send(client.request(name, &path.replace("{id}", ID)).json(&json!({}))).await;
                assert_eq!(answer.error(), (401, "login_required".into()), "{method} {path}");
                assert_eq!(answer.header("www-authenticate"), "Bearer");
                asked += 1;
            }
        }
        assert!(asked > 40, "only {asked} operations are documented");
    }

    async fn hole_3_ids_and_cursors_never_become_sql(app: TestApp) {
        let owner = app.owner().await;
        owner.post("folders", json!({ "name": "'; DROP TABLE folder; --" })).await.with(201);
        for evil in ["'%20OR%20'1'='1", "1;DROP%20TABLE%20app_user", "%22%20UNION%20SELECT%201--", "%00"] {
            for path in ["users", "connections", "conversations", "attachments", "folders", "tags", "runs"] {
                let answer = owner.delete(&format!("{path}/{evil}")).await;
                assert!(matches!(answer.status, 404 | 405), "{}: {}", answer.asked, answer.status);
            }
            for list in ["users", "audit", "conversations", "search"] {
                let answer = owner.get(&format!("{list}?q=x&cursor={evil}")).await;
                assert!(matches!(answer.status, 200 | 422), "{}: {}", answer.asked, answer.text());
            }
            let answer = owner.get(&format!("search?q={evil}")).await;
            assert!(matches!(answer.status, 200 | 422), "{}: {}", answer.asked, answer.text());
            let login = try_login(&app, &format!("x{evil}@example.org"), PASSWORD).await;
            assert_eq!(login.status, 401);
        }
        assert_eq!(items(&owner.get("folders").await.ok()).len(), 1);
        assert_eq!(items(&owner.get("users").await.ok()).len(), 1);
    }

    async fn hole_4_bobs_chat_never_uses_alices_key(database: Database) {
        let app = TestApp::builder(database).setting("providers.members_may_reach_private_addresses", "true").start().await;
        let vendor = ScriptedVendor::start().await;
        vendor.offer_models(&["scripted"]);
        let (alice, bob) = (app.member("alice").await, app.member("bob").await);
        let (hers, his) = (connect(&alice, &vendor, "alices-key").await, connect(&bob, &vendor, "bobs-key").await);
        let before = vendor.requests().len();
        assert_eq!(say(&alice, &hers, "from alice").await.status, 202);
        assert_eq!(say(&bob, &his, "from bob").await.status, 202);
        vendor.wait_for_requests(before + 2).await;

        // By id, Alice's connection is not Bob's to choose.
        assert_eq!(say(&bob, &hers, "from bob with hers").await.status, 422);
        // A changed key counts at once: no client of before is kept with it.
        alice.patch(&format!("connections/{}", hers["id"].as_str().unwrap()), json!({ "api_key": "alices-new-key" })).await.ok();
        let before_new = vendor.requests().len();
        assert_eq!(say(&alice, &hers, "from alice again").await.status, 202);
        vendor.wait_for_requests(before_new + 1).await;

        let calls: Vec<(String, String)> = vendor
            .requests()
            .iter()
            .filter(|request| request.method == "POST")
            .map(|request| {
                let text = request.body["messages"].to_string();
                let said = ["from alice again", "from alice", "from bob"].into_iter().find(|it| text.contains(it));
                (said.unwrap_or_default().to_owned(), request.headers["authorization"].clone())
            })
            .collect();
        let mut calls = calls;
        calls.sort();
        let expected = [
            ("from alice", "Bearer alices-key"),
            ("from alice again", "Bearer alices-new-key"),
            ("from bob", "Bearer bobs-key"),
        ];
        assert_eq!(calls, expected.map(|(said, key)| (said.to_owned(), key.to_owned())));
    }

    async fn hole_5_anothers_conversation_is_not_found(app: TestApp) {
        let (owner, bob) = (app.owner().await, app.member("bob").await);
        let conversation = bob.post("conversations", json!({ "title": "Bob's" })).await.with(201);
        let path = format!("conversations/{}", conversation["id"].as_str().unwrap());
        let send = json!({ "action": "send", "input": { "text": "let me in" } });
        for answer in [
            owner.get(&path).await,
            owner.patch(&path, json!({ "title": "mine" })).await,
            owner.get(&format!("{path}/runs")).await,
            owner.post(&format!("{path}/runs"), send).await,
            owner.act(&format!("{path}/seen")).await,
            owner.act(&format!("{path}/restore")).await,
            owner.act(&format!("{path}/purge")).await,
            owner.delete(&path).await,
        ] {
            assert_eq!(answer.error(), (404, "conversation_not_found".into()), "{}", answer.asked);
        }
        assert_eq!(bob.get(&path).await.ok()["title"], "Bob's");
    }

    async fn hole_6_static_files_do_not_leave_the_folder(app: TestApp) {
        let secret = std::fs::read_to_string(app.data_dir().join("master.key")).unwrap();
        let data_dir = app.data_dir().display().to_string().replace('/', "%2F");
        for path in [
            "/%2Fetc%2Fpasswd".to_owned(),
            "/..%2F..%2F..%2F..%2Fetc%2Fpasswd".to_owned(),
            "/assets/..%2F..%2F..%2F..%2F..%2Fetc%2Fpasswd".to_owned(),
            "/assets/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd".to_owned(),
            "/..%5C..%5C..%5Cetc%5Cpasswd".to_owned(),
            "/etc/passwd%00.js".to_owned(),
            format!("{data_dir}%2Fmaster.key"),
            format!("/assets/..%2F..%2F..%2F..%2F..%2F{data_dir}%2Fmaster.key"),
        ] {
            let answer = app.anonymous().get(&path).await;
            assert!(!answer.text().contains("root:"), "{path}");
            assert!(!answer.text().contains(secret.trim()), "{path}");
        }
    }

    async fn hole_8_a_refresh_token_is_no_access_token(app: TestApp) {
        let owner = app.owner().await;
        let (access, token) = (owner.token.clone().unwrap(), owner.refresh.clone().unwrap());
        assert_eq!(with_token(&owner, &token).get("auth/me").await.error(), (401, "invalid_token".into()));
        assert_eq!(refresh(&owner, &access).await.error(), (401, "login_ended".into()));
        // Neither is a token that comes as a header where a cookie is wanted, or the other way round.
        assert_eq!(with_token(&app.anonymous(), &access).act("auth/refresh").await.error(), (401, "login_ended".into()));
        let client = app.anonymous();
        let request = client.request(Method::GET, "auth/me").header("cookie", format!("pallium_refresh={token}"));
        assert_eq!(client.send(request).await.error(), (401, "login_required".into()));
    }
}
