//! Pictures in messages.

use reqwest::Method;
use serde_json::{Value, json};
use testing::{Client, TestApp, on_both_databases};

use crate::talk::{Talk, answer, status, text};

/// The smallest PNG: one pixel.
pub(crate) const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 6,
    0, 0, 0, 0x1F, 0x15, 0xC4, 0x89,
];

pub(crate) async fn upload(client: &Client, name: &str, bytes: &[u8]) -> testing::Answer {
    let head = format!("--cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    let body = [head.as_bytes(), bytes, b"\r\n--cut--\r\n"].concat();
    let request =
        client.request(Method::POST, "attachments").header("content-type", "multipart/form-data; boundary=cut");
    client.send(request.body(body)).await
}

pub(crate) fn picture(id: &Value) -> Value {
    json!({ "action": "send", "input": { "text": "what is this?", "attachment_ids": [id] } })
}

on_both_databases! {
    async fn a_picture_reaches_the_vendor_and_is_kept(app: TestApp) {
        let talk = Talk::new(&app).await;
        let attachment = upload(&talk.owner, "../pixel.png", PNG).await.with(201);
        assert_eq!((&attachment["name"], &attachment["media_type"]), (&json!("pixel.png"), &json!("image/png")));
        let turn = talk.finish(&picture(&attachment["id"])).await;
        assert_eq!((status(&turn), answer(&turn).as_str()), ("completed", "You said: what is this?"));
        assert_eq!(turn["input"]["parts"], json!([
            { "type": "image", "attachment_id": attachment["id"] },
            { "type": "text", "text": "what is this?" },
        ]));
        let sent = talk.vendor.requests().last().unwrap().body["messages"][0]["content"].clone();
        let url = text(&sent[0]["image_url"], "url");
        assert!(url.starts_with("data:image/png;base64,iVBORw0KGgo"), "{url}");
        let content = talk.owner.get(&format!("attachments/{}/content", text(&attachment, "id"))).await;
        assert_eq!((content.bytes.as_ref(), content.header("content-type")), (PNG, "image/png"));
        assert_eq!(content.header("x-content-type-options"), "nosniff");
    }

    async fn anothers_picture_does_not_exist(app: TestApp) {
        let talk = Talk::new(&app).await;
        let eve = app.member("eve").await;
        let eves = upload(&eve, "p.png", PNG).await.with(201);
        let gone = (404, "attachment_not_found".to_owned());
        assert_eq!(talk.owner.post(&talk.runs(), picture(&eves["id"])).await.error(), gone);
        assert_eq!(talk.owner.get(&format!("attachments/{}", text(&eves, "id"))).await.error(), gone);
        assert_eq!(talk.owner.get(&format!("attachments/{}/content", text(&eves, "id"))).await.error(), gone);
    }

    async fn the_bytes_decide_what_a_file_is(app: TestApp) {
        let owner = app.owner().await;
        let page = b"<html><script>alert(1)</script>";
        assert_eq!(upload(&owner, "page.png", page).await.error(), (415, "unsupported_file".into()));
        let page = upload(&owner, "page.txt", page).await.with(201);
        assert_eq!((&page["media_type"], &page["document"]["state"]), (&json!("text/html"), &json!("queued")));
        let content = owner.get(&format!("attachments/{}/content", text(&page, "id"))).await;
        assert!(content.header("content-disposition").starts_with("attachment"), "a browser does not run it");
        assert_eq!(content.header("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!(upload(&owner, "empty.png", b"").await.status, 415);
    }
}
