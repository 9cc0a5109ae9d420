//! What keys and users hold and spend.

use std::cell::RefCell;
use std::collections::HashMap;

use models::ids::{ApiKeyId, ProcessId};
use models::limits::{Period, Subject};
use pallium_store::budgets::{self, Charge, Counter, Settle, Spent, Take};
use pallium_store::{Db, Store, StoreError};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::common::{TestDb, on_both};
use crate::make::{PROCESS, at, user_id, uuid};

on_both!(
    a_process_gets_what_it_needs_and_some_more_where_enough_is_left,
    what_is_not_limited_is_not_held,
    what_was_held_is_replaced_by_what_was_taken,
    what_a_dead_process_held_goes_back_and_late_calls_still_count,
    two_processes_never_exceed_a_budget,
    counters_are_exact_after_any_sequence,
    absurd_numbers_do_not_stop_a_batch,
    old_counters_are_removed,
);

const OTHER: ProcessId = ProcessId(uuid::Uuid::from_u128(77));

fn day(subject: Subject) -> Counter {
    Counter { subject, period: Period::Day, period_start: Period::Day.start(at(0)) }
}

fn key() -> Subject {
    Subject::Key(ApiKeyId(uuid(1)))
}

fn user() -> Subject {
    Subject::User(user_id(1))
}

fn amount(tokens: i64, nanos: i64) -> Spent {
    Spent { tokens, nanos }
}

fn charge(subject: Subject, tokens: i64, nanos: i64) -> Charge {
    Charge { counter: day(subject), amount: amount(tokens, nanos) }
}

/// Asks for tokens and twice as many nano-dollars, giving back what is left of earlier takes.
fn take(subject: Subject, unused: i64, need: i64, limit: i64) -> Take {
    Take {
        counter: day(subject),
        unused: amount(unused, 2 * unused),
        need: amount(need, 2 * need),
        limit_tokens: Some(limit),
        limit_nanos: Some(2 * limit),
    }
}

fn took(subject: Subject, tokens: i64, nanos: i64) -> Settle {
    Settle { held: vec![], took: vec![charge(subject, tokens, nanos)] }
}

fn used(db: &mut Db, subject: Subject) -> Result<(i64, i64), StoreError> {
    let Spent { tokens, nanos } = budgets::used(db, &day(subject))?;
    Ok((tokens, nanos))
}

async fn a_process_gets_what_it_needs_and_some_more_where_enough_is_left(db: TestDb) {
    let granted = db
        .write(|db| {
            let mut tokens = |process, take| Ok::<_, StoreError>(budgets::take(db, process, at(1), &[take])?[0].tokens);
            Ok([
                // Sixteen calls ahead, or an eighth of what is left.
                tokens(PROCESS, take(key(), 0, 10, 10_000))?,
                tokens(PROCESS, take(user(), 0, 10, 400))?,
                // What nobody drew on counts as left; what somebody drew on does not.
                tokens(PROCESS, take(user(), 50, 100, 400))?,
                tokens(OTHER, take(user(), 0, 100, 400))?,
                tokens(OTHER, take(user(), 0, 300, 400))?,
                tokens(OTHER, take(user(), 0, 1, 400))?,
                // A budget that was made smaller gives nothing, and what is given back comes back.
                tokens(PROCESS, take(user(), 100, 0, 50))?,
                tokens(OTHER, take(user(), 0, 60, 400))?,
            ])
        })
        .await;
    assert_eq!(granted, [160, 50, 100, 100, 200, 0, 0, 60]);
}

async fn what_is_not_limited_is_not_held(db: TestDb) {
    let found = db
        .write(|db| {
            let money_only = Take { limit_tokens: None, ..take(key(), 0, 10, 100) };
            let granted = budgets::take(db, PROCESS, at(1), &[money_only])?;
            Ok((granted, used(db, key())?))
        })
        .await;
    assert_eq!(found, (vec![amount(0, 25)], (0, 0)));
}

