//! The web app's files.

use reqwest::Method;
use testing::{Answer, Database, TestApp, on_both_databases};

const SCRIPT: &str = "console.log('hello')";
const COMPRESSED: &str = "stands for brotli";

/// A server over a small build of its own; the built-in one changes with the frontend.
async fn small_app(database: Database) -> TestApp {
    let builder = TestApp::builder(database);
    let dist = builder.data_dir().join("dist");
    std::fs::create_dir_all(dist.join("assets")).unwrap();
    let files =
        [("index.html", "<!doctype html>"), ("assets/app-1a2b.js", SCRIPT), ("assets/app-1a2b.js.br", COMPRESSED)];
    for (path, text) in files {
        std::fs::write(dist.join(path), text).unwrap();
    }
    builder.setting("server.frontend_dir", &dist.display().to_string()).start().await
}

async fn get_with(app: &TestApp, path: &str, name: &str, value: &str) -> Answer {
    let somebody = app.anonymous();
    somebody.send(somebody.request(Method::GET, path).header(name, value)).await
}

on_both_databases! {
    async fn a_hashed_file_is_kept_for_a_year(database: Database) {
        let app = small_app(database).await;
        let answer = app.anonymous().get("/assets/app-1a2b.js").await;
        assert_eq!((answer.status, answer.text().as_str()), (200, SCRIPT));
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(answer.header("vary"), "Accept-Encoding");
        assert_eq!(answer.header("content-encoding"), "");
    }

    async fn brotli_is_sent_to_whoever_takes_it(database: Database) {
        let app = small_app(database).await;
        for accepted in ["br", "gzip, deflate, br, zstd", "gzip;q=0.5, br;q=0.9"] {
            let answer = get_with(&app, "/assets/app-1a2b.js", "accept-encoding", accepted).await;
            assert_eq!((answer.header("content-encoding"), answer.text().as_str()), ("br", COMPRESSED), "{accepted}");
        }
        for refused in ["gzip", "br;q=0", "identity"] {
            let answer = get_with(&app, "/assets/app-1a2b.js", "accept-encoding", refused).await;
            assert_eq!((answer.header("content-encoding"), answer.text().as_str()), ("", SCRIPT), "{refused}");
        }
    }

    async fn the_page_is_asked_for_again_and_not_sent_twice(database: Database) {
        let app = small_app(database).await;
        let first = app.anonymous().get("/").await;
        assert_eq!((first.status, first.header("cache-control")), (200, "no-cache"));
        let second = get_with(&app, "/", "if-none-match", first.header("etag")).await;
        assert_eq!((second.status, second.bytes.len(), second.header("etag")), (304, 0, first.header("etag")));
        assert_eq!(get_with(&app, "/", "if-none-match", "\"other\"").await.status, 200);
    }

    async fn every_view_of_the_app_is_the_same_page(database: Database) {
        let app = small_app(database).await;
        for view in ["/login", "/c/0193a5b0-7d5c-7cc2-a1b2-0123456789ab", "/settings/connections"] {
            assert_eq!(app.anonymous().get(view).await.text(), "<!doctype html>", "{view}");
        }
    }

    async fn what_is_no_view_is_404(database: Database) {
        let app = small_app(database).await;
        for path in ["/assets/app-9z9z.js", "/assets/", "/robots.txt", "/api", "/assets/app-1a2b.js.br"] {
            assert_eq!(app.anonymous().get(path).await.error(), (404, "not_found".into()), "{path}");
        }
    }

    async fn the_page_is_only_read(database: Database) {
        let app = small_app(database).await;
        let somebody = app.anonymous();
        let answer = somebody.act("/login").await;
        assert_eq!((answer.error(), answer.header("allow")), ((405, "method_not_allowed".into()), "GET, HEAD"));
        let head = somebody.send(somebody.request(Method::HEAD, "/")).await;
        assert_eq!((head.status, head.bytes.len(), head.header("content-length")), (200, 0, "15"));
    }
}

#[test]
fn a_build_is_always_built_in() {
    testing::run(async {
        let app = TestApp::start(Database::Sqlite).await;
        let page = app.anonymous().get("/").await;
        assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    });
}
