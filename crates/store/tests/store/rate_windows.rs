//! What is granted of a limit per minute.

use models::ids::ApiKeyId;
use models::limits::Subject;
use pallium_store::rate_windows::{self, Metric, Take};
use pallium_store::{Store, StoreError};

use crate::common::{TestDb, on_both};
use crate::make::{at, user_id, uuid};

on_both!(
    a_window_grants_its_limit_and_no_more,
    two_processes_together_are_granted_the_limit,
    windows_that_are_over_are_removed,
);

fn take(want: i64, limit: i64) -> Take {
    Take { subject: Subject::User(user_id(1)), metric: Metric::Requests, window_start: at(0), want, limit }
}

async fn a_window_grants_its_limit_and_no_more(db: TestDb) {
    let granted = db
        .write(|db| {
            Ok([
                rate_windows::take(db, &[take(4, 10), take(5, 10), take(5, 10), take(5, 10)])?,
                // A limit that was lowered, and one that was raised.
                rate_windows::take(db, &[take(1, 3), take(5, 12)])?,
                rate_windows::take(db, &[take(0, 20), take(-1, 20), take(1, 0), take(i64::MAX, i64::MAX)])?,
                // Of others.
                rate_windows::take(
                    db,
                    &[
                        Take { subject: Subject::Key(ApiKeyId(user_id(1).0)), ..take(5, 5) },
                        Take { metric: Metric::Tokens, ..take(5, 5) },
                        Take { window_start: at(60), ..take(5, 5) },
                    ],
                )?,
            ])
        })
        .await;
    assert_eq!(granted, [vec![4, 5, 1, 0], vec![0, 2], vec![0, 0, 0, i64::MAX - 12], vec![5, 5, 5]]);
}

async fn two_processes_together_are_granted_the_limit(db: TestDb) {
    let stores = [Store::open(&db.options).unwrap(), Store::open(&db.options).unwrap()];
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..200 {
        let store = stores[number % 2].clone();
        let mut takes = vec![
            take(1, 100),
            Take { subject: Subject::Key(ApiKeyId(uuid(1))), metric: Metric::Tokens, ..take(1, 50) },
        ];
        if number % 3 == 0 {
            takes.reverse();
        }
        tasks.spawn(async move {
            let granted = store.write(move |db| rate_windows::take(db, &takes).map(|granted| (takes, granted))).await;
            granted.map_err(|error: StoreError| error)
        });
    }
    let (mut requests, mut tokens) = (0, 0);
    for outcome in tasks.join_all().await {
        let (takes, granted) = outcome.unwrap();
        for (take, granted) in takes.iter().zip(granted) {
            match take.metric {
                Metric::Requests => requests += granted,
                Metric::Tokens => tokens += granted,
            }
        }
    }
    assert_eq!((requests, tokens), (100, 50));
}

async fn windows_that_are_over_are_removed(db: TestDb) {
    let found = db
        .write(|db| {
            rate_windows::take(db, &[take(5, 5), Take { window_start: at(60), ..take(5, 5) }])?;
            let removed = rate_windows::purge(db, at(60))?;
            Ok((removed, rate_windows::take(db, &[take(5, 5), Take { window_start: at(60), ..take(5, 5) }])?))
        })
        .await;
    assert_eq!(found, (1, vec![5, 0]));
}
