//! A number that tells every process whether what it keeps in memory of the gateway is old.

use diesel::prelude::*;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::gateway_version;

/// Counts a change and returns the new number. Belongs in the transaction of the change: the row
/// stays locked until it commits, so whoever reads a number also reads all changes up to it.
pub fn bump(db: &mut Db) -> Result<i64, StoreError> {
    let change = gateway_version::version.eq(gateway_version::version + 1);
    let statement = diesel::update(gateway_version::table.find(1)).set(change).returning(gateway_version::version);
    Ok(on!(db, |c| statement.get_result(c))?)
}

/// The number of the last change that was committed. Read it before what it stands for: a change in
/// between then shows as old, not as read.
pub fn read(db: &mut Db) -> Result<i64, StoreError> {
    let query = gateway_version::table.find(1).select(gateway_version::version);
    Ok(on!(db, |c| query.first(c))?)
}
