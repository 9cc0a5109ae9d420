//! The ledger as a table for spreadsheets.

use actix_web::http::header::{self, ContentDisposition, DispositionParam, DispositionType};
use actix_web::{HttpResponse, get, web};
use bytes::Bytes;
use futures_util::StreamExt;
use managers::context::Context;
use managers::gateway::usage;
use models::usage_entry::UsageEntry;
use utoipa::ToSchema;

use super::shapes::CallsQuery;
use crate::error::ApiError;
use crate::extract::{Actor, Query};

const COLUMNS: &str = "id,at,user_id,key_id,run_id,connection_id,dialect,asked_model,answered_model,input_tokens,\
    output_tokens,cache_read_tokens,cache_write_tokens,reasoning_tokens,cost_usd,estimated,streamed,latency_ms,\
    first_token_ms,attempts,outcome,task_type,cached,workspace_id,call_id,\
    queued_ms\r\n";

/// Documents the table.
#[derive(ToSchema)]
#[schema(as = Csv, value_type = String)]
#[expect(dead_code, reason = "only the document reads it")]
struct Csv(String);

/// Export calls as CSV, the newest first
///
/// A text that a spreadsheet would take for a formula begins with an apostrophe.
#[utoipa::path(tag = "usage", params(CallsQuery), responses((status = 200, description = "One line per call", content((Csv = "text/csv"))), ApiError), security(("bearer" = [])))]
#[get("/usage/export.csv")]
pub(super) async fn export_usage(
    cx: web::Data<Context>,
    actor: Actor,
    calls: Query<CallsQuery>,
) -> Result<HttpResponse, ApiError> {
    let pieces = usage::export(&cx, &actor, calls.0.into())?;
    let head = futures_util::stream::once(async { Ok(Bytes::from_static(COLUMNS.as_bytes())) });
    let rows = pieces.map(|piece| match piece {
        Ok(entries) => Ok(Bytes::from(entries.iter().map(row).collect::<String>())),
        // The table is cut, so that nobody takes a part for the whole.
        Err(error) => {
            tracing::error!(%error, "an export of the ledger was cut");
            Err(error)
        }
    });
    let file = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename("usage.csv".to_owned())],
    };
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(file)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .streaming(head.chain(rows).map(|piece| piece.map_err(ApiError::from))))
}

fn row(it: &UsageEntry) -> String {
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let fields = [
        it.id.to_string(),
        it.at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        it.user_id.to_string(),
        it.key_id.map(|id| id.to_string()).unwrap_or_default(),
        it.run_id.map(|id| id.to_string()).unwrap_or_default(),
        it.connection_id.map(|id| id.to_string()).unwrap_or_default(),
        text(&it.dialect),
        text(&it.asked_model),
        text(&it.answered_model),
        it.tokens.input_tokens.to_string(),
        it.tokens.output_tokens.to_string(),
        it.tokens.cache_read_tokens.to_string(),
        it.tokens.cache_write_tokens.to_string(),
        it.tokens.reasoning_tokens.to_string(),
        it.cost.usd(),
        it.estimated.to_string(),
        it.streamed.to_string(),
        it.latency_ms.to_string(),
        number(it.first_token_ms),
        it.attempts.to_string(),
        it.outcome.as_str().to_owned(),
        text(it.task_type.as_deref().unwrap_or_default()),
        it.cached.to_string(),
        it.workspace_id.map(|id| id.to_string()).unwrap_or_default(),
        it.call_id.map(|id| id.to_string()).unwrap_or_default(),
        number(it.queued_ms),
    ];
    fields.join(",") + "\r\n"
}

/// A text as RFC 4180 quotes it. What callers wrote must not become a formula in an admin's hands.
fn text(raw: &str) -> String {
    let formula = raw.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let raw = if formula { format!("'{raw}") } else { raw.to_owned() };
    if raw.contains([',', '"', '\r', '\n']) { format!("\"{}\"", raw.replace('"', "\"\"")) } else { raw }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn texts_are_quoted_and_never_formulas() {
        for (raw, expected) in [
            ("gpt-5", "gpt-5"),
            ("", ""),
            ("a,b", "\"a,b\""),
            ("say \"hi\"\n", "\"say \"\"hi\"\"\n\""),
            ("=1+1", "'=1+1"),
            ("@cmd,x", "\"'@cmd,x\""),
        ] {
            assert_eq!(text(raw), expected);
        }
    }
}
