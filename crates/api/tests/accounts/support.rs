//! What these tests share.

use reqwest::Method;
use serde_json::{Value, json};
use testing::{Answer, Client, TestApp};

/// The password of every test account.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// What a browser with this refresh cookie gets.
pub(crate) async fn refresh(client: &Client, token: &str) -> Answer {
    let request = client.request(Method::POST, "auth/refresh").header("cookie", format!("pallium_refresh={token}"));
    client.send(request).await
}

/// An attempt to log in.
pub(crate) async fn try_login(app: &TestApp, email: &str, password: &str) -> Answer {
    app.anonymous().post("auth/login", json!({ "email": email, "password": password })).await
}

/// The same person with another access token.
pub(crate) fn with_token(client: &Client, token: &str) -> Client {
    Client { token: Some(token.to_owned()), ..client.clone() }
}

/// The actions of the audit log, newest first.
pub(crate) async fn audited(app: &TestApp) -> Vec<String> {
    let log = app.owner().await.get("audit?limit=200").await.ok();
    items(&log).iter().map(|entry| entry["action"].as_str().unwrap_or_default().to_owned()).collect()
}

/// The items of a list.
pub(crate) fn items(list: &Value) -> Vec<Value> {
    list["items"].as_array().cloned().unwrap_or_default()
}

/// The fields that a validation refused.
pub(crate) fn wrong_fields(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.error(), (422, "invalid".to_owned()), "{}", answer.text());
    let body = answer.json();
    let errors = body["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|error| error["field"].as_str().unwrap_or_default().to_owned()).collect()
}

/// The smallest PNG there is.
pub(crate) fn png() -> Vec<u8> {
    let mut bytes = vec![0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A];
    bytes.extend([0; 60]);
    bytes
}

/// An upload of one file.
pub(crate) async fn upload(client: &Client, name: &str, bytes: &[u8]) -> Answer {
    let mut body = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n"
    )
    .into_bytes();
    body.extend(bytes);
    body.extend(b"\r\n--edge--\r\n");
    let request = client
        .request(Method::POST, "attachments")
        .header("content-type", "multipart/form-data; boundary=edge")
        .body(body);
    client.send(request).await
}
