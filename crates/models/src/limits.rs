//! How fast and how much may be spent.

use chrono::{Datelike, Months, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::ids::{ApiKeyId, UserId, WorkspaceId};
use crate::invalid::Invalid;
use crate::time::Time;

/// Whose spending is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A key's.
    Key(ApiKeyId),
    /// A user's, over all of his keys and runs.
    User(UserId),
    /// A shared workspace's, over all keys that belong to it.
    Workspace(WorkspaceId),
}

/// How fast and how much may be spent. What is `None` or absent is not limited.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Calls begun in one minute.
    pub requests_per_minute: Option<u32>,
    /// Tokens of prompts and answers in one minute.
    pub tokens_per_minute: Option<u64>,
    /// Calls at the same time.
    pub parallel: Option<u32>,
    /// How much in a day or a month; at most one of each.
    pub budgets: Vec<Budget>,
}

impl Limits {
    /// All that is out of range.
    pub fn check(&self) -> Vec<Invalid> {
        let mut wrong = Vec::new();
        let zero = self.requests_per_minute == Some(0) || self.tokens_per_minute == Some(0) || self.parallel == Some(0);
        if zero {
            wrong.push(Invalid::new("limits", "must be at least 1; leave out what is not limited"));
        }
        if self.tokens_per_minute.is_some_and(|tokens| i64::try_from(tokens).is_err()) {
            wrong.push(Invalid::new("limits.tokens_per_minute", "must be below 9223372036854775808"));
        }
        let of = |period| self.budgets.iter().filter(|budget| budget.period == period).count();
        if of(Period::Day) > 1 || of(Period::Month) > 1 {
            wrong.push(Invalid::new("limits.budgets", "must have at most one budget per day and one per month"));
        }
        if self.budgets.iter().any(|budget| budget.money_nanos < Some(0) && budget.money_nanos.is_some()) {
            wrong.push(Invalid::new("limits.budgets.money_nanos", "must not be negative"));
        }
        if self.budgets.iter().any(|budget| budget.tokens < Some(0) && budget.tokens.is_some()) {
            wrong.push(Invalid::new("limits.budgets.tokens", "must not be negative"));
        }
        wrong
    }
}

impl Limits {
    /// Whether they allow nothing that the others do not.
    pub fn within(&self, others: &Self) -> bool {
        let budget = |of: &Self, period| of.budgets.iter().copied().find(|budget| budget.period == period);
        let within = |period| match (budget(self, period), budget(others, period)) {
            (_, None) => true,
            (None, Some(other)) => other.money_nanos.is_none() && other.tokens.is_none(),
            (Some(own), Some(other)) => {
                at_most(own.money_nanos, other.money_nanos) && at_most(own.tokens, other.tokens)
            }
        };
        at_most(self.requests_per_minute, others.requests_per_minute)
            && at_most(self.tokens_per_minute, others.tokens_per_minute)
            && at_most(self.parallel, others.parallel)
            && Period::ALL.into_iter().all(within)
    }
}

/// `None` is without end.
fn at_most<T: PartialOrd>(own: Option<T>, other: Option<T>) -> bool {
    other.is_none_or(|other| own.is_some_and(|own| own <= other))
}

/// How much may be spent in a period, in money, in tokens, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// How long it lasts.
    pub period: Period,
    /// Most nano-dollars.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money_nanos: Option<i64>,
    /// Most tokens of prompts and answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens: Option<i64>,
}

/// A piece of the calendar, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// Midnight to midnight.
    Day,
    /// The first of a month to the first of the next.
    Month,
}

impl Period {
    /// All periods, the shorter one first.
    pub const ALL: [Self; 2] = [Self::Day, Self::Month];

    /// The stable spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
        }
    }

    /// Reads the stable spelling.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.as_str() == text)
    }

    /// When the period that a time lies in began.
    pub fn start(self, at: Time) -> Time {
        let day = at.date_naive();
        let day = match self {
            Self::Day => day,
            Self::Month => day.with_day(1).unwrap_or(day),
        };
        day.and_time(NaiveTime::MIN).and_utc()
    }

    /// When the period that began at `start` is over. The last instant that can be told, where the
    /// calendar ends before.
    pub fn end(self, start: Time) -> Time {
        match self {
            Self::Day => start.checked_add_signed(TimeDelta::days(1)),
            Self::Month => start.checked_add_months(Months::new(1)),
        }
        .unwrap_or(Time::MAX_UTC)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_follow_the_calendar_in_utc() {
        let time = |text: &str| text.parse::<Time>().unwrap();
        let at = time("2028-02-29T23:59:59.999999Z");
        assert_eq!(Period::Day.start(at), time("2028-02-29T00:00:00Z"));
        assert_eq!(Period::Day.end(Period::Day.start(at)), time("2028-03-01T00:00:00Z"));
        assert_eq!(Period::Month.start(at), time("2028-02-01T00:00:00Z"));
        assert_eq!(Period::Month.end(Period::Month.start(at)), time("2028-03-01T00:00:00Z"));
        assert_eq!(Period::Month.end(time("2026-12-01T00:00:00Z")), time("2027-01-01T00:00:00Z"));
        assert_eq!(Period::Day.end(Time::MAX_UTC), Time::MAX_UTC);
    }

    #[test]
    fn limits_are_within_others_where_none_of_them_is_looser() {
        let read = |text: &str| serde_json::from_str::<Limits>(text).unwrap();
        let within = |own: &str, others: &str| read(own).within(&read(others));
        let day = |fields: &str| format!(r#"{{"budgets":[{{"period":"day",{fields}}}]}}"#);
        assert!(
            within("{}", "{}") && within(r#"{"parallel":2}"#, "{}") && within(r#"{"parallel":2}"#, r#"{"parallel":2}"#)
        );
        assert!(!within("{}", r#"{"parallel":2}"#) && !within(r#"{"parallel":3}"#, r#"{"parallel":2}"#));
        assert!(within(&day(r#""tokens":5,"money_nanos":1"#), &day(r#""tokens":6"#)));
        assert!(!within(&day(r#""tokens":7"#), &day(r#""tokens":6"#)) && !within("{}", &day(r#""tokens":6"#)));
        assert!(!within(&day(r#""tokens":5"#), &day(r#""tokens":6,"money_nanos":1"#)));
    }

    #[test]
    fn limits_are_read_from_what_is_given_and_checked() {
        let read = |text: &str| serde_json::from_str::<Limits>(text).unwrap();
        assert_eq!(read("{}"), Limits::default());
        let budget = Budget { period: Period::Month, money_nanos: Some(5), tokens: None };
        let limits = read(r#"{"parallel":2,"budgets":[{"period":"month","money_nanos":5}]}"#);
        assert_eq!(limits, Limits { parallel: Some(2), budgets: vec![budget], ..Limits::default() });
        assert_eq!(limits.check(), []);
        for wrong in [
            r#"{"parallel":0}"#,
            r#"{"tokens_per_minute":9223372036854775808}"#,
            r#"{"budgets":[{"period":"day"},{"period":"day"}]}"#,
            r#"{"budgets":[{"period":"day","money_nanos":-1}]}"#,
            r#"{"budgets":[{"period":"day","tokens":-1}]}"#,
        ] {
            assert_eq!(read(wrong).check().len(), 1, "{wrong}");
        }
    }
}
