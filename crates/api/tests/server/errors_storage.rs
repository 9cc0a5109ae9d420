//! A database that cannot take anything at the moment. The full disk is tried with the real binary,
//! in `bins/pallium/tests/disk_full.rs`.

use serde_json::json;
use testing::{Database, TestApp, run};

/// Postgres writers do not wait for each other, so this is SQLite's alone.
#[test]
fn a_locked_database_is_busy_and_nothing_is_half_written() {
    run(async {
        let app = TestApp::builder(Database::Sqlite).setting("database.busy_timeout", "100ms").start().await;
        let owner = app.owner().await;
        let lock = app.lock_for_writing().await;
        let answer = owner.post("folders", json!({ "name": "Late" })).await;
        assert_eq!(answer.error(), (503, "busy".into()));
        assert_eq!(answer.header("retry-after"), "2");
        assert_eq!(owner.get("folders").await.ok()["items"], json!([]), "reading goes on");
        drop(lock);
        let made = retried(&owner).await;
        assert_eq!(made["name"], "Late");
    });
}

/// A SQLite file does not go away, so this is Postgres' alone.
#[test]
fn a_lost_database_is_told_and_found_again() {
    run(async {
        let app = TestApp::builder(Database::Postgres).setting("database.busy_timeout", "1s").start().await;
        let owner = app.owner().await;
        app.database().close();
        let not_ready = json!({ "ready": false, "database": false, "migrations": false, "draining": false });
        assert_eq!(owner.get("/ready").await.with(503), not_ready);
        assert_eq!(owner.get("folders").await.error(), (503, "busy".into()));
        owner.get("/health").await.ok();
        app.database().reopen();
        let mut tries = 0;
        while owner.get("/ready").await.status != 200 {
            tries += 1;
            assert!(tries < 100, "the database was not found again");
        }
        assert_eq!(owner.get("folders").await.ok()["items"], json!([]));
    });
}

/// The lock's own connection needs a moment to end its transaction, so a writer may meet it once more.
async fn retried(owner: &testing::Client) -> serde_json::Value {
    for _ in 0..100 {
        let answer = owner.post("folders", json!({ "name": "Late" })).await;
        if answer.status != 503 {
            return answer.with(201);
        }
    }
    panic!("the lock was not released");
}
