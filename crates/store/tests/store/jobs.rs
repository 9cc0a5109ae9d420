//! The queue: who gets which job, and what becomes of it.

use std::time::Duration;

use models::ids::{JobId, ProcessId};
use models::job::*;
use models::time::Time;
use pallium_store::jobs::{self, Change, Claim, Claimed, End, Enqueued, Filter, Finish, New, Room};
use pallium_store::{Db, StoreError, users};
use uuid::Uuid;

use crate::common::{TestDb, on_both};
use crate::make::{at, user, user_id, uuid};

on_both!(
    a_job_goes_through_the_queue,
    a_job_is_there_only_when_its_transaction_commits,
    two_workers_never_get_the_same_job,
    higher_priorities_go_first_and_equal_ones_in_order,
    a_job_waits_for_its_time,
    an_unfinished_job_keeps_its_key,
    a_job_waits_for_those_it_depends_on,
    a_job_whose_dependency_fails_is_cancelled_or_goes_on_by_rule,
    a_retried_job_waits_until_what_it_depends_on_is_done,
    a_failed_attempt_is_tried_again_and_remembered,
    a_job_without_attempts_left_is_kept_with_its_errors_and_can_be_retried,
    one_users_thousands_do_not_starve_another,
    a_kind_runs_no_more_jobs_than_it_may,
    a_paused_kind_rests,
    jobs_are_listed_newest_first_with_filters,
    committed_jobs_wake_the_workers_of_this_process,
);

pub(crate) const NOBODY: [u32; 0] = [];
pub(crate) const A: ProcessId = ProcessId(Uuid::from_u128(0xa));
pub(crate) const B: ProcessId = ProcessId(Uuid::from_u128(0xb));

pub(crate) fn job_id(number: u32) -> JobId {
    JobId(uuid(number))
}

pub(crate) fn new(number: u32) -> New {
    New {
        id: job_id(number),
        job: Job::Rehearse(Rehearsal::default()),
        owner_id: None,
        priority: 0,
        run_at: at(0),
        max_attempts: 2,
        timeout: Duration::from_secs(60),
        unique_key: None,
        schedule_id: None,
        depends_on: Vec::new(),
        rule: DependencyRule::Cancel,
        created_at: at(0),
    }
}

pub(crate) async fn queue(db: &TestDb, all: Vec<New>) -> Vec<Enqueued> {
    db.write(move |db| {
        jobs::ensure_kinds(db)?;
        all.iter().map(|new| jobs::enqueue(db, new)).collect()
    })
    .await
}

pub(crate) fn claim_at(db: &mut Db, worker: ProcessId, limit: u32, now: Time) -> Result<Vec<Claimed>, StoreError> {
    let rooms = JobKind::ALL.iter().map(|kind| Room { kind: *kind, concurrency: kind.limits().concurrency }).collect();
    jobs::claim(db, &Claim { worker, rooms, limit, now, lease_until: now + Duration::from_secs(30) })
}

/// The numbers of the jobs that a worker gets.
pub(crate) async fn claim(db: &TestDb, worker: ProcessId, limit: u32) -> Vec<u32> {
    db.write(move |db| Ok(numbers(&claim_at(db, worker, limit, at(1))?))).await
}

fn numbers(claimed: &[Claimed]) -> Vec<u32> {
    claimed.iter().map(|it| (it.id.0.as_u128() & 0xffff_ffff) as u32).collect()
}

pub(crate) async fn end(db: &TestDb, worker: ProcessId, number: u32, attempt: u32, end: End) -> bool {
    let finish = Finish { id: job_id(number), attempt, end };
    db.write(move |db| Ok(jobs::finish(db, worker, &[finish], at(9))?[0])).await
}

pub(crate) async fn find(db: &TestDb, number: u32) -> JobRecord {
    db.read(move |db| jobs::find(db, job_id(number))).await.unwrap()
}

pub(crate) async fn states(db: &TestDb, count: u32) -> Vec<JobState> {
    let mut states = Vec::new();
    for number in 1..=count {
        states.push(find(db, number).await.state);
    }
    states
}

pub(crate) fn failure(attempt: u32) -> AttemptError {
    let chain = vec!["reading\u{0} it".to_owned(), "no such file".to_owned()];
    AttemptError { attempt, at: at(9), end: AttemptEnd::Failed, chain }
}

