//! Conversations that go on from an answer.

use models::connection::ConnectionKind;
use serde_json::{Value, json};
use testing::vendor::{Script, ScriptedVendor, Step};
use testing::{TestApp, on_both_databases};

use crate::support::*;

/// What the vendor was sent last.
fn asked(vendor: &ScriptedVendor) -> Value {
    vendor.requests().pop().unwrap().body
}

fn said(words: &str) -> Value {
    json!({
        "type": "message", "status": "completed", "role": "assistant",
        "content": [{ "type": "output_text", "text": words, "annotations": [], "logprobs": [] }],
    })
}

fn user(words: &str) -> Value {
    json!({ "role": "user", "content": words })
}

on_both_databases! {
    async fn a_vendor_of_the_dialect_is_sent_all_that_came_before(app: TestApp) {
        let vendor = vendor(&app, ConnectionKind::OpenAi, "Vendor").await;
        let program = owners(&app).await;
        for streamed in [false, true] {
            let first = ask(&program, question("vendor/scripted-large", "one"), streamed).await;
            // The vendor's own id passes through.
            assert_eq!(id(&first), "resp_scripted");
            assert_eq!(asked(&vendor)["input"], "one");
            let second = ask(&program, next("vendor/scripted-large", "two", id(&first)), streamed).await;
            let body = asked(&vendor);
            assert_eq!(body["input"], json!([user("one"), said("eins"), user("two")]));
            assert_eq!(body["previous_response_id"], Value::Null);
            let listed = json!({ "model": "vendor/scripted-large", "input": [user("three")], "previous_response_id": id(&second) });
            ask(&program, listed, streamed).await;
            let expected = json!([user("one"), said("eins"), user("two"), said("eins"), user("three")]);
            assert_eq!(asked(&vendor)["input"], expected);
        }
    }

    async fn a_vendor_of_another_dialect_is_sent_all_that_came_before(app: TestApp) {
        let vendor = vendor(&app, ConnectionKind::Anthropic, "Vendor").await;
        let program = owners(&app).await;
        let text = |role: &str, words: &str| json!({ "role": role, "content": [{ "type": "text", "text": words }] });
        for streamed in [false, true] {
            let first = ask(&program, question("vendor/scripted-large", "one"), streamed).await;
            assert!(id(&first).starts_with("resp_"), "{first}");
            assert_eq!(first["previous_response_id"], Value::Null);
            let second = ask(&program, next("vendor/scripted-large", "two", id(&first)), streamed).await;
            assert_eq!(second["previous_response_id"], first["id"]);
            let mut messages = asked(&vendor)["messages"].clone();
            for message in messages.as_array_mut().unwrap() {
                if let Some(words) = message["content"].as_str() {
                    *message = text(message["role"].as_str().unwrap(), words);
                }
            }
            assert_eq!(messages, json!([text("user", "one"), text("assistant", "eins"), text("user", "two")]));
            // An answer may be gone on from more than once.
            ask(&program, next("vendor/scripted-large", "other", id(&first)), streamed).await;
            assert_eq!(asked(&vendor)["messages"].as_array().unwrap().len(), 3);
        }
    }

    async fn a_conversation_goes_on_at_another_vendor(app: TestApp) {
        let openai = vendor(&app, ConnectionKind::OpenAi, "OpenAI").await;
        let anthropic = vendor(&app, ConnectionKind::Anthropic, "Anthropic").await;
        let program = owners(&app).await;
        let first = ask(&program, question("anthropic/scripted-large", "one"), false).await;
        let second = ask(&program, next("openai/scripted-large", "two", id(&first)), true).await;
        assert_eq!(asked(&openai)["input"], json!([user("one"), said("eins"), user("two")]));
        ask(&program, next("anthropic/scripted-large", "three", id(&second)), false).await;
        let messages = asked(&anthropic)["messages"].clone();
        let roles: Vec<_> = messages.as_array().unwrap().iter().map(|it| it["role"].as_str().unwrap()).collect();
        assert_eq!(roles, ["user", "assistant", "user", "assistant", "user"]);
    }

    async fn a_tool_that_was_called_is_answered_in_the_next_turn(app: TestApp) {
        for kind in [ConnectionKind::OpenAi, ConnectionKind::Anthropic] {
            let name = kind.as_str().replace('_', "-");
            let vendor = connected(&app, kind, &name).await;
            let arguments = json!({ "city": "Ulm" }).to_string();
            let call = Step::ToolCall { id: "call_1".to_owned(), name: "weather".to_owned(), arguments };
            vendor.script(Script::steps([call, Step::Finish { reason: "tool_calls".to_owned() }]));
            let program = owners(&app).await;
            let tools = json!([{ "type": "function", "name": "weather", "parameters": { "type": "object" } }]);
            let model = format!("{name}/scripted-large");
            let first = json!({ "model": model, "input": "rain?", "tools": tools });
            let first = ask(&program, first, false).await;
            assert_eq!(first["output"][0]["call_id"], "call_1");
            let result = json!({ "type": "function_call_output", "call_id": "call_1", "output": "rain" });
            let second =
                json!({ "model": model, "input": [result], "tools": tools, "previous_response_id": id(&first) });
            ask(&program, second, true).await;
            let text = asked(&vendor).to_string();
            for part in ["rain?", "call_1", "weather", "Ulm"] {
                assert!(text.contains(part), "{part} is lost: {text}");
            }
        }
    }

    async fn what_came_before_is_counted(app: TestApp) {
        let _vendor = vendor(&app, ConnectionKind::OpenAi, "Vendor").await;
        let owner = app.owner().await;
        let limits = json!({ "name": "test", "limits": { "tokens_per_minute": 4_000 } });
        let made = owner.post("api-keys", limits).await.with(201);
        let program = testing::Client { token: Some(made["key"].as_str().unwrap().to_owned()), ..app.anonymous() };
        let unlimited = owners(&app).await;
        let long = question("vendor/scripted-large", &"word ".repeat(4_000));
        let first = ask(&unlimited, long, false).await;
        let mut second = next("vendor/scripted-large", "two", id(&first));
        second["max_output_tokens"] = json!(16);
        let refused = program.post(RESPONSES, second).await;
        assert_eq!(refused.status, 429, "{}", refused.text());
    }

    async fn pieces_are_not_held_back_while_an_answer_is_kept(app: TestApp) {
        let vendor = connected(&app, ConnectionKind::OpenAi, "Vendor").await;
        vendor.script(Script::steps([Step::text("eins"), Step::wait("go"), Step::text("zwei"), Step::finish()]));
        let program = owners(&app).await;
        let body = json!({ "model": "vendor/scripted-large", "input": "one", "stream": true });
        let mut answer = program.request(reqwest::Method::POST, RESPONSES).json(&body).send().await.unwrap();
        let mut text = String::new();
        while !text.contains("eins") {
            text.push_str(std::str::from_utf8(&answer.chunk().await.unwrap().unwrap()).unwrap());
        }
        vendor.release("go");
        while let Some(bytes) = answer.chunk().await.unwrap() {
            text.push_str(std::str::from_utf8(&bytes).unwrap());
        }
        assert!(text.contains("zwei") && text.contains("response.completed"), "{text}");
    }
}
