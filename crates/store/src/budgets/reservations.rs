//! What calls under way hold.

use diesel::prelude::*;
use models::ids::ReservationId;
use models::time::Time;

use super::{Charge, Reserve};
use crate::db::{Connection, Db};
use crate::error::StoreError;
use crate::schema::budget_reservation;
use crate::types::{Json, V};

/// Reservations of one statement on Postgres, below its limit of 65,535 values.
const RESERVATIONS_PER_INSERT: usize = 1000;

pub(super) fn insert(db: &mut Db, reserves: &[&Reserve]) -> Result<(), StoreError> {
    let row = |it: &Reserve| {
        let charges: Vec<Charge> = it.lines.iter().map(|line| line.charge).collect();
        (
            budget_reservation::id.eq(V(it.id)),
            budget_reservation::process_id.eq(V(it.process)),
            budget_reservation::at.eq(V(it.at)),
            budget_reservation::charges.eq(Json(charges)),
        )
    };
    match &mut db.0 {
        Connection::Pg(c) => {
            for reserves in reserves.chunks(RESERVATIONS_PER_INSERT) {
                let rows: Vec<_> = reserves.iter().copied().map(row).collect();
                diesel::insert_into(budget_reservation::table).values(rows).execute(c)?;
            }
        }
        // A statement of many rows saves round trips, which do not exist here, and is parsed anew each time.
        Connection::Sqlite(c) => {
            for reserve in reserves.iter().copied() {
                diesel::insert_into(budget_reservation::table).values(row(reserve)).execute(c)?;
            }
        }
    }
    Ok(())
}

/// Removes reservations and returns what they held. Those that are gone held nothing.
pub(super) fn remove(db: &mut Db, ids: &[ReservationId]) -> Result<Vec<Charge>, StoreError> {
    let mut held: Vec<Json<Vec<Charge>>> = Vec::new();
    match &mut db.0 {
        Connection::Pg(c) => {
            let ids: Vec<_> = ids.iter().map(|id| V(*id)).collect();
            let target = budget_reservation::table.filter(budget_reservation::id.eq_any(ids));
            held = diesel::delete(target).returning(budget_reservation::charges).load(c)?;
        }
        Connection::Sqlite(c) => {
            for id in ids {
                let target = diesel::delete(budget_reservation::table.find(V(*id)));
                held.extend(target.returning(budget_reservation::charges).get_result(c).optional()?);
            }
        }
    }
    Ok(held.into_iter().flat_map(|json| json.0).collect())
}

/// Reservations from before a time. On Postgres those that another process is just settling are
/// passed over.
pub(super) fn begun_before(db: &mut Db, before: Time) -> Result<Vec<ReservationId>, StoreError> {
    let query = budget_reservation::table.filter(budget_reservation::at.lt(V(before))).select(budget_reservation::id);
    Ok(match &mut db.0 {
        Connection::Pg(c) => query.for_update().skip_locked().load(c)?,
        Connection::Sqlite(c) => query.load(c)?,
    })
}
