//! Runs, their tree, leases, messages and log.

use std::collections::HashMap;

use models::ids::{AttachmentId, ProcessId};
use models::message::{Message, Part};
use models::run::{FinishReason, Run, RunFailure, RunKind, RunParameters, RunStatus, Usage};
use models::run_event::{LoggedEvent, PartKind, RunEvent};
use pallium_store::blobs::BlobStore;
use pallium_store::runs::Finish;
use pallium_store::{StoreError, messages, run_events, runs};
use uuid::Uuid;

use crate::common::{TestDb, on_both};
use crate::make::{PROCESS, answer_of, at, conversation, conversation_id, input_of, run, run_id, uuid};

on_both!(
    a_run_comes_back_as_written,
    a_run_ends_once,
    history_is_the_walk_up_the_parents,
    siblings_share_a_parent_and_the_conversation,
    a_branch_is_taken_up_at_its_newest_run,
    leases_are_renewed_by_their_holder_only,
    interrupts_reach_the_process_that_has_the_run,
    input_and_answer_of_each_run_come_in_one_query,
    the_log_is_read_after_a_cursor,
    a_sequence_number_is_used_once,
    logs_of_runs_that_ended_are_pruned,
);

async fn with_runs(db: TestDb, rows: Vec<Run>) -> TestDb {
    let db = db.with_user().await;
    db.insert_conversation(conversation(1)).await;
    db.insert_conversation(conversation(2)).await;
    db.write(move |db| rows.iter().try_for_each(|it| runs::insert(db, it, PROCESS, at(30)))).await;
    db
}

async fn a_run_comes_back_as_written(db: TestDb) {
    let full = Run {
        kind: RunKind::Continuation,
        status: RunStatus::Failed,
        parameters: RunParameters { max_output_tokens: Some(9), ..RunParameters::default() },
        usage: Some(Usage { input_tokens: 1, output_tokens: 2, ..Usage::default() }),
        finish_reason: Some(FinishReason::ContentFilter),
        failure: Some(RunFailure { code: "x".into(), message: "a\u{0}b".into(), retryable: true }),
        first_token_at: Some(at(1)),
        finished_at: Some(at(2)),
        ..run(2, 1, Some(1))
    };
    let first = Run { input_message_id: None, ..run(1, 1, None) };
    let db = with_runs(db, vec![first.clone(), full.clone()]).await;
    let found =
        db.read(|db| Ok([runs::find(db, run_id(1))?, runs::find(db, run_id(2))?, runs::find(db, run_id(3))?])).await;
    assert_eq!(found, [Some(first), Some(full), None]);
}

async fn a_run_ends_once(db: TestDb) {
    let db = with_runs(db, vec![run(1, 1, None)]).await;
    let end = Finish {
        status: RunStatus::Completed,
        usage: Some(Usage::default()),
        finish_reason: Some(FinishReason::Stop),
        failure: None,
        sources: vec![],
        files: vec![],
        finished_at: at(9),
    };
    let late = Finish { status: RunStatus::Interrupted, finished_at: at(10), ..end.clone() };
    let outcome = db
        .write(move |db| {
            runs::set_first_token(db, run_id(1), at(5))?;
            runs::set_first_token(db, run_id(1), at(6))?;
            Ok([runs::finish(db, run_id(1), &end)?, runs::finish(db, run_id(1), &late)?])
        })
        .await;
    let ended = Run {
        status: RunStatus::Completed,
        usage: Some(Usage::default()),
        finish_reason: Some(FinishReason::Stop),
        first_token_at: Some(at(5)),
        finished_at: Some(at(9)),
        ..run(1, 1, None)
    };
    assert_eq!(outcome, [true, false]);
    assert_eq!(db.read(|db| runs::find(db, run_id(1))).await, Some(ended));
}

/// 1 ─ 2 ─ 4 ─ 6, and 3 beside 2, 5 beside 4; 7 beside 1. 8 continues 2 in conversation 2.
fn tree() -> Vec<Run> {
    vec![
        run(1, 1, None),
        run(2, 1, Some(1)),
        run(3, 1, Some(1)),
        run(4, 1, Some(2)),
        run(5, 1, Some(2)),
        run(6, 1, Some(4)),
        run(7, 1, None),
        run(8, 2, Some(2)),
    ]
}

