//! Listening: from any point, on any device, and to every hint.

use testing::vendor::{Script, Step};
use testing::{Database, TestApp, on_both_databases};

use crate::talk::{Talk, id_of, kind, run_id, send, text, words};

on_both_databases! {
    async fn each_word_is_on_the_wire_before_the_next_is_produced(app: TestApp) {
        let talk = Talk::new(&app).await;
        let words_to_say = ["a", "b", "c", "d", "e"];
        let steps = words_to_say.iter().flat_map(|word| [Step::text(*word), Step::wait(format!("after {word}"))]);
        talk.vendor.script(Script::steps(steps.chain([Step::finish()])));
        let mut events = talk.listen(&send("slowly")).await;
        let mut heard = String::new();
        for word in words_to_say {
            let frames = events.until(|frame| kind(frame) == "TEXT_MESSAGE_CONTENT").await;
            heard.push_str(&words(&frames));
            assert!(heard.ends_with(word), "{heard}");
            talk.vendor.release(&format!("after {word}"));
        }
        assert_eq!(heard, "abcde");
    }

    async fn a_reload_in_mid_stream_loses_and_doubles_nothing(app: TestApp) {
        let talk = Talk::new(&app).await;
        let say = |n: usize| Step::text(format!("w{n} "));
        let mut steps: Vec<Step> = (0..20).map(say).collect();
        steps.push(Step::wait("gate"));
        steps.extend((20..40).map(say));
        steps.push(Step::finish());
        talk.vendor.script(Script::steps(steps));
        let whole: String = (0..40).map(|n| format!("w{n} ")).collect();
        let mut first = talk.listen(&send("count")).await;
        let before = first.until(|frame| words(std::slice::from_ref(frame)).contains("w19")).await;
        let run = run_id(&before);
        drop(first);
        // The page that comes back reads the turn and listens after what it holds.
        let turn = talk.turn(&run).await;
        let known = turn["last_sequence"].as_i64().unwrap();
        let mut again = talk.events(&run, known).await;
        let mut other_device = talk.events(&run, 0).await;
        talk.vendor.release("gate");
        assert_eq!(crate::talk::answer(&turn) + &words(&again.rest().await), whole);
        assert_eq!(words(&other_device.rest().await), whole);
        // From every point the rest is the same.
        let all = talk.events(&run, 0).await.rest().await;
        for known in 0..all.len() as i64 {
            let rest = talk.events(&run, known).await.rest().await;
            let expected: Vec<_> = all.iter().filter(|frame| frame.id.is_some_and(|id| id > known)).cloned().collect();
            assert_eq!(rest, expected, "after {known}");
        }
    }

    async fn last_event_id_comes_before_the_query(app: TestApp) {
        let talk = Talk::new(&app).await;
        let run = id_of(&talk.ask("hi").await);
        let all = talk.events(&run, 0).await.rest().await;
        let request = talk.owner.request(reqwest::Method::GET, &format!("runs/{run}/events?after=1"));
        let rest = talk.owner.stream(request.header("last-event-id", "3")).await.rest().await;
        assert_eq!(rest, all.into_iter().filter(|frame| frame.id.is_some_and(|id| id > 3)).collect::<Vec<_>>());
    }

    async fn a_run_whose_log_is_pruned_can_still_be_read(database: Database) {
        let start = "2026-01-01T00:00:00Z".parse().unwrap();
        let app = TestApp::builder(database).clock_at(start).setting("runs.events_keep", "1min").start().await;
        let talk = Talk::new(&app).await;
        let run = id_of(&talk.ask("hi").await);
        let before = talk.events(&run, 0).await.rest().await;
        app.clock().advance(std::time::Duration::from_secs(61));
        managers::upkeep::prune(app.context()).await.unwrap();
        let after = talk.events(&run, 0).await.rest().await;
        assert_eq!(words(&after), words(&before));
        assert_eq!(after.last().unwrap().data, before.last().unwrap().data);
        let late = talk.events(&run, 3).await.rest().await;
        assert_eq!(late.iter().map(kind).collect::<Vec<_>>(), ["RUN_FINISHED"]);
    }

    async fn open_pages_are_told_of_changes_of_their_own_user_only(app: TestApp) {
        let talk = Talk::new(&app).await;
        let eve = app.member("eve").await;
        let mut mine = talk.owner.events("events").await;
        let mut eves = eve.events("events").await;
        let run = id_of(&talk.ask("hi").await);
        let hints = mine.until(|frame| kind(frame) == "run_finished").await;
        assert_eq!(kind(&hints[0]), "run_started");
        assert!(hints.iter().all(|hint| hint.data["conversation_id"] == talk.id.as_str()), "{hints:?}");
        assert_eq!(text(&hints.last().unwrap().data, "run_id"), run);
        let own = Talk::conversation(&eve, &talk.model).await;
        assert_eq!(text(&eves.next().await.unwrap().data, "conversation_id"), own);
    }

    async fn streams_are_never_compressed_or_cached(app: TestApp) {
        let talk = Talk::new(&app).await;
        let run = id_of(&talk.ask("hi").await);
        let request = talk.owner.request(reqwest::Method::GET, &format!("runs/{run}/events"));
        let answer = talk.owner.send(request.header("accept-encoding", "br, gzip")).await;
        assert_eq!(answer.header("content-type"), "text/event-stream");
        assert_eq!(answer.header("cache-control"), "no-cache");
        assert_eq!(answer.header("x-accel-buffering"), "no");
        assert!(matches!(answer.header("content-encoding"), "" | "identity"));
        assert!(answer.text().starts_with("id: 1\ndata: {\"type\":\"RUN_STARTED\""), "{}", answer.text());
    }
}
