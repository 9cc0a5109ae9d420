//! SQL that Diesel's builder cannot say: recursive walks, row values, joins on a list.
//!
//! `diesel::sql_query` would do, but it prepares its statement each time and finds columns by
//! name. This one is cached by its text and read by position.

use std::marker::PhantomData;

use diesel::backend::Backend;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Binary, HasSqlType, Text};
use diesel::{QueryResult, RunQueryDsl};
use models::time::Time;
use uuid::Uuid;

use crate::types::AnyId;
use crate::types::sql::{DbTime, DbUuid};

/// A statement with a `?` for each value, whose rows have the SQL types `ST`.
#[derive(Debug)]
pub(crate) struct Raw<ST> {
    sql: String,
    values: Vec<Value>,
    varies: bool,
    row: PhantomData<fn() -> ST>,
}

#[derive(Debug)]
enum Value {
    Id(AnyId),
    Time(Time),
    Text(String),
    Number(i64),
    Bytes(Vec<u8>),
}

/// The SQL types of a row struct, in the order of its fields.
pub(crate) type SqlOf<Row> =
    <<Row as diesel::Selectable<diesel::pg::Pg>>::SelectExpression as diesel::Expression>::SqlType;

/// Begins a statement. It must not hold a `?` that does not stand for a value.
pub(crate) fn raw<ST>(sql: impl Into<String>) -> Raw<ST> {
    Raw { sql: sql.into(), values: Vec::new(), varies: false, row: PhantomData }
}

/// `?, ?, ?` for a list of values.
pub(crate) fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}

impl<ST> Raw<ST> {
    /// Its text is as long as a list of values: it is not kept prepared, because few calls have it again.
    pub(crate) fn varies(mut self) -> Self {
        self.varies = true;
        self
    }

    pub(crate) fn id(mut self, id: Uuid) -> Self {
        self.values.push(Value::Id(AnyId(id)));
        self
    }

    pub(crate) fn ids(mut self, ids: impl IntoIterator<Item = Uuid>) -> Self {
        self.values.extend(ids.into_iter().map(|id| Value::Id(AnyId(id))));
        self
    }

    pub(crate) fn time(mut self, time: Time) -> Self {
        self.values.push(Value::Time(time));
        self
    }

    pub(crate) fn text(mut self, text: impl Into<String>) -> Self {
        self.values.push(Value::Text(text.into()));
        self
    }

    pub(crate) fn bytes(mut self, bytes: Vec<u8>) -> Self {
        self.values.push(Value::Bytes(bytes));
        self
    }

    pub(crate) fn number(mut self, number: i64) -> Self {
        self.values.push(Value::Number(number));
        self
    }
}

impl<ST, DB> QueryFragment<DB> for Raw<ST>
where
    DB: Backend + HasSqlType<DbUuid> + HasSqlType<DbTime>,
    AnyId: ToSql<DbUuid, DB>,
    Time: ToSql<DbTime, DB>,
    String: ToSql<Text, DB>,
    i64: ToSql<BigInt, DB>,
    Vec<u8>: ToSql<Binary, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if self.varies {
            out.unsafe_to_cache_prepared();
        }
        let mut pieces = self.sql.split('?');
        out.push_sql(pieces.next().unwrap_or_default());
        for (piece, value) in pieces.zip(&self.values) {
            match value {
                Value::Id(id) => out.push_bind_param::<DbUuid, _>(id)?,
                Value::Time(time) => out.push_bind_param::<DbTime, _>(time)?,
                Value::Text(text) => out.push_bind_param::<Text, _>(text)?,
                Value::Number(number) => out.push_bind_param::<BigInt, _>(number)?,
                Value::Bytes(bytes) => out.push_bind_param::<Binary, _>(bytes)?,
            }
            out.push_sql(piece);
        }
        Ok(())
    }
}

impl<ST> QueryId for Raw<ST> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<ST> Query for Raw<ST> {
    type SqlType = ST;
}

impl<ST, C> RunQueryDsl<C> for Raw<ST> {}