async fn a_job_goes_through_the_queue(db: TestDb) {
    let db = db.with_user().await;
    let new = New { owner_id: Some(user_id(1)), unique_key: Some("k".into()), priority: 7, ..new(1) };
    let queued = queue(&db, vec![new]).await;
    let got = db.write(|db| claim_at(db, A, 9, at(1))).await;
    let ended = end(&db, A, 1, 1, End::Completed).await;
    let rehearsal = Job::Rehearse(Rehearsal::default());
    let claimed = Claimed {
        id: job_id(1),
        job: rehearsal.clone(),
        owner_id: Some(user_id(1)),
        attempt: 1,
        max_attempts: 2,
        timeout: Duration::from_secs(60),
        run_at: at(0),
    };
    assert_eq!((queued, got, ended), (vec![Enqueued::Queued(job_id(1))], vec![claimed], true));
    let record = JobRecord {
        id: job_id(1),
        job: rehearsal,
        owner_id: Some(user_id(1)),
        state: JobState::Completed,
        priority: 7,
        run_at: at(0),
        attempt: 1,
        max_attempts: 2,
        timeout: Duration::from_secs(60),
        unique_key: Some("k".into()),
        schedule_id: None,
        worker: Some(A),
        cancel_requested_at: None,
        progress: Progress::default(),
        errors: Vec::new(),
        created_at: at(0),
        started_at: Some(at(1)),
        finished_at: Some(at(9)),
    };
    assert_eq!(find(&db, 1).await, record);
}

async fn a_job_is_there_only_when_its_transaction_commits(db: TestDb) {
    queue(&db, vec![]).await;
    let undone = db.store.write(|db| {
        jobs::enqueue(db, &new(1))?;
        Err::<(), _>(StoreError::Busy)
    });
    assert!(undone.await.is_err());
    assert_eq!(claim(&db, A, 9).await, NOBODY);
    assert!(!db.read(jobs::any_available).await);
}

async fn two_workers_never_get_the_same_job(db: TestDb) {
    queue(&db, (1..=200).map(new).collect()).await;
    let many = |worker| {
        let db = &db;
        async move {
            let mut got = Vec::new();
            loop {
                let some = claim(db, worker, 7).await;
                if some.is_empty() {
                    return got;
                }
                got.extend(some);
            }
        }
    };
    let (mut all, other) = tokio::join!(many(A), many(B));
    all.extend(other);
    all.sort_unstable();
    // On Postgres one may find nothing while the other has all that is left in its hands.
    assert_eq!(all, (1..=200).collect::<Vec<_>>());
}

async fn higher_priorities_go_first_and_equal_ones_in_order(db: TestDb) {
    let all = [0, 5, -5, 5, 0].into_iter().zip(1..).map(|(priority, number)| New { priority, ..new(number) });
    queue(&db, all.collect()).await;
    assert_eq!([claim(&db, A, 3).await, claim(&db, A, 9).await], [vec![2, 4, 1], vec![5, 3]]);
}

async fn a_job_waits_for_its_time(db: TestDb) {
    queue(&db, vec![New { run_at: at(60), ..new(1) }, New { run_at: at(60), ..new(2) }]).await;
    let early = db.write(|db| Ok((jobs::promote(db, at(59), 9)?, numbers(&claim_at(db, A, 9, at(59))?)))).await;
    assert_eq!(early, (0, vec![]));
    let hurried =
        db.write(|db| Ok((jobs::run_now(db, job_id(2), at(59))?, numbers(&claim_at(db, A, 9, at(59))?)))).await;
    assert_eq!(hurried, (Change::Done, vec![2]));
    let due = db.write(|db| Ok((jobs::promote(db, at(60), 9)?, numbers(&claim_at(db, A, 9, at(60))?)))).await;
    assert_eq!(due, (1, vec![1]));
}

async fn an_unfinished_job_keeps_its_key(db: TestDb) {
    let keyed = |number| New { unique_key: Some("same".into()), ..new(number) };
    let other_kind = New { job: Job::PruneJobs, ..keyed(3) };
    let queued = queue(&db, vec![keyed(1), keyed(2), other_kind]).await;
    let expected = [Enqueued::Queued(job_id(1)), Enqueued::Present(job_id(1)), Enqueued::Queued(job_id(3))];
    assert_eq!(queued, expected);
    claim(&db, A, 9).await;
    assert_eq!(queue(&db, vec![keyed(2)]).await, [Enqueued::Present(job_id(1))]);
    end(&db, A, 1, 1, End::Discarded { error: failure(1) }).await;
    assert_eq!(queue(&db, vec![keyed(4)]).await, [Enqueued::Queued(job_id(4))]);
    let taken = db.store.write(|db| jobs::retry(db, job_id(1), 1, at(9))).await;
    assert!(matches!(taken, Err(StoreError::Conflict { .. })), "{taken:?}");
}

