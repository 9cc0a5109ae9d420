//! Answers that are given again to the same question.

use std::time::Duration;

use models::alias::ModelAlias;
use models::connection::ConnectionKind;
use models::usage_entry::Outcome;
use serde_json::{Value, json};
use testing::vendor::{Script, ScriptedVendor, Step};
use testing::{Database, TestApp, on_both_databases};

use crate::support::*;

/// The alias `kept` with one target.
async fn kept(app: &TestApp, kind: ConnectionKind, shared: bool) -> ScriptedVendor {
    let vendor = ScriptedVendor::start().await;
    let id = connect(app, &vendor, kind, "One").await;
    let targets = vec![target(id, "scripted-large")];
    let made = |alias| ModelAlias { targets, cache_seconds: Some(60), cache_shared: shared, ..alias };
    add_alias(app, "kept", made).await;
    vendor
}

fn asked(vendor: &ScriptedVendor) -> usize {
    vendor.requests().iter().filter(|it| it.method == "POST").count()
}

/// The words of an answer of either dialect in either form.
fn words(path: &str, streamed: bool, text: &str) -> String {
    match (path, streamed) {
        (CHAT, true) => chat_words(text),
        (CHAT, false) => json_of(text)["choices"][0]["message"]["content"].as_str().unwrap().to_owned(),
        (_, true) => message_words(text),
        (_, false) => json_of(text)["content"][0]["text"].as_str().unwrap().to_owned(),
    }
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| panic!("{text}"))
}

fn question(streamed: bool, extra: Value) -> Value {
    with(message("kept", "What is a hedge?"), with(json!({ "stream": streamed }), extra))
}

