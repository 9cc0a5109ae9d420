//! Leases of jobs: signs of life, rescue, and what a worker that lost its job may still do.

use models::job::*;
use pallium_store::jobs::{self, Change, End, Filter, Held, New};

use crate::common::{TestDb, on_both};
use crate::jobs::{A, B, claim, end, failure, find, job_id, new, queue, states};
use crate::make::{at, uuid};

on_both!(
    a_waiting_job_is_cancelled_at_once_and_a_running_one_is_asked,
    signs_of_life_keep_a_job,
    signs_of_life_are_of_what_is_worked_on,
    jobs_of_a_newer_version_are_left_to_it,
    a_job_of_a_dead_worker_is_rescued,
    a_worker_that_lost_its_job_changes_nothing,
    a_released_job_does_not_lose_an_attempt,
    progress_and_states_are_logged_in_order,
    ended_jobs_are_kept_for_their_time,
);

async fn a_waiting_job_is_cancelled_at_once_and_a_running_one_is_asked(db: TestDb) {
    queue(&db, vec![new(1), new(2)]).await;
    claim(&db, A, 1).await;
    let changes = db.write(|db| Ok([1, 2, 2].map(|it| jobs::cancel(db, job_id(it), at(2)).unwrap()))).await;
    assert_eq!(changes, [Change::Requested, Change::Done, Change::Not(JobState::Cancelled)]);
    let held = db.write(|db| jobs::beat(db, A, &[job_id(1)], at(60))).await;
    assert_eq!(held, [Held { id: job_id(1), attempt: 1, cancel_requested: true }]);
    end(&db, A, 1, 1, End::Cancelled).await;
    assert_eq!(states(&db, 2).await, [JobState::Cancelled, JobState::Cancelled]);
}

async fn signs_of_life_keep_a_job(db: TestDb) {
    queue(&db, vec![new(1)]).await;
    claim(&db, A, 9).await;
    let rescued = db
        .write(|db| {
            jobs::beat(db, A, &[job_id(1)], at(100))?;
            Ok((jobs::rescue(db, at(99), 9)?, jobs::beat(db, B, &[job_id(1)], at(200))?))
        })
        .await;
    assert_eq!(rescued, (vec![], vec![]));
}

async fn signs_of_life_are_of_what_is_worked_on(db: TestDb) {
    queue(&db, vec![new(1), new(2)]).await;
    claim(&db, A, 9).await;
    let (held, lost) =
        db.write(|db| Ok((jobs::beat(db, A, &[job_id(1), job_id(3)], at(100))?, jobs::rescue(db, at(99), 9)?))).await;
    assert_eq!(held, [Held { id: job_id(1), attempt: 1, cancel_requested: false }]);
    assert_eq!(lost.iter().map(|it| it.id).collect::<Vec<_>>(), [job_id(2)]);
}

async fn jobs_of_a_newer_version_are_left_to_it(db: TestDb) {
    queue(&db, (1..=4).map(new).collect()).await;
    claim(&db, A, 4).await;
    db.execute("UPDATE job SET kind = 'of_tomorrow', payload = '{\"kind\":\"of_tomorrow\"}' WHERE attempt = 1");
    // A kind that is known, with arguments that are not.
    queue(&db, vec![new(5), new(6), new(7)]).await;
    let more = r#"{"kind":"rehearse","work_ms":"as long as it takes"}"#;
    let fifth = uuid(5).simple().to_string();
    db.execute(&format!("UPDATE job SET payload = '{more}' WHERE {} = '{fifth}'", db.hex_of("id")));
    assert_eq!(db.write(|db| jobs::rescue(db, at(99), 9)).await, []);
    assert!(!db.read(|db| jobs::any_overdue(db, at(99))).await);
    assert_eq!(claim(&db, B, 1).await, [6], "what is behind it is found");
    assert_eq!(claim(&db, B, 9).await, [7]);
    let all = Filter { limit: 1, ..Filter::default() };
    assert_eq!(db.read(move |db| jobs::list(db, &all)).await.len(), 1);
    let all = Filter { limit: 9, ..Filter::default() };
    let shown: Vec<_> = db.read(move |db| jobs::list(db, &all)).await.iter().map(|it| it.id).collect();
    assert_eq!(shown, [job_id(7), job_id(6)]);
    assert_eq!(db.read(|db| jobs::find(db, job_id(5))).await, None);
    let counts: i64 = db.read(jobs::counts).await.iter().map(|it| it.count).sum();
    assert_eq!(counts, 3, "the fifth is of a known kind");
    // They are as they were.
    db.execute("UPDATE job SET kind = 'rehearse', payload = '{\"kind\":\"rehearse\"}'");
    let four = db.write(|db| jobs::rescue(db, at(40), 9)).await.len();
    assert_eq!(four, 4 + 2);
}

