//! Prices of connections' models that differ from the table of the program.

use diesel::prelude::*;
use diesel::upsert::excluded;
use models::ids::ConnectionId;
use models::price::Price;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::price_override;
use crate::types::{Json, V, without_nul};

/// What a model costs at a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceOverride {
    /// The connection.
    pub connection_id: ConnectionId,
    /// The vendor's model id.
    pub model: String,
    /// The price.
    pub price: Price,
}

/// All prices that were set, by connection and model.
pub fn all(db: &mut Db) -> Result<Vec<PriceOverride>, StoreError> {
    let query = price_override::table.order((price_override::connection_id, price_override::model));
    let rows: Vec<(ConnectionId, String, Json<Price>)> = on!(db, |c| query.load(c))?;
    let price = |(connection_id, model, Json(price))| PriceOverride { connection_id, model, price };
    Ok(rows.into_iter().map(price).collect())
}

/// Sets or replaces a price. `NotFound` when there is no such connection.
pub fn put(db: &mut Db, it: &PriceOverride) -> Result<(), StoreError> {
    let row = (
        price_override::connection_id.eq(V(it.connection_id)),
        price_override::model.eq(without_nul(&it.model)),
        price_override::price.eq(Json(it.price)),
    );
    on!(db, |c| diesel::insert_into(price_override::table)
        .values(row)
        .on_conflict((price_override::connection_id, price_override::model))
        .do_update()
        .set(price_override::price.eq(excluded(price_override::price)))
        .execute(c))?;
    Ok(())
}

/// Returns to the price of the table. `false`: none was set.
pub fn delete(db: &mut Db, connection: ConnectionId, model: &str) -> Result<bool, StoreError> {
    let target = price_override::table.find((V(connection), without_nul(model)));
    let removed = on!(db, |c| diesel::delete(target).execute(c))?;
    Ok(removed == 1)
}
