//! A caller who leaves: the vendor's request ends with him, at whatever point.

use std::time::{Duration, Instant};

use models::connection::ConnectionKind;
use models::usage_entry::Outcome;
use serde_json::{Value, json};
use testing::vendor::{Script, ScriptedVendor, Step};
use testing::{TestApp, on_both_databases};

use crate::support::*;

/// Within what time the vendor sees the end.
const SOON: Duration = Duration::from_millis(100);
/// A loaded machine may be late once; the gateway may not be late always.
const TRIES: usize = 5;

#[derive(Debug, Clone, Copy)]
enum When {
    BeforeTheFirstToken,
    InMidStream,
    WaitingForAWholeReply,
}

/// Leaves once and tells how long the vendor waited for the news.
async fn leave(vendor: &ScriptedVendor, program: &Program, path: &str, when: When, number: usize) -> Duration {
    let gate = format!("gate-{path}-{when:?}-{number}");
    let body = |stream: bool| -> Value { with(message("scripted-large", "hi"), json!({ "stream": stream })) };
    let index = vendor.requests().len();
    let left;
    match when {
        When::BeforeTheFirstToken | When::WaitingForAWholeReply => {
            vendor.script(Script::text("late").hold(&gate));
            let body = body(matches!(when, When::BeforeTheFirstToken));
            tokio::select! {
                _ = program.post(path, &body) => panic!("answered before the gate was open"),
                () = vendor.wait_for_gate(&gate) => left = Instant::now(),
            }
        }
        When::InMidStream => {
            vendor.script(Script::steps([Step::text("half a"), Step::wait(&gate), Step::finish()]));
            let mut stream = program.open(path, &body(true)).await;
            read_until(&mut stream, "half a").await;
            vendor.wait_for_gate(&gate).await;
            left = Instant::now();
            drop(stream);
        }
    }
    vendor.wait_for_disconnect(index).await;
    left.elapsed()
}

on_both_databases! {
    async fn the_vendor_sees_the_end_within_a_tenth_of_a_second(app: TestApp) {
        let program = Program::new(&app).await;
        let mut count = 0;
        for kind in [ConnectionKind::OpenAiCompatible, ConnectionKind::Anthropic] {
            let vendor = ScriptedVendor::start().await;
            connect(&app, &vendor, kind, kind.as_str()).await;
            for path in [CHAT, MESSAGES] {
                for when in [When::BeforeTheFirstToken, When::InMidStream, When::WaitingForAWholeReply] {
                    let mut quickest = Duration::MAX;
                    for number in 0..TRIES {
                        quickest = quickest.min(leave(&vendor, &program, path, when, number).await);
                        count += 1;
                        if quickest < SOON {
                            break;
                        }
                    }
                    assert!(quickest < SOON, "{kind:?} {path} {when:?}: {quickest:?}");
                }
            }
            // The next kind has the names to itself.
            clear(&app).await;
        }
        let made = entries(&app, count).await;
        assert_eq!(made.len(), count, "each call is entered once");
        assert!(made.iter().all(|it| it.outcome == Outcome::ClientLeft), "{made:#?}");
        // Nothing was made before the first byte; in mid-stream there were words.
        assert!(made.iter().any(|it| it.tokens.output_tokens > 0));
    }

    async fn he_is_charged_once_for_what_was_made(app: TestApp) {
        let (vendor, _) = vendor(&app, "One").await;
        let program = Program::new(&app).await;
        // The vendor tells its counts as it goes, as some do.
        let told = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"half a\"}}],\"usage\":{\"prompt_tokens\":40,\"completion_tokens\":6}}\n\n";
        vendor.script(Script::steps([Step::raw(told), Step::Stall]));
        let mut stream = program.open(CHAT, &ask_streamed("scripted-large", "hi")).await;
        read_until(&mut stream, "half a").await;
        drop(stream);
        // And where it tells none, what was made is estimated from what was said.
        vendor.script(Script::steps([Step::text("word ".repeat(40)), Step::Stall]));
        let mut stream = program.open(CHAT, &ask_streamed("scripted-large", "hi")).await;
        read_until(&mut stream, "word").await;
        drop(stream);
        // Before the vendor has begun there is nothing to pay.
        vendor.script(Script::text("late").hold("never"));
        let body = ask_streamed("scripted-large", "hi");
        tokio::select! {
            _ = program.post(CHAT, &body) => panic!("answered"),
            () = vendor.wait_for_gate("never") => {}
        }
        let mut made = entries(&app, 3).await;
        made.sort_by_key(|it| it.tokens.input_tokens);
        let seen: Vec<_> = made.iter().map(|it| (it.outcome, it.estimated)).collect();
        assert_eq!(seen, [(Outcome::ClientLeft, false), (Outcome::ClientLeft, true), (Outcome::ClientLeft, false)]);
        let tokens: Vec<_> = made.iter().map(|it| (it.tokens.input_tokens, it.tokens.output_tokens)).collect();
        assert_eq!((tokens[0], tokens[2]), ((0, 0), (40, 6)));
        assert!((30..=80).contains(&tokens[1].1), "{tokens:?}");
        // The next call goes on as if nothing had been.
        program.post(CHAT, &ask("scripted-large", "hi")).await.ok();
        assert_eq!(entries(&app, 4).await.len(), 4);
    }

    async fn a_caller_who_reads_no_further_after_the_last_word_has_not_left(app: TestApp) {
        let (_vendor, _) = vendor(&app, "One").await;
        let program = Program::new(&app).await;
        for path in [CHAT, MESSAGES] {
            let body = with(message("scripted-large", "hi"), json!({ "stream": true }));
            let mut stream = program.open(path, &body).await;
            read_until(&mut stream, if path == CHAT { "[DONE]" } else { "event: message_stop" }).await;
            drop(stream);
        }
        assert!(entries(&app, 2).await.iter().all(|it| it.outcome == Outcome::Completed));
    }
}