async fn what_was_held_is_replaced_by_what_was_taken(db: TestDb) {
    let found = db
        .write(|db| {
            budgets::take(db, PROCESS, at(1), &[take(key(), 0, 100, 100)])?;
            let call = |took| Settle { held: vec![charge(key(), 50, 100)], took };
            let calls = [call(vec![charge(key(), 30, 20), charge(user(), 30, 20)]), call(vec![]), took(key(), 1, 1)];
            budgets::settle_many(db, PROCESS, at(2), &calls)?;
            let left = budgets::take(db, OTHER, at(3), &[take(key(), 0, 100, 100)])?;
            Ok((used(db, key())?, used(db, user())?, left))
        })
        .await;
    assert_eq!(found, ((31, 21), (30, 20), vec![amount(69, 179)]));
}

async fn what_a_dead_process_held_goes_back_and_late_calls_still_count(db: TestDb) {
    let found = db
        .write(|db| {
            let all = |process, second| (process, at(second), [take(key(), 0, 40, 100)]);
            for (process, at, takes) in [all(PROCESS, 1), all(OTHER, 2)] {
                budgets::take(db, process, at, &takes)?;
            }
            let touched = budgets::touch(db, OTHER, at(5))?;
            let released = budgets::release_abandoned(db, at(5))?;
            let late = Settle { held: vec![charge(key(), 40, 80)], took: vec![charge(key(), 4, 5)] };
            budgets::settle_many(db, PROCESS, at(6), &[late])?;
            let left = budgets::take(db, PROCESS, at(7), &[take(key(), 0, 100, 100)])?;
            Ok((touched, released, used(db, key())?, left[0].tokens))
        })
        .await;
    assert_eq!(found, (vec![day(key())], 1, (4, 5), 56));
}

/// Half of the calls name the user first, so that locks in the order of the takes would end in a
/// deadlock.
async fn two_processes_never_exceed_a_budget(db: TestDb) {
    let stores = [Store::open(&db.options).unwrap(), Store::open(&db.options).unwrap()];
    let mut tasks = tokio::task::JoinSet::new();
    for batch in 0..20_usize {
        let store = stores[batch % 2].clone();
        let process = [PROCESS, OTHER][batch % 2];
        tasks.spawn(async move {
            let mut takes = vec![take(user(), 0, 50, 255), take(key(), 0, 50, 1000)];
            if batch % 4 < 2 {
                takes.reverse();
            }
            let granted = store.write(move |db| budgets::take(db, process, at(1), &takes)).await?;
            let most = granted.iter().map(|it| it.tokens).min().unwrap_or(0);
            // What was granted is all taken.
            let call = Settle {
                held: vec![charge(user(), most, 2 * most), charge(key(), most, 2 * most)],
                took: vec![charge(user(), most, most), charge(key(), most, most)],
            };
            store.write(move |db| budgets::settle_many(db, process, at(2), &[call])).await?;
            Ok::<_, StoreError>(most)
        });
    }
    let taken: i64 = tasks.join_all().await.into_iter().map(Result::unwrap).sum();
    let found = db.read(|db| Ok((used(db, user())?, used(db, key())?))).await;
    assert_eq!((taken, found), (255, ((255, 255), (255, 255))));
}

/// A step of a sequence. Processes are two, and each holds what it was given until it settles or gives it back.
#[derive(Debug, Clone)]
enum Step {
    Take { process: usize, need: i64, back: bool },
    Settle { process: usize, held: i64, tokens: i64 },
    Add { tokens: i64 },
    Release { process: usize },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..2_usize, 0..60i64, any::<bool>()).prop_map(|(process, need, back)| Step::Take { process, need, back }),
        3 => (0..2_usize, 0..60i64, 0..60i64).prop_map(|(process, held, tokens)| Step::Settle { process, held, tokens }),
        1 => (0..60i64).prop_map(|tokens| Step::Add { tokens }),
        1 => (0..2_usize).prop_map(|process| Step::Release { process }),
    ];
    prop::collection::vec(step, 1..40)
}

/// What the counter must show. Money is held apart: what is taken ahead of it is not twice the tokens, because shares of
/// what is left are rounded.
#[derive(Default)]
struct Expected {
    settled: i64,
    held: HashMap<usize, Spent>,
}

