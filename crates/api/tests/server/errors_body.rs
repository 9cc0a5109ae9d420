//! Bodies that are not what the route documents.

use reqwest::Method;
use serde_json::json;
use testing::{Answer, Client, TestApp, on_both_databases};

async fn send(client: &Client, content_type: &str, body: &'static str) -> Answer {
    client.send(client.request(Method::POST, "folders").header("content-type", content_type).body(body)).await
}

on_both_databases! {
    async fn what_is_not_json_is_named_by_its_position(app: TestApp) {
        let answer = send(&app.owner().await, "application/json", "{\"name\": oops}").await;
        assert_eq!(answer.status, 400);
        let message = "the body is not JSON (line 1, column 10): expected value";
        assert_eq!(answer.json(), json!({ "code": "malformed_json", "message": message, "detail": message }));
    }

    async fn json_of_another_shape_is_named_by_its_field(app: TestApp) {
        let answer = send(&app.owner().await, "application/json", "{\"name\": 7}").await;
        assert_eq!(answer.status, 422);
        let wrong = "invalid type: integer `7`, expected a string";
        let message = format!("name: {wrong}");
        let errors = json!([{ "field": "name", "message": wrong }]);
        let body = json!({ "code": "invalid", "message": message, "detail": message, "field": "name", "errors": errors });
        assert_eq!(answer.json(), body);
    }

    async fn another_content_type_is_refused(app: TestApp) {
        let owner = app.owner().await;
        for content_type in ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16"] {
            let answer = send(&owner, content_type, "{\"name\": \"a\"}").await;
            assert_eq!(answer.error(), (415, "unsupported_media_type".into()), "{content_type}");
        }
        assert_eq!(owner.get("folders").await.ok()["items"], json!([]));
    }

    async fn every_wrong_field_is_listed(app: TestApp) {
        let form = json!({ "email": "nobody", "name": "", "password": "short" });
        let answer = app.anonymous().post("auth/register", form).await;
        assert_eq!(answer.error(), (422, "invalid".into()));
        let body = answer.json();
        let fields: Vec<&str> = body["errors"].as_array().unwrap().iter().filter_map(|it| it["field"].as_str()).collect();
        assert_eq!(fields, ["email", "name", "password"]);
        assert_eq!(body["field"], "email");
    }

    async fn a_body_that_ends_early_leaves_nothing_behind(app: TestApp) {
        let owner = app.owner().await;
        let token = owner.token.clone().unwrap();
        let head = format!(
            "POST /api/v1/folders HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\ncontent-length: 100\r\nconnection: close\r\n\r\n{{\"name\": \"half\""
        );
        let address = app.origin.trim_start_matches("http://");
        let mut socket = std::net::TcpStream::connect(address).unwrap();
        std::io::Write::write_all(&mut socket, head.as_bytes()).unwrap();
        socket.shutdown(std::net::Shutdown::Both).unwrap();
        assert_eq!(owner.get("folders").await.ok()["items"], json!([]));
    }
}
