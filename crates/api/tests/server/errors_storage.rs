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
