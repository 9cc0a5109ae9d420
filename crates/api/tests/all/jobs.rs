//! The queue as people see it: lists, news, dead letters, pauses and schedules.

use serde_json::{Value, json};
use testing::{Client, Database, Frame, TestApp, on_both_databases};

use crate::talk::text;

async fn start(database: Database) -> TestApp {
    TestApp::builder(database).with_jobs().start().await
}

/// Makes a job and gives its address.
async fn make(owner: &Client, job: Value) -> String {
    format!("jobs/{}", text(&owner.post("jobs", job).await.with(202), "id"))
}

fn word<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap()
}

fn rehearse(arguments: Value) -> Value {
    json!({ "kind": "rehearse", "arguments": arguments })
}

/// Waits until a job has ended, by listening to it.
async fn end(client: &Client, job: &str) -> Vec<Frame> {
    let mut events = client.events(&format!("{job}/events/stream")).await;
    events.until(|frame| frame.data["event_type"] == "terminal").await
}

fn happenings(frames: &[Frame]) -> Vec<(Option<i64>, String)> {
    let word = |frame: &Frame| {
        let kind =
            if frame.data["event_type"] == "event" { &frame.data["event"]["type"] } else { &frame.data["event_type"] };
        (frame.id, kind.as_str().unwrap().to_owned())
    };
    frames.iter().map(word).filter(|(_, word)| word != "progress").collect()
}

fn words(expected: &[(Option<i64>, &str)]) -> Vec<(Option<i64>, String)> {
    expected.iter().map(|(id, word)| (*id, (*word).to_owned())).collect()
}

