//! What happens around a failing vendor: waits, retries, breakers, and readers who are slow themselves.

use std::time::Instant;

use testing::vendor::{Outcome, Script, ScriptedVendor, Step};
use testing::{Database, TestApp, on_both_databases};

use crate::support::*;

const SORRY: &str = r#"{"error":{"message":"out of luck","type":"x","code":"y","param":null}}"#;

/// How many calls reached a vendor.
fn calls(vendor: &ScriptedVendor) -> usize {
    vendor.requests().iter().filter(|it| it.method == "POST").count()
}

on_both_databases! {
    async fn a_vendors_wait_is_honoured_and_other_refusals_are_not_tried_again(database: Database) {
        let app = TestApp::builder(database).setting("gateway.retries", "1").start().await;
        let (vendor, id) = vendor(&app, "One").await;
        let (other, second) = self::vendor(&app, "Two").await;
        alias(&app, "both", false, vec![target(id, "scripted-large"), target(second, "scripted-large")]).await;
        let program = Program::new(&app).await;
        vendor.script(Script::status(429, SORRY).header("retry-after", "1"));
        let began = Instant::now();
        let answer = program.post(CHAT, &ask("one/scripted-large", "hi")).await;
        assert_eq!((answer.status, answer.header("x-pallium-attempts")), (200, "2"));
        assert!(began.elapsed().as_millis() >= 1000, "{:?}", began.elapsed());
        let mut expected = calls(&vendor);
        for status in [400, 401, 403, 404, 413, 422] {
            vendor.script(Script::status(status, SORRY));
            assert!(program.post(CHAT, &ask("one/scripted-large", "hi")).await.status >= 400);
            expected += 1;
            assert_eq!(calls(&vendor), expected, "{status} was tried again");
        }
        // A mistake of the caller is one everywhere.
        vendor.script(Script::status(400, SORRY));
        assert_eq!(program.post(CHAT, &ask("both", "hi")).await.status, 400);
        assert_eq!(calls(&other), 0);
    }

    async fn a_breaker_with_one_target_does_not_shut_the_door(database: Database) {
        let app = TestApp::builder(database).setting("gateway.retries", "0").start().await;
        let (vendor, _) = vendor(&app, "One").await;
        let program = Program::new(&app).await;
        let mut answered = 0;
        for number in 0..50 {
            if number % 5 == 4 {
                vendor.script(Script::status(500, SORRY));
            }
            answered += usize::from(program.post(CHAT, &ask("scripted-large", "hi")).await.status == 200);
        }
        assert_eq!(answered, 40);
        for _ in 0..12 {
            vendor.script(Script::status(500, SORRY));
            program.post(CHAT, &ask("scripted-large", "hi")).await;
        }
        // It was ill and is well again: the next call is its probe.
        assert_eq!(program.post(CHAT, &ask("scripted-large", "hi")).await.status, 200);
    }

    async fn a_broken_target_is_left_out_until_it_is_well(database: Database) {
        let app = TestApp::builder(database).setting("gateway.retries", "0").start().await;
        let ((bad, first), (good, second)) = (vendor(&app, "Bad").await, vendor(&app, "Good").await);
        alias(&app, "both", false, vec![target(first, "scripted-large"), target(second, "scripted-large")]).await;
        let program = Program::new(&app).await;
        bad.script(Script::status(500, SORRY).sticky());
        for _ in 0..30 {
            assert_eq!(program.post(CHAT, &ask("both", "hi")).await.status, 200);
        }
        assert_eq!(calls(&good), 30);
        assert!(calls(&bad) < 20, "the broken target was asked {} times", calls(&bad));
        let metrics = app.anonymous().get("/metrics").await.text();
        assert!(metrics.lines().any(|line| line.contains("breaker") && line.contains("scripted-large")), "{metrics}");
    }

    async fn a_slow_reader_gets_all_and_holds_up_nobody(app: TestApp) {
        const PIECE: usize = 256 * 1024;
        const PIECES: usize = 128;
        let (vendor, _) = vendor(&app, "One").await;
        let program = Program::new(&app).await;
        let pieces = (0..PIECES).map(|_| Step::text("x".repeat(PIECE)));
        vendor.script(Script::steps(pieces.chain([Step::finish()])).when("much"));
        let mut slow = program.open(CHAT, &ask_streamed("scripted-large", "much")).await;
        for _ in 0..20 {
            program.post(CHAT, &ask_streamed("scripted-large", "hi")).await.ok();
        }
        // What he does not read waits at the vendor, not in our memory.
        let much = vendor.requests().into_iter().find(|it| it.body.to_string().contains("much")).unwrap();
        assert_eq!(much.outcome, Outcome::Open);
        let mut length = 0;
        let mut end = String::new();
        while let Some(bytes) = slow.chunk().await.unwrap() {
            length += bytes.iter().filter(|byte| **byte == b'x').count();
            end = String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(20)..]).into_owned();
        }
        assert!(length >= PIECE * PIECES && end.ends_with("[DONE]\n\n"), "{length} {end}");
    }
}
