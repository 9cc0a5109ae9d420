//! Reading files that nobody keeps.

use serde_json::json;
use testing::{Database, TestApp, on_both_databases};

use crate::support::send_files;

const CSV: &[u8] = b"name,price\nApple,1\nPear,2\n";
const PAGE: &[u8] =
    b"<html><head><title>Frogs</title></head><body><nav><a href='/'>Home</a></nav><article><h1>Frogs</h1>\
    <p>Frogs are amphibians that live near water, and most of them can jump many times their own length.</p>\
    <p>Their skin is thin, so that they breathe through it, which is why clean water matters so much to them.</p>\
    </article><footer>Imprint</footer></body></html>";

on_both_databases! {
    async fn a_file_comes_back_as_text_in_the_shape_that_clients_read(database: Database) {
        let app = TestApp::builder(database).with_jobs().start().await;
        let owner = app.owner().await;
        let answer = send_files(&owner, "documents/process", "file", &[("prices.csv", CSV)]).await.ok();
        let text = "| name | price |\n| --- | --- |\n| Apple | 1 |\n| Pear | 2 |\n";
        assert_eq!(answer, json!({
            "filename": "prices.csv", "file_type": "csv", "content_type": "text/csv", "file_size": CSV.len(),
            "extracted_text": text, "text_length": text.chars().count(),
            "processing_success": true, "detected_type": "csv",
        }));
        let path = "documents/process?include_chunks=true&max_chars=16";
        let cut = send_files(&owner, path, "file", &[("prices.csv", CSV)]).await.ok();
        assert_eq!(cut["extracted_text"], "| name | price |");
        assert_eq!(cut["chunks"], json!([{ "index": 1, "text": "| name | price |", "char_count": 16 }]));
        assert_eq!(cut["chunk_metadata"], json!({ "truncated": false, "total_chunks": 1, "segment_count": 1 }));
    }

    async fn the_frame_of_a_web_page_is_left_out_unless_it_is_wanted(database: Database) {
        let app = TestApp::builder(database).with_jobs().start().await;
        let owner = app.owner().await;
        let article = send_files(&owner, "documents/process", "file", &[("frogs.html", PAGE)]).await.ok();
        let words = article["extracted_text"].as_str().unwrap();
        assert!(words.contains("amphibians") && !words.contains("Imprint"), "{words}");
        assert_eq!(article["metadata"]["title"], "Frogs");
        let path = "documents/process?strip_boilerplate=false";
        let whole = send_files(&owner, path, "file", &[("frogs.html", PAGE)]).await.ok();
        assert!(whole["extracted_text"].as_str().unwrap().contains("Imprint"), "{whole}");
    }

    async fn one_bad_file_does_not_keep_the_others_from_being_read(database: Database) {
        let app = TestApp::builder(database).with_jobs().start().await;
        let owner = app.owner().await;
        let files: [(&str, &[u8]); 3] = [("a.txt", b"one"), ("b.docx", b"PK\x03\x04 broken"), ("c.md", b"# three")];
        let answer = send_files(&owner, "documents/process-multiple", "files", &files).await.ok();
        let counts = json!([answer["total_files"], answer["successful_files"], answer["failed_files"]]);
        assert_eq!(counts, json!([3, 2, 1]));
        let bad = &answer["results"][1];
        assert_eq!((&bad["filename"], &bad["processing_success"]), (&json!("b.docx"), &json!(false)));
        assert!(bad["error"].as_str().unwrap().contains("damaged"), "{bad}");
        assert_eq!(answer["results"][2]["extracted_text"], "# three\n");
        let many = vec![("a.txt", b"x".as_slice()); 11];
        let refused = send_files(&owner, "documents/process-multiple", "files", &many).await;
        assert_eq!(refused.error(), (422, "invalid".into()));
    }

    async fn a_long_file_comes_in_segments_and_says_that_it_was_cut(database: Database) {
        let app = TestApp::builder(database).with_jobs().start().await;
        let owner = app.owner().await;
        let long = "word ".repeat(40_000);
        let answer = send_files(&owner, "documents/process-text-context", "file", &[("a.txt", long.as_bytes())]).await.ok();
        let segments = answer["segments"].as_array().unwrap();
        assert_eq!((segments.len(), &answer["segment_count"], &answer["truncated"]), (25, &json!(25), &json!(true)));
        assert!(segments.iter().all(|it| it["char_count"].as_u64().unwrap() <= 2_000));
        assert!(answer["truncation_notice"].is_string());
        let limits = json!([answer["max_total_chars"], answer["max_segments"], answer["max_chars_per_segment"], answer["overlap_chars"]]);
        assert_eq!(limits, json!([60_000, 25, 2_000, 200]));
        let short = send_files(&owner, "documents/process-text-context", "file", &[("a.txt", b"one\n\ntwo")]).await.ok();
        assert_eq!(short["segments"], json!([{ "index": 1, "text": "one\n\ntwo", "char_count": 8 }]));
        assert_eq!((&short["truncated"], short.get("truncation_notice")), (&json!(false), None));
    }

    async fn what_cannot_be_read_is_refused_with_its_reason(database: Database) {
        let app = TestApp::builder(database).with_jobs().start().await;
        let owner = app.owner().await;
        let path = "documents/process";
        let large = vec![b'x'; (10 << 20) + 1];
        assert_eq!(send_files(&owner, path, "file", &[("a.txt", &large)]).await.error(), (413, "upload_too_large".into()));
        let damaged = send_files(&owner, path, "file", &[("a.docx", b"PK\x03\x04 broken")]).await;
        assert_eq!(damaged.error(), (422, "file_damaged".into()));
        let unknown = send_files(&owner, path, "file", &[("a.bin", b"\x7fELF\x02\x01\x01\x00\x00\x00")]).await;
        assert_eq!(unknown.error(), (415, "unsupported_file".into()));
        assert_eq!(send_files(&owner, path, "other", &[("a.txt", b"x")]).await.error(), (400, "malformed_upload".into()));
        let anonymous = app.anonymous();
        assert_eq!(send_files(&anonymous, path, "file", &[("a.txt", b"x")]).await.status, 401);
        let wrong = send_files(&owner, "documents/process?max_chars=0", "file", &[("a.txt", b"x")]).await;
        assert_eq!(wrong.error(), (422, "invalid".into()));
    }

    async fn a_client_may_ask_which_files_are_read(app: TestApp) {
        assert_eq!(app.anonymous().get("documents/supported-types").await.status, 401);
        let types = app.owner().await.get("documents/supported-types").await.ok();
        assert_eq!((&types["max_file_size_mb"], &types["max_files_per_request"]), (&json!(10), &json!(10)));
        assert_eq!(types["supported_types"]["application/pdf"], "pdf");
        assert!(types["extensions"].as_array().unwrap().contains(&json!("odt")));
        assert!(types["canonical_types"].as_array().unwrap().contains(&json!("docx")));
    }
}
