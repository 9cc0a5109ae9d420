//! The next target is asked as well when one is slow to begin.

use std::time::{Duration, Instant};

use models::alias::ModelAlias;
use models::connection::ConnectionKind;
use models::usage_entry::Outcome;
use serde_json::{Value, json};
use testing::vendor::{Script, ScriptedVendor, Step};
use testing::{Database, TestApp, on_both_databases};

use crate::support::*;

/// Within what time the slower vendor sees that nobody waits for it.
const SOON: Duration = Duration::from_millis(100);
/// A loaded machine may be late once; the gateway may not be late always.
const TRIES: usize = 5;

/// Two targets under `quick`, the second of which is asked after this time.
struct Pair {
    app: TestApp,
    first: ScriptedVendor,
    second: ScriptedVendor,
    program: Program,
}

impl Pair {
    async fn new(database: Database, kinds: [ConnectionKind; 2], after_ms: u32) -> Self {
        let app = TestApp::builder(database).setting("gateway.retries", "0").start().await;
        let (first, second) = (ScriptedVendor::start().await, ScriptedVendor::start().await);
        let one = connect(&app, &first, kinds[0], "First").await;
        let two = connect(&app, &second, kinds[1], "Second").await;
        let targets = vec![target(one, "scripted-large"), target(two, "scripted-mini")];
        let made = |alias| ModelAlias { targets, first_token_deadline_ms: Some(after_ms), ..alias };
        add_alias(&app, "quick", made).await;
        let program = Program::new(&app).await;
        Self { app, first, second, program }
    }
}

fn asked(vendor: &ScriptedVendor) -> usize {
    vendor.requests().iter().filter(|it| it.method == "POST").count()
}

fn question(streamed: bool) -> Value {
    with(message("quick", "hi"), json!({ "stream": streamed }))
}

/// Index of the last request.
fn last(vendor: &ScriptedVendor) -> usize {
    vendor.requests().len() - 1
}

on_both_databases! {
    async fn the_quicker_one_answers_and_the_other_is_left(database: Database) {
        let kinds = [ConnectionKind::OpenAiCompatible, ConnectionKind::Anthropic];
        for kinds in [kinds, [kinds[1], kinds[0]]] {
            let Pair { app, first, second, program } = Pair::new(database, kinds, 20).await;
            let mut number = 0;
            for path in [CHAT, MESSAGES] {
                for streamed in [true, false] {
                    let mut quickest = Duration::MAX;
                    for _ in 0..TRIES {
                        number += 1;
                        first.script(Script::text("late").hold(format!("never-{number}")));
                        second.script(Script::steps([Step::usage(11, 3), Step::text("quick"), Step::finish()]));
                        let answer = program.post(path, &question(streamed)).await;
                        let since = Instant::now();
                        assert_eq!(answer.status, 200, "{}", answer.text());
                        assert!(answer.text().contains("quick") && !answer.text().contains("late"), "{}", answer.text());
                        assert_eq!((answer.header("x-pallium-target"), answer.header("x-pallium-attempts")), ("second/scripted-mini", "2"));
                        first.wait_for_disconnect(last(&first)).await;
                        quickest = quickest.min(since.elapsed());
                        if quickest < SOON {
                            break;
                        }
                    }
                    assert!(quickest < SOON, "{path} {streamed}: {quickest:?}");
                }
            }
            for entry in entries(&app, number).await {
                let tokens = (entry.tokens.input_tokens, entry.tokens.output_tokens);
                assert_eq!((entry.outcome, entry.attempts, tokens, entry.estimated), (Outcome::Completed, 2, (11, 3), false));
                assert_eq!(entry.answered_model, "scripted-mini");
            }
            // Whoever was left has not failed: the next call asks it first.
            first.script(Script::text("here"));
            assert!(program.post(CHAT, &question(false)).await.text().contains("here"));
            let states = app.context().providers.breaker_states();
            assert!(states.is_empty(), "{states:?}");
        }
    }

    async fn the_first_may_still_be_quicker(database: Database) {
        let Pair { app, first, second, program } = Pair::new(database, [ConnectionKind::OpenAiCompatible; 2], 20).await;
        for streamed in [true, false] {
            first.script(Script::text("first after all").hold(format!("first-{streamed}")));
            second.script(Script::text("late").hold(format!("second-{streamed}")));
            let body = question(streamed);
            let going = async {
                second.wait_for_gate(&format!("second-{streamed}")).await;
                first.release(&format!("first-{streamed}"));
            };
            let (answer, ()) = tokio::join!(program.post(CHAT, &body), going);
            assert!(answer.text().contains("first after all"), "{}", answer.text());
            assert_eq!(answer.header("x-pallium-target"), "first/scripted-large");
            second.wait_for_disconnect(last(&second)).await;
        }
        for entry in entries(&app, 2).await {
            assert_eq!((entry.attempts, entry.answered_model.as_str()), (2, "scripted-large"));
        }
    }

    async fn who_begins_in_time_is_not_doubled(database: Database) {
        let Pair { app: _app, first, second, program } = Pair::new(database, [ConnectionKind::OpenAiCompatible; 2], 60_000).await;
        for streamed in [true, false] {
            let text = program.post(CHAT, &question(streamed)).await.text();
            let words = if streamed { chat_words(&text) } else { text };
            assert!(words.contains("You said:"), "{words}");
        }
        assert_eq!((asked(&first), asked(&second)), (2, 0));
        // One that fails is followed at once.
        first.script(Script::status(503, "{}"));
        assert_eq!(program.post(CHAT, &question(false)).await.header("x-pallium-attempts"), "2");
    }

    async fn a_caller_who_leaves_ends_both(database: Database) {
        let Pair { app, first, second, program } = Pair::new(database, [ConnectionKind::OpenAiCompatible; 2], 20).await;
        first.script(Script::text("late").hold("one"));
        second.script(Script::text("late").hold("two"));
        let body = question(true);
        tokio::select! {
            _ = program.post(CHAT, &body) => panic!("answered"),
            () = second.wait_for_gate("two") => {}
        }
        first.wait_for_disconnect(last(&first)).await;
        second.wait_for_disconnect(last(&second)).await;
        let entry = entries(&app, 1).await.remove(0);
        assert_eq!((entry.outcome, entry.attempts, entry.tokens.input_tokens), (Outcome::ClientLeft, 2, 0));
    }
}
