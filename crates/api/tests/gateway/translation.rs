//! Callers and vendors of different dialects, over HTTP. That every pair of dialects loses nothing which
//! both can say is proven in the room of the dialects; here are the calls of real programs.

use models::connection::ConnectionKind;
use serde_json::{Value, json};
use testing::vendor::{Script, ScriptedVendor, Step};
use testing::{TestApp, on_both_databases};

use crate::support::*;

async fn of_kind(app: &TestApp, kind: ConnectionKind) -> (ScriptedVendor, Program) {
    let vendor = ScriptedVendor::start().await;
    connect(app, &vendor, kind, "Vendor").await;
    (vendor, Program::new(app).await)
}

fn thinks_and_calls() -> Script {
    let call = |id: &str, city: &str| Step::ToolCall {
        id: id.to_owned(),
        name: "weather".to_owned(),
        arguments: json!({ "city": city }).to_string(),
    };
    let end = Step::Finish { reason: "tool_calls".to_owned() };
    Script::steps([
        Step::usage(21, 13),
        Step::text("Let me "),
        Step::text("look."),
        call("call_1", "Ulm"),
        call("call_2", "Köln"),
        end,
    ])
}

fn schema() -> Value {
    json!({ "type": "object", "properties": { "city": { "type": "string" } }, "required": ["city"] })
}

/// A conversation with a tool, as OpenAI's clients write it.
fn openai_tools() -> Value {
    json!({
        "model": "scripted-large",
        "max_completion_tokens": 99,
        "messages": [
            { "role": "system", "content": "Be brief." },
            { "role": "user", "content": [
                { "type": "text", "text": "Where is it?" },
                { "type": "image_url", "image_url": { "url": "data:image/png;base64,iVBORw0KGgo=" } },
            ] },
            { "role": "assistant", "content": null, "tool_calls": [
                { "id": "a", "type": "function", "function": { "name": "weather", "arguments": "{\"city\":\"Bonn\"}" } },
            ] },
            { "role": "tool", "tool_call_id": "a", "content": "rain" },
            { "role": "user", "content": "and there?" },
        ],
        "tools": [{ "type": "function", "function": { "name": "weather", "description": "Tells it.", "parameters": schema() } }],
        "tool_choice": "required",
    })
}

/// The same, as Anthropic's clients write it.
fn anthropic_tools() -> Value {
    json!({
        "model": "scripted-large",
        "max_tokens": 99,
        "system": "Be brief.",
        "messages": [
            { "role": "user", "content": [
                { "type": "text", "text": "Where is it?" },
                { "type": "image", "source": { "type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo=" } },
            ] },
            { "role": "assistant", "content": [{ "type": "tool_use", "id": "a", "name": "weather", "input": { "city": "Bonn" } }] },
            { "role": "user", "content": [{ "type": "tool_result", "tool_use_id": "a", "content": "rain" }, { "type": "text", "text": "and there?" }] },
        ],
        "tools": [{ "name": "weather", "description": "Tells it.", "input_schema": schema() }],
        "tool_choice": { "type": "any" },
    })
}

/// The types of Anthropic's events in order, repeated deltas once.
fn kinds(stream: &str) -> Vec<String> {
    let mut kinds: Vec<String> = events(stream).iter().map(|it| it["type"].as_str().unwrap().to_owned()).collect();
    kinds.retain(|kind| kind != "ping");
    kinds.dedup();
    kinds
}

