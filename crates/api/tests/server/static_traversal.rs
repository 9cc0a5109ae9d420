//! Hole 6 of BrainDrive: its file route joined paths unchecked, so that any file of the host could be read.

use testing::{Database, TestApp, exchange, on_both_databases};

const SECRET: &str = "this file lies beside the web app";

on_both_databases! {
    async fn hole_6_no_path_leads_out_of_the_web_app(database: Database) {
        let builder = TestApp::builder(database);
        let dist = builder.data_dir().join("dist");
        std::fs::create_dir_all(dist.join("assets")).unwrap();
        std::fs::write(dist.join("index.html"), "<!doctype html>").unwrap();
        std::fs::write(builder.data_dir().join("secret.txt"), SECRET).unwrap();
        std::os::unix::fs::symlink(builder.data_dir().join("secret.txt"), dist.join("assets/link.txt")).unwrap();
        let app = builder.setting("server.frontend_dir", &dist.display().to_string()).start().await;
        let paths = [
            "/../secret.txt",
            "/assets/../../secret.txt",
            "/..%2fsecret.txt",
            "/assets/..%2f..%2fsecret.txt",
            "/%2e%2e/secret.txt",
            "/%2e%2e%2fsecret.txt",
            "/..%252fsecret.txt",
            "/..\\secret.txt",
            "/..%5csecret.txt",
            "/assets/link.txt",
            "//etc/hostname",
            "/%2Fetc%2Fhostname",
            "/....//secret.txt",
            "/assets/..%00/secret.txt",
            "/index.html/../../secret.txt",
        ];
        let hostname = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
        for path in paths {
            let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
            let answer = exchange(&app.origin, request.as_bytes()).await;
            assert!(!answer.contains(SECRET), "{path}: {answer}");
            let (_, body) = answer.split_once("\r\n\r\n").unwrap_or(("", ""));
            assert!(body != hostname || hostname.is_empty(), "{path}: {answer}");
            assert!(answer.starts_with("HTTP/1.1 40") || body == "<!doctype html>", "{path}: {answer}");
        }
    }
}
