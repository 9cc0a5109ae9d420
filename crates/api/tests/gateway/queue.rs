//! Connections that take only so many calls at once.

use models::connection::ConnectionKind;
use models::usage_entry::Outcome;
use serde_json::json;
use testing::vendor::{Script, ScriptedVendor, Step};
use testing::{Answer, Database, TestApp, on_both_databases};

use crate::support::*;

/// A connection `home` that takes this many calls.
async fn home(app: &TestApp, most: u32) -> ScriptedVendor {
    let vendor = ScriptedVendor::start().await;
    let id = connect(app, &vendor, ConnectionKind::OpenAiCompatible, "Home").await;
    let change = json!({ "max_parallel": most });
    let changed = app.owner().await.patch(&format!("connections/{}", id.0), change).await.ok();
    assert_eq!(changed["max_parallel"], json!(most));
    vendor
}

/// The questions that the vendor got, in order.
fn order(vendor: &ScriptedVendor) -> Vec<String> {
    let posts = vendor.requests().into_iter().filter(|it| it.method == "POST");
    let words = |body: &serde_json::Value| {
        let last = body["messages"].as_array().and_then(|it| it.last()).unwrap_or_else(|| panic!("{body}"));
        last["content"].as_str().map_or_else(|| last["content"].to_string(), str::to_owned)
    };
    posts.map(|it| words(&it.body)).collect()
}

