//! A stream that breaks half-way goes on at another target where the alias says so.

use models::connection::ConnectionKind;
use models::usage_entry::Outcome;
use serde_json::{Value, json};
use testing::vendor::{Script, ScriptedVendor, Step};
use testing::{Database, TestApp, on_both_databases};

use crate::support::*;

struct Pair {
    app: TestApp,
    first: ScriptedVendor,
    second: ScriptedVendor,
    program: Program,
}

impl Pair {
    /// The alias `safe`: a first target that will break and a second one of this kind behind it.
    async fn new(database: Database, second_kind: ConnectionKind) -> Self {
        let app = TestApp::builder(database)
            .setting("gateway.retries", "0")
            .setting("gateway.chunk_timeout", "500ms")
            .start()
            .await;
        let (first, one) = vendor(&app, "First").await;
        let second = ScriptedVendor::start().await;
        let two = connect(&app, &second, second_kind, "Second").await;
        alias(&app, "safe", true, vec![target(one, "scripted-large"), target(two, "scripted-mini")]).await;
        let program = Program::new(&app).await;
        Self { app, first, second, program }
    }

    fn breaks(&self, how: Step) {
        self.first.script(Script::steps([Step::text("Once upon "), Step::text("a "), how]));
    }

    async fn stream(&self, path: &str) -> String {
        let body = with(message("safe", "Tell me a tale"), json!({ "stream": true }));
        self.program.post(path, &body).await.text()
    }
}

/// Lets a connection take one call at a time.
async fn one_at_a_time(app: &TestApp, name: &str) {
    let owner = app.owner().await;
    let list = owner.get("connections").await.ok();
    let found =
        list["items"].as_array().unwrap().iter().find(|it| it["name"] == name).unwrap_or_else(|| panic!("{list}"));
    owner.patch(&format!("connections/{}", found["id"].as_str().unwrap()), json!({ "max_parallel": 1 })).await.ok();
}

/// How many questions a vendor got.
fn posts(vendor: &ScriptedVendor) -> usize {
    vendor.requests().iter().filter(|it| it.method == "POST").count()
}

/// What the second target was told to have said already: by prefill, or by a replay with a wish behind it.
fn said_before(body: &Value) -> String {
    let messages = body["messages"].as_array().unwrap();
    let own = messages.iter().rfind(|it| it["role"] == "assistant").unwrap_or_else(|| panic!("{body}"));
    let content = &own["content"];
    let text = content.as_str().or_else(|| content[0]["text"].as_str()).unwrap_or_else(|| panic!("{body}"));
    text.trim_end().to_owned()
}

