//! How the nouns' types are written in both databases, so that rows hold `UserId` and `Title`
//! and not bytes and strings.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow, Queryable};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types as st;
use diesel::sqlite::Sqlite;
use models::alias::AliasName;
use models::api_key::ApiKeyName;
use models::attachment::FileName;
use models::audit::AuditAction;
use models::connection::{BaseUrl, ConnectionKind, ConnectionName};
use models::conversation::{Color, Label, Title, TitleSource};
use models::ids::*;
use models::job::{DependencyRule, JobKind, JobState};
use models::knowledge::{CollectionName, DocumentState, IndexState, SourceKind, SourceState};
use models::limits::Period;
use models::message::MessageRole;
use models::routing_rule::RuleName;
use models::run::{FinishReason, RunKind, RunStatus};
use models::schedule::CatchUp;
use models::time::{Time, to_micros};
use models::usage_entry::Outcome;
use models::user::{Email, Role, UserName};
use models::workspace::{WorkspaceName, WorkspaceRole};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

/// SQL-side markers. They name Postgres types by number, because a name costs a look-up in
/// `pg_type` on each connection.
pub(crate) mod sql {
    use diesel::query_builder::QueryId;
    use diesel::sql_types::SqlType;

    /// `UUID`, or a BLOB of 16 bytes.
    #[derive(Debug, Clone, Copy, SqlType, QueryId)]
    #[diesel(postgres_type(oid = 2950, array_oid = 2951))]
    #[diesel(sqlite_type(name = "Binary"))]
    pub struct DbUuid;

    /// `TIMESTAMPTZ`, or whole microseconds since 1970.
    #[derive(Debug, Clone, Copy, SqlType, QueryId)]
    #[diesel(postgres_type(oid = 1184, array_oid = 1185))]
    #[diesel(sqlite_type(name = "Long"))]
    pub struct DbTime;

    /// `JSON`, or TEXT. Not `JSONB`: that refuses `\u0000`, which a model may say, and no query
    /// looks inside.
    #[derive(Debug, Clone, Copy, SqlType, QueryId)]
    #[diesel(postgres_type(oid = 114, array_oid = 199))]
    #[diesel(sqlite_type(name = "Text"))]
    pub struct DbJson;

    /// `TEXT` with a checked form: a word of a closed set, or a validated line.
    #[derive(Debug, Clone, Copy, SqlType, QueryId)]
    #[diesel(postgres_type(oid = 25, array_oid = 1009))]
    #[diesel(sqlite_type(name = "Text"))]
    pub struct DbText;
}

use sql::{DbJson, DbText, DbTime, DbUuid};

/// A value on its way to the database. The nouns' types come from another room, so Diesel's
/// coherence does not let them be expressions themselves; reading needs no such wrapper.
#[derive(Debug, Clone, Copy, AsExpression)]
#[diesel(sql_type = DbUuid)]
#[diesel(sql_type = DbText)]
#[diesel(sql_type = DbTime)]
pub(crate) struct V<T: std::fmt::Debug>(pub(crate) T);

macro_rules! values {
    ($($sql:ty),+) => {$(
        impl<T, DB> ToSql<$sql, DB> for V<T>
        where
            T: ToSql<$sql, DB> + std::fmt::Debug,
            DB: Backend,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                self.0.to_sql(out)
            }
        }
    )+};
}

values!(DbUuid, DbText, DbTime);

/// What `#[derive(FromSqlRow)]` would write on a type of our own room.
macro_rules! row_type {
    ($sql:ty: $($rust:ty),+ $(,)?) => {$(
        impl<DB: Backend> Queryable<$sql, DB> for $rust
        where
            $rust: FromSql<$sql, DB>,
        {
            type Row = Self;

            fn build(row: Self) -> deserialize::Result<Self> {
                Ok(row)
            }
        }
    )+};
}

macro_rules! ids {
    ($($(#[$doc:meta])* $id:ident),+ $(,)?) => {
        row_type!(DbUuid: $($id),+);
        $(
            impl ToSql<DbUuid, Pg> for $id {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                    ToSql::<st::Uuid, Pg>::to_sql(&self.0, &mut out.reborrow())
                }
            }

            impl FromSql<DbUuid, Pg> for $id {
                fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                    FromSql::<st::Uuid, Pg>::from_sql(value).map($id)
                }
            }

            impl ToSql<DbUuid, Sqlite> for $id {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                    out.set_value(self.0.as_bytes().as_slice());
                    Ok(IsNull::No)
                }
            }

            impl FromSql<DbUuid, Sqlite> for $id {
                fn from_sql(mut value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                    Ok($id(Uuid::from_slice(value.read_blob())?))
                }
            }
        )+
    };
}

models::with_ids!(ids);
ids!(AnyId);

/// An id whose noun depends on another column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AnyId(pub(crate) Uuid);

impl ToSql<DbTime, Pg> for Time {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<st::Timestamptz, Pg>::to_sql(&to_micros(*self), &mut out.reborrow())
    }
}

impl FromSql<DbTime, Pg> for Time {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        FromSql::<st::Timestamptz, Pg>::from_sql(value)
    }
}

impl ToSql<DbTime, Sqlite> for Time {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.timestamp_micros());
        Ok(IsNull::No)
    }
}

impl FromSql<DbTime, Sqlite> for Time {
    fn from_sql(mut value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Time::from_timestamp_micros(value.read_long()).ok_or("the time is out of range")?)
    }
}

