//! What is too much, and what takes too long.

use actix_web::web;
use futures_util::stream;
use reqwest::Method;
use serde_json::json;
use testing::{Database, TestApp, on_both_databases};

on_both_databases! {
    async fn a_body_above_the_limit_is_413(database: Database) {
        let app = TestApp::builder(database).setting("server.body_bytes_max", "2KiB").start().await;
        let owner = app.owner().await;
        let answer = owner.post("folders", json!({ "name": "x".repeat(3000) })).await;
        assert_eq!(answer.error(), (413, "body_too_large".into()));
        assert_eq!(answer.json()["message"], "the body has more than 2048 bytes");
        assert_eq!(owner.post("folders", json!({ "name": "x".repeat(50) })).await.status, 201);
    }

    async fn a_body_of_unknown_length_is_cut_at_the_limit(database: Database) {
        let app = TestApp::builder(database).setting("server.body_bytes_max", "2KiB").start().await;
        let owner = app.owner().await;
        let pieces = stream::iter((0..4).map(|_| Ok::<_, std::io::Error>("x".repeat(1000))));
        let request = owner.request(Method::POST, "folders").header("content-type", "application/json");
        let answer = owner.send(request.body(reqwest::Body::wrap_stream(pieces))).await;
        assert_eq!(answer.error(), (413, "body_too_large".into()));
    }

    async fn a_large_body_is_answered_even_when_it_is_not_read(app: TestApp) {
        let large = "x".repeat(8 << 20);
        let owner = app.owner().await;
        assert_eq!(owner.post("folders", json!({ "name": large })).await.error(), (413, "body_too_large".into()));
        let stranger = app.anonymous();
        let upload = stranger.request(Method::POST, "attachments").header("content-type", "multipart/form-data; boundary=x");
        assert_eq!(stranger.send(upload.body(large)).await.error(), (401, "login_required".into()));
    }

    async fn a_head_above_the_limit_is_431(database: Database) {
        let app = TestApp::builder(database).setting("server.headers_bytes_max", "4KiB").start().await;
        let somebody = app.anonymous();
        let request = somebody.request(Method::GET, "/health").header("x-long", "x".repeat(5000));
        assert_eq!(somebody.send(request).await.error(), (431, "headers_too_large".into()));
    }

    async fn an_answer_that_takes_too_long_is_504(database: Database) {
        let app = TestApp::builder(database).setting("server.request_timeout", "1s").mount(never).start().await;
        let answer = app.anonymous().get("/never").await;
        assert_eq!(answer.error(), (504, "timed_out".into()));
        assert_eq!(answer.json()["message"], "the answer took longer than 1 seconds; try again");
    }
}

fn never(cfg: &mut web::ServiceConfig) {
    cfg.route("/never", web::get().to(std::future::pending::<actix_web::HttpResponse>));
}