async fn history_is_the_walk_up_the_parents(db: TestDb) {
    let db = with_runs(db, tree()).await;
    let found = db
        .read(|db| Ok((runs::path(db, run_id(6), 3)?, runs::path_ids(db, run_id(8))?, runs::path(db, run_id(9), 3)?)))
        .await;
    let window = vec![run(6, 1, Some(4)), run(4, 1, Some(2)), run(2, 1, Some(1))];
    assert_eq!(found, (window, [8, 2, 1].map(run_id).to_vec(), vec![]));
}

async fn siblings_share_a_parent_and_the_conversation(db: TestDb) {
    let db = with_runs(db, tree()).await;
    let (own, fork) = db
        .read(|db| {
            let own = runs::siblings(db, conversation_id(1), &[1, 2, 4, 6].map(run_id))?;
            Ok((own, runs::siblings(db, conversation_id(2), &[1, 2, 8].map(run_id))?))
        })
        .await;
    let expected = |pairs: &[(u32, &[u32])]| -> HashMap<_, Vec<_>> {
        pairs.iter().map(|(run, others)| (run_id(*run), others.iter().map(|it| run_id(*it)).collect())).collect()
    };
    assert_eq!(own, expected(&[(1, &[1, 7]), (2, &[2, 3]), (4, &[4, 5]), (6, &[6])]));
    assert_eq!(fork, expected(&[(1, &[1]), (2, &[2]), (8, &[8])]));
}

async fn a_branch_is_taken_up_at_its_newest_run(db: TestDb) {
    let db = with_runs(db, tree()).await;
    let newest = db
        .read(|db| {
            let mut below = |conversation, run| runs::newest_descendant(db, conversation_id(conversation), run_id(run));
            Ok([below(1, 1)?, below(1, 2)?, below(1, 3)?, below(1, 5)?, below(2, 2)?])
        })
        .await;
    assert_eq!(newest, [6, 6, 3, 5, 8].map(run_id));
}

async fn leases_are_renewed_by_their_holder_only(db: TestDb) {
    let db = with_runs(db, vec![run(1, 1, None), run(2, 1, None)]).await;
    let other = ProcessId(Uuid::from_u128(8));
    let found = db
        .write(move |db| {
            let ids = [1, 2, 3].map(run_id);
            let renewed =
                [runs::renew_leases(db, PROCESS, &ids[..1], at(60))?, runs::renew_leases(db, other, &ids, at(60))?];
            let expired = runs::expired_leases(db, at(31), 9)?;
            let held = (runs::held_by_others(db, other)?.len(), runs::held_by_others(db, PROCESS)?.len());
            Ok((renewed, expired, held))
        })
        .await;
    assert_eq!(found, ([1, 0], vec![run(2, 1, None)], (2, 0)));
}

async fn interrupts_reach_the_process_that_has_the_run(db: TestDb) {
    let db = with_runs(db, vec![run(1, 1, None), run(2, 1, None)]).await;
    let asked = db
        .write(|db| {
            runs::request_interrupt(db, run_id(2), at(1))?;
            let other = ProcessId(Uuid::from_u128(8));
            Ok([runs::interrupts_requested(db, PROCESS)?, runs::interrupts_requested(db, other)?])
        })
        .await;
    assert_eq!(asked, [vec![run_id(2)], vec![]]);
}

