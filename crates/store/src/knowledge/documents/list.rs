//! A page of a collection's documents.

use diesel::prelude::*;
use diesel::sql_types::Text;
use models::ids::{CollectionId, DocumentId, SourceId};
use models::knowledge::{Document, DocumentState};
use models::page::Page;

use super::DocumentRow;
use crate::db::{Db, Dialect, on};
use crate::error::StoreError;
use crate::knowledge::page;
use crate::knowledge::tokens::fold;
use crate::schema::document;
use crate::types::V;

/// Which documents are wanted; `None` wants all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Of which collection.
    pub collection_id: CollectionId,
    /// Letters of the name, the path or the title, whatever their case and accents.
    pub q: Option<String>,
    /// How far they are.
    pub state: Option<DocumentState>,
    /// Whether their source has them otherwise.
    pub stale: Option<bool>,
    /// Where they come from.
    pub source_id: Option<SourceId>,
    /// Only those before this one.
    pub before: Option<DocumentId>,
    /// Most rows.
    pub limit: u32,
}

/// The newest first. The cursor is the id of the last one.
pub fn list(db: &mut Db, filter: &Filter) -> Result<Page<Document>, StoreError> {
    let dialect = db.dialect();
    let rows: Vec<DocumentRow> = on!(db, |c| {
        let mut query = document::table
            .filter(document::collection_id.eq(V(filter.collection_id)))
            .order(document::id.desc())
            .limit(i64::from(filter.limit) + 1)
            .select(DocumentRow::as_select())
            .into_boxed();
        if let Some(before) = filter.before {
            query = query.filter(document::id.lt(V(before)));
        }
        if let Some(state) = filter.state {
            query = query.filter(document::state.eq(V(state)));
        }
        if let Some(stale) = filter.stale {
            query = query.filter(document::stale.eq(stale));
        }
        if let Some(source) = filter.source_id {
            query = query.filter(document::source_id.eq(V(source)));
        }
        if let Some(q) = &filter.q {
            query = match dialect {
                Dialect::Postgres => query.filter(strpos(document::label, fold(q)).gt(0)),
                Dialect::Sqlite => query.filter(instr(document::label, fold(q)).gt(0)),
            };
        }
        query.load(c)
    })?;
    Ok(page(rows.into_iter().map(Document::from).collect(), filter.limit, |it| it.id))
}

diesel::define_sql_function! {
    /// Where a text holds another on Postgres, from 1; 0 for nowhere.
    fn strpos(text: Text, part: Text) -> Integer;
}

diesel::define_sql_function! {
    /// Where a text holds another on SQLite, from 1; 0 for nowhere.
    fn instr(text: Text, part: Text) -> Integer;
}