on_both_databases! {
    async fn a_cut_or_stalled_stream_goes_on_at_the_next_target(database: Database) {
        for kind in [ConnectionKind::OpenAiCompatible, ConnectionKind::Anthropic] {
            let pair = Pair::new(database, kind).await;
            for how in [Step::Cut, Step::Stall] {
                pair.breaks(how.clone());
                pair.second.script(Script::steps([Step::usage(20, 3), Step::text("time."), Step::finish()]));
                let stream = pair.stream(CHAT).await;
                assert_eq!(chat_words(&stream), "Once upon a time.", "{kind:?} {how:?}: {stream}");
                assert!(stream.ends_with("data: [DONE]\n\n"), "{stream}");
                let chunks = events(&stream);
                assert!(chunks.iter().all(|it| it["id"] == chunks[0]["id"] && it["model"] == "safe"), "{stream}");
                assert_eq!(chunks.iter().filter(|it| it["choices"][0]["delta"]["role"].is_string()).count(), 1, "{stream}");
                assert_eq!(chunks.iter().filter(|it| it["choices"][0]["finish_reason"].is_string()).count(), 1, "{stream}");
                let told = said_before(&pair.second.requests().pop().unwrap().body);
                assert_eq!(told, "Once upon a");

                pair.breaks(how);
                pair.second.script(Script::steps([Step::usage(20, 3), Step::text("time."), Step::finish()]));
                let stream = pair.stream(MESSAGES).await;
                assert_eq!(message_words(&stream), "Once upon a time.", "{stream}");
                assert!(stream.contains("event: message_stop") && !stream.contains("event: error"), "{stream}");
            }
            // One entry each, charged for what both made; the first one's share can only be estimated.
            for entry in entries(&pair.app, 4).await {
                assert_eq!((entry.outcome, entry.attempts, entry.estimated), (Outcome::Completed, 2, true));
                assert!(entry.tokens.input_tokens > 20 && entry.tokens.output_tokens > 3, "{entry:?}");
                assert_eq!(entry.answered_model, "scripted-mini");
            }
        }
    }

    async fn it_ends_with_an_error_where_the_other_breaks_too(database: Database) {
        let pair = Pair::new(database, ConnectionKind::OpenAiCompatible).await;
        for path in [CHAT, MESSAGES] {
            pair.breaks(Step::Cut);
            pair.second.script(Script::steps([Step::text("time "), Step::Cut]));
            let stream = pair.stream(path).await;
            let last = events(&stream).pop().unwrap();
            assert!(last["error"]["message"].is_string(), "{stream}");
            assert!(!stream.contains("[DONE]") && !stream.contains("message_stop"), "{stream}");
            assert!(stream.contains("time "), "{stream}");
        }
        assert!(entries(&pair.app, 2).await.iter().all(|it| it.outcome == Outcome::Cut));
    }

    async fn a_call_of_a_tool_is_not_continued_by_another(database: Database) {
        let pair = Pair::new(database, ConnectionKind::OpenAiCompatible).await;
        let call = Step::ToolCall { id: "c".to_owned(), name: "weather".to_owned(), arguments: "{\"ci".to_owned() };
        pair.first.script(Script::steps([Step::text("Let me see"), call, Step::Cut]));
        let tools = json!([{ "type": "function", "function": { "name": "weather", "parameters": { "type": "object" } } }]);
        let body = with(ask_streamed("safe", "weather?"), json!({ "tools": tools }));
        let stream = pair.program.post(CHAT, &body).await.text();
        assert!(events(&stream).pop().unwrap()["error"].is_object() && !stream.contains("[DONE]"), "{stream}");
        assert_eq!(posts(&pair.second), 0);
    }

    async fn nothing_is_rescued_where_nobody_asked_for_it(database: Database) {
        let pair = Pair::new(database, ConnectionKind::OpenAiCompatible).await;
        pair.breaks(Step::Cut);
        let body = ask_streamed("first/scripted-large", "Tell me a tale");
        let stream = pair.program.post(CHAT, &body).await.text();
        assert!(events(&stream).pop().unwrap()["error"].is_object() && !stream.contains("[DONE]"), "{stream}");
        assert_eq!(posts(&pair.second), 0);
    }

    async fn the_next_target_is_asked_in_its_turn(database: Database) {
        for path in [CHAT, MESSAGES] {
            let pair = Pair::new(database, ConnectionKind::OpenAiCompatible).await;
            one_at_a_time(&pair.app, "Second").await;
            pair.second.script(Script::text("busy").hold("busy").when("busy"));
            pair.second.script(Script::steps([Step::usage(20, 3), Step::text("time."), Step::finish()]).when("Continue"));
            pair.breaks(Step::Cut);
            let busy = ask("second/scripted-mini", "busy");
            let going = async {
                pair.second.wait_for_gate("busy").await;
                let body = with(message("safe", "Tell me a tale"), json!({ "stream": true }));
                let mut stream = pair.program.open(path, &body).await;
                let mut text = read_until(&mut stream, ": queued, position 1\n\n").await;
                assert_eq!(posts(&pair.second), 1, "only the busy one is asked");
                pair.second.release("busy");
                while let Some(more) = chunk(&mut stream).await {
                    text.push_str(&more);
                }
                text
            };
            let (answer, text) = tokio::join!(pair.program.post(CHAT, &busy), going);
            assert_eq!(answer.status, 200, "{}", answer.text());
            let words = if path == CHAT { chat_words(&text) } else { message_words(&text) };
            assert_eq!(words, "Once upon a time.", "{text}");
            let made = entries(&pair.app, 2).await;
            let waited: Vec<_> = made.iter().map(|it| (it.asked_model.as_str(), it.queued_ms.is_some())).collect();
            assert!(waited.contains(&("safe", true)) && waited.contains(&("second/scripted-mini", false)), "{waited:?}");
            assert_eq!(posts(&pair.second), 2);
        }
    }

    async fn a_target_without_a_place_in_time_is_passed_over(database: Database) {
        let app = TestApp::builder(database)
            .setting("gateway.retries", "0")
            .setting("gateway.queue_wait", "50ms")
            .start()
            .await;
        let (first, one) = vendor(&app, "First").await;
        let (second, two) = vendor(&app, "Second").await;
        let (third, three) = vendor(&app, "Third").await;
        one_at_a_time(&app, "Second").await;
        let targets = [one, two, three].map(|id| target(id, "scripted-mini"));
        alias(&app, "safe", true, targets.to_vec()).await;
        let program = Program::new(&app).await;
        second.script(Script::text("busy").hold("busy").when("busy"));
        first.script(Script::steps([Step::text("Once upon "), Step::Cut]));
        third.script(Script::steps([Step::text("a time."), Step::finish()]));
        let busy = ask("second/scripted-mini", "busy");
        let going = async {
            second.wait_for_gate("busy").await;
            let text = program.post(CHAT, &ask_streamed("safe", "Tell me a tale")).await.text();
            second.release("busy");
            text
        };
        let (_, text) = tokio::join!(program.post(CHAT, &busy), going);
        assert_eq!(chat_words(&text), "Once upon a time.", "{text}");
        assert_eq!(posts(&second), 1);
    }

    async fn a_call_does_not_wait_for_its_own_place(database: Database) {
        let app = TestApp::builder(database).setting("gateway.retries", "0").start().await;
        let (home, id) = vendor(&app, "Home").await;
        one_at_a_time(&app, "Home").await;
        alias(&app, "safe", true, vec![target(id, "scripted-large"), target(id, "scripted-mini")]).await;
        home.script(Script::steps([Step::text("Once upon "), Step::Cut]));
        home.script(Script::steps([Step::text("a time."), Step::finish()]));
        let text = Program::new(&app).await.post(CHAT, &ask_streamed("safe", "Tell me a tale")).await.text();
        assert_eq!(chat_words(&text), "Once upon a time.", "{text}");
        assert!(!text.contains("queued"), "{text}");
    }
}