impl Expected {
    const LIMIT: i64 = 200;

    fn all_held(&self) -> i64 {
        self.held.values().map(|held| held.tokens).sum()
    }

    fn step(&mut self, db: &mut Db, subject: Subject, step: &Step) -> Result<(), StoreError> {
        let ids = [PROCESS, OTHER];
        match *step {
            Step::Take { process, need, back } => {
                let unused = if back { self.held.remove(&process).unwrap_or_default() } else { Spent::default() };
                let left = (Self::LIMIT - self.settled - self.all_held()).max(0);
                let take = Take { unused, ..take(subject, 0, need, Self::LIMIT) };
                let granted = budgets::take(db, ids[process], at(1), &[take])?[0];
                assert!(granted.tokens <= left && granted.tokens >= need.min(left), "{step:?}: {granted:?} of {left}");
                let known = self.held.entry(process).or_default();
                *known = amount(known.tokens + granted.tokens, known.nanos + granted.nanos);
            }
            Step::Settle { process, held, tokens } => {
                let known = self.held.entry(process).or_default();
                *known = amount(known.tokens - held.min(known.tokens), known.nanos - (2 * held).min(known.nanos));
                self.settled += tokens;
                let call = Settle {
                    held: vec![charge(subject, held, 2 * held)],
                    took: vec![charge(subject, tokens, 2 * tokens)],
                };
                budgets::settle_many(db, ids[process], at(1), &[call])?;
            }
            Step::Add { tokens } => {
                self.settled += tokens;
                budgets::settle_many(db, PROCESS, at(1), &[took(subject, tokens, 2 * tokens)])?;
            }
            Step::Release { process } => {
                budgets::touch(db, ids[1 - process], at(3))?;
                let holds = self.held.remove(&process).is_some_and(|held| held != Spent::default());
                assert_eq!(budgets::release_abandoned(db, at(3))?, usize::from(holds));
                budgets::touch(db, ids[1 - process], at(1))?;
            }
        }
        assert_eq!(used(db, subject)?, (self.settled, 2 * self.settled), "{step:?}");
        Ok(())
    }
}

async fn counters_are_exact_after_any_sequence(db: TestDb) {
    db.write(|db| {
        let config = Config { cases: 60, failure_persistence: None, ..Config::default() };
        let db = RefCell::new((db, 10));
        let outcome = TestRunner::new(config).run(&steps(), |steps| {
            let (db, case) = &mut *db.borrow_mut();
            *case += 1;
            let mut expected = Expected::default();
            let subject = Subject::User(user_id(*case));
            steps.iter().try_for_each(|step| expected.step(db, subject, step)).unwrap();
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
            budgets::settle_many(db, PROCESS, at(1), &[took(key(), i64::MAX, 0)])?;
            let more = [took(key(), i64::MAX, 0), took(key(), 1, 0), took(user(), 1, 1)];
            budgets::settle_many(db, PROCESS, at(1), &more)?;
            let refused = budgets::take(db, PROCESS, at(1), &[take(key(), 0, 1, i64::MAX / 2)])?;
            Ok((used(db, key())?, used(db, user())?, refused[0].tokens))
        })
        .await;
    assert_eq!(found, ((i64::MAX, 0), (1, 1), 0));
}

async fn old_counters_are_removed(db: TestDb) {
    let found = db
        .write(|db| {
            let tomorrow = Counter { period_start: Period::Day.end(day(key()).period_start), ..day(key()) };
            let later = Charge { counter: tomorrow, amount: amount(3, 3) };
            let both = Settle { held: vec![], took: vec![charge(key(), 2, 2), later] };
            budgets::settle_many(db, PROCESS, at(1), &[both])?;
            let removed = budgets::purge(db, tomorrow.period_start)?;
            Ok((removed, used(db, key())?, budgets::used(db, &tomorrow)?))
        })
        .await;
    assert_eq!(found, (1, (0, 0), amount(3, 3)));
}
