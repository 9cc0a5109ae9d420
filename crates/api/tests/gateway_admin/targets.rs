//! How the vendors do.

use models::price::Nanos;
use models::usage_entry::{Outcome, UsageEntry};
use serde_json::{Value, json};
use testing::{Database, TestApp, on_both_databases};

use crate::support::{call, demo, enter};

on_both_databases! {
    async fn targets_show_the_calls_of_the_last_hour(database: Database) {
        let app = TestApp::builder(database).clock_at("2026-11-21T08:00:00Z".parse().unwrap()).start().await;
        let (owner, connection_id) = (app.owner().await, Some(demo(&app).await));
        let entry = |at: &str, latency_ms: u32| UsageEntry {
            connection_id, latency_ms, answered_model: "demo".into(), cost: Nanos(0), ..call(&app, &owner, at)
        };
        let failed = |outcome| UsageEntry { outcome, ..entry("2026-11-21T07:30:00Z", 9) };
        enter(&app, vec![
            entry("2026-11-21T07:10:00Z", 100),
            entry("2026-11-21T07:20:00Z", 500),
            entry("2026-11-21T07:20:00Z", 200),
            failed(Outcome::Failed),
            failed(Outcome::Cut),
            failed(Outcome::ClientLeft),
            UsageEntry { cached: true, ..entry("2026-11-21T07:50:00Z", 1) },
            entry("2026-11-21T06:59:59Z", 9000),
        ]).await;
        let expected = json!({ "items": [{
            "connection_id": connection_id, "name": "Demo", "kind": "demo", "enabled": true, "models_error": null,
            "targets": [{
                "model": "demo", "breaker": "closed", "retry_after_seconds": null, "failures_in_row": 0, "calls": 6,
                "failed": 2, "latency_p50_ms": 200, "first_token_p50_ms": 300,
            }],
        }], "next_cursor": Value::Null });
        assert_eq!(app.admin("ann").await.get("gateway/targets").await.ok(), expected);
        assert_eq!(app.member("bob").await.get("gateway/targets").await.error(), (403, "forbidden".into()));
    }
}
