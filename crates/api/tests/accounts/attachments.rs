//! Uploaded files.

use reqwest::Method;
use serde_json::json;
use testing::{Database, TestApp, on_both_databases};

use crate::support::{png, upload, wrong_fields};

/// Files below the folder of blobs, temporary ones included.
fn files(dir: &std::path::Path) -> usize {
    let Ok(entries) = std::fs::read_dir(dir) else { return 0 };
    entries.map(|entry| entry.unwrap().path()).map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}

on_both_databases! {
    async fn an_uploaded_image_comes_back_byte_for_byte(app: TestApp) {
        let owner = app.owner().await;
        let made = upload(&owner, "../pictures/cat.txt", &png()).await.with(201);
        let about = json!([made["name"], made["media_type"], made["bytes"]]);
        assert_eq!(about, json!(["cat.txt", "image/png", png().len()]));
        let path = format!("attachments/{}", made["id"].as_str().unwrap());
        assert_eq!(owner.get(&path).await.ok(), made);
        let content = owner.get(&format!("{path}/content")).await;
        assert_eq!(content.bytes, png());
        for (header, value) in [
            ("content-type", "image/png"),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; sandbox"),
        ] {
            assert_eq!(content.header(header), value);
        }
    }

    async fn equal_files_share_one_blob(app: TestApp) {
        let (owner, bob) = (app.owner().await, app.member("bob").await);
        let (one, two) = (upload(&owner, "a.png", &png()).await.with(201), upload(&bob, "b.png", &png()).await.with(201));
        assert_ne!(one["id"], two["id"]);
        assert_eq!(files(&app.data_dir().join("blobs")), 1);
    }

    async fn hole_5_anothers_attachment_is_not_found(app: TestApp) {
        let (owner, bob) = (app.owner().await, app.member("bob").await);
        let made = upload(&bob, "a.png", &png()).await.with(201);
        let path = format!("attachments/{}", made["id"].as_str().unwrap());
        for path in [path.clone(), format!("{path}/content")] {
            assert_eq!(owner.get(&path).await.error(), (404, "attachment_not_found".into()));
        }
    }

    async fn the_bytes_decide_and_what_is_refused_leaves_nothing(database: Database) {
        let app = TestApp::builder(database).setting("server.upload_bytes_max", "1KiB").start().await;
        let owner = app.owner().await;
        let script = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
        assert_eq!(upload(&owner, "a.png", script).await.error(), (415, "unsupported_file".into()));
        assert_eq!(upload(&owner, "a.png", b"\x89PN").await.error(), (415, "unsupported_file".into()));
        let mut large = png();
        large.resize(4096, 0);
        assert_eq!(upload(&owner, "a.png", &large).await.error(), (413, "upload_too_large".into()));
        assert_eq!(wrong_fields(&upload(&owner, "..", &png()).await), ["file"]);
        assert_eq!(files(&app.data_dir().join("blobs")), 0);
    }

    async fn what_is_no_form_of_parts_is_refused(app: TestApp) {
        let owner = app.owner().await;
        let json = owner.post("attachments", json!({ "file": "x" })).await;
        assert_eq!(json.error(), (415, "unsupported_media_type".into()));
        for body in ["", "--edge--\r\n", "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n"] {
            let request = owner
                .request(Method::POST, "attachments")
                .header("content-type", "multipart/form-data; boundary=edge")
                .body(body);
            assert_eq!(owner.send(request).await.error(), (400, "malformed_upload".into()), "{body}");
        }
        assert_eq!(files(&app.data_dir().join("blobs")), 0);
    }
}
