//! What keys and users hold and spend.

use std::cell::RefCell;
use std::collections::HashMap;

use models::ids::{ApiKeyId, ReservationId};
use models::limits::{Period, Subject};
use models::time::Time;
use pallium_store::budgets::{self, Charge, Exceeded, Line, Reserve, Settle, Spent};
use pallium_store::{Db, Store, StoreError};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::common::{TestDb, on_both};
use crate::make::{PROCESS, at, user_id, uuid};

on_both!(
    a_call_is_held_where_every_limit_allows_it,
    the_budget_that_comes_back_last_is_told,
    what_was_held_is_replaced_by_what_was_taken,
    abandoned_reservations_go_back_and_late_calls_still_count,
    two_processes_never_exceed_a_budget,
    counters_are_exact_after_any_sequence,
    absurd_numbers_do_not_stop_a_batch,
    old_counters_are_removed,
);

fn charge(subject: Subject, tokens: i64, nanos: i64) -> Charge {
    Charge { subject, period: Period::Day, period_start: day(), tokens, nanos }
}

fn day() -> Time {
    Period::Day.start(at(0))
}

fn key() -> Subject {
    Subject::Key(ApiKeyId(uuid(1)))
}

fn user() -> Subject {
    Subject::User(user_id(1))
}

fn line(charge: Charge, limit_tokens: i64, limit_nanos: i64) -> Line {
    Line { charge, limit_tokens: Some(limit_tokens), limit_nanos: Some(limit_nanos) }
}

fn unlimited(charge: Charge) -> Line {
    Line { charge, limit_tokens: None, limit_nanos: None }
}

/// Begins at its number's second.
fn reserve(number: u32, lines: Vec<Line>) -> Reserve {
    Reserve { id: ReservationId(uuid(number)), process: PROCESS, at: at(number.into()), lines }
}

fn settle(number: u32, charges: Vec<Charge>) -> Settle {
    Settle { reservation: Some(ReservationId(uuid(number))), charges }
}

fn used(db: &mut Db, subject: Subject) -> Result<(i64, i64), StoreError> {
    let Spent { tokens, nanos } = budgets::used(db, subject, Period::Day, day())?;
    Ok((tokens, nanos))
}

async fn a_call_is_held_where_every_limit_allows_it(db: TestDb) {
    let found = db
        .write(|db| {
            let call = |number, tokens, nanos| {
                let lines = vec![line(charge(key(), tokens, nanos), 100, 50), unlimited(charge(user(), tokens, nanos))];
                reserve(number, lines)
            };
            let calls = [call(1, 60, 10), call(2, 60, 10), call(3, 10, 41), call(4, 40, 40), call(5, 1, 0)];
            let outcomes = budgets::reserve_many(db, &calls)?;
            Ok((outcomes, used(db, key())?, used(db, user())?))
        })
        .await;
    let over = Err(Exceeded { subject: key(), period: Period::Day, resets_at: Period::Day.end(day()) });
    assert_eq!(found, (vec![Ok(()), over, over, Ok(()), over], (100, 50), (100, 50)));
}

async fn the_budget_that_comes_back_last_is_told(db: TestDb) {
    let month = Period::Month.start(at(0));
    let monthly = Charge { period: Period::Month, period_start: month, ..charge(user(), 1, 0) };
    let lines = vec![line(charge(key(), 1, 0), 0, 0), line(monthly, 0, 0), line(charge(user(), 1, 0), 0, 0)];
    let outcomes = db.write(move |db| budgets::reserve_many(db, &[reserve(1, lines)])).await;
    let resets_at = Period::Month.end(month);
    assert_eq!(outcomes, [Err(Exceeded { subject: user(), period: Period::Month, resets_at })]);
}

