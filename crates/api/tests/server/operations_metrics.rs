//! `/metrics`: what it holds and who may read it.

use reqwest::Method;
use testing::{Client, Database, TestApp, on_both_databases};

/// Asks as a proxy would that speaks for somebody elsewhere.
async fn status_from_elsewhere(client: &Client) -> u16 {
    client.send(client.request(Method::GET, "/metrics").header("x-forwarded-for", "203.0.113.9")).await.status
}

on_both_databases! {
    async fn requests_and_database_time_are_counted_by_route(app: TestApp) {
        app.owner().await.get("conversations?limit=3").await.ok();
        let page = app.anonymous().get("/metrics").await;
        assert_eq!(page.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
        let text = page.text();
        let expected = [
            "pallium_http_requests_total{method=\"GET\",route=\"/api/v1/conversations\",status=\"200\"}",
            "pallium_http_request_seconds_bucket{method=\"GET\",route=\"/api/v1/conversations\",status=\"200\",le=\"0.01\"}",
            "pallium_db_seconds_bucket{op=\"read\",le=\"0.001\"}",
            "pallium_build_info{version=",
        ];
        for line in expected {
            assert!(text.contains(line), "{line} is missing in:\n{text}");
        }
        assert!(!text.contains("limit=3"), "a query is no route");
    }

    async fn from_elsewhere_only_administrators_read_them(app: TestApp) {
        assert_eq!(status_from_elsewhere(&app.anonymous()).await, 401);
        assert_eq!(status_from_elsewhere(&app.member("bob").await).await, 403);
        assert_eq!(status_from_elsewhere(&app.admin("ada").await).await, 200);
    }

    async fn a_rebound_name_is_not_this_machine(app: TestApp) {
        let somebody = app.anonymous();
        let request = somebody.request(Method::GET, "/metrics").header("host", "evil.example");
        assert_eq!(somebody.send(request).await.error(), (401, "login_required".into()));
    }

    async fn a_setting_opens_them_to_all(database: Database) {
        let app = TestApp::builder(database).setting("server.metrics_public", "true").start().await;
        assert_eq!(status_from_elsewhere(&app.anonymous()).await, 200);
    }
}