on_both_databases! {
    async fn a_client_of_openai_uses_tools_of_an_anthropic_model(app: TestApp) {
        let (vendor, program) = of_kind(&app, ConnectionKind::Anthropic).await;
        vendor.script(thinks_and_calls());
        let answer = program.post(CHAT, &openai_tools()).await.ok();
        assert_eq!((&answer["object"], &answer["model"]), (&json!("chat.completion"), &json!("scripted-large")));
        let choice = &answer["choices"][0];
        assert_eq!((&choice["finish_reason"], &choice["message"]["content"]), (&json!("tool_calls"), &json!("Let me look.")));
        let calls: Vec<_> = choice["message"]["tool_calls"].as_array().unwrap().iter().map(|call| {
            let arguments: Value = serde_json::from_str(call["function"]["arguments"].as_str().unwrap()).unwrap();
            (call["id"].clone(), call["function"]["name"].clone(), arguments)
        }).collect();
        let call = |id: &str, city: &str| (json!(id), json!("weather"), json!({ "city": city }));
        assert_eq!(calls, [call("call_1", "Ulm"), call("call_2", "Köln")]);
        let usage = &answer["usage"];
        assert_eq!((&usage["prompt_tokens"], &usage["completion_tokens"], &usage["total_tokens"]), (&json!(21), &json!(13), &json!(34)));

        let asked = vendor.requests().pop().unwrap();
        assert_eq!(asked.path, "/v1/messages");
        assert_eq!((&asked.body["model"], &asked.body["max_tokens"]), (&json!("scripted-large"), &json!(99)));
        assert!(asked.body["system"].to_string().contains("Be brief."), "{}", asked.body);
        assert_eq!(asked.body["tool_choice"]["type"], "any");
        let tool = &asked.body["tools"][0];
        assert_eq!((&tool["name"], &tool["input_schema"]), (&json!("weather"), &schema()));
        let text = asked.body["messages"].to_string();
        for part in ["tool_use", "tool_result", "iVBORw0KGgo=", "rain", "Bonn", "and there?"] {
            assert!(text.contains(part), "{part} is lost: {text}");
        }
    }

    async fn its_stream_comes_in_chunks_of_openai(app: TestApp) {
        let (vendor, program) = of_kind(&app, ConnectionKind::Anthropic).await;
        for asks_usage in [false, true] {
            vendor.script(thinks_and_calls());
            let options = json!({ "stream": true, "stream_options": { "include_usage": asks_usage } });
            let stream = program.post(CHAT, &with(openai_tools(), options)).await;
            assert!(stream.header("content-type").starts_with("text/event-stream"));
            let stream = stream.text();
            assert!(stream.ends_with("data: [DONE]\n\n"), "{stream}");
            assert_eq!(chat_words(&stream), "Let me look.");
            let chunks = events(&stream);
            assert_eq!(chunks[0]["choices"][0]["delta"]["role"], "assistant");
            assert!(chunks.iter().all(|it| it["object"] == "chat.completion.chunk" && it["id"] == chunks[0]["id"]), "{stream}");
            let mut arguments = [String::new(), String::new()];
            let mut names = Vec::new();
            for call in chunks.iter().filter_map(|it| it["choices"][0]["delta"]["tool_calls"].as_array()).flatten() {
                let place = usize::try_from(call["index"].as_u64().unwrap()).unwrap();
                arguments[place].push_str(call["function"]["arguments"].as_str().unwrap_or_default());
                names.extend(call["id"].as_str().map(|id| (place, id.to_owned())));
            }
            assert_eq!(names, [(0, "call_1".to_owned()), (1, "call_2".to_owned())]);
            let arguments = arguments.map(|it| serde_json::from_str::<Value>(&it).unwrap());
            assert_eq!(arguments, [json!({ "city": "Ulm" }), json!({ "city": "Köln" })]);
            let reasons: Vec<_> = chunks.iter().filter_map(|it| it["choices"][0]["finish_reason"].as_str()).collect();
            assert_eq!(reasons, ["tool_calls"]);
            let usage: Vec<_> = chunks.iter().filter(|it| it["usage"].is_object()).map(|it| it["usage"]["total_tokens"].clone()).collect();
            assert_eq!(usage, if asks_usage { vec![json!(34)] } else { vec![] });
        }
        let made = entries(&app, 2).await;
        let tokens: Vec<_> = made.iter().map(|it| (it.tokens.input_tokens, it.tokens.output_tokens, it.estimated)).collect();
        assert_eq!(tokens, [(21, 13, false); 2]);
    }

    async fn a_client_of_anthropic_uses_tools_of_an_openai_model(app: TestApp) {
        let (vendor, program) = of_kind(&app, ConnectionKind::OpenAiCompatible).await;
        vendor.script(thinks_and_calls());
        let answer = program.post(MESSAGES, &anthropic_tools()).await.ok();
        assert_eq!((&answer["type"], &answer["role"], &answer["model"]), (&json!("message"), &json!("assistant"), &json!("scripted-large")));
        let call = |id: &str, city: &str| json!({ "type": "tool_use", "id": id, "name": "weather", "input": { "city": city } });
        let content = json!([{ "type": "text", "text": "Let me look." }, call("call_1", "Ulm"), call("call_2", "Köln")]);
        assert_eq!((&answer["content"], &answer["stop_reason"]), (&content, &json!("tool_use")));
        assert_eq!((&answer["usage"]["input_tokens"], &answer["usage"]["output_tokens"]), (&json!(21), &json!(13)));

        let asked = vendor.requests().pop().unwrap();
        assert_eq!(asked.path, "/v1/chat/completions");
        let messages = asked.body["messages"].as_array().unwrap();
        let roles: Vec<_> = messages.iter().map(|it| it["role"].as_str().unwrap()).collect();
        assert_eq!(roles, ["system", "user", "assistant", "tool", "user"]);
        assert_eq!((&messages[3]["tool_call_id"], &asked.body["tool_choice"]), (&json!("a"), &json!("required")));
        assert_eq!(asked.body["tools"][0]["function"]["parameters"], schema());
    }

    async fn its_stream_comes_in_anthropics_events(app: TestApp) {
        let (vendor, program) = of_kind(&app, ConnectionKind::OpenAiCompatible).await;
        vendor.script(thinks_and_calls());
        let stream = program.post(MESSAGES, &with(anthropic_tools(), json!({ "stream": true }))).await.text();
        let block = ["content_block_start", "content_block_delta", "content_block_stop"];
        let mut expected = vec!["message_start"];
        expected.extend(block.into_iter().cycle().take(9));
        expected.extend(["message_delta", "message_stop"]);
        assert_eq!(kinds(&stream), expected, "{stream}");
        assert_eq!(message_words(&stream), "Let me look.");
        let all = events(&stream);
        let inputs: Vec<String> = (1..=2).map(|index| {
            all.iter().filter(|it| it["index"] == index).filter_map(|it| it["delta"]["partial_json"].as_str()).collect()
        }).collect();
        assert_eq!(serde_json::from_str::<Value>(&inputs[1]).unwrap(), json!({ "city": "Köln" }));
        let end = all.iter().find(|it| it["type"] == "message_delta").unwrap();
        assert_eq!((&end["delta"]["stop_reason"], &end["usage"]["output_tokens"]), (&json!("tool_use"), &json!(13)));
        // Each event is named as its data says.
        let named: Vec<_> = stream.lines().filter_map(|line| line.strip_prefix("event: ")).collect();
        assert_eq!(named, all.iter().map(|it| it["type"].as_str().unwrap()).collect::<Vec<_>>());
    }

    async fn a_client_of_responses_talks_to_every_kind(app: TestApp) {
        for kind in [ConnectionKind::Anthropic, ConnectionKind::OpenAiCompatible, ConnectionKind::Ollama] {
            let vendor = ScriptedVendor::start().await;
            let name = format!("K {}", kind.as_str());
            connect(&app, &vendor, kind, &name).await;
            let program = Program::new(&app).await;
            let model = format!("k-{}/scripted-large", kind.as_str().replace('_', "-"));
            vendor.script(Script::steps([Step::usage(8, 2), Step::text("eins "), Step::text("zwei"), Step::finish()]).sticky());
            let body = json!({ "model": model, "input": "hi", "instructions": "Count.", "store": false });
            let whole = program.post(RESPONSES, &body).await.ok();
            assert_eq!((&whole["object"], &whole["status"]), (&json!("response"), &json!("completed")));
            assert_eq!(whole["output"][0]["content"][0]["text"], "eins zwei");
            assert_eq!(whole["usage"]["total_tokens"], 10);
            let stream = program.post(RESPONSES, &with(body, json!({ "stream": true }))).await.text();
            let all = events(&stream);
            let mut kinds: Vec<_> = all.iter().map(|it| it["type"].as_str().unwrap()).collect();
            kinds.dedup();
            assert_eq!(kinds, [
                "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added",
                "response.output_text.delta", "response.output_text.done", "response.content_part.done",
                "response.output_item.done", "response.completed",
            ]);
            let numbers: Vec<_> = all.iter().map(|it| it["sequence_number"].as_u64().unwrap()).collect();
            assert_eq!(numbers, (0..all.len() as u64).collect::<Vec<_>>());
            let words: String = all.iter().filter(|it| it["type"] == "response.output_text.delta").filter_map(|it| it["delta"].as_str()).collect();
            assert_eq!(words, "eins zwei");
        }
    }

    async fn chunks_are_not_held_back_in_translation(app: TestApp) {
        let (vendor, program) = of_kind(&app, ConnectionKind::Anthropic).await;
        let steps = [Step::text("one"), Step::wait("a"), Step::text("two"), Step::wait("b"), Step::finish()];
        vendor.script(Script::steps(steps));
        let mut stream = program.open(CHAT, &ask_streamed("scripted-large", "hi")).await;
        read_until(&mut stream, "one").await;
        vendor.release("a");
        read_until(&mut stream, "two").await;
        vendor.release("b");
        read_until(&mut stream, "[DONE]").await;
    }

    async fn what_the_target_cannot_say_is_a_400_that_names_the_field(app: TestApp) {
        let (vendor, program) = of_kind(&app, ConnectionKind::Anthropic).await;
        let ollama = ScriptedVendor::start().await;
        connect(&app, &ollama, ConnectionKind::Ollama, "Ollama").await;
        for (model, field, value) in [
            ("vendor/scripted-large", "logprobs", json!(true)),
            ("vendor/scripted-large", "n", json!(2)),
            ("vendor/scripted-large", "logit_bias", json!({ "50256": -100 })),
            ("ollama/scripted-large", "logit_bias", json!({ "50256": -100 })),
        ] {
            let mut body = ask(model, "hi");
            body[field] = value;
            let refused = program.post(CHAT, &body).await;
            openai_error(&refused, 400);
            let error = &refused.json()["error"];
            assert_eq!((&error["param"], error["message"].as_str().unwrap().contains(field)), (&json!(field), true), "{error}");
        }
        let calls = |vendor: &ScriptedVendor| vendor.requests().iter().filter(|it| it.method == "POST" && it.path != "/api/show").count();
        assert_eq!((calls(&vendor), calls(&ollama)), (0, 0));
    }

    async fn what_may_be_left_out_is_named_in_a_header(app: TestApp) {
        let (vendor, program) = of_kind(&app, ConnectionKind::Anthropic).await;
        for stream in [false, true] {
            let body = with(ask("scripted-large", "hi"), json!({ "seed": 7, "stream": stream }));
            let answer = program.post(CHAT, &body).await;
            assert_eq!((answer.status, answer.header("x-pallium-dropped")), (200, "seed"));
            assert!(!vendor.requests().pop().unwrap().body.as_object().unwrap().contains_key("seed"));
        }
        let plain = program.post(CHAT, &ask("scripted-large", "hi")).await;
        assert!(!plain.headers.contains_key("x-pallium-dropped"));
    }

    async fn a_vendors_refusal_is_told_in_the_callers_words(app: TestApp) {
        let (vendor, program) = of_kind(&app, ConnectionKind::Anthropic).await;
        let refusal = r#"{"type":"error","error":{"type":"invalid_request_error","message":"max_tokens: 99999 is too many"}}"#;
        vendor.script(Script::status(400, refusal).sticky());
        let chat = program.post(CHAT, &ask("scripted-large", "hi")).await;
        assert_eq!(openai_error(&chat, 400).0, "invalid_request_error");
        assert!(chat.text().contains("99999 is too many"), "{}", chat.text());
        // In its own dialect it is the vendor's own bytes.
        let message = program.post(MESSAGES, &message("scripted-large", "hi")).await;
        assert_eq!((message.status, message.text().as_str()), (400, refusal));
    }
}
