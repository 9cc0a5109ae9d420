//! Limits in JSON: of a key and of a user.

use models::limits::{Budget, Limits, Period};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::money::Usd;

/// How fast and how much may be spent. What is `null` or absent is not limited.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = Limits)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LimitsBody {
    /// Calls begun in one minute.
    #[schema(minimum = 1)]
    requests_per_minute: Option<u32>,
    /// Tokens of prompts and answers in one minute.
    #[schema(minimum = 1)]
    tokens_per_minute: Option<u64>,
    /// Calls at the same time.
    #[schema(minimum = 1)]
    parallel: Option<u32>,
    /// At most one per period.
    budgets: Vec<BudgetBody>,
}

/// How much may be spent in a period, in money, in tokens, or both.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = Budget)]
#[serde(deny_unknown_fields)]
struct BudgetBody {
    period: PeriodBody,
    #[serde(default)]
    money_usd: Option<Usd>,
    /// Of prompts and answers.
    #[serde(default)]
    #[schema(minimum = 0)]
    tokens: Option<i64>,
}

/// A piece of the calendar, UTC.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = Period)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PeriodBody {
    Day,
    Month,
}

impl From<Limits> for LimitsBody {
    fn from(it: Limits) -> Self {
        let budget = |it: Budget| BudgetBody {
            period: it.period.into(),
            money_usd: it.money_nanos.map(|nanos| Usd(models::price::Nanos(nanos))),
            tokens: it.tokens,
        };
        Self {
            requests_per_minute: it.requests_per_minute,
            tokens_per_minute: it.tokens_per_minute,
            parallel: it.parallel,
            budgets: it.budgets.into_iter().map(budget).collect(),
        }
    }
}

impl From<LimitsBody> for Limits {
    fn from(it: LimitsBody) -> Self {
        let budget = |it: BudgetBody| Budget {
            period: it.period.into(),
            money_nanos: it.money_usd.map(|money| money.0.0),
            tokens: it.tokens,
        };
        Self {
            requests_per_minute: it.requests_per_minute,
            tokens_per_minute: it.tokens_per_minute,
            parallel: it.parallel,
            budgets: it.budgets.into_iter().map(budget).collect(),
        }
    }
}

impl From<Period> for PeriodBody {
    fn from(it: Period) -> Self {
        match it {
            Period::Day => Self::Day,
            Period::Month => Self::Month,
        }
    }
}

impl From<PeriodBody> for Period {
    fn from(it: PeriodBody) -> Self {
        match it {
            PeriodBody::Day => Self::Day,
            PeriodBody::Month => Self::Month,
        }
    }
}
