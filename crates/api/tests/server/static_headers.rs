//! Headers that keep a page from doing what it should not.

use testing::{Answer, TestApp, on_both_databases};

const CSP: &str = "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; \
     img-src 'self' blob: data:; connect-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'; \
     form-action 'self'";

#[track_caller]
fn check(answer: &Answer, csp: &str) {
    let expected = [
        ("content-security-policy", csp),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
        ("x-frame-options", "DENY"),
    ];
    for (name, value) in expected {
        assert_eq!(answer.header(name), value, "{name} of {}", answer.asked);
    }
}

on_both_databases! {
    async fn every_answer_has_them(app: TestApp) {
        let somebody = app.anonymous();
        for path in ["/", "/health", "instance", "nothing", "conversations"] {
            check(&somebody.get(path).await, CSP);
        }
    }

    async fn answers_about_a_user_are_not_kept(app: TestApp) {
        let owner = app.owner().await;
        for path in ["auth/me", "conversations", "nothing"] {
            assert_eq!(owner.get(path).await.header("cache-control"), "no-store", "{path}");
        }
    }

    async fn the_documentation_page_may_style_itself_but_loads_nothing_from_elsewhere(app: TestApp) {
        let answer = app.anonymous().get("/api/v1/docs/").await;
        assert_eq!(answer.status, 200);
        let csp = CSP.replace("style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' blob: data:", "style-src 'self' 'unsafe-inline'; img-src 'self' data:");
        check(&answer, &csp);
        assert!(!answer.text().contains("https://"), "{}", answer.text());
        for asset in ["swagger-ui.css", "swagger-ui-bundle.js", "swagger-initializer.js"] {
            assert_eq!(app.anonymous().get(&format!("/api/v1/docs/{asset}")).await.status, 200, "{asset}");
        }
    }
}
