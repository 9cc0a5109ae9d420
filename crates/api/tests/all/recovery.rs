//! Shutdowns, crashes and other replicas.

use std::time::Duration;

use models::ids::{ConversationId, MessageId, ProcessId, RunId};
use models::run::{Run, RunKind, RunParameters, RunStatus};
use models::run_event::{LoggedEvent, PartKind, RunEvent};
use serde_json::{Value, json};
use testing::vendor::{Script, Step};
use testing::{Database, TestApp, on_both_databases};
use uuid::Uuid;

use crate::talk::{Talk, answer, id_of, kind, run_id, send, status, text, words};

/// What a process that was killed in mid-answer leaves behind.
async fn leave_a_dead_run(app: &TestApp, talk: &Talk) -> String {
    let now = app.context().now();
    let id = RunId(app.context().id());
    let run = Run {
        id,
        conversation_id: talk.id.parse::<ConversationId>().unwrap(),
        owner_id: talk.owner.user_id().parse().unwrap(),
        parent_run_id: None,
        kind: RunKind::Answer,
        status: RunStatus::Running,
        input_message_id: None,
        answer_message_id: MessageId(app.context().id()),
        model: talk.model.clone(),
        parameters: RunParameters::default(),
        usage: None,
        finish_reason: None,
        failure: None,
        sources: vec![],
        files: vec![],
        created_at: now,
        first_token_at: None,
        finished_at: None,
    };
    let said = [
        RunEvent::Started,
        RunEvent::PartStarted { part: 0, kind: PartKind::Text },
        RunEvent::Delta { part: 0, text: "Half a".into() },
    ];
    app.context()
        .store
        .write(move |db| {
            store::conversations::claim_active(db, run.conversation_id, id, now)?;
            store::runs::insert(db, &run, ProcessId(Uuid::nil()), now - Duration::from_secs(1))?;
            store::conversations::set_head(db, run.conversation_id, id, now)?;
            let rows: Vec<_> = (1..).zip(said).map(|(sequence, event)| (id, LoggedEvent { sequence, event })).collect();
            store::run_events::append(db, &rows)
        })
        .await
        .unwrap();
    id.to_string()
}

fn assert_interrupted(turn: &Value, code: &str, words: &str) {
    assert_eq!((status(turn), answer(turn).as_str()), ("interrupted", words), "{turn}");
    assert_eq!(turn["run"]["failure"]["code"], code);
}

on_both_databases! {
    async fn the_run_of_a_killed_process_is_interrupted_with_its_words_and_can_be_continued(app: TestApp) {
        let mut talk = Talk::new(&app).await;
        let run = leave_a_dead_run(&app, &talk).await;
        let again = app.again();
        app.stop().await.unwrap();
        let app = again.start().await;
        talk.owner = app.login("owner@example.org").await;
        assert_interrupted(&talk.turn(&run).await, "server_crashed", "Half a");
        let frames = talk.events(&run, 0).await.rest().await;
        assert_eq!((words(&frames).as_str(), kind(frames.last().unwrap())), ("Half a", "RUN_FINISHED"));
        talk.vendor.script(Script::text(" loaf."));
        let rest = talk.finish(&json!({ "action": "continue", "run_id": run })).await;
        assert_eq!((status(&rest), answer(&rest).as_str()), ("completed", " loaf."));
    }

    async fn a_shutdown_lets_an_answer_end(database: Database) {
        let app = TestApp::builder(database).setting("server.drain_timeout", "20s").start().await;
        let talk = Talk::new(&app).await;
        talk.vendor.script(Script::steps([Step::text("a"), Step::wait("gate"), Step::text("b"), Step::finish()]));
        let mut events = talk.listen(&send("hi")).await;
        events.until(|frame| kind(frame) == "TEXT_MESSAGE_CONTENT").await;
        app.begin_shutdown();
        app.context().runs.draining().cancelled().await;
        assert_eq!(talk.owner.post(&talk.runs(), send("more")).await.error(), (503, "draining".into()));
        assert_eq!(talk.owner.get("/ready").await.status, 503);
        talk.vendor.release("gate");
        let rest = events.rest().await;
        assert_eq!((words(&rest).as_str(), kind(rest.last().unwrap())), ("b", "RUN_FINISHED"));
        app.stop().await.unwrap();
    }

    async fn a_shutdown_does_not_wait_for_ever_and_keeps_the_words(database: Database) {
        let app = TestApp::builder(database).setting("server.drain_timeout", "100ms").start().await;
        let mut talk = Talk::new(&app).await;
        talk.vendor.script(Script::steps([Step::text("Half"), Step::Stall]));
        let mut events = talk.listen(&send("hi")).await;
        let frames = events.until(|frame| kind(frame) == "TEXT_MESSAGE_CONTENT").await;
        let again = app.again();
        app.stop().await.unwrap();
        assert_eq!(events.rest().await.last().unwrap().data["result"]["status"], "interrupted");
        let app = again.start().await;
        talk.owner = app.login("owner@example.org").await;
        assert_interrupted(&talk.turn(&run_id(&frames)).await, "server_stopped", "Half");
    }
}

fn with_two_replicas(test: impl AsyncFnOnce(TestApp, TestApp)) {
    testing::run(async {
        let one = TestApp::builder(Database::Postgres).setting("runs.lease", "1s").start().await;
        let two = one.again().start().await;
        test(one, two).await;
    });
}

#[test]
fn a_run_of_one_replica_is_followed_and_stopped_through_another() {
    with_two_replicas(async |one, two| {
        let talk = Talk::new(&one).await;
        talk.vendor.script(Script::steps([Step::text("a"), Step::wait("gate"), Step::text("b"), Step::Stall]));
        let mut here = talk.listen(&send("hi")).await;
        let run = run_id(&here.until(|frame| kind(frame) == "TEXT_MESSAGE_CONTENT").await);
        let elsewhere = two.login("owner@example.org").await;
        let mut there = elsewhere.events(&format!("runs/{run}/events")).await;
        there.until(|frame| words(std::slice::from_ref(frame)) == "a").await;
        talk.vendor.release("gate");
        there.until(|frame| words(std::slice::from_ref(frame)) == "b").await;
        elsewhere.act(&format!("runs/{run}/interrupt")).await.with(202);
        assert_eq!(there.rest().await.last().unwrap().data["result"]["status"], "interrupted");
        assert_interrupted(&talk.turn(&run).await, "stopped_by_user", "ab");
    });
}

#[test]
fn a_replica_ends_the_runs_of_a_dead_one() {
    with_two_replicas(async |one, two| {
        let mut talk = Talk::new(&one).await;
        let mut hints = talk.owner.events("events").await;
        let run = leave_a_dead_run(&one, &talk).await;
        let ended = hints.until(|frame| kind(frame) == "run_finished").await;
        assert_eq!(text(&ended.last().unwrap().data, "run_id"), run);
        talk.owner = two.login("owner@example.org").await;
        assert_interrupted(&talk.turn(&run).await, "server_crashed", "Half a");
        assert_eq!(id_of(&talk.turn(&run).await), run);
    });
}