async fn a_job_waits_for_those_it_depends_on(db: TestDb) {
    let third = New { depends_on: vec![job_id(1), job_id(2)], ..new(3) };
    queue(&db, vec![new(1), new(2), third]).await;
    assert_eq!(claim(&db, A, 9).await, [1, 2]);
    end(&db, A, 1, 1, End::Completed).await;
    assert_eq!(claim(&db, A, 9).await, NOBODY);
    assert_eq!(db.read(|db| jobs::dependencies(db, job_id(3))).await, [job_id(2)]);
    end(&db, A, 2, 1, End::Completed).await;
    assert_eq!(claim(&db, A, 9).await, [3]);
    let after_the_end = New { depends_on: vec![job_id(1)], ..new(4) };
    queue(&db, vec![after_the_end]).await;
    assert_eq!(claim(&db, A, 9).await, [4]);
    let unknown = New { depends_on: vec![job_id(99)], ..new(5) };
    let refused = db.store.write(move |db| jobs::enqueue(db, &unknown)).await;
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
}

async fn a_job_whose_dependency_fails_is_cancelled_or_goes_on_by_rule(db: TestDb) {
    let on = |number, before, rule| New { depends_on: vec![job_id(before)], rule, ..new(number) };
    let all = vec![
        new(1),
        on(2, 1, DependencyRule::Cancel),
        on(3, 2, DependencyRule::Cancel),
        on(4, 1, DependencyRule::Proceed),
        on(5, 3, DependencyRule::Proceed),
    ];
    queue(&db, all).await;
    claim(&db, A, 9).await;
    end(&db, A, 1, 1, End::Discarded { error: failure(1) }).await;
    use JobState::*;
    assert_eq!(states(&db, 5).await, [Discarded, Cancelled, Cancelled, Available, Available]);
    queue(&db, vec![on(6, 1, DependencyRule::Cancel), on(7, 1, DependencyRule::Proceed)]).await;
    assert_eq!([find(&db, 6).await.state, find(&db, 7).await.state], [Cancelled, Available]);
}

async fn a_retried_job_waits_until_what_it_depends_on_is_done(db: TestDb) {
    use JobState::*;
    let third = New { depends_on: vec![job_id(1), job_id(2)], ..new(3) };
    let fourth = New { depends_on: vec![job_id(1), job_id(2)], rule: DependencyRule::Proceed, ..new(4) };
    queue(&db, vec![new(1), new(2), third, fourth]).await;
    claim(&db, A, 9).await;
    end(&db, A, 1, 1, End::Discarded { error: failure(1) }).await;
    db.write(|db| jobs::cancel(db, job_id(4), at(9))).await;
    assert_eq!(states(&db, 4).await, [Discarded, Running, Cancelled, Cancelled]);
    let retry = async |number| db.write(move |db| jobs::retry(db, job_id(number), 2, at(9))).await;
    assert_eq!([retry(3).await, retry(4).await], [Change::Done; 2]);
    assert_eq!(states(&db, 4).await, [Discarded, Running, Waiting, Waiting]);
    end(&db, A, 2, 1, End::Completed).await;
    // The fourth goes on whatever became of the first; the third waits for another attempt of it.
    assert_eq!(states(&db, 4).await, [Discarded, Completed, Waiting, Available]);
    assert_eq!(db.write(|db| jobs::prune(db, at(99), at(99), 9)).await, 1, "who is waited for is kept");
    assert_eq!(retry(1).await, Change::Done);
    assert_eq!(claim(&db, A, 9).await, [4, 1]);
    end(&db, A, 1, 2, End::Completed).await;
    assert_eq!(find(&db, 3).await.state, Available);
    assert_eq!(claim(&db, A, 9).await, [3]);
}

async fn a_failed_attempt_is_tried_again_and_remembered(db: TestDb) {
    queue(&db, vec![new(1)]).await;
    claim(&db, A, 9).await;
    assert!(end(&db, A, 1, 1, End::Retry { error: failure(1), at: at(60) }).await);
    let it = find(&db, 1).await;
    let kept = AttemptError { chain: vec!["reading it".into(), "no such file".into()], ..failure(1) };
    assert_eq!((it.state, it.run_at, it.errors), (JobState::Scheduled, at(60), vec![kept]));
    let second = db.write(|db| Ok((jobs::promote(db, at(60), 9)?, claim_at(db, B, 9, at(60))?))).await;
    assert_eq!((second.0, second.1[0].attempt), (1, 2));
}

async fn a_job_without_attempts_left_is_kept_with_its_errors_and_can_be_retried(db: TestDb) {
    queue(&db, vec![new(1), new(2)]).await;
    claim(&db, A, 1).await;
    end(&db, A, 1, 1, End::Discarded { error: failure(1) }).await;
    let dead = find(&db, 1).await;
    assert_eq!((dead.state, dead.errors.len(), dead.finished_at), (JobState::Discarded, 1, Some(at(9))));
    let outcomes =
        db.write(|db| Ok([jobs::retry(db, job_id(1), 3, at(10))?, jobs::retry(db, job_id(2), 3, at(10))?])).await;
    assert_eq!(outcomes, [Change::Done, Change::Not(JobState::Available)]);
    let again = find(&db, 1).await;
    let shown = (again.state, again.attempt, again.max_attempts, again.finished_at, again.errors.len());
    assert_eq!(shown, (JobState::Available, 1, 4, None, 1));
    let missing = db.store.write(|db| jobs::retry(db, job_id(9), 3, at(10))).await;
    assert!(matches!(missing, Err(StoreError::NotFound)), "{missing:?}");
}

