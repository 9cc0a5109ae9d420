//! Titles: at once from the first words, then by a model, never over the user's own.

use serde_json::json;
use testing::vendor::{Script, Step};
use testing::{TestApp, on_both_databases};

use crate::talk::{Talk, kind, send};

on_both_databases! {
    async fn the_first_words_are_the_title_before_the_answer_begins(app: TestApp) {
        let talk = Talk::new(&app).await;
        assert_eq!(talk.conversation_now().await["title_source"], "default");
        talk.vendor.script(Script::steps([Step::wait("gate"), Step::finish()]));
        let mut events = talk.listen(&send("What is   a monad?\nIn short")).await;
        let frames = events.until(|frame| frame.data["name"] == "title").await;
        assert_eq!(frames.last().unwrap().data["value"]["title"], "What is a monad? In short");
        let now = talk.conversation_now().await;
        assert_eq!((&now["title"], &now["title_source"]), (&json!("What is a monad? In short"), &json!("first_words")));
        talk.vendor.release("gate");
    }

    async fn a_title_model_writes_a_better_one_after_the_first_answer(app: TestApp) {
        let talk = Talk::new(&app).await;
        talk.owner.patch("instance/settings", json!({ "title_model": talk.model })).await.ok();
        talk.vendor.script(Script::text("A burrito.").when("What is a monad?"));
        talk.vendor.script(Script::text("\"Monads explained\"\n").when("User: What is a monad?"));
        let mut hints = talk.owner.events("events").await;
        talk.ask("What is a monad?").await;
        hints.until(|frame| kind(frame) == "conversation_changed").await;
        let now = talk.conversation_now().await;
        assert_eq!((&now["title"], &now["title_source"]), (&json!("Monads explained"), &json!("model")));
        // The second answer makes no second title.
        let calls = talk.vendor.requests().len();
        talk.ask("And a functor?").await;
        assert_eq!(talk.vendor.requests().len(), calls + 1);
    }

    async fn a_users_title_is_never_replaced(app: TestApp) {
        let talk = Talk::new(&app).await;
        talk.owner.patch("instance/settings", json!({ "title_model": talk.model })).await.ok();
        talk.owner.patch(&format!("conversations/{}", talk.id), json!({ "title": "Mine" })).await.ok();
        talk.ask("What is a monad?").await;
        let mut talk = talk;
        let again = app.again();
        app.stop().await.unwrap();
        assert_eq!(talk.vendor.requests().iter().filter(|request| request.method == "POST").count(), 1, "the answer only");
        let app = again.start().await;
        talk.owner = app.login("owner@example.org").await;
        let now = talk.conversation_now().await;
        assert_eq!((&now["title"], &now["title_source"]), (&json!("Mine"), &json!("user")));
    }
}
