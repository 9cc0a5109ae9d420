//! How fast and how much: limits and budgets of keys and users.

use std::time::Duration;

use models::limits::Limits;
use models::price::Price;
use models::time::Time;
use serde_json::{Value, json};
use store::budgets::Spent;
use store::price_overrides::PriceOverride;
use testing::vendor::{Script, ScriptedVendor, Step};
use testing::{Answer, Database, TestApp, on_both_databases};

use crate::support::*;

/// Ten seconds after a full minute, at noon.
fn noon() -> Time {
    "2026-11-21T12:00:10Z".parse().unwrap()
}

async fn at_noon(database: Database) -> TestApp {
    TestApp::builder(database).clock_at(noon()).setting("gateway.retries", "0").start().await
}

fn calls(vendor: &ScriptedVendor) -> usize {
    vendor.requests().iter().filter(|it| it.method == "POST").count()
}

/// A small question with a small answer.
fn small(words: &str) -> Value {
    with(ask("scripted-large", words), json!({ "max_tokens": 5 }))
}

/// An answer that is charged with these counts.
fn costs(input: u64, output: u64) -> Script {
    Script::steps([Step::usage(input, output), Step::text("a"), Step::finish()])
}

/// Asserts a 429 in OpenAI's words with a time to wait, and gives its seconds.
#[track_caller]
fn waits(answer: &Answer) -> u64 {
    openai_error(answer, 429);
    answer.header("retry-after").parse().unwrap_or_else(|_| panic!("no Retry-After: {:?}", answer.headers))
}

fn remaining(answer: &Answer, what: &str) -> (i64, i64) {
    let number = |name: String| answer.header(&name).parse().unwrap_or(-1);
    (number(format!("x-ratelimit-limit-{what}")), number(format!("x-ratelimit-remaining-{what}")))
}

