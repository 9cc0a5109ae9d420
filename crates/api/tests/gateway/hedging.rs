//! The next target is asked as well when one is slow to begin.

use std::time::{Duration, Instant};

use models::alias::ModelAlias;
use models::connection::ConnectionKind;
use models::ids::ConnectionId;
use models::price::Price;
use models::run::Usage;
use models::usage_entry::{Outcome, UsageEntry};
use serde_json::{Value, json};
use store::budgets::Spent;
use store::price_overrides::PriceOverride;
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

/// The entries of this many calls, and those of the targets that were left for them, in the same order.
async fn calls_and_left(app: &TestApp, count: usize) -> (Vec<UsageEntry>, Vec<UsageEntry>) {
    let all = entries(app, 2 * count).await;
    let (calls, left): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| it.call_id.is_none());
    assert_eq!((calls.len(), left.len()), (count, count));
    (calls, left)
}

/// What the entry of a target has to be that was left for a call. Its vendor and what it cost are its own.
fn of_a_left_target(call: &UsageEntry, left: &UsageEntry, model: &str) -> UsageEntry {
    assert!(left.at >= call.at && left.connection_id.is_some() && left.connection_id != call.connection_id);
    assert!(left.tokens.input_tokens > 0);
    UsageEntry {
        id: left.id,
        at: left.at,
        connection_id: left.connection_id,
        answered_model: model.to_owned(),
        tokens: Usage { input_tokens: left.tokens.input_tokens, ..Usage::default() },
        cost: left.cost,
        estimated: true,
        latency_ms: left.latency_ms,
        first_token_ms: None,
        attempts: 0,
        outcome: Outcome::Left,
        call_id: Some(call.id),
        ..call.clone()
    }
}

/// Sets what a token of these models costs, of prompt or answer, at every connection.
async fn set_prices(app: &TestApp, prices: &[(&str, i64)]) {
    let list = app.owner().await.get("connections").await.ok();
    for connection in list["items"].as_array().unwrap() {
        let connection_id: ConnectionId = serde_json::from_value(connection["id"].clone()).unwrap();
        for (model, nanos) in prices {
            // Prices are per million tokens.
            let each = nanos * 1_000;
            let price = Price { input: each, output: each, cache_read: each, cache_write: each };
            let own = PriceOverride { connection_id, model: (*model).to_owned(), price };
            app.context().store.write(move |db| store::price_overrides::put(db, &own)).await.unwrap();
        }
    }
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
            let (calls, left) = calls_and_left(&app, number).await;
            for call in &calls {
                let tokens = (call.tokens.input_tokens, call.tokens.output_tokens);
                assert_eq!((call.outcome, call.attempts, tokens, call.estimated), (Outcome::Completed, 2, (11, 3), false));
                assert_eq!(call.answered_model, "scripted-mini");
            }
            for (call, left) in calls.iter().zip(&left) {
                assert_eq!(*left, of_a_left_target(call, left, "scripted-large"));
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
        let (calls, left) = calls_and_left(&app, 2).await;
        for (call, left) in calls.iter().zip(&left) {
            assert_eq!((call.attempts, call.answered_model.as_str()), (2, "scripted-large"));
            assert_eq!(*left, of_a_left_target(call, left, "scripted-mini"));
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

    async fn a_budget_without_room_for_two_lets_the_call_go_on_with_one(database: Database) {
        let Pair { app, first, second, .. } = Pair::new(database, [ConnectionKind::OpenAiCompatible; 2], 20).await;
        // The call holds 200 tokens and those of its prompt: once, but not twice.
        let budgets = json!([{ "period": "day", "tokens": 350 }]);
        let program = Program::with(&app, json!({ "limits": { "budgets": budgets } })).await;
        first.script(Script::steps([Step::usage(11, 3), Step::text("alone"), Step::finish()]).hold("slow"));
        second.script(Script::text("not asked").hold("second"));
        let body = question(true);
        let going = async {
            first.wait_for_gate("slow").await;
            assert!(tokio::time::timeout(3 * SOON, second.wait_for_gate("second")).await.is_err());
            first.release("slow");
        };
        let (answer, ()) = tokio::join!(program.post(CHAT, &body), going);
        assert_eq!((chat_words(&answer.text()).as_str(), asked(&second)), ("alone", 0), "{}", answer.text());
        let made = entries(&app, 1).await;
        assert_eq!((made.len(), made[0].attempts, made[0].call_id), (1, 1, None));
        assert_eq!(spent(&app, &program).await, Spent { tokens: 14, nanos: 0 });
    }

    async fn what_a_left_target_may_have_made_is_taken_from_the_budget(database: Database) {
        let Pair { app, first, second, .. } = Pair::new(database, [ConnectionKind::OpenAiCompatible; 2], 20).await;
        set_prices(&app, &[("scripted-large", 3_000), ("scripted-mini", 1_000)]).await;
        let budgets = json!([{ "period": "day", "tokens": 5_000, "money_usd": "10" }]);
        let program = Program::with(&app, json!({ "limits": { "budgets": budgets } })).await;
        first.script(Script::text("late").hold("never"));
        second.script(Script::steps([Step::usage(11, 3), Step::text("quick"), Step::finish()]));
        assert!(program.post(CHAT, &question(false)).await.text().contains("quick"));
        let (calls, left) = calls_and_left(&app, 1).await;
        let (call, left) = (&calls[0], &left[0]);
        assert_eq!(*left, of_a_left_target(call, left, "scripted-large"));
        let (made, prompt) = (call.tokens.input_tokens + call.tokens.output_tokens, left.tokens.input_tokens);
        assert_eq!((left.cost.0, call.cost.0), (prompt as i64 * 3_000, made as i64 * 1_000));
        let both = Spent { tokens: (made + prompt) as i64, nanos: left.cost.0 + call.cost.0 };
        assert_eq!(spent(&app, &program).await, both);
        // The sums have both, and one call.
        let rows = app.owner().await.get("usage/summary?group=key").await.ok();
        let row = &rows["items"][0];
        assert_eq!((row["calls"].as_u64(), row["input_tokens"].as_u64()), (Some(1), Some(11 + prompt)));
    }
}