async fn what_was_held_is_replaced_by_what_was_taken(db: TestDb) {
    let found = db
        .write(|db| {
            let lines = || vec![line(charge(key(), 50, 500), 100, 1000)];
            budgets::reserve_many(db, &[reserve(1, lines()), reserve(2, lines())])?;
            let held = used(db, key())?;
            let unheld = Settle { reservation: None, charges: vec![charge(key(), 1, 1)] };
            let took = settle(1, vec![charge(key(), 30, 20), charge(user(), 30, 20)]);
            budgets::settle_many(db, &[took, settle(2, vec![]), unheld])?;
            Ok((held, used(db, key())?, used(db, user())?))
        })
        .await;
    assert_eq!(found, ((100, 1000), (31, 21), (30, 20)));
}

async fn abandoned_reservations_go_back_and_late_calls_still_count(db: TestDb) {
    let found = db
        .write(|db| {
            let lines = || vec![unlimited(charge(key(), 10, 10))];
            budgets::reserve_many(db, &[reserve(1, lines()), reserve(2, lines()), reserve(3, lines())])?;
            let released = budgets::release_abandoned(db, at(3))?;
            let left = used(db, key())?;
            budgets::settle_many(db, &[settle(1, vec![charge(key(), 4, 5)])])?;
            Ok((released, left, used(db, key())?))
        })
        .await;
    assert_eq!(found, (2, (10, 10), (14, 15)));
}

/// Half of the calls name the user first, so that locks in the order of the lines would end in a
/// deadlock.
async fn two_processes_never_exceed_a_budget(db: TestDb) {
    let stores = [Store::open(&db.options).unwrap(), Store::open(&db.options).unwrap()];
    let mut tasks = tokio::task::JoinSet::new();
    for batch in 0..20 {
        let store = stores[batch as usize % 2].clone();
        tasks.spawn(async move {
            let calls: Vec<_> = (0..5).map(|call| contended(batch * 5 + call)).collect();
            let (ids, calls) = (calls.iter().map(|call| call.id).collect::<Vec<_>>(), calls);
            let outcomes = store.write(move |db| budgets::reserve_many(db, &calls)).await?;
            let begun: Vec<_> = ids.into_iter().zip(outcomes).filter(|(_, outcome)| outcome.is_ok()).collect();
            // Every second batch is settled at once, with what was held.
            let took = vec![charge(user(), 10, 1), charge(key(), 10, 1)];
            let settles = begun.iter().map(|(id, _)| Settle { reservation: Some(*id), charges: took.clone() });
            let settles: Vec<_> = settles.filter(|_| batch % 4 < 2).collect();
            store.write(move |db| budgets::settle_many(db, &settles)).await?;
            Ok::<_, StoreError>(begun.len())
        });
    }
    let begun: usize = tasks.join_all().await.into_iter().map(Result::unwrap).sum();
    let found = db.read(|db| Ok((used(db, user())?, used(db, key())?))).await;
    assert_eq!((begun, found), (25, ((250, 25), (250, 25))));
}

fn contended(number: u32) -> Reserve {
    let mut lines = vec![line(charge(user(), 10, 1), 255, 1000), line(charge(key(), 10, 1), 1000, 1000)];
    if number.is_multiple_of(2) {
        lines.reverse();
    }
    reserve(number, lines)
}

/// A step of a sequence; calls are named by their number modulo those that were begun.
#[derive(Debug, Clone)]
enum Step {
    Reserve { tokens: i64, both: bool },
    Settle { call: u32, tokens: i64 },
    Add { tokens: i64 },
    Release { before: u32 },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..60i64, any::<bool>()).prop_map(|(tokens, both)| Step::Reserve { tokens, both }),
        3 => (0..40u32, 0..60i64).prop_map(|(call, tokens)| Step::Settle { call, tokens }),
        1 => (0..60i64).prop_map(|tokens| Step::Add { tokens }),
        1 => (0..40u32).prop_map(|before| Step::Release { before }),
    ];
    prop::collection::vec(step, 1..40)
}

/// What the counters must show.
#[derive(Default)]
struct Expected {
    settled: HashMap<Subject, i64>,
    open: HashMap<u32, Vec<Charge>>,
    next: u32,
}

impl Expected {
    fn shown(&self, subject: Subject) -> i64 {
        let held = self.open.values().flatten().filter(|charge| charge.subject == subject);
        self.settled.get(&subject).copied().unwrap_or(0) + held.map(|charge| charge.tokens).sum::<i64>()
    }

