//! Processes on one Postgres hear each other.

use pallium_store::StoreError;
use pallium_store::bus::{self, Heard};

use crate::common::TestDb;

fn said(channel: &str, payload: &str) -> Heard {
    Heard::Said { channel: channel.into(), payload: payload.into() }
}

#[tokio::test]
async fn what_is_said_is_heard_in_order_once_it_is_committed() {
    let db = TestDb::empty_postgres();
    let mut listener = bus::listen(&db.options.url, &["runs", "notices"]);
    assert_eq!(listener.next().await, Heard::Connected);
    let undone = db.store.write(|db| {
        bus::notify(db, "runs", "undone")?;
        Err::<(), _>(StoreError::NotFound)
    });
    assert!(undone.await.is_err());
    let many: Vec<_> = (0..500).map(|number| number.to_string()).collect();
    let payloads = many.clone();
    db.write(move |db| {
        bus::notify(db, "elsewhere", "unheard")?;
        payloads.iter().try_for_each(|payload| bus::notify(db, "runs", payload))?;
        bus::notify(db, "notices", &"x".repeat(bus::PAYLOAD_BYTES_MAX))
    })
    .await;
    for payload in many {
        assert_eq!(listener.next().await, said("runs", &payload));
    }
    assert_eq!(listener.next().await, said("notices", &"x".repeat(bus::PAYLOAD_BYTES_MAX)));
    db.write(|db| bus::notify(db, "runs", "later")).await;
    assert_eq!(listener.next().await, said("runs", "later"));
}

#[tokio::test]
async fn a_broken_connection_is_made_again_and_says_so() {
    let db = TestDb::empty_postgres();
    let mut listener = bus::listen(&db.options.url, &["runs"]);
    assert_eq!(listener.next().await, Heard::Connected);
    db.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()");
    assert_eq!(listener.next().await, Heard::Connected);
    db.write(|db| bus::notify(db, "runs", "again")).await;
    assert_eq!(listener.next().await, said("runs", "again"));
}

#[tokio::test]
async fn on_sqlite_nothing_is_said() {
    let db = TestDb::empty_sqlite();
    db.write(|db| bus::notify(db, "runs", "x")).await;
}
