//! One turn: it streams, it is kept, it stops, it fails in the vendor's words.

use serde_json::json;
use testing::vendor::{Outcome, Script, Step};
use testing::{Database, TestApp, on_both_databases};

use crate::talk::{Talk, answer, id_of, kind, run_id, send, status, text, words};

on_both_databases! {
    async fn an_answer_streams_in_order_and_is_kept(app: TestApp) {
        let talk = Talk::new(&app).await;
        talk.vendor.script(Script::steps([
            Step::Reasoning { text: "Let me think.".into() },
            Step::text("Hello"),
            Step::text(" world"),
            Step::usage(7, 2),
            Step::finish(),
        ]));
        let frames = talk.listen(&send("Say hello")).await.rest().await;
        let numbers: Vec<i64> = frames.iter().filter_map(|frame| frame.id).collect();
        assert_eq!(numbers, (1..=numbers.len() as i64).collect::<Vec<_>>());
        let mut kinds: Vec<&str> = frames.iter().map(kind).collect();
        kinds.dedup();
        assert_eq!(kinds, [
            "RUN_STARTED", "CUSTOM",
            "REASONING_START", "REASONING_MESSAGE_START", "REASONING_MESSAGE_CONTENT", "REASONING_MESSAGE_END", "REASONING_END",
            "TEXT_MESSAGE_START", "TEXT_MESSAGE_CONTENT", "TEXT_MESSAGE_END", "CUSTOM", "RUN_FINISHED",
        ]);
        assert_eq!(words(&frames), "Hello world");
        let turn = talk.turn(&run_id(&frames)).await;
        assert_eq!((status(&turn), answer(&turn).as_str()), ("completed", "Hello world"));
        assert_eq!(turn["run"]["finish_reason"], "stop");
        assert_eq!((&turn["run"]["usage"]["input_tokens"], &turn["run"]["usage"]["output_tokens"]), (&json!(7), &json!(2)));
        assert_eq!(turn["answer"]["parts"][0], json!({ "type": "reasoning", "text": "Let me think." }));
        assert!(turn["run"]["first_token_at"].is_string() && turn["run"]["finished_at"].is_string());
    }

    async fn a_start_that_is_sent_twice_with_one_key_is_one_run(app: TestApp) {
        let talk = Talk::new(&app).await;
        let start = || talk.owner.request(reqwest::Method::POST, &talk.runs()).header("idempotency-key", "k1").json(&send("hi"));
        let run = talk.owner.send(start()).await.with(202);
        talk.events(&text(&run, "id"), 0).await.rest().await;
        assert_eq!(talk.owner.send(start()).await.with(202)["id"], run["id"]);
        assert_eq!(talk.window().await["items"].as_array().unwrap().len(), 1);
    }

    async fn the_vendor_is_told_the_history_the_instructions_and_the_parameters(app: TestApp) {
        let talk = Talk::new(&app).await;
        talk.owner.patch("settings", json!({ "instructions": "Call me Ada." })).await.ok();
        let parameters = json!({ "system_prompt": "Be brief.", "temperature": 0.5, "max_output_tokens": 99 });
        talk.owner.patch(&format!("conversations/{}", talk.id), json!({ "parameters": parameters })).await.ok();
        talk.vendor.script(Script::text("four"));
        talk.ask("two plus two?").await;
        talk.ask("and one more?").await;
        let requests = talk.vendor.requests();
        let body = &requests.last().unwrap().body;
        let said: Vec<_> = body["messages"].as_array().unwrap().iter().map(|m| (m["role"].clone(), m["content"].clone())).collect();
        assert_eq!(said, [
            (json!("system"), json!("Call me Ada.\n\nBe brief.")),
            (json!("user"), json!("two plus two?")),
            (json!("assistant"), json!("four")),
            (json!("user"), json!("and one more?")),
        ]);
        assert_eq!((&body["temperature"], &body["stream"]), (&json!(0.5), &json!(true)));
    }

    async fn a_second_run_in_a_conversation_is_refused_while_one_is_under_way(app: TestApp) {
        let talk = Talk::new(&app).await;
        talk.vendor.script(Script::steps([Step::text("one"), Step::wait("gate"), Step::finish()]));
        let run = talk.start(&send("first")).await;
        assert_eq!(talk.owner.post(&talk.runs(), send("second")).await.error(), (409, "run_in_progress".into()));
        assert_eq!(talk.conversation_now().await["active_run_id"], run["id"]);
        talk.vendor.release("gate");
        talk.events(&text(&run, "id"), 0).await.rest().await;
        assert_eq!(talk.conversation_now().await["active_run_id"], json!(null));
        assert_eq!(status(&talk.ask("second").await), "completed");
    }

    async fn two_starts_at_the_same_moment_make_one_run(app: TestApp) {
        let talk = Talk::new(&app).await;
        talk.vendor.script(Script::steps([Step::wait("gate"), Step::finish()]));
        let (path, body) = (talk.runs(), send("race"));
        let answers = futures_util::future::join_all((0..8).map(|_| talk.owner.post(&path, &body))).await;
        let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [202, 409, 409, 409, 409, 409, 409, 409]);
        talk.vendor.release("gate");
    }

    async fn stop_closes_the_vendors_connection_and_keeps_the_text(app: TestApp) {
        let talk = Talk::new(&app).await;
        talk.vendor.script(Script::steps([Step::text("Once upon"), Step::Stall]));
        let mut events = talk.listen(&send("tell me a story")).await;
        let frames = events.until(|frame| kind(frame) == "TEXT_MESSAGE_CONTENT").await;
        let run = run_id(&frames);
        talk.owner.act(&format!("runs/{run}/interrupt")).await.with(202);
        let rest = events.rest().await;
        assert_eq!(rest.last().unwrap().data["result"]["status"], "interrupted");
        let index = talk.vendor.requests().len() - 1;
        talk.vendor.wait_for_disconnect(index).await;
        let turn = talk.turn(&run).await;
        assert_eq!((status(&turn), answer(&turn).as_str()), ("interrupted", "Once upon"));
        assert_eq!(turn["run"]["failure"]["code"], "stopped_by_user");
        // The wish comes too late: no error, no change.
        assert_eq!(talk.owner.act(&format!("runs/{run}/interrupt")).await.with(202)["status"], "interrupted");
    }

    async fn stop_works_before_the_first_byte(app: TestApp) {
        let talk = Talk::new(&app).await;
        talk.vendor.script(Script::steps([Step::finish()]).hold("never"));
        let mut events = talk.listen(&send("hello?")).await;
        let run = run_id(&[events.next().await.unwrap()]);
        talk.vendor.wait_for_gate("never").await;
        talk.owner.act(&format!("runs/{run}/interrupt")).await.with(202);
        events.rest().await;
        let turn = talk.turn(&run).await;
        assert_eq!((status(&turn), &turn["answer"]), ("interrupted", &json!(null)));
    }

    async fn a_vendors_error_is_a_failed_run_in_its_words_and_retry_is_a_sibling(app: TestApp) {
        let talk = Talk::new(&app).await;
        let body = r#"{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}"#;
        talk.vendor.script(Script::status(403, body));
        let frames = talk.listen(&send("hi")).await.rest().await;
        let last = frames.last().unwrap();
        assert_eq!(kind(last), "RUN_ERROR");
        assert!(text(&last.data, "message").contains("You exceeded your current quota"), "{last:?}");
        let failed = talk.turn(&run_id(&frames)).await;
        assert_eq!(status(&failed), "failed");
        assert_eq!(failed["input"]["parts"][0]["text"], "hi");
        let retried = talk.finish(&json!({ "action": "regenerate", "run_id": id_of(&failed) })).await;
        assert_eq!((status(&retried), answer(&retried).as_str()), ("completed", "You said: hi"));
        assert_eq!(retried["siblings"], json!([id_of(&failed), id_of(&retried)]));
    }

    async fn a_cut_stream_keeps_its_words_and_can_be_continued(app: TestApp) {
        let talk = Talk::new(&app).await;
        talk.vendor.script(Script::steps([Step::text("The answer is"), Step::Cut]));
        let cut = talk.ask("what is it?").await;
        assert_eq!((status(&cut), answer(&cut).as_str()), ("failed", "The answer is"));
        assert_eq!(cut["run"]["failure"]["code"], "vendor_cut");
        talk.vendor.script(Script::text(" 42."));
        let rest = talk.finish(&json!({ "action": "continue", "run_id": id_of(&cut) })).await;
        assert_eq!((status(&rest), answer(&rest).as_str()), ("completed", " 42."));
        assert_eq!((&rest["run"]["kind"], &rest["run"]["parent_run_id"]), (&json!("continuation"), &cut["run"]["id"]));
        assert_eq!(rest["input"], json!(null));
        let sent = talk.vendor.requests().last().unwrap().body["messages"].clone();
        assert_eq!(sent[1], json!({ "role": "assistant", "content": "The answer is" }));
        // What follows sees one whole answer.
        talk.ask("thanks").await;
        let sent = talk.vendor.requests().last().unwrap().body["messages"].clone();
        assert_eq!(sent.as_array().unwrap().len(), 3, "{sent}");
    }

    async fn only_a_cut_answer_can_be_continued(app: TestApp) {
        let talk = Talk::new(&app).await;
        let whole = talk.ask("hi").await;
        let body = json!({ "action": "continue", "run_id": id_of(&whole) });
        assert_eq!(talk.owner.post(&talk.runs(), &body).await.error(), (409, "nothing_to_continue".into()));
        talk.vendor.script(Script::steps([Step::text("long"), Step::Finish { reason: "length".into() }]));
        let cut = talk.ask("more").await;
        assert_eq!((status(&cut), &cut["run"]["finish_reason"]), ("completed", &json!("length")));
        let rest = talk.finish(&json!({ "action": "continue", "run_id": id_of(&cut) })).await;
        assert_eq!(status(&rest), "completed");
    }

    async fn a_tool_call_is_kept_with_its_arguments(app: TestApp) {
        let talk = Talk::new(&app).await;
        let call = Step::ToolCall { id: "call_1".into(), name: "weather".into(), arguments: r#"{"city":"Bonn"}"#.into() };
        talk.vendor.script(Script::steps([call, Step::Finish { reason: "tool_calls".into() }]));
        let turn = talk.ask("weather?").await;
        assert_eq!(turn["answer"]["parts"], json!([
            { "type": "tool_call", "id": "call_1", "name": "weather", "arguments": "{\"city\":\"Bonn\"}" },
        ]));
    }

    async fn a_listener_that_leaves_does_not_stop_the_run(app: TestApp) {
        let talk = Talk::new(&app).await;
        talk.vendor.script(Script::steps([Step::text("a"), Step::wait("gate"), Step::text("b"), Step::finish()]));
        let mut events = talk.listen(&send("hi")).await;
        let frames = events.until(|frame| kind(frame) == "TEXT_MESSAGE_CONTENT").await;
        drop(events);
        talk.vendor.release("gate");
        let run = run_id(&frames);
        assert_eq!(words(&talk.events(&run, 0).await.rest().await), "ab");
        assert_eq!(talk.vendor.requests().last().unwrap().outcome, Outcome::Answered);
    }

    async fn a_message_must_hold_something_and_fit(app: TestApp) {
        let talk = Talk::new(&app).await;
        assert_eq!(talk.owner.post(&talk.runs(), send(" \n ")).await.error(), (422, "invalid".into()));
        let parameters = json!({ "temperature": 9, "top_p": -1 });
        let body = json!({ "action": "send", "input": { "text": "" }, "parameters": parameters });
        let answer = talk.owner.post(&talk.runs(), body).await.with(422);
        let fields: Vec<_> = answer["errors"].as_array().unwrap().iter().map(|wrong| text(wrong, "field")).collect();
        assert_eq!(fields, ["parameters.temperature", "parameters.top_p", "input.text"]);
        assert_eq!(talk.window().await["items"], json!([]));
    }

    async fn a_model_that_is_not_offered_is_refused_and_nothing_is_kept(app: TestApp) {
        let talk = Talk::new(&app).await;
        let model = json!({ "connection_id": talk.model.connection_id, "model": "made-up" });
        let body = json!({ "action": "send", "input": { "text": "hi" }, "model": model });
        assert_eq!(talk.owner.post(&talk.runs(), body).await.status, 422);
        assert_eq!(talk.window().await["items"], json!([]));
        assert_eq!(talk.conversation_now().await["active_run_id"], json!(null));
    }

    async fn another_users_conversation_and_run_do_not_exist(app: TestApp) {
        let talk = Talk::new(&app).await;
        let turn = talk.ask("secret").await;
        let run = id_of(&turn);
        let eve = app.member("eve").await;
        let missing = |noun: &str| (404, format!("{noun}_not_found"));
        assert_eq!(eve.get(&talk.runs()).await.error(), missing("conversation"));
        assert_eq!(eve.post(&talk.runs(), send("hi")).await.error(), missing("conversation"));
        assert_eq!(eve.get(&format!("runs/{run}")).await.error(), missing("run"));
        assert_eq!(eve.get(&format!("runs/{run}/events")).await.error(), missing("run"));
        assert_eq!(eve.act(&format!("runs/{run}/interrupt")).await.error(), missing("run"));
        let own = Talk::conversation(&eve, &talk.model).await;
        for action in ["regenerate", "continue"] {
            let body = json!({ "action": action, "run_id": run });
            assert_eq!(eve.post(&format!("conversations/{own}/runs"), body).await.error(), missing("run"));
        }
        let body = json!({ "action": "send", "input": { "text": "x" }, "parent_run_id": run });
        assert_eq!(eve.post(&format!("conversations/{own}/runs"), body).await.error(), missing("run"));
    }

    async fn words_that_come_between_flushes_are_not_lost(database: Database) {
        // The demo's words come a little slower than they are flushed.
        let app = TestApp::builder(database).setting("runs.flush_interval", "10ms").setting("providers.demo_delay", "12ms").start().await;
        let owner = app.owner().await;
        let offered = owner.get("models").await.ok();
        let demo = offered["items"].as_array().unwrap().iter().find(|model| model["id"] == "demo").unwrap().clone();
        let model = json!({ "connection_id": demo["connection_id"], "model": "demo" });
        let id = text(&owner.post("conversations", json!({ "model": model })).await.with(201), "id");
        let start = owner.request(reqwest::Method::POST, &format!("conversations/{id}/runs")).json(&send("What can you do?"));
        let frames = owner.stream(start).await.rest().await;
        let said = words(&frames);
        assert!(said.starts_with("This is the built-in demo model"), "{said}");
        assert!(said.contains("    println!(\"Hello from the demo model\");\n"), "{said}");
        assert!(said.ends_with("to try Stop, a reload or a second tab.\n"), "{said}");
        let turn = owner.get(&format!("runs/{}", run_id(&frames))).await.ok();
        assert_eq!(answer(&turn), said);
    }
}
