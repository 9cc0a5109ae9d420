//! Search over titles and messages.

use serde_json::{Value, json};
use testing::vendor::Script;
use testing::{TestApp, on_both_databases};

use crate::talk::{Talk, id_of};

fn matched(hit: &Value) -> Vec<String> {
    let pieces = hit["snippet"].as_array().unwrap();
    pieces.iter().filter(|p| p["match"] == true).map(|p| p["text"].as_str().unwrap().to_owned()).collect()
}

on_both_databases! {
    async fn words_of_questions_answers_and_titles_are_found_with_their_place(app: TestApp) {
        let talk = Talk::new(&app).await;
        talk.vendor.script(Script::text("Der Käse reift im Keller."));
        let run = id_of(&talk.ask("Wo reift der Gouda?").await);
        let found = talk.owner.get("search?q=k%C3%A4s").await.ok();
        let hit = &found["items"][0];
        assert_eq!((&hit["run_id"], &hit["role"], &hit["conversation_id"]), (&json!(run), &json!("assistant"), &json!(talk.id)));
        assert_eq!(matched(hit), ["Käse"]);
        let found = talk.owner.get("search?q=GOUDA").await.ok();
        let runs: Vec<_> = found["items"].as_array().unwrap().iter().map(|hit| hit["run_id"].clone()).collect();
        assert_eq!(runs, [json!(null), json!(run)], "the title, then the message");
        assert_eq!(talk.owner.get("search?q=gouda+keller").await.ok()["items"], json!([]), "all words must occur in one text");
    }

    async fn nobody_finds_anothers_words_or_what_lies_in_the_bin(app: TestApp) {
        let talk = Talk::new(&app).await;
        talk.ask("zebra").await;
        let eve = app.member("eve").await;
        assert_eq!(eve.get("search?q=zebra").await.ok()["items"], json!([]));
        talk.owner.delete(&format!("conversations/{}", talk.id)).await.with(204);
        assert_eq!(talk.owner.get("search?q=zebra").await.ok()["items"], json!([]));
        talk.owner.act(&format!("conversations/{}/restore", talk.id)).await.ok();
        assert_ne!(talk.owner.get("search?q=zebra").await.ok()["items"], json!([]));
    }

    async fn hostile_queries_are_words_and_empty_ones_are_refused(app: TestApp) {
        let talk = Talk::new(&app).await;
        talk.ask("plain words").await;
        for query in ["%22%20OR%20*%20(", "NEAR(", "a%27%3B--", "%00x", "words%3A*", "%2B-%26%7C!"] {
            let answer = talk.owner.get(&format!("search?q={query}")).await;
            assert!(matches!(answer.status, 200 | 422), "{query}: {} {}", answer.status, answer.text());
        }
        assert_eq!(talk.owner.get("search?q=+").await.error(), (422, "invalid".into()));
        assert_eq!(talk.owner.get(&format!("search?q={}", "x".repeat(201))).await.error(), (422, "invalid".into()));
    }

    async fn pages_of_hits_have_no_gaps(app: TestApp) {
        let talk = Talk::new(&app).await;
        for number in 0..5 {
            talk.ask(&format!("needle {number}")).await;
        }
        let all = talk.owner.get("search?q=needle").await.ok()["items"].as_array().unwrap().clone();
        let mut paged = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = talk.owner.get(&format!("search?q=needle&limit=3{cursor}")).await.ok();
            paged.extend(page["items"].as_array().unwrap().clone());
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(paged, all);
        assert!(all.len() >= 10, "questions and answers: {}", all.len());
    }
}