on_both_databases! {
    async fn a_job_is_made_and_followed_to_its_end(database: Database) {
        let app = start(database).await;
        let owner = app.owner().await;
        let job = make(&owner, rehearse(json!({ "work_ms": 20 }))).await;
        let frames = end(&owner, &job).await;
        let shown = frames.last().unwrap().data["job"].clone();
        assert_eq!((word(&shown, "state"), &shown["attempt"], &shown["errors"]), ("completed", &json!(1), &json!([])));
        assert_eq!(happenings(&frames).last().unwrap().1, "terminal");
        let events = owner.get(&format!("{job}/events")).await.ok();
        let first = &events["items"][0];
        assert_eq!((&first["sequence"], word(first, "type"), &first["attempt"]), (&json!(1), "started", &json!(1)));
        let number = events["items"].as_array().unwrap().len();
        let rest = owner.get(&format!("{job}/events?since_sequence={}", number - 1)).await.ok();
        assert_eq!(rest["items"].as_array().unwrap().len(), 1);
        let detail = owner.get(&job).await.ok();
        assert_eq!((&detail["kind"], &detail["depends_on"]), (&json!("rehearse"), &json!([])));
        assert_eq!(detail["arguments"], json!({ "work_ms": 20, "failures": 0 }));
    }

    async fn a_job_without_attempts_left_waits_for_somebody_to_retry_it(database: Database) {
        let app = start(database).await;
        let owner = app.owner().await;
        let mut failing = rehearse(json!({ "failures": 1 }));
        failing["max_attempts"] = json!(1);
        let job = make(&owner, failing).await;
        let dead = end(&owner, &job).await.last().unwrap().data["job"].clone();
        let chain = &dead["errors"][0]["chain"];
        assert_eq!((word(&dead, "state"), chain), ("discarded", &json!(["rehearsing a failure", "attempt 1 was to fail"])));
        let listed = owner.get("jobs?state=discarded&kind=rehearse").await.ok();
        assert_eq!(listed["items"][0]["id"], dead["id"]);
        assert_eq!(text(&owner.act(&format!("{job}/retry")).await.ok(), "state"), "available");
        let frames = end(&owner, &job).await;
        let expected = [(None, "snapshot"), (Some(1), "started"), (Some(2), "discarded"), (Some(3), "retried"),
            (Some(4), "started"), (Some(5), "completed"), (None, "terminal")];
        assert_eq!(happenings(&frames), words(&expected));
        assert_eq!(owner.act(&format!("{job}/retry")).await.error(), (409, "job_not_dead".into()));
    }

    async fn a_job_is_cancelled_put_off_and_begun_early(database: Database) {
        let app = start(database).await;
        let owner = app.owner().await;
        let mut late = rehearse(json!({}));
        late["run_at"] = json!("2100-01-01T00:00:00Z");
        let (first, second) = (make(&owner, late.clone()).await, make(&owner, late).await);
        assert_eq!(text(&owner.get(&first).await.ok(), "state"), "scheduled");
        assert_eq!(text(&owner.act(&format!("{first}/cancel")).await.with(202), "state"), "cancelled");
        assert_eq!(owner.act(&format!("{first}/cancel")).await.error(), (409, "job_ended".into()));
        owner.act(&format!("{second}/run-now")).await.ok();
        end(&owner, &second).await;
        assert_eq!(owner.act(&format!("{second}/run-now")).await.error(), (409, "job_not_scheduled".into()));
        let long = make(&owner, rehearse(json!({ "work_ms": 600_000 }))).await;
        let mut events = owner.events(&format!("{long}/events/stream")).await;
        events.until(|frame| frame.data["event"]["type"] == "started").await;
        owner.delete(&long).await.with(204);
        let last = events.until(|frame| frame.data["event_type"] == "terminal").await;
        assert_eq!(text(&last.last().unwrap().data["job"], "state"), "cancelled");
    }

    async fn others_see_no_jobs_but_their_own(database: Database) {
        let app = start(database).await;
        let (owner, eve) = (app.owner().await, app.member("eve").await);
        let job = make(&owner, rehearse(json!({}))).await;
        end(&owner, &job).await;
        assert_eq!(eve.get("jobs").await.ok()["items"], json!([]));
        for path in [job.clone(), format!("{job}/events"), format!("{job}/events/stream")] {
            assert_eq!(eve.get(&path).await.error(), (404, "job_not_found".into()), "{path}");
        }
        for act in ["cancel", "retry", "run-now"] {
            assert_eq!(eve.act(&format!("{job}/{act}")).await.error(), (404, "job_not_found".into()));
        }
        assert_eq!(eve.post("jobs", rehearse(json!({}))).await.error(), (403, "forbidden".into()));
        assert_eq!(eve.get("jobs/kinds").await.error(), (403, "forbidden".into()));
        assert_eq!(eve.get("schedules").await.error(), (403, "forbidden".into()));
        assert_eq!(app.anonymous().get("jobs").await.error(), (401, "login_required".into()));
    }

    async fn a_paused_kind_waits_until_it_is_resumed(database: Database) {
        let app = start(database).await;
        let owner = app.owner().await;
        owner.post("jobs/pause", json!({ "kinds": ["rehearse"] })).await.ok();
        let job = make(&owner, rehearse(json!({}))).await;
        let kinds = owner.get("jobs/kinds").await.ok();
        let kind = kinds["items"].as_array().unwrap().iter().find(|it| it["kind"] == "rehearse").unwrap();
        assert_eq!((kind["paused_at"].is_string(), &kind["available"]), (true, &json!(1)));
        assert_eq!(owner.post("jobs/pause", json!({ "kinds": ["x"] })).await.error(), (422, "invalid".into()));
        owner.post("jobs/resume", json!({})).await.ok();
        end(&owner, &job).await;
    }

    async fn schedules_make_the_houses_jobs_and_can_be_switched_off(database: Database) {
        let app = start(database).await;
        let owner = app.owner().await;
        // The worker makes its schedules as it starts, and a kind is there no sooner.
        let mut schedules = json!({});
        while schedules["items"].as_array().is_none_or(Vec::is_empty) {
            schedules = owner.get("schedules").await.ok();
        }
        let names: Vec<_> = schedules["items"].as_array().unwrap().iter().map(|it| text(it, "name")).collect();
        assert_eq!(names[0], "Empty the bin");
        assert_eq!(names.len(), 8);
        let path = format!("schedules/{}", text(&schedules["items"][0], "id"));
        let off = owner.patch(&path, json!({ "enabled": false })).await.ok();
        assert_eq!((&off["enabled"], &off["timing"]), (&json!(false), &json!({ "type": "interval", "seconds": 60.0 })));
        let job = format!("jobs/{}", text(&owner.act(&format!("{path}/run")).await.with(202), "id"));
        let done = end(&owner, &job).await.last().unwrap().data["job"].clone();
        assert_eq!((word(&done, "kind"), word(&done, "state")), ("purge_conversations", "completed"));
    }

    async fn a_job_by_hand_is_checked(database: Database) {
        let app = start(database).await;
        let owner = app.owner().await;
        let field = async |change: (&str, Value)| {
            let mut job = rehearse(json!({}));
            job[change.0] = change.1;
            let refused = owner.post("jobs", job).await;
            (refused.status, refused.json()["field"].clone())
        };
        let cases = [
            ("kind", json!("x")),
            ("arguments", json!({ "work_ms": -1 })),
            ("priority", json!(101)),
            ("max_attempts", json!(0)),
            ("unique_key", json!("")),
            ("depends_on", json!(["0193a5b0-7d5c-7cc2-a1b2-0123456789ab"])),
        ];
        for (name, value) in cases {
            assert_eq!(field((name, value)).await, (422, json!(name)));
        }
    }
}