async fn a_job_of_a_dead_worker_is_rescued(db: TestDb) {
    queue(&db, vec![new(1), New { max_attempts: 1, ..new(2) }, new(3)]).await;
    claim(&db, A, 9).await;
    let lost = db
        .write(|db| {
            jobs::cancel(db, job_id(3), at(2))?;
            jobs::rescue(db, at(40), 9)
        })
        .await;
    assert_eq!(lost.len(), 3);
    use JobState::*;
    assert_eq!(states(&db, 3).await, [Available, Discarded, Cancelled]);
    let first = find(&db, 1).await;
    let ends: Vec<_> = first.errors.iter().map(|error| (error.attempt, error.end)).collect();
    assert_eq!(ends, [(1, AttemptEnd::WorkerLost)]);
    assert_eq!(claim(&db, B, 9).await, [1]);
}

async fn a_worker_that_lost_its_job_changes_nothing(db: TestDb) {
    queue(&db, vec![new(1)]).await;
    claim(&db, A, 9).await;
    db.write(|db| jobs::rescue(db, at(40), 9)).await;
    claim(&db, A, 9).await;
    let before = find(&db, 1).await;
    for stale in [
        End::Completed,
        End::Cancelled,
        End::Released,
        End::Retry { error: failure(1), at: at(99) },
        End::Discarded { error: failure(1) },
    ] {
        assert!(!end(&db, A, 1, 1, stale.clone()).await, "{stale:?}");
        assert!(!end(&db, B, 1, 2, stale.clone()).await, "{stale:?}");
    }
    let late = Progress { percent: Some(1), text: "late".into() };
    let kept = db
        .write(move |db| {
            let told = jobs::progress(db, A, (job_id(1), 1), &late, at(9))?;
            Ok((told, jobs::holds(db, A, job_id(1), 1)?, jobs::holds(db, A, job_id(1), 2)?))
        })
        .await;
    assert_eq!(kept, (false, false, true));
    assert_eq!(find(&db, 1).await, before);
}

async fn a_released_job_does_not_lose_an_attempt(db: TestDb) {
    queue(&db, vec![new(1)]).await;
    claim(&db, A, 9).await;
    assert!(end(&db, A, 1, 1, End::Released).await);
    let it = find(&db, 1).await;
    assert_eq!((it.state, it.attempt, it.max_attempts, it.errors), (JobState::Available, 1, 3, vec![]));
    assert_eq!(claim(&db, B, 9).await, [1]);
}

async fn progress_and_states_are_logged_in_order(db: TestDb) {
    queue(&db, vec![new(1)]).await;
    claim(&db, A, 9).await;
    let half = Progress { percent: Some(50), text: "half\u{0}".into() };
    assert!(db.write(move |db| jobs::progress(db, A, (job_id(1), 1), &half, at(5))).await);
    db.write(|db| jobs::rescue(db, at(40), 9)).await;
    claim(&db, B, 9).await;
    end(&db, B, 1, 2, End::Completed).await;
    let lost = AttemptError {
        attempt: 1,
        at: at(40),
        end: AttemptEnd::WorkerLost,
        chain: vec!["the worker gave no sign of life".into()],
    };
    let expected = [
        (at(1), JobEvent::Started { attempt: 1, worker_id: A }),
        (at(5), JobEvent::Progress(Progress { percent: Some(50), text: "half".into() })),
        (at(40), JobEvent::Failed { error: lost, retry_at: at(40) }),
        (at(1), JobEvent::Started { attempt: 2, worker_id: B }),
        (at(9), JobEvent::Completed),
    ];
    let expected: Vec<_> =
        expected.into_iter().zip(1..).map(|((at, event), sequence)| LoggedJobEvent { sequence, at, event }).collect();
    let found =
        db.read(|db| Ok((jobs::events_after(db, job_id(1), 0, 9)?, jobs::events_after(db, job_id(1), 4, 9)?))).await;
    assert_eq!(found, (expected.clone(), expected[4..].to_vec()));
}

async fn ended_jobs_are_kept_for_their_time(db: TestDb) {
    queue(&db, (1..=4).map(new).collect()).await;
    claim(&db, A, 9).await;
    end(&db, A, 1, 1, End::Completed).await;
    end(&db, A, 2, 1, End::Discarded { error: failure(1) }).await;
    end(&db, A, 3, 1, End::Cancelled).await;
    let removed = db
        .write(|db| {
            Ok([
                jobs::prune(db, at(9), at(9), 9)?,
                jobs::prune(db, at(10), at(9), 9)?,
                jobs::prune(db, at(10), at(10), 9)?,
            ])
        })
        .await;
    assert_eq!(removed, [0, 1, 2]);
    assert_eq!(find(&db, 4).await.state, JobState::Running);
}
