//! Reading the ledger: one's own calls, and everyone's for admins.

use std::collections::HashMap;

use futures_util::Stream;
use models::ids::{ApiKeyId, UserId, WorkspaceId};
use models::invalid::Invalid;
use models::page::Page;
use models::time::Time;
use models::usage_entry::UsageEntry;
use store::Db;
use store::usage_entries::{Cursor, UsageFilter};
pub use store::usage_entries::{Group, UsageRow};

use super::Whose;
use crate::access::Actor;
use crate::context::Context;
use crate::error::{Error, Result};

/// Entries of one read of an export.
const EXPORT_PAGE: u32 = 1000;

/// Which calls.
#[derive(Debug, Clone, Default)]
pub struct Calls {
    /// Whose.
    pub whose: Whose,
    /// That came with this key.
    pub key_id: Option<ApiKeyId>,
    /// That belong to this workspace.
    pub workspace_id: Option<WorkspaceId>,
    /// That this model answered.
    pub model: Option<String>,
    /// That came at this time or later.
    pub from: Option<Time>,
    /// That came before this time.
    pub to: Option<Time>,
}

/// A row of a summary with what people call its key, where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryRow {
    /// The sums.
    pub sums: UsageRow,
    /// Name of the user, of the key or of the workspace, deleted ones too; `None` for days, models and what is gone.
    pub name: Option<String>,
}

/// Calls, the newest first.
pub async fn list(
    cx: &Context,
    actor: &Actor,
    calls: Calls,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<UsageEntry>> {
    let wrong = || Error::from(Invalid::new("cursor", "must be the next_cursor of an earlier page"));
    let cursor = cursor.map(|text| Cursor::parse(text).ok_or_else(wrong)).transpose()?;
    let filter = calls.filter(actor)?;
    let page = move |db: &mut Db| store::usage_entries::list(db, &filter, cursor.as_ref(), limit);
    cx.store.read(page).await.map_err(Error::from)
}

/// Sums of calls: days in their order, anything else by cost, the dearest first.
pub async fn summary(cx: &Context, actor: &Actor, calls: Calls, group: Group) -> Result<Vec<SummaryRow>> {
    let filter = calls.filter(actor)?;
    cx.store
        .read(move |db| {
            let rows = store::usage_entries::summary(db, &filter, group)?;
            let names = names(db, group, &rows)?;
            let named = |sums: UsageRow| SummaryRow { name: names.get(&sums.key).cloned(), sums };
            Ok::<_, Error>(rows.into_iter().map(named).collect())
        })
        .await
}

/// All calls in pieces, the newest first. Whether the caller may is decided before the first piece.
pub fn export(
    cx: &Context,
    actor: &Actor,
    calls: Calls,
) -> Result<impl Stream<Item = Result<Vec<UsageEntry>>> + use<>> {
    let (cx, filter) = (cx.clone(), calls.filter(actor)?);
    Ok(async_stream::try_stream! {
        let mut cursor = None;
        loop {
            let (wanted, after) = (filter.clone(), cursor.take());
            let page = move |db: &mut Db| store::usage_entries::list(db, &wanted, after.as_ref(), EXPORT_PAGE);
            let Page { items, next } = cx.store.read(page).await.map_err(Error::from)?;
            yield items;
            cursor = next.as_deref().and_then(Cursor::parse);
            if cursor.is_none() {
                break;
            }
        }
    })
}

impl Calls {
    fn filter(self, actor: &Actor) -> Result<UsageFilter> {
        let user_id = self.whose.user(actor)?;
        let Self { whose: _, key_id, workspace_id, model, from, to } = self;
        Ok(UsageFilter { user_id, key_id, workspace_id, model, from, to })
    }
}

fn names(db: &mut Db, group: Group, rows: &[UsageRow]) -> Result<HashMap<String, String>> {
    let mut names = HashMap::new();
    match group {
        Group::User => {
            for row in rows {
                let Ok(id) = row.key.parse::<UserId>() else { continue };
                let user = store::users::find(db, id)?;
                names.extend(user.map(|user| (row.key.clone(), user.name.as_str().to_owned())));
            }
        }
        Group::Key => {
            for row in rows {
                let Ok(id) = row.key.parse::<ApiKeyId>() else { continue };
                let key = store::api_keys::find(db, id)?;
                names.extend(key.map(|key| (row.key.clone(), key.name.as_str().to_owned())));
            }
        }
        Group::Workspace => {
            for row in rows {
                let Ok(id) = row.key.parse::<WorkspaceId>() else { continue };
                let name = store::workspaces::name(db, id)?;
                names.extend(name.map(|name| (row.key.clone(), name.as_str().to_owned())));
            }
        }
        Group::Day | Group::Model => {}
    }
    Ok(names)
}
