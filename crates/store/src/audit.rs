//! The audit log.

use diesel::prelude::*;
use models::audit::{AuditAction, AuditEntry};
use models::ids::{AuditEntryId, UserId};
use models::time::Time;
use uuid::Uuid;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::audit_entry;
use crate::types::{Json, V, without_nul};

#[derive(Queryable, Selectable)]
#[diesel(table_name = audit_entry)]
struct AuditEntryRow {
    id: AuditEntryId,
    at: Time,
    actor_id: Option<UserId>,
    action: AuditAction,
    resource: String,
    address: String,
    detail: Json<serde_json::Value>,
}

impl From<AuditEntryRow> for AuditEntry {
    fn from(row: AuditEntryRow) -> Self {
        let AuditEntryRow { id, at, actor_id, action, resource, address, detail: Json(detail) } = row;
        Self { id, at, actor_id, action, resource, address, detail }
    }
}

/// Writes an entry; belongs in the transaction of the change it speaks of.
pub fn insert(db: &mut Db, entry: &AuditEntry) -> Result<(), StoreError> {
    let row = (
        audit_entry::id.eq(V(entry.id)),
        audit_entry::at.eq(V(entry.at)),
        audit_entry::actor_id.eq(entry.actor_id.map(V)),
        audit_entry::action.eq(V(entry.action)),
        audit_entry::resource.eq(without_nul(&entry.resource)),
        audit_entry::address.eq(without_nul(&entry.address)),
        audit_entry::detail.eq(Json(&entry.detail)),
    );
    on!(db, |c| diesel::insert_into(audit_entry::table).values(row).execute(c))?;
    Ok(())
}

/// Entries newest first, before the cursor.
pub fn list(db: &mut Db, limit: u32, cursor: Option<AuditEntryId>) -> Result<Vec<AuditEntry>, StoreError> {
    let before = cursor.unwrap_or(AuditEntryId(Uuid::max()));
    let query =
        audit_entry::table.filter(audit_entry::id.lt(V(before))).order(audit_entry::id.desc()).limit(limit.into());
    let rows = on!(db, |c| query.select(AuditEntryRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(AuditEntry::from).collect())
}
