//! A number that tells every process whether what it keeps in memory of the gateway is old. Triggers
//! raise it in the transaction of each change of what the gateway keeps.

use diesel::prelude::*;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::gateway_version;

/// The number of the last change that was committed. Read it before what it stands for: a change in
/// between then shows as old, not as read.
pub fn read(db: &mut Db) -> Result<i64, StoreError> {
    let query = gateway_version::table.find(1).select(gateway_version::version);
    Ok(on!(db, |c| query.first(c))?)
}