    fn step(&mut self, db: &mut Db, subjects: [Subject; 2], step: &Step) -> Result<(), StoreError> {
        const LIMIT: i64 = 200;
        let [first, second] = subjects;
        let of = |subject, tokens| charge(subject, tokens, 2 * tokens);
        match *step {
            Step::Reserve { tokens, both } => {
                let charges = [of(second, tokens), of(first, tokens)][..1 + usize::from(both)].to_vec();
                let fits = charges.iter().all(|charge| self.shown(charge.subject) + tokens <= LIMIT);
                let lines = charges.iter().map(|charge| line(*charge, LIMIT, i64::MAX)).collect();
                let outcome = budgets::reserve_many(db, &[reserve(self.next, lines)])?;
                assert_eq!(outcome[0].is_ok(), fits);
                if fits {
                    self.open.insert(self.next, charges);
                }
                self.next += 1;
            }
            Step::Settle { call, tokens } => {
                self.open.remove(&call);
                *self.settled.entry(first).or_default() += tokens;
                budgets::settle_many(db, &[settle(call, vec![of(first, tokens)])])?;
            }
            Step::Add { tokens } => {
                *self.settled.entry(second).or_default() += tokens;
                budgets::settle_many(db, &[Settle { reservation: None, charges: vec![of(second, tokens)] }])?;
            }
            Step::Release { before } => {
                let open = self.open.len();
                self.open.retain(|number, _| *number >= before);
                assert_eq!(budgets::release_abandoned(db, at(before.into()))?, open - self.open.len());
            }
        }
        for subject in subjects {
            let shown = self.shown(subject);
            assert_eq!(used(db, subject)?, (shown, 2 * shown), "{step:?}");
        }
        Ok(())
    }
}

async fn counters_are_exact_after_any_sequence(db: TestDb) {
    db.write(|db| {
        let config = Config { cases: 60, failure_persistence: None, ..Config::default() };
        let db = RefCell::new((db, 0));
        let outcome = TestRunner::new(config).run(&steps(), |steps| {
            let (db, case) = &mut *db.borrow_mut();
            *case += 2;
            let subjects = [Subject::Key(ApiKeyId(uuid(*case))), Subject::User(user_id(*case + 1))];
            let mut expected = Expected::default();
            steps.iter().try_for_each(|step| expected.step(db, subjects, step)).unwrap();
            budgets::release_abandoned(db, at(1000)).unwrap();
            Ok(())
        });
        if let Err(failure) = outcome {
            panic!("{failure}");
        }
        Ok(())
    })
    .await;
}

async fn absurd_numbers_do_not_stop_a_batch(db: TestDb) {
    let found = db
        .write(|db| {
            let took = |tokens| Settle { reservation: None, charges: vec![charge(key(), tokens, 0)] };
            budgets::settle_many(db, &[took(i64::MAX)])?;
            budgets::settle_many(db, &[took(i64::MAX), took(1), settle(1, vec![charge(user(), 1, 1)])])?;
            let refused = budgets::reserve_many(db, &[reserve(2, vec![unlimited(charge(key(), 1, 0))])])?;
            Ok((used(db, key())?, used(db, user())?, refused[0].is_err()))
        })
        .await;
    assert_eq!(found, ((i64::MAX, 0), (1, 1), true));
}

async fn old_counters_are_removed(db: TestDb) {
    let found = db
        .write(|db| {
            let tomorrow = Charge { period_start: Period::Day.end(day()), ..charge(key(), 3, 3) };
            let both = Settle { reservation: None, charges: vec![charge(key(), 2, 2), tomorrow] };
            budgets::settle_many(db, &[both])?;
            let removed = budgets::purge(db, tomorrow.period_start)?;
            Ok((removed, used(db, key())?, budgets::used(db, key(), Period::Day, tomorrow.period_start)?))
        })
        .await;
    assert_eq!(found, (1, (0, 0), Spent { tokens: 3, nanos: 3 }));
}
