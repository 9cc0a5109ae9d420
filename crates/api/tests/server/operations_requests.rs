//! What every request gets: a name, and an answer whatever its handler does.

use actix_web::web;
use reqwest::Method;
use serde_json::json;
use testing::{Client, Database, TestApp, on_both_databases};

async fn id_for(client: &Client, given: &str) -> String {
    let answer = client.send(client.request(Method::GET, "/health").header("x-request-id", given)).await;
    answer.header("x-request-id").to_owned()
}

on_both_databases! {
    async fn a_sound_request_id_is_echoed(app: TestApp) {
        let longest = "x".repeat(128);
        for given in ["abc-1.2_3", longest.as_str()] {
            assert_eq!(id_for(&app.anonymous(), given).await, given);
        }
    }

    async fn an_unsound_request_id_is_replaced(app: TestApp) {
        let too_long = "x".repeat(129);
        for given in ["", "a b", too_long.as_str()] {
            let made = id_for(&app.anonymous(), given).await;
            assert_eq!(made.len(), 36, "{given:?} became {made:?}");
        }
    }

    async fn errors_carry_the_request_id_too(app: TestApp) {
        let answer = app.anonymous().get("nothing").await;
        assert_eq!((answer.status, answer.header("x-request-id").len()), (404, 36));
    }

    async fn a_panic_is_a_counted_500_and_the_server_goes_on(database: Database) {
        let app = TestApp::builder(database).mount(boom).start().await;
        let somebody = app.anonymous();
        let answer = somebody.get("/boom").await;
        let message = "something went wrong on the server; try again, and tell its operator the X-Request-ID if it stays";
        assert_eq!(answer.status, 500);
        assert_eq!(answer.json(), json!({ "code": "internal", "message": message, "detail": message }));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        let metrics = somebody.get("/metrics").await.text();
        assert!(metrics.contains("pallium_panics_total{where=\"http\"}"), "{metrics}");
        somebody.get("/health").await.ok();
    }
}

fn boom(cfg: &mut web::ServiceConfig) {
    cfg.route("/boom", web::get().to(panics));
}

async fn panics() -> actix_web::HttpResponse {
    panic!("the test's own panic")
}
