//! The ledger.

use models::ids::{ApiKeyId, ConnectionId, UsageEntryId, WorkspaceId};
use models::limits::Subject;
use models::price::Nanos;
use models::run::Usage;
use models::usage_entry::{Outcome, UsageEntry};
use pallium_store::budgets::Spent;
use pallium_store::usage_entries::{self, Cursor, Group, KeyDay, UsageFilter, UsageRow};

use crate::common::{TestDb, on_both};
use crate::make::{at, run_id, user_id, uuid};

on_both!(
    entries_come_back_as_written_newest_first_in_pages,
    a_batch_that_is_written_again_counts_once,
    a_filter_picks_user_key_model_and_span,
    sums_are_gathered_by_day_user_key_and_model,
    a_subjects_sum_begins_at_a_time,
    absurd_numbers_do_not_stop_the_sums,
    keys_are_summed_up_by_day,
    what_a_target_made_that_was_left_is_summed_but_is_no_call,
);

/// An entry of user 1 at its number's second: 10 tokens in, 5 out, 100 nano-dollars.
fn entry(number: u32) -> UsageEntry {
    UsageEntry {
        id: UsageEntryId(uuid(number)),
        at: at(number.into()),
        key_id: None,
        user_id: user_id(1),
        run_id: None,
        connection_id: None,
        dialect: "openai_chat".into(),
        asked_model: "cheap".into(),
        answered_model: "gpt".into(),
        tokens: Usage { input_tokens: 10, output_tokens: 5, ..Usage::default() },
        cost: Nanos(100),
        estimated: false,
        streamed: false,
        latency_ms: 7,
        first_token_ms: None,
        attempts: 1,
        outcome: Outcome::Completed,
        task_type: None,
        cached: false,
        workspace_id: None,
        call_id: None,
        queued_ms: None,
    }
}

/// An entry with no field at its default, but that it is a call.
fn full(number: u32) -> UsageEntry {
    UsageEntry {
        key_id: Some(ApiKeyId(uuid(1))),
        run_id: Some(run_id(1)),
        connection_id: Some(ConnectionId(uuid(1))),
        tokens: Usage {
            input_tokens: 10,
            output_tokens: 5,
            cache_read_tokens: 3,
            cache_write_tokens: 2,
            reasoning_tokens: 1,
        },
        estimated: true,
        streamed: true,
        latency_ms: u32::MAX,
        first_token_ms: Some(u32::MAX),
        attempts: u16::MAX,
        outcome: Outcome::ClientLeft,
        task_type: Some("code".into()),
        cached: true,
        workspace_id: Some(WorkspaceId(uuid(1))),
        queued_ms: Some(u32::MAX),
        ..entry(number)
    }
}

/// What a target may have made that was left, for a call.
fn left(number: u32, call: u32) -> UsageEntry {
    UsageEntry { outcome: Outcome::Left, call_id: Some(UsageEntryId(uuid(call))), ..full(number) }
}

impl TestDb {
    async fn with_entries(self, entries: Vec<UsageEntry>) -> Self {
        self.write(move |db| usage_entries::insert_many(db, &entries)).await;
        self
    }

    async fn numbers(&self, filter: UsageFilter) -> Vec<UsageEntryId> {
        let page = self.read(move |db| usage_entries::list(db, &filter, None, 100)).await;
        page.items.into_iter().map(|it| it.id).collect()
    }
}

async fn entries_come_back_as_written_newest_first_in_pages(db: TestDb) {
    // Two at one time, and more than one statement on Postgres.
    let mut written: Vec<_> =
        (1..=1500).map(|number| if number % 2 == 0 { full(number) } else { entry(number) }).collect();
    written[700].at = written[699].at;
    written[701] = left(702, 701);
    let db = db.with_entries(written.clone()).await;
    let mut found = Vec::new();
    let mut cursor = None;
    loop {
        let page = db.read(move |db| usage_entries::list(db, &UsageFilter::default(), cursor.as_ref(), 400)).await;
        found.extend(page.items);
        cursor = page.next.map(|text| Cursor::parse(&text).unwrap());
        if cursor.is_none() {
            break;
        }
    }
    written.reverse();
    assert_eq!(found, written);
    assert_eq!(Cursor::parse("x"), None);
}

async fn a_batch_that_is_written_again_counts_once(db: TestDb) {
    let db = db.with_entries(vec![entry(1), entry(3)]).await;
    let again = [entry(1), entry(2), entry(3), entry(4), entry(4)];
    let new = db.write(move |db| usage_entries::insert_many(db, &again)).await;
    assert_eq!(new, [entry(2).id, entry(4).id]);
    assert_eq!(db.numbers(UsageFilter::default()).await, [4, 3, 2, 1].map(|number| entry(number).id));
}

async fn a_filter_picks_user_key_model_and_span(db: TestDb) {
    let other = UsageEntry { user_id: user_id(2), answered_model: "claude".into(), ..entry(3) };
    let db = db.with_entries(vec![entry(1), full(2), other, entry(4)]).await;
    let all = UsageFilter::default;
    for (filter, numbers) in [
        (UsageFilter { user_id: Some(user_id(1)), ..all() }, vec![4, 2, 1]),
        (UsageFilter { key_id: Some(ApiKeyId(uuid(1))), ..all() }, vec![2]),
        (UsageFilter { workspace_id: Some(WorkspaceId(uuid(1))), ..all() }, vec![2]),
        (UsageFilter { model: Some("claude".into()), ..all() }, vec![3]),
        (UsageFilter { from: Some(at(2)), to: Some(at(4)), ..all() }, vec![3, 2]),
        (UsageFilter { user_id: Some(user_id(1)), model: Some("gpt".into()), to: Some(at(2)), ..all() }, vec![1]),
    ] {
        let ids: Vec<_> = numbers.into_iter().map(|number| entry(number).id).collect();
        assert_eq!(db.numbers(filter.clone()).await, ids, "{filter:?}");
    }
}