on_both_databases! {
    async fn the_same_question_is_asked_once_in_whichever_form_it_is_answered(app: TestApp) {
        let program = Program::new(&app).await;
        for (number, kind) in [ConnectionKind::OpenAiCompatible, ConnectionKind::Anthropic].into_iter().enumerate() {
            let vendor = kept(&app, kind, false).await;
            for path in [CHAT, MESSAGES] {
                for first in [true, false] {
                    // Another question for each round.
                    let extra = json!({ "temperature": if first { 0.25 } else { 0.5 } });
                    vendor.script(Script::steps([Step::usage(9, 4), Step::text("A row of "), Step::text("bushes."), Step::finish()]));
                    let before = asked(&vendor);
                    for (turn, streamed) in [first, true, false].into_iter().enumerate() {
                        let answer = program.post(path, &question(streamed, extra.clone())).await;
                        let place = format!("{kind:?} {path} first {first} turn {turn}: {}", answer.text());
                        assert_eq!(answer.status, 200, "{place}");
                        assert_eq!(answer.header("x-pallium-cache"), if turn == 0 { "miss" } else { "hit" }, "{place}");
                        assert_eq!(answer.header("x-pallium-target"), "one/scripted-large", "{place}");
                        assert_eq!(words(path, streamed, &answer.text()), "A row of bushes.", "{place}");
                        if streamed {
                            let end = if path == CHAT { "data: [DONE]" } else { "event: message_stop" };
                            assert!(answer.text().contains(end), "{place}");
                        } else {
                            let usage = &answer.json()["usage"];
                            let output = if path == CHAT { &usage["completion_tokens"] } else { &usage["output_tokens"] };
                            assert_eq!((output, &answer.json()["model"]), (&json!(4), &json!("kept")), "{place}");
                        }
                    }
                    assert_eq!(asked(&vendor) - before, 1, "{kind:?} {path}");
                }
            }
            let made = entries(&app, (number + 1) * 12).await;
            let (hits, misses): (Vec<_>, Vec<_>) = made[number * 12..].iter().partition(|it| it.cached);
            assert_eq!((hits.len(), misses.len()), (8, 4));
            assert!(hits.iter().all(|it| it.outcome == Outcome::Completed
                && (it.tokens.input_tokens, it.tokens.output_tokens, it.cost.0, it.attempts) == (0, 0, 0, 0)
                && !it.estimated && it.answered_model == "scripted-large"), "{hits:#?}");
            assert!(misses.iter().all(|it| (it.tokens.input_tokens, it.tokens.output_tokens) == (9, 4)), "{misses:#?}");
            clear(&app).await;
        }
    }

    async fn only_what_can_change_the_answer_makes_another_question(app: TestApp) {
        let vendor = kept(&app, ConnectionKind::OpenAiCompatible, false).await;
        let program = Program::new(&app).await;
        let ask = async |extra: Value| program.post(CHAT, &question(false, extra)).await.header("x-pallium-cache").to_owned();
        assert_eq!(ask(json!({})).await, "miss");
        for same in [json!({ "user": "mia" }), json!({ "metadata": { "a": "b" } }), json!({ "store": true })] {
            assert_eq!(ask(same.clone()).await, "hit", "{same}");
        }
        for other in [json!({ "temperature": 1 }), json!({ "max_tokens": 7 }), json!({ "seed": 1 })] {
            assert_eq!(ask(other.clone()).await, "miss", "{other}");
        }
        let tools = json!([{ "type": "function", "function": { "name": "weather", "parameters": { "type": "object" } } }]);
        for never in [json!({ "tools": tools }), json!({ "n": 2 })] {
            for _ in 0..2 {
                assert_eq!(ask(never.clone()).await, "", "{never}");
            }
        }
        // The fields' order is nothing, and another target is everything.
        let turned = r#"{"max_tokens":200,"messages":[{"content":"What is a hedge?","role":"user"}],"stream":false,"model":"kept"}"#;
        let request = program.request(CHAT).header("content-type", "application/json").body(turned);
        assert_eq!(program.client.send(request).await.header("x-pallium-cache"), "hit");
        let list = app.owner().await.get("gateway/aliases").await.ok();
        let mut targets = list["items"][0]["targets"].clone();
        targets[0]["model"] = json!("scripted-mini");
        put_alias(&app, "kept", &json!({ "targets": targets, "cache_seconds": 60 })).await;
        assert_eq!(ask(json!({})).await, "miss");
        assert_eq!(vendor.requests().pop().unwrap().body["model"], "scripted-mini");
    }

    async fn one_user_never_gets_anothers_answer_unless_the_alias_shares(app: TestApp) {
        for shared in [false, true] {
            let vendor = kept(&app, ConnectionKind::OpenAiCompatible, shared).await;
            let name = format!("mia{shared}");
            let mia = Program::of(&app, &app.member(&name).await, json!({})).await;
            let owner = Program::new(&app).await;
            owner.post(CHAT, &question(false, json!({ "seed": 3 }))).await.ok();
            let answer = mia.post(CHAT, &question(false, json!({ "seed": 3 }))).await;
            assert_eq!((answer.header("x-pallium-cache"), asked(&vendor)), if shared { ("hit", 1) } else { ("miss", 2) });
            // Another key of the same user is the same user.
            let other = Program::new(&app).await.post(CHAT, &question(false, json!({ "seed": 3 }))).await;
            assert_eq!(other.header("x-pallium-cache"), "hit");
            clear(&app).await;
        }
    }

    async fn an_answer_that_is_broken_cut_short_or_a_call_is_not_kept(app: TestApp) {
        let vendor = kept(&app, ConnectionKind::OpenAiCompatible, false).await;
        let program = Program::new(&app).await;
        let call = Step::ToolCall { id: "c".to_owned(), name: "weather".to_owned(), arguments: "{}".to_owned() };
        let filtered = Step::Finish { reason: "content_filter".to_owned() };
        let broken = [
            (vec![Step::text("half"), Step::Cut], true),
            (vec![call, Step::Finish { reason: "tool_calls".to_owned() }], true),
            (vec![Step::text("No."), filtered.clone()], true),
            (vec![Step::text("No."), filtered], false),
        ];
        for (seed, (steps, streamed)) in broken.into_iter().enumerate() {
            vendor.script(Script::steps(steps));
            for _ in 0..2 {
                let answer = program.post(CHAT, &question(streamed, json!({ "seed": seed }))).await;
                assert_eq!(answer.header("x-pallium-cache"), "miss", "{seed}: {}", answer.text());
            }
        }
    }

    async fn a_kept_answer_counts_among_requests_and_is_not_paid(app: TestApp) {
        let _vendor = kept(&app, ConnectionKind::OpenAiCompatible, false).await;
        let limits = json!({ "requests_per_minute": 3, "budgets": [{ "period": "day", "tokens": 300 }] });
        let program = Program::with(&app, json!({ "limits": limits })).await;
        for expected in ["miss", "hit", "hit"] {
            let answer = program.post(CHAT, &question(false, json!({}))).await;
            assert_eq!((answer.status, answer.header("x-pallium-cache")), (200, expected), "{}", answer.text());
        }
        openai_error(&program.post(CHAT, &question(false, json!({}))).await, 429);
    }

    async fn an_answer_is_forgotten_after_its_time_and_swept(database: Database) {
        let app = TestApp::builder(database).clock_at("2026-11-21T12:00:00Z".parse().unwrap()).start().await;
        let vendor = kept(&app, ConnectionKind::OpenAiCompatible, false).await;
        let program = Program::new(&app).await;
        for (after, expected) in [(0, "miss"), (59, "hit"), (2, "miss"), (0, "hit")] {
            app.clock().advance(Duration::from_secs(after));
            let answer = program.post(CHAT, &question(false, json!({}))).await;
            assert_eq!(answer.header("x-pallium-cache"), expected, "{after}");
        }
        assert_eq!(asked(&vendor), 2);
        app.clock().advance(Duration::from_secs(61));
        managers::gateway::tidy(app.context()).await.unwrap();
        let now = app.context().now();
        let left = app.context().store.write(move |db| store::cached_answers::purge(db, now)).await.unwrap();
        assert_eq!(left, 0, "the sweep has removed it already");
    }
}
