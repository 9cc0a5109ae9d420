//! Places among the calls at once.

use models::ids::ProcessId;
use models::limits::Subject;
use pallium_store::parallel_leases::{self, Lease};

use crate::common::{TestDb, on_both};
use crate::make::{at, user_id, uuid};

on_both!(processes_never_hold_more_than_the_limit, a_lease_ends_when_it_expires_or_is_empty,);

fn lease(process: u32, places: i64) -> Lease {
    Lease { subject: Subject::User(user_id(1)), process: ProcessId(uuid(process)), places, expires_at: at(60) }
}

async fn processes_never_hold_more_than_the_limit(db: TestDb) {
    let granted = db
        .write(|db| {
            let mut take = |process, places| parallel_leases::take(db, &lease(process, places), 5, at(0));
            Ok([take(1, 3)?, take(2, 4)?, take(1, 4)?, take(2, 1)?, take(1, 9)?])
        })
        .await;
    assert_eq!(granted, [3, 2, 3, 1, 4]);
}

async fn a_lease_ends_when_it_expires_or_is_empty(db: TestDb) {
    let granted = db
        .write(|db| {
            parallel_leases::take(db, &lease(1, 5), 5, at(0))?;
            let full = parallel_leases::take(db, &lease(2, 1), 5, at(59))?;
            let expired = parallel_leases::take(db, &lease(2, 5), 5, at(60))?;
            parallel_leases::put(db, &lease(2, 0))?;
            let purged = [parallel_leases::purge(db, at(59))?, parallel_leases::purge(db, at(60))?];
            Ok((full, expired, parallel_leases::take(db, &lease(3, 5), 5, at(0))?, purged))
        })
        .await;
    assert_eq!(granted, (0, 5, 5, [0, 1]));
}