async fn input_and_answer_of_each_run_come_in_one_query(db: TestDb) {
    let first = run(1, 1, None);
    let again = Run { input_message_id: first.input_message_id, ..run(2, 1, None) };
    let db = with_runs(db, vec![first.clone(), again.clone(), run(3, 1, None)]).await;
    let folder = tempfile::tempdir().unwrap();
    db.keep_attachment(1, &BlobStore::new(folder.path().into())).await;
    let image = Part::Image { attachment_id: AttachmentId(uuid(1)) };
    let input = Message { parts: vec![crate::make::text("a\u{0}b"), image], ..input_of(&first, "") };
    let (one, two) = (answer_of(&first, "one"), answer_of(&again, "two"));
    let rows = [input.clone(), one.clone(), two.clone()];
    let found = db
        .write(move |db| {
            rows.iter().try_for_each(|it| messages::insert(db, it))?;
            Ok((messages::for_runs(db, &[1, 2, 3].map(run_id))?, messages::find(db, rows[0].id)?))
        })
        .await;
    let pairs = [(Some(input.clone()), Some(one)), (Some(input.clone()), Some(two)), (None, None)];
    assert_eq!(found, ([1, 2, 3].map(run_id).into_iter().zip(pairs).collect(), Some(input)));
}

fn delta(sequence: i64, text: &str) -> LoggedEvent {
    LoggedEvent { sequence, event: RunEvent::Delta { part: 0, text: text.into() } }
}

async fn the_log_is_read_after_a_cursor(db: TestDb) {
    let db = with_runs(db, vec![run(1, 1, None), run(2, 1, None)]).await;
    let begin = LoggedEvent { sequence: 1, event: RunEvent::PartStarted { part: 0, kind: PartKind::Text } };
    let many: Vec<_> = (1..=2500).map(|sequence| (run_id(2), delta(sequence, "x"))).collect();
    let mut rows = vec![(run_id(1), begin), (run_id(1), delta(2, "Hä\u{0}llo")), (run_id(1), delta(3, "!"))];
    rows.extend(many);
    let found = db
        .write(move |db| {
            run_events::append(db, &rows)?;
            run_events::append(db, &[])?;
            let last = [run_events::last_sequence(db, run_id(2))?, run_events::last_sequence(db, run_id(3))?];
            let all = run_events::last_sequences(db, &[1, 2, 3].map(run_id))?;
            Ok((run_events::after(db, run_id(1), 1, 9)?, run_events::after(db, run_id(2), 10, 1)?, last, all))
        })
        .await;
    let all = HashMap::from([(run_id(1), 3), (run_id(2), 2500)]);
    assert_eq!(found, (vec![delta(2, "Hä\u{0}llo"), delta(3, "!")], vec![delta(11, "x")], [2500, 0], all));
}

async fn a_sequence_number_is_used_once(db: TestDb) {
    let db = with_runs(db, vec![run(1, 1, None)]).await;
    db.write(|db| run_events::append(db, &[(run_id(1), delta(1, "a"))])).await;
    let rows = [(run_id(1), delta(2, "b")), (run_id(1), delta(1, "c"))];
    let outcome = db.store.write(move |db| run_events::append(db, &rows)).await;
    assert!(matches!(outcome, Err(StoreError::Conflict { .. })), "{outcome:?}");
    assert_eq!(db.read(|db| run_events::after(db, run_id(1), 0, 9)).await, [delta(1, "a")]);
    let stray = db.store.write(|db| run_events::append(db, &[(run_id(9), delta(1, "a"))])).await;
    assert!(matches!(stray, Err(StoreError::NotFound)), "{stray:?}");
}

async fn logs_of_runs_that_ended_are_pruned(db: TestDb) {
    let ended = |number: u32| Run {
        status: RunStatus::Completed,
        finished_at: Some(at(number.into())),
        ..run(number, 1, None)
    };
    let db = with_runs(db, vec![ended(1), ended(2), ended(3), run(4, 1, None)]).await;
    let found = db
        .write(|db| {
            let rows: Vec<_> = (1..=4).map(|number| (run_id(number), delta(1, "a"))).collect();
            run_events::append(db, &rows)?;
            let pruned = [0; 3].map(|_| run_events::prune_finished(db, at(3), 1));
            let left = run_events::last_sequences(db, &[1, 2, 3, 4].map(run_id))?;
            Ok((pruned.into_iter().collect::<Result<Vec<_>, _>>()?, left))
        })
        .await;
    assert_eq!(found, (vec![1, 1, 0], HashMap::from([(run_id(3), 1), (run_id(4), 1)])));
}
