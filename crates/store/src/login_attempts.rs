//! Failed logins, counted per account and per address.

use diesel::prelude::*;
use models::time::Time;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::login_attempt;
use crate::types::{V, without_nul};

/// Writes down a failure and counts the key's failures since the window began, this one included.
pub fn record_failure(db: &mut Db, key: &str, now: Time, window_start: Time) -> Result<i64, StoreError> {
    let row = (login_attempt::key.eq(without_nul(key)), login_attempt::at.eq(V(now)));
    on!(db, |c| diesel::insert_into(login_attempt::table).values(row).execute(c))?;
    Ok(count(db, key, window_start)?.0)
}

/// The key's failures since a time, and when the oldest of them was.
pub fn count(db: &mut Db, key: &str, since: Time) -> Result<(i64, Option<Time>), StoreError> {
    let query = login_attempt::table
        .filter(login_attempt::key.eq(without_nul(key)))
        .filter(login_attempt::at.ge(V(since)))
        .order(login_attempt::at)
        .select(login_attempt::at);
    let times: Vec<Time> = on!(db, |c| query.load(c))?;
    Ok((times.len() as i64, times.first().copied()))
}

/// Forgets the key's failures.
pub fn clear(db: &mut Db, key: &str) -> Result<(), StoreError> {
    let target = login_attempt::table.filter(login_attempt::key.eq(without_nul(key)));
    on!(db, |c| diesel::delete(target).execute(c))?;
    Ok(())
}

/// Removes failures before a time, and counts them.
pub fn prune(db: &mut Db, before: Time) -> Result<usize, StoreError> {
    let target = login_attempt::table.filter(login_attempt::at.lt(V(before)));
    Ok(on!(db, |c| diesel::delete(target).execute(c))?)
}
