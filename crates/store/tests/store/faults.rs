//! What happens when things go wrong around a question.

use std::sync::mpsc;

use pallium_store::{Dialect, Store, StoreError, StoreOptions, users};

use crate::common::{TestDb, on_both};
use crate::make::{user, user_id};

on_both!(
    an_error_undoes_the_whole_write,
    a_panic_reaches_its_caller_only,
    a_waiting_caller_is_told_that_it_is_busy,
    a_snapshot_sees_one_moment,
    writers_of_two_processes_wait_for_each_other,
);

async fn an_error_undoes_the_whole_write(db: TestDb) {
    let outcome = db
        .store
        .write(|db| {
            users::insert(db, &user(1), "hash")?;
            users::insert(db, &user(1), "hash")
        })
        .await;
    assert!(matches!(outcome, Err(StoreError::Conflict { .. })), "{outcome:?}");
    assert_eq!(db.read(users::count).await, 0);
    db.write(|db| users::insert(db, &user(1), "hash")).await;
    assert_eq!(db.read(users::count).await, 1);
}

async fn a_panic_reaches_its_caller_only(db: TestDb) {
    let store = db.store.clone();
    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(async move {
        let work = |db: &mut _| -> Result<(), StoreError> {
            users::insert(db, &user(1), "hash")?;
            panic!("in the middle of a transaction")
        };
        store.write(work).await
    });
    let outcome = tasks.join_next().await.unwrap();
    assert!(outcome.is_err_and(|error| error.is_panic()));
    db.write(|db| users::insert(db, &user(1), "hash")).await;
    assert_eq!(db.read(users::count).await, 1);
}

async fn a_waiting_caller_is_told_that_it_is_busy(db: TestDb) {
    let options = StoreOptions { readers: 1, pool_timeout_ms: 20, ..db.options.clone() };
    let store = Store::open(&options).unwrap();
    let (release, released) = mpsc::channel::<()>();
    let (began, begun) = tokio::sync::oneshot::channel();
    let holder = store.clone();
    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(async move {
        let work = move |_: &mut _| -> Result<(), StoreError> {
            began.send(()).unwrap();
            released.recv().map_err(|_| StoreError::Busy)
        };
        holder.read(work).await
    });
    begun.await.unwrap();
    let outcome = store.read(users::count).await;
    assert!(matches!(outcome, Err(StoreError::Busy)), "{outcome:?}");
    release.send(()).unwrap();
    tasks.join_next().await.unwrap().unwrap().unwrap();
    assert_eq!(store.read(users::count).await.unwrap(), 0);
}

async fn a_snapshot_sees_one_moment(db: TestDb) {
    let (go, gone) = mpsc::channel::<()>();
    let (began, begun) = tokio::sync::oneshot::channel();
    let counts = db.store.snapshot(move |db| {
        let before = users::count(db)?;
        began.send(()).unwrap();
        gone.recv().map_err(|_| StoreError::Busy)?;
        Ok::<_, StoreError>((before, users::count(db)?))
    });
    let meanwhile = async {
        begun.await.unwrap();
        db.write(|db| users::insert(db, &user(1), "hash")).await;
        go.send(()).unwrap();
    };
    let (counts, ()) = tokio::join!(counts, meanwhile);
    assert_eq!((counts.unwrap(), db.read(users::count).await), ((0, 0), 1));
}

async fn writers_of_two_processes_wait_for_each_other(db: TestDb) {
    let stores = [Store::open(&db.options).unwrap(), Store::open(&db.options).unwrap()];
    let mut tasks = tokio::task::JoinSet::new();
    for number in 1..=100 {
        let store = stores[number as usize % 2].clone();
        tasks.spawn(async move {
            // Read, then write: a transaction that was not immediate would fail here.
            let work = move |db: &mut _| {
                users::find(db, user_id(number))?;
                users::insert(db, &user(number), "hash")
            };
            store.write::<_, StoreError>(work).await
        });
    }
    for outcome in tasks.join_all().await {
        outcome.unwrap();
    }
    assert_eq!(db.read(users::count).await, 100);
}

#[tokio::test]
async fn an_address_that_does_not_work_says_so_at_once_without_the_password() {
    let folder = tempfile::tempdir().unwrap();
    let missing = format!("sqlite:{}/no/such/folder/test.db", folder.path().display());
    for url in [missing.as_str(), "postgres://ada:secret@127.0.0.1:1/pallium"] {
        let Err(error) = Store::open(&StoreOptions::new(url)) else { panic!("{url} opened") };
        assert!(matches!(error, StoreError::Connect { .. }), "{error:?}");
        assert!(!format!("{error:?} {error}").contains("secret"), "{error:?}");
    }
    let Err(error) = Store::open(&StoreOptions::new("mysql://x")) else { panic!("opened") };
    assert!(matches!(error, StoreError::Address { .. }), "{error:?}");
}

#[tokio::test]
async fn a_connection_that_the_server_ended_is_made_again() {
    let db = TestDb::empty_postgres().migrated().await;
    let options = StoreOptions { readers: 1, ..db.options.clone() };
    let store = Store::open(&options).unwrap();
    store.ping().await.unwrap();
    db.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()");
    // The first caller finds out, the next one has a new connection.
    assert!(store.read(users::count).await.is_err());
    assert_eq!(store.read(users::count).await.unwrap(), 0);
    assert_eq!(store.dialect(), Dialect::Postgres);
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let db = TestDb::empty_sqlite().migrated().await;
    let path = db.options.url.strip_prefix("sqlite:").unwrap();
    for file in [path.to_owned(), format!("{path}-wal")] {
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600, "{file}");
    }
}
