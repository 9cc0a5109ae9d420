//! `/health` and `/ready`.

use serde_json::json;
use testing::{TestApp, on_both_databases};

on_both_databases! {
    async fn a_started_server_is_healthy_and_ready(app: TestApp) {
        let somebody = app.anonymous();
        assert_eq!(somebody.get("/health").await.with(200), json!({ "status": "ok" }));
        let ready = json!({ "ready": true, "database": true, "migrations": true, "draining": false });
        assert_eq!(somebody.get("/ready").await.with(200), ready);
    }

    async fn a_draining_server_is_healthy_but_not_ready(app: TestApp) {
        let somebody = app.anonymous();
        app.context().runs.draining().cancel();
        let body = json!({ "ready": false, "database": true, "migrations": true, "draining": true });
        assert_eq!(somebody.get("/ready").await.with(503), body);
        somebody.get("/health").await.with(200);
    }

    async fn a_draining_server_takes_no_new_runs_but_answers_everything_else(app: TestApp) {
        let owner = app.owner().await;
        let conversation = owner.post("conversations", json!({})).await.with(201);
        let id = conversation["id"].as_str().unwrap();
        app.context().runs.draining().cancel();
        let start = json!({ "action": "send", "input": { "text": "hello" } });
        let answer = owner.post(&format!("conversations/{id}/runs"), start).await;
        assert_eq!(answer.error(), (503, "draining".into()));
        assert_eq!(answer.header("retry-after"), "2");
        assert_eq!(owner.get(&format!("conversations/{id}")).await.ok()["active_run_id"], json!(null));
    }

    async fn a_server_without_its_last_migration_is_not_ready(app: TestApp) {
        app.context().store.revert_last().await.unwrap();
        let body = json!({ "ready": false, "database": true, "migrations": false, "draining": false });
        assert_eq!(app.anonymous().get("/ready").await.with(503), body);
    }

    async fn a_stopped_server_has_closed_its_socket(app: TestApp) {
        let origin = app.origin.clone();
        app.stop().await.unwrap();
        let address = origin.trim_start_matches("http://").to_owned();
        assert_eq!(std::net::TcpStream::connect(address).unwrap_err().kind(), std::io::ErrorKind::ConnectionRefused);
    }
}