on_both_databases! {
    async fn calls_beyond_the_limit_wait_and_keys_take_turns(app: TestApp) {
        let vendor = home(&app, 1).await;
        vendor.script(Script::text("first").hold("busy").when("first"));
        let (greedy, modest) = (Program::new(&app).await, Program::new(&app).await);
        let first = ask("home/scripted-large", "first");
        let busy = greedy.post(CHAT, &first);
        // Each line is open before the next one is asked for: a stream says at once that it waits.
        let waiting = async {
            vendor.wait_for_gate("busy").await;
            let mut streams = Vec::new();
            for (program, words) in [(&greedy, "g1"), (&greedy, "g2"), (&greedy, "g3"), (&modest, "m1")] {
                let mut stream = program.open(CHAT, &ask_streamed("home/scripted-large", words)).await;
                let place = read_until(&mut stream, "\n\n").await;
                streams.push((stream, place));
            }
            vendor.release("busy");
            let places: Vec<_> = streams.iter().map(|(_, place)| place.trim().to_owned()).collect();
            for (mut stream, _) in streams {
                read_until(&mut stream, "[DONE]").await;
            }
            places
        };
        let (answer, places) = tokio::join!(busy, waiting);
        assert_eq!(answer.status, 200, "{}", answer.text());
        let expected = ["position 1", "position 2", "position 3", "position 2"].map(|it| format!(": queued, {it}"));
        assert_eq!(places, expected);
        assert_eq!(order(&vendor), ["first", "g1", "m1", "g2", "g3"]);
        assert!(entries(&app, 5).await.iter().all(|it| it.outcome == Outcome::Completed && it.attempts == 1));
    }

    async fn a_whole_answer_waits_for_its_turn_and_says_how_long(app: TestApp) {
        let vendor = home(&app, 2).await;
        let program = Program::new(&app).await;
        vendor.script(Script::text("busy").hold("busy").when("busy").sticky());
        let (busy, next) = (ask("home/scripted-large", "busy"), message("home/scripted-large", "next"));
        let before = vendor.requests().len();
        let going = async {
            vendor.wait_for_requests(before + 2).await;
            tokio::join!(program.post(MESSAGES, &next), async {
                until_waiting(&app, 1).await;
                vendor.release("busy");
            }).0
        };
        let (one, two, next) = tokio::join!(program.post(CHAT, &busy), program.post(CHAT, &busy), going);
        for answer in [&one, &two] {
            assert_eq!((answer.status, answer.header("x-pallium-queued-ms")), (200, ""), "{}", answer.text());
        }
        assert_eq!(next.status, 200, "{}", next.text());
        assert!(next.header("x-pallium-queued-ms").parse::<u64>().is_ok(), "{:?}", next.headers);
        assert_eq!(order(&vendor).pop().unwrap(), "next");
    }

    async fn a_streamed_caller_gets_his_dialects_answer_behind_the_comments(app: TestApp) {
        let vendor = home(&app, 1).await;
        let program = Program::new(&app).await;
        for path in [CHAT, MESSAGES, RESPONSES] {
            let gate = format!("busy-{path}");
            vendor.script(Script::text("busy").hold(&gate).when("busy"));
            let body = match path {
                RESPONSES => json!({ "model": "home/scripted-large", "input": "next", "stream": true }),
                _ => with(message("home/scripted-large", "next"), json!({ "stream": true })),
            };
            let going = async {
                vendor.wait_for_gate(&gate).await;
                let mut stream = program.open(path, &body).await;
                let mut text = read_until(&mut stream, ": queued, position 1\n\n").await;
                vendor.release(&gate);
                while let Some(more) = chunk(&mut stream).await {
                    text.push_str(&more);
                }
                text
            };
            let busy = ask("home/scripted-large", "busy");
            let (_, text) = tokio::join!(program.post(CHAT, &busy), going);
            let end = match path { CHAT => "data: [DONE]", MESSAGES => "event: message_stop", _ => "event: response.completed" };
            assert!(text.contains("You said: next") || text.contains("next"), "{text}");
            assert!(text.contains(end), "{path}: {text}");
        }
    }

    async fn who_leaves_the_line_is_never_asked_for(app: TestApp) {
        let vendor = home(&app, 1).await;
        let program = Program::new(&app).await;
        vendor.script(Script::text("busy").hold("busy").when("busy"));
        let busy = ask("home/scripted-large", "busy");
        let going = async {
            vendor.wait_for_gate("busy").await;
            let mut leaving = program.open(CHAT, &ask_streamed("home/scripted-large", "leaving")).await;
            read_until(&mut leaving, "position 1").await;
            drop(leaving);
            entries(&app, 1).await;
            let mut staying = program.open(CHAT, &ask_streamed("home/scripted-large", "staying")).await;
            read_until(&mut staying, "position 1").await;
            vendor.release("busy");
            read_until(&mut staying, "[DONE]").await;
        };
        tokio::join!(program.post(CHAT, &busy), going);
        assert_eq!(order(&vendor), ["busy", "staying"]);
        let left = entries(&app, 3).await.into_iter().find(|it| it.outcome == Outcome::ClientLeft).unwrap();
        assert_eq!((left.attempts, left.tokens.input_tokens, left.cost.0), (0, 0, 0));
    }

    async fn nobody_waits_for_ever(database: Database) {
        let app = TestApp::builder(database).setting("gateway.queue_wait", "50ms").start().await;
        let vendor = home(&app, 1).await;
        let program = Program::new(&app).await;
        vendor.script(Script::steps([Step::text("busy"), Step::wait("busy"), Step::finish()]).when("busy"));
        let mut busy = program.open(CHAT, &ask_streamed("home/scripted-large", "busy")).await;
        read_until(&mut busy, "busy").await;
        let refused: Answer = program.post(CHAT, &ask("home/scripted-large", "next")).await;
        assert_eq!(openai_error(&refused, 503).1.as_deref(), Some("queue_timeout"));
        let stream = program.post(CHAT, &ask_streamed("home/scripted-large", "next")).await.text();
        assert!(stream.starts_with(": queued, position 1\n\n"), "{stream}");
        assert_eq!(events(&stream).pop().unwrap()["error"]["code"], "queue_timeout", "{stream}");
        vendor.release("busy");
        read_until(&mut busy, "[DONE]").await;
    }

    async fn the_web_app_waits_in_the_same_line(app: TestApp) {
        let vendor = home(&app, 1).await;
        let program = Program::new(&app).await;
        vendor.script(Script::text("busy").hold("busy").when("busy"));
        let busy = ask("home/scripted-large", "busy");
        let going = async {
            vendor.wait_for_gate("busy").await;
            start_run(&app).await;
            until_waiting(&app, 1).await;
            let before = vendor.requests().len();
            vendor.release("busy");
            vendor.wait_for_requests(before + 1).await;
        };
        tokio::join!(program.post(CHAT, &busy), going);
        let asked = order(&vendor);
        assert_eq!((asked[0].as_str(), asked[1].contains("from the web")), ("busy", true), "{asked:?}");
    }

    async fn a_run_that_stands_in_line_can_be_stopped(app: TestApp) {
        let vendor = home(&app, 1).await;
        let program = Program::new(&app).await;
        vendor.script(Script::text("busy").hold("busy").when("busy"));
        let busy = ask("home/scripted-large", "busy");
        let going = async {
            vendor.wait_for_gate("busy").await;
            let run = start_run(&app).await;
            until_waiting(&app, 1).await;
            let stopped = app.owner().await.act(&format!("runs/{run}/interrupt")).await;
            assert!(stopped.status < 300, "{}", stopped.text());
            until_waiting(&app, 0).await;
            vendor.release("busy");
        };
        tokio::join!(program.post(CHAT, &busy), going);
        entries(&app, 2).await;
        assert_eq!(order(&vendor), ["busy"]);
    }
}

/// Starts a run of the owner's at the connection, and gives its id.
async fn start_run(app: &TestApp) -> String {
    let owner = app.owner().await;
    let list = owner.get("connections").await.ok();
    let home = list["items"].as_array().unwrap().iter().find(|it| it["name"] == "Home").unwrap()["id"].clone();
    let model = json!({ "connection_id": home, "model": "scripted-large" });
    let made = owner.post("conversations", json!({ "model": model })).await.with(201);
    let start = json!({ "action": "send", "input": { "text": "from the web" } });
    let run = owner.post(&format!("conversations/{}/runs", made["id"].as_str().unwrap()), start).await.with(202);
    let id = run["run"]["id"].as_str().or_else(|| run["id"].as_str());
    id.unwrap_or_else(|| panic!("no id in {run}")).to_owned()
}

/// Waits until so many calls stand in a line.
async fn until_waiting(app: &TestApp, count: usize) {
    while managers::gateway::waiting(app.context()) != count {
        tokio::task::yield_now().await;
    }
}
