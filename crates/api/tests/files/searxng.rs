//! Search on the web, through a SearXNG that says what it is told to.

use reqwest::Method;
use serde_json::{Value, json};
use testing::{Client, Database, TestApp, on_both_databases};

use crate::support::ScriptedWeb;

const FOUND: &str = r#"{"query":"frogs","number_of_results":1,"results":[{"url":"https://a.example/frogs","title":"Frogs","content":"They jump."}],"unknown":[1]}"#;
const ARTICLE: &str = "<html><body><nav>Menu</nav><article><h1>Frogs</h1><p>Frogs are amphibians that live near water, \
    and most of them can jump many times their own length.</p><p>Their skin is thin, and they breathe through it.</p>\
    </article></body></html>";

async fn scrape(client: &Client, query: &str, urls: &[String]) -> testing::Answer {
    client.send(client.request(Method::POST, &format!("searxng/scrape{query}")).json(urls)).await
}

on_both_databases! {
    async fn a_search_is_passed_on_and_its_answer_comes_back_whole(database: Database) {
        let web = ScriptedWeb::start(&[("/search", 200, "application/json", FOUND), ("/", 200, "text/html", "")]).await;
        let app = TestApp::builder(database).setting("web_search.searxng_url", &web.origin).start().await;
        let owner = app.owner().await;
        let answer = owner.get("searxng/web?q=frogs%20%26%20toads&time_range=year&language=de").await.ok();
        assert_eq!(answer, serde_json::from_str::<Value>(FOUND).unwrap());
        assert_eq!(
            web.asked(),
            ["/search?q=frogs+%26+toads&format=json&categories=general&language=de&time_range=year&safesearch=1"]
        );
        assert_eq!(owner.get("searxng/web?q=%20").await.error(), (422, "invalid".into()));
        assert_eq!(app.anonymous().get("searxng/web?q=x").await.status, 401);
        let health = app.owner().await.get("searxng/health").await.ok();
        assert_eq!(health, json!({ "status": "healthy", "accessible": true }));
    }

    async fn a_search_service_that_fails_is_named_as_the_reason(database: Database) {
        let web = ScriptedWeb::start(&[("/search", 403, "text/plain", "no json")]).await;
        let app = TestApp::builder(database).setting("web_search.searxng_url", &web.origin).start().await;
        let refused = app.owner().await.get("searxng/web?q=x").await;
        assert_eq!(refused.error(), (502, "web_search_failed".into()));
        let health = app.owner().await.get("searxng/health").await.ok();
        assert_eq!((&health["status"], &health["accessible"]), (&json!("unhealthy"), &json!(false)));
        assert!(health["error"].as_str().unwrap().contains("404"), "{health}");
    }

    async fn without_an_address_there_is_no_search(app: TestApp) {
        assert_eq!(app.owner().await.get("searxng/web?q=x").await.error(), (403, "web_search_off".into()));
        let health = app.owner().await.get("searxng/health").await.ok();
        assert_eq!((&health["status"], &health["accessible"]), (&json!("unhealthy"), &json!(false)));
    }

    async fn pages_come_back_as_their_articles(database: Database) {
        let web = ScriptedWeb::start(&[("/frogs", 200, "text/html", ARTICLE), ("/moved", 302, "text/html", "/frogs")]).await;
        let app = TestApp::builder(database).setting("knowledge.fetch_private", "true").with_jobs().start().await;
        let owner = app.owner().await;
        let urls = ["/frogs", "/moved", "/none"].map(|path| format!("{}{path}", web.origin));
        let answer = scrape(&owner, "?max_content_length=30", &urls).await.ok();
        let page = |url: &String| json!({
            "url": url, "success": true, "content": "# Frogs\n\nFrogs are amphibians ...", "content_length": 33,
        });
        assert_eq!(answer["results"][0], page(&urls[0]));
        assert_eq!(answer["results"][1], page(&urls[1]));
        assert_eq!(answer["results"][2], json!({
            "url": urls[2], "success": false, "content": "", "error": "the server answered with status 404",
        }));
        assert_eq!(answer["summary"], json!({ "total_urls": 3, "successful_scrapes": 2, "total_content_length": 66 }));
        let many = vec![urls[0].clone(); 6];
        assert_eq!(scrape(&owner, "", &many).await.error(), (422, "invalid".into()));
        assert_eq!(scrape(&owner, "", &[]).await.error(), (422, "invalid".into()));
    }

    async fn nobody_reaches_the_inside_through_a_page(database: Database) {
        let web = ScriptedWeb::start(&[("/secret", 200, "text/plain", "inside")]).await;
        let app = TestApp::builder(database).setting("knowledge.fetch_private", "true").with_jobs().start().await;
        let eve = app.member("eve").await;
        let port = web.origin.rsplit(':').next().unwrap();
        let urls = ["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"].map(|host| format!("http://{host}:{port}/secret"));
        let answer = scrape(&eve, "", &urls).await.ok();
        assert_eq!(answer["summary"]["successful_scrapes"], 0, "{answer}");
        let others = scrape(&eve, "", &["file:///etc/passwd".into(), "nonsense".into()]).await.ok();
        assert_eq!(others["summary"]["successful_scrapes"], 0, "{others}");
        assert_eq!(web.asked(), Vec::<String>::new());
    }
}