async fn one_users_thousands_do_not_starve_another(db: TestDb) {
    db.write(|db| users::insert(db, &user(1), "hash").and_then(|()| users::insert(db, &user(2), "hash"))).await;
    let of = |owner, number| New { owner_id: Some(user_id(owner)), ..new(number) };
    queue(&db, (1..=2000).map(|number| of(1, number)).collect()).await;
    claim(&db, A, 50).await;
    queue(&db, (2001..=2005).map(|number| of(2, number)).collect()).await;
    let got = claim(&db, A, 10).await;
    let second: Vec<_> = got.iter().filter(|number| **number > 2000).collect();
    assert_eq!(second, [&2001, &2002, &2003, &2004, &2005], "{got:?}");
}

async fn a_kind_runs_no_more_jobs_than_it_may(db: TestDb) {
    let tidy = |number| New { job: Job::PruneJobs, ..new(number) };
    queue(&db, vec![tidy(1), tidy(2), new(3)]).await;
    assert_eq!(claim(&db, A, 9).await, [1, 3]);
    assert_eq!(claim(&db, B, 9).await, NOBODY);
    end(&db, A, 1, 1, End::Completed).await;
    assert_eq!(claim(&db, B, 9).await, [2]);
}

async fn a_paused_kind_rests(db: TestDb) {
    queue(&db, vec![new(1), New { job: Job::PruneJobs, ..new(2) }]).await;
    db.write(|db| jobs::pause(db, &[JobKind::Rehearse], at(1))).await;
    assert_eq!(claim(&db, A, 9).await, [2]);
    let paused = db.read(jobs::kinds).await.into_iter().filter(|it| it.paused_at.is_some());
    assert_eq!(paused.map(|it| (it.kind, it.paused_at)).collect::<Vec<_>>(), [(JobKind::Rehearse, Some(at(1)))]);
    db.write(|db| jobs::resume(db, &[JobKind::Rehearse])).await;
    assert_eq!(claim(&db, A, 9).await, [1]);
}

async fn jobs_are_listed_newest_first_with_filters(db: TestDb) {
    let db = db.with_user().await;
    let mine = New { owner_id: Some(user_id(1)), ..new(2) };
    queue(&db, vec![new(1), mine, New { job: Job::PruneJobs, ..new(3) }, New { run_at: at(60), ..new(4) }]).await;
    let list = |filter: Filter| {
        let db = &db;
        async move {
            let filter = Filter { limit: 9, ..filter };
            let found = db.read(move |db| jobs::list(db, &filter)).await;
            found.iter().map(|it| (it.id.0.as_u128() & 0xffff_ffff) as u32).collect::<Vec<_>>()
        }
    };
    assert_eq!(list(Filter::default()).await, [4, 3, 2, 1]);
    assert_eq!(list(Filter { before: Some(job_id(3)), ..Filter::default() }).await, [2, 1]);
    assert_eq!(list(Filter { states: vec![JobState::Scheduled], ..Filter::default() }).await, [4]);
    assert_eq!(list(Filter { kinds: vec![JobKind::PruneJobs], ..Filter::default() }).await, [3]);
    assert_eq!(list(Filter { owner_id: Some(user_id(1)), ..Filter::default() }).await, [2]);
    let counts = db.read(jobs::counts).await;
    let counts: Vec<_> = counts.iter().map(|it| (it.kind, it.state, it.count)).collect();
    use JobKind::*;
    use JobState::*;
    assert_eq!(counts, [(PruneJobs, Available, 1), (Rehearse, Available, 2), (Rehearse, Scheduled, 1)]);
}

async fn committed_jobs_wake_the_workers_of_this_process(db: TestDb) {
    let mut woken = db.store.enqueued();
    woken.borrow_and_update();
    queue(&db, vec![New { run_at: at(60), ..new(1) }]).await;
    assert!(!woken.has_changed().unwrap());
    let undone = db.store.write(|db| {
        jobs::enqueue(db, &new(2))?;
        Err::<(), _>(StoreError::Busy)
    });
    assert!(undone.await.is_err());
    assert!(!woken.has_changed().unwrap());
    queue(&db, vec![new(3)]).await;
    assert!(woken.has_changed().unwrap());
}