fn row(key: impl ToString, calls: i64, cost: i64, failed: i64) -> UsageRow {
    let (input_tokens, output_tokens) = (10 * calls, 5 * calls);
    UsageRow { key: key.to_string(), calls, input_tokens, output_tokens, cost, failed }
}

async fn sums_are_gathered_by_day_user_key_and_model(db: TestDb) {
    let tomorrow = UsageEntry { at: at(86_400), cost: Nanos(1), outcome: Outcome::Cut, ..entry(1) };
    let dear = UsageEntry { user_id: user_id(2), answered_model: "claude".into(), cost: Nanos(1000), ..entry(4) };
    let failed = UsageEntry { outcome: Outcome::Failed, ..full(3) };
    let db = db.with_entries(vec![tomorrow, entry(2), failed, dear]).await;
    let of = async |group| db.read(move |db| usage_entries::summary(db, &UsageFilter::default(), group)).await;
    let day = |seconds| at(seconds).date_naive();
    assert_eq!(of(Group::Day).await, [row(day(0), 3, 1200, 1), row(day(86_400), 1, 1, 1)]);
    assert_eq!(of(Group::User).await, [row(user_id(2), 1, 1000, 0), row(user_id(1), 3, 201, 2)]);
    assert_eq!(of(Group::Key).await, [row("", 3, 1101, 1), row(uuid(1), 1, 100, 1)]);
    assert_eq!(of(Group::Workspace).await, [row("", 3, 1101, 1), row(uuid(1), 1, 100, 1)]);
    assert_eq!(of(Group::Model).await, [row("claude", 1, 1000, 0), row("gpt", 3, 201, 2)]);
    let mine = UsageFilter { user_id: Some(user_id(2)), from: Some(at(4)), ..UsageFilter::default() };
    let mine = db.read(move |db| usage_entries::summary(db, &mine, Group::Model)).await;
    assert_eq!(mine, [row("claude", 1, 1000, 0)]);
}

async fn a_subjects_sum_begins_at_a_time(db: TestDb) {
    let db = db.with_entries(vec![entry(1), full(2), entry(3)]).await;
    let of = async |subject, from| db.read(move |db| usage_entries::sum(db, subject, at(from))).await;
    assert_eq!(of(Subject::User(user_id(1)), 2).await, Spent { tokens: 30, nanos: 200 });
    assert_eq!(of(Subject::Key(ApiKeyId(uuid(1))), 0).await, Spent { tokens: 15, nanos: 100 });
    assert_eq!(of(Subject::User(user_id(2)), 0).await, Spent::default());
}

async fn absurd_numbers_do_not_stop_the_sums(db: TestDb) {
    let tokens = Usage { input_tokens: u64::MAX, output_tokens: u64::MAX, ..Usage::default() };
    let absurd = |number| UsageEntry { tokens, cost: Nanos(i64::MAX), ..entry(number) };
    let db = db.with_entries(vec![absurd(1), absurd(2)]).await;
    let sum = db.read(|db| usage_entries::sum(db, Subject::User(user_id(1)), at(0))).await;
    assert_eq!(sum, Spent { tokens: 4_000_000_000, nanos: 2_000_000_000_000_000 });
}

async fn keys_are_summed_up_by_day(db: TestDb) {
    let other = UsageEntry { key_id: Some(ApiKeyId(uuid(2))), ..entry(3) };
    let tomorrow = UsageEntry { at: at(86_400), ..full(4) };
    let db = db.with_entries(vec![full(0), entry(1), full(2), other, tomorrow]).await;
    let keys = [ApiKeyId(uuid(1)), ApiKeyId(uuid(3))];
    let mut days = db.read(move |db| usage_entries::days_of_keys(db, &keys, at(1))).await;
    days.sort_by(|a, b| a.day.cmp(&b.day));
    let day = |seconds| KeyDay {
        key_id: keys[0],
        day: at(seconds).date_naive().to_string(),
        calls: 1,
        tokens: 15,
        cost: 100,
    };
    assert_eq!(days, [day(0), day(86_400)]);
    assert_eq!(db.read(|db| usage_entries::days_of_keys(db, &[], at(0))).await, []);
}

async fn what_a_target_made_that_was_left_is_summed_but_is_no_call(db: TestDb) {
    let db = db.with_entries(vec![full(1), left(2, 1)]).await;
    let twice = UsageRow { calls: 1, ..row(uuid(1), 2, 200, 0) };
    assert_eq!(db.read(|db| usage_entries::summary(db, &UsageFilter::default(), Group::Key)).await, [twice]);
    let spent = db.read(|db| usage_entries::sum(db, Subject::User(user_id(1)), at(0))).await;
    assert_eq!(spent, Spent { tokens: 30, nanos: 200 });
    let key_id = ApiKeyId(uuid(1));
    let days = db.read(move |db| usage_entries::days_of_keys(db, &[key_id], at(0))).await;
    let day = at(1).date_naive().to_string();
    assert_eq!(days, [KeyDay { key_id, day, calls: 1, tokens: 30, cost: 200 }]);
}
