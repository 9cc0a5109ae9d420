//! `docs/reference/errors.md`, made from the lists of reasons.

use managers::error::{self, Conflict, Denied, Error, Interrupted, Noun, Unauthenticated};

use crate::error::{ApiError, Transport};

const HEAD: &str = "\
# Errors

<!-- Generated from crates/api: cargo test -p pallium-api --test server reference writes it anew. -->

Every answer that is not a success has the body `{ code, message, detail, field?, errors? }`. The code is stable; the
message is a sentence for the user and may change. `detail` repeats the message. `field` and `errors` name the fields that
a validation (422) refused. Answers with 429 and 503 carry `Retry-After`.

| code | status | message |
|---|---|---|
";

const RUNS: &str = "
## Failures of a run

An answer that failed or was interrupted carries `failure: { code, message, retryable }`. Its code is one of the above, a
`vendor_…` among them, or one of these.

| code | message |
|---|---|
";

/// The whole page as Markdown: one row per code.
pub fn errors_markdown() -> String {
    let mut rows: Vec<String> = every_error().iter().map(row).collect();
    rows.sort();
    rows.dedup_by(|a, b| code_of(a) == code_of(b));
    let runs: Vec<String> =
        Interrupted::ALL.iter().map(|why| format!("| `{}` | {} |", why.code(), why.sentence())).collect();
    format!("{HEAD}{}\n{RUNS}{}\n", rows.join("\n"), runs.join("\n"))
}

fn row(error: &ApiError) -> String {
    format!("| `{}` | {} | {} |", error.code(), error.status().as_u16(), error.message().replace('|', "\\|"))
}

fn code_of(row: &str) -> Option<&str> {
    row.split('|').nth(1)
}

fn every_error() -> Vec<ApiError> {
    let verbs = [
        Error::Invalid(Vec::new()),
        Error::TooMany { retry_after: std::time::Duration::from_secs(60) },
        Error::OverLimit { message: "This account has used up the budget of this day.".into(), retry_after: None },
        Error::TooLarge { limit: 20_971_520 },
        Error::UnsupportedFile,
        Error::Draining,
        Error::Busy,
        Error::StorageFull,
        Error::internal("an example", "of a fault"),
    ];
    let known = Unauthenticated::ALL.iter().map(|why| Error::Unauthenticated(*why));
    let denied = Denied::ALL.iter().map(|why| Error::Denied(*why));
    let conflicts = Conflict::ALL.iter().map(|why| Error::Conflict(*why));
    let nouns = Noun::ALL.iter().map(|noun| Error::NotFound(*noun));
    let verbs = verbs.into_iter().chain(known).chain(denied).chain(conflicts).chain(nouns);
    let verbs = verbs.chain(error::vendor_examples()).chain(error::unreadable_examples()).map(ApiError::Verb);
    verbs.chain(Transport::examples().into_iter().map(ApiError::Transport)).collect()
}
