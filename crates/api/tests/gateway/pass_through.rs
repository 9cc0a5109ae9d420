//! Callers and vendors of one dialect: bytes go through as they are.

use models::connection::ConnectionKind;
use models::usage_entry::Outcome;
use serde_json::json;
use testing::vendor::{Script, ScriptedVendor, Step};
use testing::{TestApp, on_both_databases};

use crate::support::*;

/// A reply with odd spaces, an odd order and fields that nobody knows.
const WHOLE: &str = r#"{ "zeta":[1.50, 1e3],"model" : "scripted-large","object":"chat.completion","id":"x-1",
  "choices":[{"index":0,"message":{"content":"Grüße 😀","role":"assistant","mood":null},"finish_reason":"stop"}],
  "usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18,"prompt_tokens_details":{"cached_tokens":4}} }"#;

/// A stream with comments, an odd order, odd line ends and unknown fields, cut where no event ends.
const PIECES: [&str; 6] = [
    ": hello\n\ndata: {\"id\":\"c\",\"model\":\"scripted-large\",\"x_new\":{\"a\":1},\"choices\":[{\"index\":0,\"delta\":{\"cont",
    "ent\":\"Grü\"}}]}\n\n",
    "data:  {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ße\"},\"finish_reason\":null}], \"model\":\"scripted-large\"}\r\n\r\n",
    "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"model\":\"scripted-large\"}\n\n",
    "data: {\"choices\":[],\"model\":\"scripted-large\",\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18}}\n\n",
    "data: [DONE]\n\n",
];

fn tokens(entry: &models::usage_entry::UsageEntry) -> (u64, u64, bool) {
    (entry.tokens.input_tokens, entry.tokens.output_tokens, entry.estimated)
}

