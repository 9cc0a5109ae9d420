//! Schedules fire once, over changes of the clocks and with any number of workers.

use std::time::Duration;

use models::ids::{JobId, ScheduleId};
use models::job::Job;
use models::schedule::{CatchUp, Schedule, Timing};
use models::time::Time;
use pallium_store::jobs::{self, Filter, New};
use pallium_store::{Store, schedules};

use crate::common::{TestDb, on_both};
use crate::jobs::new;
use crate::make::{at, uuid};

on_both!(
    a_schedule_comes_back_as_written,
    three_workers_fire_each_time_once_over_a_change_of_the_clocks,
    a_schedule_makes_no_second_job_while_its_first_is_not_done,
    a_schedule_that_is_off_makes_nothing,
    a_schedule_of_a_newer_version_is_left_to_it,
    missed_times_make_a_job_each_where_the_rule_says_so,
);

fn schedule(number: u32, timing: Timing, catch_up: CatchUp, next_at: Time) -> Schedule {
    Schedule {
        id: ScheduleId(uuid(number)),
        name: format!("schedule {number}"),
        job: Job::PruneJobs,
        timing,
        catch_up,
        enabled: true,
        next_at,
        last_at: None,
        last_job_id: None,
        created_at: at(0),
        updated_at: at(0),
    }
}

async fn with(db: &TestDb, it: Schedule) {
    assert!(db.write(move |db| schedules::insert(db, &it)).await);
}

/// Fires; `salt` keeps the jobs' ids apart.
async fn fire(store: &Store, now: Time, salt: u128) -> usize {
    let mut next = u128::try_from(now.timestamp_micros()).unwrap() << 32 | salt << 16;
    store
        .write(move |db| {
            schedules::fire(db, now, |fired| {
                next += 1;
                let key = Some(fired.unique_key);
                let id = JobId(uuid::Uuid::from_u128(next));
                New { id, job: fired.schedule.job, run_at: now, created_at: now, unique_key: key, ..new(1) }
            })
        })
        .await
        .unwrap()
}

async fn jobs_of(db: &TestDb) -> usize {
    db.read(|db| jobs::list(db, &Filter { limit: 1000, ..Filter::default() })).await.len()
}

async fn a_schedule_comes_back_as_written(db: TestDb) {
    let daily = schedule(1, Timing::cron("0 4 * * mon-fri", "Europe/Berlin").unwrap(), CatchUp::Skip, at(5));
    let often = Schedule {
        enabled: false,
        last_at: Some(at(1)),
        last_job_id: Some(JobId(uuid(7))),
        ..schedule(2, Timing::Every(Duration::from_secs(90)), CatchUp::All, at(6))
    };
    let rows = [daily.clone(), often.clone()];
    let twin = Schedule { id: ScheduleId(uuid(3)), ..daily.clone() };
    let found = db
        .write(move |db| {
            let added = [&rows[0], &rows[1], &twin].map(|it| schedules::insert(db, it).unwrap());
            Ok((added, schedules::list(db)?, schedules::lock(db, rows[1].id)?, schedules::lock(db, twin.id)?))
        })
        .await;
    assert_eq!(found, ([true, true, false], vec![daily, often.clone()], Some(often), None));
}

/// Every minute of two hours around the one that Berlin shows twice, each asked by three workers at once:
/// 2:30 counts once, and every half hour counts.
async fn three_workers_fire_each_time_once_over_a_change_of_the_clocks(db: TestDb) {
    let start: Time = "2026-10-25T00:00:00Z".parse().unwrap();
    let once = Timing::cron("30 2 * * *", "Europe/Berlin").unwrap();
    let half_hours = Timing::cron("*/30 * * * *", "Europe/Berlin").unwrap();
    for (number, timing) in [(1, once), (2, half_hours)] {
        let next = timing.next(start);
        with(&db, schedule(number, timing, CatchUp::All, next)).await;
    }
    let workers = [0, 1, 2].map(|_| Store::open(&db.options).unwrap());
    let mut fired = 0;
    for minute in 0..=120 {
        let now = start + Duration::from_secs(minute * 60);
        let [a, b, c] = &workers;
        let (a, b, c) = tokio::join!(fire(a, now, 1), fire(b, now, 2), fire(c, now, 3));
        fired += a + b + c;
    }
    // 0:30, 1:00, 1:30 and 2:00 UTC, and 2:30 in Berlin for the first time.
    assert_eq!((fired, jobs_of(&db).await), (5, 5));
}

async fn a_schedule_makes_no_second_job_while_its_first_is_not_done(db: TestDb) {
    with(&db, schedule(1, Timing::Every(Duration::from_secs(60)), CatchUp::Once, at(0))).await;
    assert_eq!([fire(&db.store, at(0), 0).await, fire(&db.store, at(60), 0).await], [1, 1]);
    let it = db.read(schedules::list).await.remove(0);
    assert_eq!((jobs_of(&db).await, it.last_at, it.next_at), (1, Some(at(60)), at(120)));
}

async fn a_schedule_that_is_off_makes_nothing(db: TestDb) {
    let off = schedule(1, Timing::Every(Duration::from_secs(60)), CatchUp::Once, at(0));
    with(&db, Schedule { enabled: false, ..off }).await;
    assert_eq!((fire(&db.store, at(90), 0).await, jobs_of(&db).await), (0, 0));
    assert!(!db.read(|db| schedules::any_due(db, at(90))).await);
}

async fn missed_times_make_a_job_each_where_the_rule_says_so(db: TestDb) {
    for (number, rule) in [(1, CatchUp::Skip), (2, CatchUp::Once), (3, CatchUp::All)] {
        let timing = Timing::Every(Duration::from_secs(3600));
        with(&db, schedule(number, timing, rule, at(0))).await;
    }
    assert!(db.read(|db| schedules::any_due(db, at(0))).await);
    let half_past_three = at(3 * 3600 + 1800);
    assert_eq!(fire(&db.store, half_past_three, 0).await, 5);
    let next: Vec<_> = db.read(schedules::list).await.iter().map(|it| it.next_at).collect();
    assert_eq!((jobs_of(&db).await, next), (5, vec![at(4 * 3600); 3]));
}

async fn a_schedule_of_a_newer_version_is_left_to_it(db: TestDb) {
    let hourly = Timing::Every(Duration::from_secs(3600));
    with(&db, schedule(1, hourly.clone(), CatchUp::Once, at(0))).await;
    db.execute("UPDATE schedule SET job = '{\"kind\":\"of_tomorrow\"}'");
    with(&db, schedule(2, hourly, CatchUp::Once, at(0))).await;
    assert_eq!(fire(&db.store, at(1), 0).await, 1);
    assert_eq!(jobs_of(&db).await, 1);
    let names: Vec<_> = db.read(schedules::list).await.into_iter().map(|it| it.name).collect();
    assert_eq!(names, ["schedule 2"]);
    assert_eq!(db.write(|db| schedules::lock(db, ScheduleId(uuid(1)))).await, None);
}
