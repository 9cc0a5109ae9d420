//! Who may call: keys, their ends and their bounds, refused in the words of the caller's dialect.

use models::connection::ConnectionKind;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;
use testing::{Answer, Database, TestApp, on_both_databases};

use crate::support::*;

/// A call with these headers.
async fn call(app: &TestApp, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
    let client = app.anonymous();
    let request = client.request(Method::POST, path).json(body);
    client.send(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await
}

on_both_databases! {
    async fn a_key_is_taken_as_bearer_and_as_x_api_key(app: TestApp) {
        let (_vendor, _) = vendor(&app, "Scripted").await;
        let program = Program::new(&app).await;
        assert!(program.key.starts_with("pk_"), "{}", program.key);
        for headers in [
            vec![("authorization", format!("Bearer {}", program.key))],
            vec![("authorization", format!("bearer {}", program.key))],
            vec![("x-api-key", program.key.clone())],
            // Some clients send a word of their own beside the right key.
            vec![("x-api-key", program.key.clone()), ("authorization", "Bearer unused".to_owned())],
        ] {
            let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let chat = call(&app, CHAT, &headers, &ask("scripted-large", "hi")).await.ok();
            assert_eq!(chat["choices"][0]["message"]["content"], "You said: hi");
            let message = call(&app, MESSAGES, &headers, &message("scripted-large", "hi")).await.ok();
            assert_eq!(message["content"][0]["text"], "You said: hi");
        }
    }

    async fn a_wrong_key_is_refused_in_the_callers_dialect(app: TestApp) {
        let (vendor, _) = vendor(&app, "Scripted").await;
        let before = vendor.requests().len();
        let wrong = format!("pk_{}", "a".repeat(43));
        let bearer = format!("Bearer {wrong}");
        for headers in [vec![], vec![("authorization", bearer.as_str())], vec![("x-api-key", &wrong)], vec![("authorization", "Basic abc")], vec![("x-api-key", "")]] {
            let chat = call(&app, CHAT, &headers, &ask("scripted-large", "hi")).await;
            assert_eq!(openai_error(&chat, 401).1.as_deref(), Some("invalid_api_key"));
            let responses = call(&app, RESPONSES, &headers, &json!({ "model": "scripted-large", "input": "hi" })).await;
            openai_error(&responses, 401);
            let embeddings = call(&app, "/v1/embeddings", &headers, &json!({ "model": "scripted-large", "input": "hi" })).await;
            openai_error(&embeddings, 401);
            let message = call(&app, MESSAGES, &headers, &message("scripted-large", "hi")).await;
            assert_eq!(anthropic_error(&message, 401), "authentication_error");
            for answer in [chat, message] {
                assert!(!answer.text().contains(&wrong), "{}", answer.text());
            }
        }
        assert_eq!(vendor.requests().len(), before);
    }

    async fn a_revoked_key_works_no_more_from_the_next_call_on(app: TestApp) {
        let (_vendor, _) = vendor(&app, "Scripted").await;
        let program = Program::new(&app).await;
        program.post(CHAT, &ask("scripted-large", "hi")).await.ok();
        app.owner().await.delete(&format!("api-keys/{}", program.key_id)).await.ok();
        openai_error(&program.post(CHAT, &ask("scripted-large", "hi")).await, 401);
        assert_eq!(anthropic_error(&program.post(MESSAGES, &message("scripted-large", "hi")).await, 401), "authentication_error");
    }

    async fn a_key_ends_at_its_time_and_its_old_text_after_the_overlap(database: Database) {
        let start = "2026-11-21T12:00:00Z".parse::<models::time::Time>().unwrap();
        let app = TestApp::builder(database).clock_at(start).start().await;
        let (_vendor, _) = vendor(&app, "Scripted").await;
        let short = Program::with(&app, json!({ "expires_at": start + Duration::from_secs(600) })).await;
        let rotated = Program::new(&app).await;
        let path = format!("api-keys/{}/rotate", rotated.key_id);
        let new = app.owner().await.post(&path, json!({ "overlap_seconds": 60 })).await.ok();
        let new = Program { key: new["key"].as_str().unwrap().to_owned(), ..Program::new(&app).await };
        let ask = ask("scripted-large", "hi");
        for program in [&short, &rotated, &new] {
            program.post(CHAT, &ask).await.ok();
        }
        app.clock().advance(Duration::from_secs(61));
        openai_error(&rotated.post(CHAT, &ask).await, 401);
        for program in [&short, &new] {
            program.post(CHAT, &ask).await.ok();
        }
        app.clock().advance(Duration::from_secs(540));
        openai_error(&short.post(CHAT, &ask).await, 401);
        new.post(CHAT, &ask).await.ok();
    }

    async fn the_key_of_a_disabled_account_works_no_more(app: TestApp) {
        let (_vendor, _) = vendor(&app, "Scripted").await;
        let member = app.member("mia").await;
        let program = Program::of(&app, &member, json!({})).await;
        program.post(CHAT, &ask("scripted-large", "hi")).await.ok();
        app.owner().await.patch(&format!("users/{}", member.user_id()), json!({ "disabled": true })).await.ok();
        openai_error(&program.post(CHAT, &ask("scripted-large", "hi")).await, 401);
    }

    async fn a_key_without_the_scope_may_not_call_models(app: TestApp) {
        let (_vendor, _) = vendor(&app, "Scripted").await;
        let program = Program::with(&app, json!({ "scopes": ["api"] })).await;
        let chat = program.post(CHAT, &ask("scripted-large", "hi")).await;
        openai_error(&chat, 403);
        let message = program.post(MESSAGES, &message("scripted-large", "hi")).await;
        assert_eq!(anthropic_error(&message, 403), "permission_error");
    }

    async fn a_key_reaches_only_its_models(app: TestApp) {
        let (vendor, id) = vendor(&app, "Scripted").await;
        alias(&app, "cheap", false, vec![target(id, "scripted-mini")]).await;
        let program = Program::with(&app, json!({ "allowed_models": ["cheap", "scripted-l*"] })).await;
        for model in ["cheap", "scripted-large"] {
            program.post(CHAT, &ask(model, "hi")).await.ok();
        }
        let before = vendor.requests().len();
        for model in ["scripted-mini", "scripted/scripted-mini"] {
            let refused = program.post(CHAT, &ask(model, "hi")).await;
            openai_error(&refused, 403);
            let refused = program.post(MESSAGES, &message(model, "hi")).await;
            assert_eq!(anthropic_error(&refused, 403), "permission_error");
        }
        assert_eq!(vendor.requests().len(), before);
        let listed = program.get("/v1/models").await.ok();
        let ids: Vec<_> = listed["data"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["cheap", "scripted-large"]);
    }

    async fn a_members_own_connection_is_nobody_elses(app: TestApp) {
        let (mia, ben) = (app.admin("mia").await, app.member("ben").await);
        let vendor = testing::vendor::ScriptedVendor::start().await;
        let form = json!({ "kind": "openai_compatible", "name": "Mine", "base_url": vendor.base_url(), "scope": "user" });
        mia.post("connections", form).await.with(201);
        let (hers, his) = (Program::of(&app, &mia, json!({})).await, Program::of(&app, &ben, json!({})).await);
        for model in ["mine/scripted-large", "scripted-large"] {
            hers.post(CHAT, &ask(model, "hi")).await.ok();
            openai_error(&his.post(CHAT, &ask(model, "hi")).await, 404);
        }
    }

    async fn what_is_not_there_is_said_in_the_callers_dialect(app: TestApp) {
        let program = Program::new(&app).await;
        let client = &program.client;
        let send = async |method: Method, path: &str, anthropic: bool| {
            let request = client.request(method, path).bearer_auth(&program.key);
            client.send(if anthropic { request.header("anthropic-version", "2023-06-01") } else { request }).await
        };
        openai_error(&send(Method::GET, "/v1/nothing", false).await, 404);
        openai_error(&send(Method::POST, "/v1/engines/x/completions", false).await, 404);
        assert_eq!(anthropic_error(&send(Method::POST, "/v1/messages/batches", true).await, 404), "not_found_error");
        anthropic_error(&send(Method::GET, "/v1/nothing", true).await, 404);
        for (method, path) in [(Method::GET, CHAT), (Method::PUT, RESPONSES), (Method::DELETE, "/v1/models"), (Method::GET, "/v1/embeddings")] {
            let answer = send(method, path, false).await;
            openai_error(&answer, 405);
            assert!(!answer.header("allow").is_empty(), "{}", answer.asked);
        }
        let answer = send(Method::GET, MESSAGES, true).await;
        anthropic_error(&answer, 405);
        assert_eq!(answer.header("allow"), "POST");
    }

    async fn a_body_that_cannot_be_read_is_a_400_in_the_callers_dialect(database: Database) {
        let app = TestApp::builder(database).setting("gateway.body_bytes_max", "64KiB").start().await;
        let (_vendor, _) = vendor(&app, "Scripted").await;
        let program = Program::new(&app).await;
        for body in ["", "{", "[]", "{\"messages\":[]}", "{\"model\":7,\"messages\":[]}"] {
            let send = async |path: &str| program.client.send(program.request(path).body(body.to_owned())).await;
            assert_eq!(openai_error(&send(CHAT).await, 400).0, "invalid_request_error", "{body}");
            assert_eq!(anthropic_error(&send(MESSAGES).await, 400), "invalid_request_error", "{body}");
        }
        let long = ask("scripted-large", &"x".repeat(70_000));
        openai_error(&program.post(CHAT, &long).await, 413);
        assert_eq!(anthropic_error(&program.post(MESSAGES, &long).await, 413), "request_too_large");
    }
}

mod two_replicas {
    use super::*;

    #[test]
    fn a_key_that_one_revokes_is_refused_by_the_other() {
        testing::run(async {
            let app = TestApp::start(Database::Postgres).await;
            let other = app.again().start().await;
            let (_vendor, _) = vendor(&app, "Scripted").await;
            let program = Program::new(&app).await;
            let there = Program { client: other.anonymous(), key: program.key.clone(), key_id: String::new() };
            for program in [&program, &there] {
                program.post(CHAT, &ask("scripted-large", "hi")).await.ok();
            }
            app.owner().await.delete(&format!("api-keys/{}", program.key_id)).await.ok();
            // The replicas hear of changes over the database's own channel; one round trip of it is allowed.
            let began = std::time::Instant::now();
            while there.post(CHAT, &ask("scripted-large", "hi")).await.status == 200 {
                assert!(began.elapsed().as_millis() < 500, "the other replica still takes the key");
            }
        });
    }
}

on_both_databases! {
    async fn a_name_that_nobody_offers_is_a_404(app: TestApp) {
        let (vendor, _) = vendor(&app, "Scripted").await;
        connect(&app, &vendor, ConnectionKind::Anthropic, "Claude").await;
        let program = Program::new(&app).await;
        let (_, code) = openai_error(&program.post(CHAT, &ask("gpt-99", "hi")).await, 404);
        assert_eq!(code.as_deref(), Some("model_not_found"));
        assert_eq!(anthropic_error(&program.post(MESSAGES, &message("gpt-99", "hi")).await, 404), "not_found_error");
    }
}