on_both_databases! {
    async fn a_whole_reply_is_the_vendors_bytes_and_the_request_the_callers_fields(app: TestApp) {
        let (vendor, id) = vendor(&app, "Scripted").await;
        let program = Program::new(&app).await;
        vendor.script(Script::status(200, WHOLE));
        let body = with(ask("scripted-large", "hi"), json!({ "x_unknown": { "deep": [1, null, "ß"] }, "seed": 7 }));
        let answer = program.post(CHAT, &body).await;
        assert_eq!((answer.status, answer.text().as_str()), (200, WHOLE));
        assert!(answer.header("content-type").starts_with("application/json"));
        let asked = vendor.requests().pop().unwrap();
        assert_eq!((asked.path.as_str(), &asked.body), ("/v1/chat/completions", &body));
        assert_ne!(asked.headers.get("authorization").map(String::as_str), Some(format!("Bearer {}", program.key).as_str()));

        let entry = entries(&app, 1).await.pop().unwrap();
        assert_eq!(tokens(&entry), (11, 7, false));
        assert_eq!(entry.tokens.cache_read_tokens, 4);
        assert_eq!((entry.outcome, entry.streamed, entry.attempts), (Outcome::Completed, false, 1));
        assert_eq!((entry.asked_model.as_str(), entry.answered_model.as_str()), ("scripted-large", "scripted-large"));
        assert_eq!((entry.connection_id, entry.dialect.as_str()), (Some(id), "openai_chat"));
        assert_eq!(entry.key_id.unwrap().0.to_string(), program.key_id);
        assert_eq!(entry.user_id.0.to_string(), app.owner().await.user_id());
    }

    async fn a_stream_keeps_its_bytes_and_the_borders_of_its_chunks(app: TestApp) {
        let (vendor, _) = vendor(&app, "Scripted").await;
        let program = Program::new(&app).await;
        let steps = PIECES.iter().enumerate().flat_map(|(i, it)| [Step::raw(*it), Step::wait(format!("gate{i}"))]);
        vendor.script(Script::steps(steps));
        let asking = json!({ "stream": true, "stream_options": { "include_usage": true } });
        let body = with(ask("scripted-large", "hi"), asking);
        let mut answer = program.open(CHAT, &body).await;
        assert!(answer.headers()["content-type"].as_bytes().starts_with(b"text/event-stream"));
        for (i, piece) in PIECES.iter().enumerate() {
            // The vendor says no more before the gate opens: nothing was held back, nothing was joined.
            assert_eq!(chunk(&mut answer).await.as_deref(), Some(*piece));
            vendor.release(&format!("gate{i}"));
        }
        assert_eq!(chunk(&mut answer).await, None);
        assert_eq!(vendor.requests().pop().unwrap().body, body);
        assert_eq!(tokens(&entries(&app, 1).await[0]), (11, 7, false));
    }

    async fn usage_is_counted_though_nobody_asked_and_its_chunk_is_hidden(app: TestApp) {
        let (vendor, _) = vendor(&app, "Scripted").await;
        let program = Program::new(&app).await;
        vendor.script(Script::steps(PIECES.map(Step::raw)));
        let answer = program.post(CHAT, &ask_streamed("scripted-large", "hi")).await;
        let without = PIECES.iter().filter(|it| !it.contains("usage")).copied().collect::<String>();
        assert_eq!(answer.text(), without);
        let asked = vendor.requests().pop().unwrap().body;
        assert_eq!(asked["stream_options"]["include_usage"], true);
        let entry = entries(&app, 1).await.pop().unwrap();
        assert_eq!(tokens(&entry), (11, 7, false));
        assert!(entry.streamed && entry.first_token_ms.is_some());
    }

    async fn an_alias_changes_the_models_name_and_nothing_else(app: TestApp) {
        let (vendor, id) = vendor(&app, "Scripted").await;
        alias(&app, "cheap", false, vec![target(id, "scripted-large")]).await;
        let program = Program::new(&app).await;
        vendor.script(Script::status(200, WHOLE));
        let answer = program.post(CHAT, &ask("cheap", "hi")).await;
        assert_eq!(answer.text(), WHOLE.replace("scripted-large", "cheap"));
        assert_eq!(vendor.requests().pop().unwrap().body, ask("scripted-large", "hi"));

        vendor.script(Script::steps(PIECES.map(Step::raw)));
        let body = with(ask_streamed("cheap", "hi"), json!({ "stream_options": { "include_usage": true } }));
        let answer = program.post(CHAT, &body).await;
        assert_eq!(answer.text(), PIECES.concat().replace("scripted-large", "cheap"));
        let entry = entries(&app, 2).await.pop().unwrap();
        assert_eq!((entry.asked_model.as_str(), entry.answered_model.as_str()), ("cheap", "scripted-large"));
    }

    async fn messages_go_through_to_a_vendor_of_messages(app: TestApp) {
        let vendor = ScriptedVendor::start().await;
        connect(&app, &vendor, ConnectionKind::Anthropic, "Claude").await;
        let program = Program::new(&app).await;
        let whole = r#"{"type":"message", "id":"m", "role":"assistant","model":"scripted-large","content":[{"type":"text","text":"ja","citations":null}],"stop_reason":"end_turn","usage":{"input_tokens":5,"cache_read_input_tokens":20,"cache_creation_input_tokens":3,"output_tokens":9},"x":1}"#;
        vendor.script(Script::status(200, whole));
        let body = with(message("scripted-large", "hi"), json!({ "x_unknown": [1], "thinking": { "type": "disabled" } }));
        let request = program.client.request(reqwest::Method::POST, MESSAGES).header("x-api-key", &program.key);
        let request = request.header("anthropic-version", "2023-06-01").header("anthropic-beta", "new-thing-1").json(&body);
        let answer = program.client.send(request).await;
        assert_eq!((answer.status, answer.text().as_str()), (200, whole));
        let asked = vendor.requests().pop().unwrap();
        assert_eq!((asked.path.as_str(), &asked.body), ("/v1/messages", &body));
        assert_eq!((asked.headers["anthropic-beta"].as_str(), asked.headers["x-api-key"].as_str()), ("new-thing-1", "sk-vendor"));

        let said = [Step::usage(5, 3), Step::text("eins "), Step::text("zwei"), Step::finish()];
        vendor.script(Script::steps(said.clone()));
        vendor.script(Script::steps(said));
        let body = with(message("scripted-large", "hi"), json!({ "stream": true }));
        let direct = program.client.http.post(format!("{}/v1/messages", vendor.origin())).json(&body);
        let direct = program.client.send(direct).await;
        let through = program.post(MESSAGES, &body).await;
        assert_eq!((through.text(), direct.status), (direct.text(), 200));

        let made = entries(&app, 2).await;
        // Cached tokens are part of the prompt.
        assert_eq!((tokens(&made[0]), tokens(&made[1])), ((28, 9, false), (5, 3, false)));
        assert_eq!((made[0].tokens.cache_read_tokens, made[0].tokens.cache_write_tokens), (20, 3));
    }

    async fn responses_go_through_to_a_vendor_of_responses(app: TestApp) {
        let vendor = ScriptedVendor::start().await;
        connect(&app, &vendor, ConnectionKind::OpenAi, "OpenAI").await;
        let program = Program::new(&app).await;
        for stream in [false, true] {
            let said = [Step::usage(5, 3), Step::text("eins "), Step::text("zwei"), Step::finish()];
            vendor.script(Script::steps(said.clone()));
            vendor.script(Script::steps(said));
            let body = json!({ "model": "scripted-large", "input": "hi", "stream": stream, "x_unknown": 1, "store": false });
            let direct = program.client.http.post(format!("{}/responses", vendor.base_url())).json(&body);
            let direct = program.client.send(direct).await;
            let through = program.post(RESPONSES, &body).await;
            assert_eq!((through.text(), through.status), (direct.text(), 200));
            let asked = vendor.requests().pop().unwrap();
            assert_eq!((asked.path.as_str(), asked.body), ("/v1/responses", body));
        }
        let made = entries(&app, 2).await;
        assert_eq!((tokens(&made[0]), tokens(&made[1])), ((5, 3, false), (5, 3, false)));
    }

    async fn embeddings_and_token_counts_go_through(app: TestApp) {
        let (vendor, id) = vendor(&app, "Scripted").await;
        let claude = ScriptedVendor::start().await;
        claude.offer_models(&["claude-1"]);
        connect(&app, &claude, ConnectionKind::Anthropic, "Claude").await;
        let program = Program::new(&app).await;
        let reply = r#"{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.25,-1]}],"model":"scripted-mini","usage":{"prompt_tokens":6,"total_tokens":6}}"#;
        vendor.script(Script::status(200, reply).path("/v1/embeddings"));
        let answer = program.post("/v1/embeddings", &json!({ "model": "scripted-mini", "input": "hi" })).await;
        assert_eq!((answer.status, answer.text().as_str()), (200, reply));
        assert_eq!(tokens(&entries(&app, 1).await[0]), (6, 0, false));

        alias(&app, "vectors", false, vec![target(id, "scripted-mini")]).await;
        vendor.script(Script::status(200, reply).path("/v1/embeddings"));
        let body = json!({ "model": "vectors", "input": ["hi"], "x_unknown": 1 });
        let answer = program.post("/v1/embeddings", &body).await;
        assert_eq!(answer.text(), reply.replace("scripted-mini", "vectors"));
        assert_eq!(vendor.requests().pop().unwrap().body, with(body, json!({ "model": "scripted-mini" })));

        claude.script(Script::status(200, r#"{"input_tokens": 14}"#).path("/v1/messages/count_tokens"));
        let body = ask("claude-1", "hi");
        let answer = program.post("/v1/messages/count_tokens", &body).await;
        assert_eq!((answer.status, answer.text().as_str()), (200, r#"{"input_tokens": 14}"#));
    }

    async fn usage_is_found_in_odd_places(app: TestApp) {
        let (vendor, _) = vendor(&app, "Scripted").await;
        let program = Program::new(&app).await;
        let last = |more: &str| {
            format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"a\"}},\"finish_reason\":\"stop\"}}]{more}}}\n\ndata: [DONE]\n\n")
        };
        for odd in [
            // Groq's place, that of servers which put it beside the last words, and running counts.
            last(r#","x_groq":{"id":"r","usage":{"prompt_tokens":31,"completion_tokens":2,"total_tokens":33}}"#),
            last(r#","usage":{"prompt_tokens":31,"completion_tokens":2,"total_tokens":33}"#),
            format!(
                "data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"b\"}}}}],\"usage\":{{\"prompt_tokens\":31,\"completion_tokens\":1}}}}\n\n{}",
                last(r#","usage":{"prompt_tokens":31,"completion_tokens":2}"#)
            ),
        ] {
            vendor.script(Script::steps([Step::raw(odd)]));
            assert_eq!(program.post(CHAT, &ask_streamed("scripted-large", "hi")).await.status, 200);
        }
        let made = entries(&app, 3).await;
        assert_eq!(made.iter().map(tokens).collect::<Vec<_>>(), [(31, 2, false); 3]);
    }

    async fn tokens_are_estimated_and_marked_only_where_the_vendor_tells_none(app: TestApp) {
        let (vendor, _) = vendor(&app, "Scripted").await;
        let program = Program::new(&app).await;
        let silent = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"four little words here\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
        vendor.script(Script::steps([Step::raw(silent)]));
        assert_eq!(program.post(CHAT, &ask_streamed("scripted-large", "three words more")).await.status, 200);
        let entry = entries(&app, 1).await.pop().unwrap();
        assert!(entry.estimated && entry.tokens.input_tokens > 0 && entry.tokens.output_tokens > 0, "{entry:?}");
    }

    async fn a_caller_who_waits_to_be_told_to_go_on_is_told(app: TestApp) {
        let (_vendor, _) = vendor(&app, "Scripted").await;
        let program = Program::new(&app).await;
        let body = ask("scripted-large", "hi").to_string();
        let head = format!(
            "POST {CHAT} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\nexpect: 100-continue\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            program.key,
            body.len()
        );
        let answer = testing::exchange(&app.origin, format!("{head}{body}").as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(answer.contains("You said: hi"), "{answer}");
    }

    async fn a_packed_body_and_a_large_one_are_read(app: TestApp) {
        let (vendor, _) = vendor(&app, "Scripted").await;
        let program = Program::new(&app).await;
        let body = ask("scripted-large", "packed");
        let request = program.request(CHAT).header("content-type", "application/json");
        let request = request.header("content-encoding", "gzip").body(gzip(body.to_string().as_bytes()));
        assert_eq!(program.client.send(request).await.ok()["choices"][0]["message"]["content"], "You said: packed");
        assert_eq!(vendor.requests().pop().unwrap().body, body);

        let large = ask("scripted-large", &"x".repeat(10 * 1024 * 1024));
        vendor.script(Script::text("long").when("xxx"));
        assert_eq!(program.post(CHAT, &large).await.ok()["choices"][0]["message"]["content"], "long");
        assert!(vendor.requests().pop().unwrap().body == large);
    }
}

/// The bytes as a gzip file that is not compressed.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap();
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    out.extend(length.to_le_bytes());
    out.extend((!length).to_le_bytes());
    out.extend(bytes);
    let sum = bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 })
    });
    out.extend((!sum).to_le_bytes());
    out.extend(u32::from(length).to_le_bytes());
    out
}
