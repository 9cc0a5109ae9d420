//! Answers that are kept, and those that are not.

use models::connection::ConnectionKind;
use reqwest::Method;
use serde_json::{Value, json};
use testing::vendor::{Script, Step};
use testing::{Database, TestApp, on_both_databases};

use crate::support::*;

const MODEL: &str = "vendor/scripted-large";

fn not_found() -> Value {
    json!(["invalid_request_error", null, null])
}

fn unknown_previous() -> Value {
    json!(["invalid_request_error", "previous_response_id", "previous_response_not_found"])
}

on_both_databases! {
    async fn an_answer_is_given_again_as_it_was(app: TestApp) {
        let _openai = vendor(&app, ConnectionKind::OpenAi, "Vendor").await;
        let _anthropic = vendor(&app, ConnectionKind::Anthropic, "Anthropic").await;
        let program = owners(&app).await;
        for model in [MODEL, "anthropic/scripted-large"] {
            for streamed in [false, true] {
                let response = ask(&program, question(model, "one"), streamed).await;
                let again = program.get(&path(&response)).await;
                assert!(again.header("content-type").starts_with("application/json"));
                assert_eq!(again.ok(), response);
            }
            let whole = program.post(RESPONSES, question(model, "one")).await;
            let again = program.get(&path(&whole.json())).await;
            assert_eq!(again.text(), whole.text());
        }
    }

    async fn a_deleted_answer_is_gone(app: TestApp) {
        let _vendor = vendor(&app, ConnectionKind::Anthropic, "Vendor").await;
        let program = owners(&app).await;
        let first = ask(&program, question(MODEL, "one"), false).await;
        let second = ask(&program, next(MODEL, "two", id(&first)), false).await;
        let deleted = program.delete(&path(&first)).await.ok();
        assert_eq!(deleted, json!({ "id": first["id"], "object": "response", "deleted": true }));
        assert_eq!(refusal(&program.get(&path(&first)).await, 404), not_found());
        assert_eq!(refusal(&program.delete(&path(&first)).await, 404), not_found());
        let refused = program.post(RESPONSES, next(MODEL, "three", id(&first))).await;
        assert_eq!(refusal(&refused, 400), unknown_previous());
        // What went on from it has its words.
        ask(&program, next(MODEL, "three", id(&second)), false).await;
    }

    async fn anothers_answer_is_not_found(app: TestApp) {
        let vendor = vendor(&app, ConnectionKind::OpenAi, "Vendor").await;
        let (mine, my_other) = (owners(&app).await, owners(&app).await);
        let theirs = program(&app, &app.member("Mia").await).await;
        let response = ask(&mine, question(MODEL, "a secret"), false).await;
        let sent = vendor.requests().len();
        for answer in [
            theirs.get(&path(&response)).await,
            theirs.delete(&path(&response)).await,
            theirs.act(&format!("{}/cancel", path(&response))).await,
        ] {
            assert_eq!(refusal(&answer, 404), not_found());
        }
        let refused = theirs.post(RESPONSES, next(MODEL, "and?", id(&response))).await;
        assert_eq!(refusal(&refused, 400), unknown_previous());
        assert_eq!(vendor.requests().len(), sent);
        // A vendor that gives both the same id does not mix them up.
        let other = ask(&theirs, question(MODEL, "mine"), false).await;
        assert_eq!(other["id"], response["id"]);
        theirs.delete(&path(&other)).await.ok();
        assert_eq!(my_other.get(&path(&response)).await.ok(), response);
        assert_eq!(app.anonymous().get(&path(&response)).await.status, 401);
    }

    async fn what_is_not_to_be_stored_is_not_kept(app: TestApp) {
        let _openai = vendor(&app, ConnectionKind::OpenAi, "Vendor").await;
        let _anthropic = vendor(&app, ConnectionKind::Anthropic, "Anthropic").await;
        let program = owners(&app).await;
        for model in [MODEL, "anthropic/scripted-large"] {
            for streamed in [false, true] {
                let body = json!({ "model": model, "input": "one", "store": false });
                let response = ask(&program, body, streamed).await;
                assert_eq!(refusal(&program.get(&path(&response)).await, 404), not_found());
                let refused = program.post(RESPONSES, next(model, "two", id(&response))).await;
                assert_eq!(refusal(&refused, 400), unknown_previous());
            }
        }
    }

    async fn what_is_not_to_be_stored_may_go_on_from_what_is(app: TestApp) {
        let vendor = vendor(&app, ConnectionKind::OpenAi, "Vendor").await;
        let program = owners(&app).await;
        let first = ask(&program, question(MODEL, "one"), false).await;
        let mut second = next(MODEL, "two", id(&first));
        second["store"] = json!(false);
        ask(&program, second, false).await;
        let body = vendor.requests().pop().unwrap().body;
        assert_eq!((body["input"].as_array().unwrap().len(), &body["store"]), (3, &json!(false)));
        // The kept one is as it was.
        ask(&program, next(MODEL, "three", id(&first)), false).await;
        assert_eq!(vendor.requests().pop().unwrap().body["input"].as_array().unwrap().len(), 3);
    }

    async fn an_id_that_nothing_has_is_told_in_openais_words(app: TestApp) {
        let vendor = vendor(&app, ConnectionKind::OpenAi, "Vendor").await;
        let program = owners(&app).await;
        let refused = program.post(RESPONSES, next(MODEL, "two", "resp_nothing")).await;
        assert_eq!(refusal(&refused, 400), unknown_previous());
        assert_eq!(refused.json()["error"]["message"], "Previous response with id 'resp_nothing' not found.");
        let missing = program.get("/v1/responses/resp_nothing").await;
        assert_eq!(refusal(&missing, 404), not_found());
        assert_eq!(missing.json()["error"]["message"], "Response with id 'resp_nothing' not found.");
        let answers = vendor.requests().iter().filter(|it| it.path == "/v1/responses").count();
        assert_eq!(answers, 0);
    }

    async fn only_background_responses_can_be_cancelled(app: TestApp) {
        let _vendor = vendor(&app, ConnectionKind::OpenAi, "Vendor").await;
        let program = owners(&app).await;
        let response = ask(&program, question(MODEL, "one"), false).await;
        let refused = program.act(&format!("{}/cancel", path(&response))).await;
        assert_eq!(refusal(&refused, 400), not_found());
        assert!(refused.text().contains("only background responses can be cancelled"), "{}", refused.text());
        let background = json!({ "model": MODEL, "input": "one", "background": true });
        let refused = program.post(RESPONSES, background).await;
        let unsupported = json!(["invalid_request_error", "background", "unsupported_parameter"]);
        assert_eq!(refusal(&refused, 400), unsupported);
        let put = program.send(program.request(Method::PUT, &path(&response))).await;
        assert_eq!((put.status, put.header("allow")), (405, "GET, DELETE"));
    }

    async fn an_answer_that_was_cut_is_not_kept(app: TestApp) {
        let vendor = connected(&app, ConnectionKind::OpenAi, "Vendor").await;
        vendor.script(Script::steps([Step::text("eins"), Step::Cut]));
        let program = owners(&app).await;
        let answer = program.post(RESPONSES, json!({ "model": MODEL, "input": "one", "stream": true })).await;
        assert!(!answer.text().contains("response.completed"), "{}", answer.text());
        assert_eq!(program.get("/v1/responses/resp_scripted").await.status, 404);
    }

    async fn old_answers_are_removed(database: Database) {
        let app = TestApp::builder(database).clock_at("2026-11-21T08:00:00Z".parse().unwrap()).start().await;
        let _vendor = vendor(&app, ConnectionKind::OpenAi, "Vendor").await;
        let program = owners(&app).await;
        let response = ask(&program, question(MODEL, "one"), false).await;
        managers::gateway::tidy(app.context()).await.unwrap();
        assert_eq!(program.get(&path(&response)).await.status, 200);
        app.clock().advance(std::time::Duration::from_secs(31 * 24 * 3600));
        managers::gateway::tidy(app.context()).await.unwrap();
        assert_eq!(program.get(&path(&response)).await.status, 404);
    }
}