macro_rules! texts {
    ($($rust:ty: $write:expr, $read:expr;)+) => {
        row_type!(DbText: $($rust),+);
        $(
            impl ToSql<DbText, Pg> for $rust {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                    let write: fn(&$rust) -> &str = $write;
                    std::io::Write::write_all(out, write(self).as_bytes())?;
                    Ok(IsNull::No)
                }
            }

            impl FromSql<DbText, Pg> for $rust {
                fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                    let read: fn(&str) -> Option<$rust> = $read;
                    read(std::str::from_utf8(value.as_bytes())?).ok_or_else(|| unknown::<$rust>())
                }
            }

            impl ToSql<DbText, Sqlite> for $rust {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                    let write: fn(&$rust) -> &str = $write;
                    out.set_value(write(self));
                    Ok(IsNull::No)
                }
            }

            impl FromSql<DbText, Sqlite> for $rust {
                fn from_sql(mut value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                    let read: fn(&str) -> Option<$rust> = $read;
                    read(value.read_text()).ok_or_else(|| unknown::<$rust>())
                }
            }
        )+
    };
}

fn unknown<T>() -> Box<dyn std::error::Error + Send + Sync> {
    format!("the text is not a {}", std::any::type_name::<T>()).into()
}

texts! {
    Role: |it| it.as_str(), Role::parse;
    ConnectionKind: |it| it.as_str(), ConnectionKind::parse;
    TitleSource: |it| it.as_str(), TitleSource::parse;
    MessageRole: |it| it.as_str(), MessageRole::parse;
    RunStatus: |it| it.as_str(), RunStatus::parse;
    RunKind: |it| run_kind(*it), |text| RUN_KINDS.into_iter().find(|it| run_kind(*it) == text);
    FinishReason: |it| finish_reason(*it), |text| FINISH_REASONS.into_iter().find(|it| finish_reason(*it) == text);
    AuditAction: |it| it.as_str(), AuditAction::parse;
    Email: |it| it.as_str(), |text| Email::parse(text).ok();
    UserName: |it| it.as_str(), |text| UserName::parse(text).ok();
    ConnectionName: |it| it.as_str(), |text| ConnectionName::parse(text).ok();
    BaseUrl: |it| it.as_str(), |text| BaseUrl::parse(text).ok();
    Title: |it| it.as_str(), |text| Some(Title::stored(text));
    Label: |it| it.as_str(), |text| Label::parse(text).ok();
    Color: |it| it.as_str(), |text| Color::parse(text).ok();
    FileName: |it| it.as_str(), |text| FileName::parse(text).ok();
    ApiKeyName: |it| it.as_str(), |text| ApiKeyName::parse(text).ok();
    AliasName: |it| it.as_str(), |text| AliasName::parse(text).ok();
    RuleName: |it| it.as_str(), |text| RuleName::parse(text).ok();
    WorkspaceName: |it| it.as_str(), |text| WorkspaceName::parse(text).ok();
    WorkspaceRole: |it| it.as_str(), WorkspaceRole::parse;
    Period: |it| it.as_str(), Period::parse;
    Outcome: |it| it.as_str(), Outcome::parse;
    JobKind: |it| it.as_str(), JobKind::parse;
    JobState: |it| it.as_str(), JobState::parse;
    DependencyRule: |it| it.as_str(), DependencyRule::parse;
    CatchUp: |it| it.as_str(), CatchUp::parse;
    CollectionName: |it| it.as_str(), |text| CollectionName::parse(text).ok();
    SourceKind: |it| it.as_str(), SourceKind::parse;
    SourceState: |it| it.as_str(), SourceState::parse;
    DocumentState: |it| it.as_str(), DocumentState::parse;
    IndexState: |it| it.as_str(), IndexState::parse;
}

const RUN_KINDS: [RunKind; 2] = [RunKind::Answer, RunKind::Continuation];

fn run_kind(kind: RunKind) -> &'static str {
    match kind {
        RunKind::Answer => "answer",
        RunKind::Continuation => "continuation",
    }
}

const FINISH_REASONS: [FinishReason; 6] = [
    FinishReason::Stop,
    FinishReason::Length,
    FinishReason::ToolCalls,
    FinishReason::ContentFilter,
    FinishReason::Refusal,
    FinishReason::Other,
];

fn finish_reason(reason: FinishReason) -> &'static str {
    match reason {
        FinishReason::Stop => "stop",
        FinishReason::Length => "length",
        FinishReason::ToolCalls => "tool_calls",
        FinishReason::ContentFilter => "content_filter",
        FinishReason::Refusal => "refusal",
        FinishReason::Other => "other",
    }
}

/// Any serde type, as JSON text.
#[derive(Debug, Clone, PartialEq, AsExpression, FromSqlRow)]
#[diesel(sql_type = DbJson)]
pub(crate) struct Json<T: std::fmt::Debug>(pub(crate) T);

impl<T: Serialize + std::fmt::Debug> ToSql<DbJson, Pg> for Json<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        serde_json::to_writer(out, &self.0)?;
        Ok(IsNull::No)
    }
}

impl<T: DeserializeOwned + std::fmt::Debug> FromSql<DbJson, Pg> for Json<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Json(serde_json::from_slice(value.as_bytes())?))
    }
}

impl<T: Serialize + std::fmt::Debug> ToSql<DbJson, Sqlite> for Json<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(serde_json::to_string(&self.0)?);
        Ok(IsNull::No)
    }
}

impl<T: DeserializeOwned + std::fmt::Debug> FromSql<DbJson, Sqlite> for Json<T> {
    fn from_sql(mut value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Json(serde_json::from_str(value.read_text())?))
    }
}

/// A value that a newer version may spell as this one does not know: then it is `None`, and the row is left for those
/// who know.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Known<T>(pub(crate) Option<T>);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Known<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(from)?;
        Ok(Self(serde_json::from_value(value).ok()))
    }
}

/// Text without NUL, which Postgres does not store.
pub(crate) fn without_nul(text: &str) -> String {
    text.replace('\0', "")
}
