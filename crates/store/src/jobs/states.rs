//! States as literals: an index over some states serves a query only when the query names them in its
//! text, which a bound value does not.
//!
//! Postgres plans such a query anew each time: a plan kept from when the queue was empty reads the whole
//! table when it is long.

use diesel::QueryResult;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Bool;
use diesel::sqlite::Sqlite;

macro_rules! literals {
    ($($(#[$doc:meta])* $name:ident = $sql:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, QueryId)]
        pub(super) struct $name;

        impl Expression for $name {
            type SqlType = Bool;
        }

        impl QueryFragment<Pg> for $name {
            fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
                out.unsafe_to_cache_prepared();
                out.push_sql($sql);
                Ok(())
            }
        }

        impl QueryFragment<Sqlite> for $name {
            fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
                out.push_sql($sql);
                Ok(())
            }
        }

        // Also below a sub-query, whose outer table the trait would have to name.
        impl<QS> SelectableExpression<QS> for $name {}
        impl<QS> AppearsOnTable<QS> for $name {}

        impl ValidGrouping<()> for $name {
            type IsAggregate = is_aggregate::Never;
        }
    )+};
}

literals! {
    /// The next free worker takes it.
    Available = "job.state = 'available'";
    /// A worker has it.
    Running = "job.state = 'running'";
    /// Its time may have come.
    Scheduled = "job.state = 'scheduled'";
    /// It holds its unique key.
    Unfinished = "job.state IN ('waiting', 'scheduled', 'available', 'running')";
}