on_both_databases! {
    async fn requests_of_a_minute_are_counted_and_the_rest_is_told(database: Database) {
        let app = at_noon(database).await;
        let (vendor, _) = vendor(&app, "One").await;
        let program = Program::with(&app, json!({ "limits": { "requests_per_minute": 3 } })).await;
        for left in [2, 1, 0] {
            let answer = program.post(CHAT, &small("hi")).await;
            assert_eq!((answer.status, remaining(&answer, "requests")), (200, (3, left)), "{:?}", answer.headers);
            assert!(!answer.header("x-ratelimit-reset-requests").is_empty());
        }
        let refused = program.post(CHAT, &small("hi")).await;
        assert!((1..=60).contains(&waits(&refused)), "{:?}", refused.headers);
        assert_eq!(remaining(&refused, "requests"), (3, 0));
        let refused = program.post(MESSAGES, &message("scripted-large", "hi")).await;
        assert_eq!(anthropic_error(&refused, 429), "rate_limit_error");
        assert!(!refused.header("retry-after").is_empty());
        assert_eq!(calls(&vendor), 3);
        // Another key is not concerned, and after the told time this one neither.
        Program::new(&app).await.post(CHAT, &small("hi")).await.ok();
        app.clock().advance(Duration::from_secs(waits(&program.post(CHAT, &small("hi")).await)));
        program.post(CHAT, &small("hi")).await.ok();
    }

    async fn tokens_of_a_minute_are_counted_as_the_vendor_counts_them(database: Database) {
        let app = at_noon(database).await;
        let (vendor, _) = vendor(&app, "One").await;
        let program = Program::with(&app, json!({ "limits": { "tokens_per_minute": 1000 } })).await;
        vendor.script(costs(500, 400));
        let first = program.post(CHAT, &small("hi")).await;
        assert_eq!((first.status, remaining(&first, "tokens").0), (200, 1000));
        entries(&app, 1).await;
        // A hundred are left: a small call fits, one that may say more does not.
        let refused = program.post(CHAT, &with(small("hi"), json!({ "max_tokens": 300 }))).await;
        assert!((1..=60).contains(&waits(&refused)));
        assert_eq!(calls(&vendor), 1);
        vendor.script(costs(2, 3));
        let small_one = program.post(CHAT, &small("hi")).await;
        assert_eq!(small_one.status, 200, "{}", small_one.text());
        app.clock().advance(Duration::from_secs(60));
        vendor.script(costs(2, 3));
        assert_eq!(program.post(CHAT, &with(small("hi"), json!({ "max_tokens": 300 }))).await.status, 200);
    }

    async fn calls_at_the_same_time_are_counted(database: Database) {
        let app = at_noon(database).await;
        let (vendor, _) = vendor(&app, "One").await;
        let program = Program::with(&app, json!({ "limits": { "parallel": 2 } })).await;
        vendor.script(Script::steps([Step::text("a"), Step::wait("go"), Step::finish()]).when("slow").sticky());
        let streamed = ask_streamed("scripted-large", "slow");
        let mut first = program.open(CHAT, &streamed).await;
        let second = program.open(CHAT, &streamed).await;
        waits(&program.post(CHAT, &small("hi")).await);
        assert_eq!(anthropic_error(&program.post(MESSAGES, &message("scripted-large", "hi")).await, 429), "rate_limit_error");
        // Who leaves makes room, and who is answered.
        drop(second);
        entries(&app, 1).await;
        program.post(CHAT, &small("hi")).await.ok();
        let third = program.open(CHAT, &streamed).await;
        waits(&program.post(CHAT, &small("hi")).await);
        vendor.release("go");
        read_until(&mut first, "[DONE]").await;
        drop(third);
        entries(&app, 4).await;
        program.post(CHAT, &small("hi")).await.ok();
    }

    async fn a_users_limits_hold_for_all_of_his_keys(database: Database) {
        let app = at_noon(database).await;
        let (vendor, _) = vendor(&app, "One").await;
        let mia = app.member("mia").await;
        let user = serde_json::from_value(json!(mia.user_id())).unwrap();
        let limits = Limits { requests_per_minute: Some(2), ..Limits::default() };
        app.context().store.write(move |db| store::user_limits::put(db, user, &limits)).await.unwrap();
        let (one, two) = (Program::of(&app, &mia, json!({})).await, Program::of(&app, &mia, json!({})).await);
        one.post(CHAT, &small("hi")).await.ok();
        two.post(CHAT, &small("hi")).await.ok();
        for program in [&one, &two] {
            waits(&program.post(CHAT, &small("hi")).await);
        }
        assert_eq!(calls(&vendor), 2);
    }

    async fn a_budget_of_tokens_blocks_before_the_vendor_is_asked_and_is_exact_after(database: Database) {
        let app = at_noon(database).await;
        let (vendor, _) = vendor(&app, "One").await;
        let limits = json!({ "budgets": [{ "period": "day", "tokens": 1000 }] });
        let program = Program::with(&app, json!({ "limits": limits })).await;
        vendor.script(costs(700, 297));
        program.post(CHAT, &small("hi")).await.ok();
        entries(&app, 1).await;
        assert_eq!(spent(&app, &program).await, Spent { tokens: 997, nanos: 0 });
        let refused = program.post(CHAT, &small("hi")).await;
        // Until midnight.
        assert_eq!(waits(&refused), 12 * 3600 - 10);
        assert_eq!(anthropic_error(&program.post(MESSAGES, &message("scripted-large", "hi")).await, 429), "rate_limit_error");
        assert_eq!((calls(&vendor), spent(&app, &program).await), (1, Spent { tokens: 997, nanos: 0 }));
        app.clock().advance(Duration::from_secs(12 * 3600));
        vendor.script(costs(3, 2));
        program.post(CHAT, &small("hi")).await.ok();
        entries(&app, 2).await;
        assert_eq!(spent(&app, &program).await.tokens, 5);
    }

    async fn a_budget_of_money_counts_in_prices(database: Database) {
        let app = at_noon(database).await;
        let (vendor, connection_id) = vendor(&app, "One").await;
        // Two and ten dollars per million tokens.
        let price = Price { input: 2_000_000, output: 10_000_000, cache_read: 200_000, cache_write: 2_500_000 };
        let own = PriceOverride { connection_id, model: "scripted-large".to_owned(), price };
        app.context().store.write(move |db| store::price_overrides::put(db, &own)).await.unwrap();
        let limits = json!({ "budgets": [{ "period": "day", "money_usd": "0.01" }, { "period": "month", "money_usd": "5" }] });
        let program = Program::with(&app, json!({ "limits": limits })).await;
        vendor.script(costs(2000, 599));
        program.post(CHAT, &small("hi")).await.ok();
        let entry = entries(&app, 1).await.pop().unwrap();
        assert_eq!(entry.cost.0, 4_000_000 + 5_990_000);
        assert_eq!(spent(&app, &program).await, Spent { tokens: 2599, nanos: 9_990_000 });
        // One more answer of five tokens would be too much.
        waits(&program.post(CHAT, &small("hi")).await);
        assert_eq!(calls(&vendor), 1);
    }

    async fn what_fails_takes_nothing_from_a_budget(database: Database) {
        let app = at_noon(database).await;
        let (vendor, _) = vendor(&app, "One").await;
        let limits = json!({ "budgets": [{ "period": "day", "tokens": 100_000 }] });
        let program = Program::with(&app, json!({ "limits": limits })).await;
        vendor.script(Script::status(500, "{}"));
        assert!(program.post(CHAT, &small("hi")).await.status >= 500);
        vendor.script(Script::status(400, r#"{"error":{"message":"no"}}"#));
        assert_eq!(program.post(CHAT, &small("hi")).await.status, 400);
        assert_eq!(program.post(CHAT, &ask("nobody", "hi")).await.status, 404);
        entries(&app, 2).await;
        assert_eq!(spent(&app, &program).await, Spent { tokens: 0, nanos: 0 });
    }

    async fn many_calls_at_once_never_overrun_a_budget(database: Database) {
        let app = at_noon(database).await;
        let (vendor, _) = vendor(&app, "One").await;
        let limits = json!({ "budgets": [{ "period": "day", "tokens": 300 }] });
        let program = Program::with(&app, json!({ "limits": limits })).await;
        vendor.script(costs(8, 5).sticky());
        let bodies: Vec<_> = (0..60).map(|number| small(&format!("{} {number}", "some words ".repeat(4)))).collect();
        let answers = futures_util::future::join_all(bodies.iter().map(|body| program.post(CHAT, body))).await;
        let answered = answers.iter().filter(|it| it.status == 200).count();
        assert!(answers.iter().all(|it| matches!(it.status, 200 | 429)));
        assert!((1..=23).contains(&answered), "{answered}");
        entries(&app, answered).await;
        assert_eq!((calls(&vendor), spent(&app, &program).await.tokens), (answered, 13 * i64::try_from(answered).unwrap()));
    }
}

mod two_replicas {
    use super::*;

    #[test]
    fn replicas_share_the_calls_at_once_and_a_dead_ones_come_back() {
        testing::run(async {
            let app = at_noon(Database::Postgres).await;
            let other = app.again().start().await;
            let (vendor, _) = vendor(&app, "One").await;
            let here = Program::with(&app, json!({ "limits": { "parallel": 3 } })).await;
            let there = Program { client: other.anonymous(), key: here.key.clone(), key_id: here.key_id.clone() };
            vendor.script(Script::steps([Step::text("a"), Step::wait("go"), Step::finish()]).when("slow").sticky());
            let slow = ask_streamed("scripted-large", "slow");
            let first = here.open(CHAT, &slow).await;
            let (second, third) = (there.open(CHAT, &slow).await, here.open(CHAT, &slow).await);
            for program in [&here, &there] {
                waits(&program.post(CHAT, &small("hi")).await);
            }
            // Whoever leaves makes room everywhere.
            drop(first);
            until_answered(&there).await;
            // The other replica has given back what it took for that: it writes nothing after its end.
            until_answered(&here).await;
            // Of a replica that is gone the places are free when its lease has expired.
            drop((second, there));
            drop(other);
            app.clock().advance(Duration::from_secs(181));
            let fourth = here.open(CHAT, &slow).await;
            here.post(CHAT, &small("hi")).await.ok();
            drop((third, fourth));
        });
    }

    async fn until_answered(program: &Program) {
        let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
        while program.post(CHAT, &small("hi")).await.status != 200 {
            assert!(tokio::time::Instant::now() < deadline, "no place has come back");
            tokio::task::yield_now().await;
        }
    }

    #[test]
    fn replicas_share_a_limit_and_a_budget() {
        testing::run(async {
            let app = at_noon(Database::Postgres).await;
            let other = app.again().start().await;
            let (vendor, _) = vendor(&app, "One").await;
            let fields = json!({ "limits": { "requests_per_minute": 20 } });
            let here = Program::with(&app, fields).await;
            let there = Program { client: other.anonymous(), key: here.key.clone(), key_id: here.key_id.clone() };
            let mut answered = 0;
            for number in 0..40 {
                let program = if number % 2 == 0 { &here } else { &there };
                answered += usize::from(program.post(CHAT, &small("hi")).await.status == 200);
            }
            assert_eq!((answered, calls(&vendor)), (20, 20));

            let limits = json!({ "budgets": [{ "period": "day", "tokens": 200 }] });
            let here = Program::with(&app, json!({ "limits": limits })).await;
            let there = Program { client: other.anonymous(), key: here.key.clone(), key_id: here.key_id.clone() };
            vendor.script(costs(6, 4).sticky());
            let (mut answered, before) = (0, entries(&app, 20).await.len());
            for number in 0..60 {
                let program = if number % 2 == 0 { &here } else { &there };
                answered += usize::from(program.post(CHAT, &small("hi")).await.status == 200);
            }
            entries(&app, before + answered).await;
            assert!((10..=20).contains(&answered), "{answered}");
            assert_eq!(spent(&app, &here).await.tokens, 10 * i64::try_from(answered).unwrap());
        });
    }
}
