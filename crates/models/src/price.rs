//! Money, and what models cost.

use serde::{Deserialize, Serialize};

use crate::invalid::Invalid;
use crate::run::Usage;

/// Money in nano-dollars: 1,000,000,000 are one US dollar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Nanos(pub i64);

impl Nanos {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The sum; `None` beyond nine billion dollars.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// Reads US dollars: digits, and up to nine more after a point. `None` for anything else and for
    /// nine billion dollars or more.
    pub fn parse_usd(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(part) || part.len() > 9 {
            return None;
        }
        let part: i64 = format!("{part:0<9}").parse().ok()?;
        whole.parse::<i64>().ok()?.checked_mul(1_000_000_000)?.checked_add(part).map(Self)
    }

    /// US dollars, exact: up to nine digits after the point, none where there are no cents.
    pub fn usd(self) -> String {
        let (sign, nanos) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let text = format!("{sign}{}.{:09}", nanos / 1_000_000_000, nanos % 1_000_000_000);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// The difference; `None` beyond nine billion dollars.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }
}

/// What a model costs, in pico-dollars (a millionth of a millionth of a dollar) per token: the
/// same number as dollars per million tokens times a million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Price {
    /// Prompt tokens that no cache knew.
    pub input: i64,
    /// Answer tokens, reasoning among them.
    pub output: i64,
    /// Prompt tokens that the vendor's cache knew.
    pub cache_read: i64,
    /// Prompt tokens that the vendor's cache was given.
    pub cache_write: i64,
}

impl Price {
    /// Highest price of a token: one dollar.
    pub const MAX: i64 = 1_000_000_000_000;

    /// All that is out of range.
    pub fn check(&self) -> Vec<Invalid> {
        let parts = [
            ("price.input", self.input),
            ("price.output", self.output),
            ("price.cache_read", self.cache_read),
            ("price.cache_write", self.cache_write),
        ];
        let wrong = parts.into_iter().filter(|(_, price)| !(0..=Self::MAX).contains(price));
        wrong.map(|(field, _)| Invalid::new(field, "must be from 0 to 1000000000000 pico-dollars per token")).collect()
    }

    /// What a call cost, rounded once, half up. The most that can be told where it is more.
    pub fn cost(&self, usage: &Usage) -> Nanos {
        let plain = usage.input_tokens.saturating_sub(usage.cache_read_tokens).saturating_sub(usage.cache_write_tokens);
        let of = |tokens: u64, price: i64| i128::from(tokens) * i128::from(price);
        let picos = of(plain, self.input)
            + of(usage.output_tokens, self.output)
            + of(usage.cache_read_tokens, self.cache_read)
            + of(usage.cache_write_tokens, self.cache_write);
        Nanos(i64::try_from((picos + 500).div_euclid(1000)).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_costs_each_kind_of_token_once_and_is_rounded_once() {
        let price = Price { input: 3_000_000, output: 15_000_000, cache_read: 300_000, cache_write: 3_750_000 };
        let usage = Usage {
            input_tokens: 1000,
            output_tokens: 100,
            cache_read_tokens: 600,
            cache_write_tokens: 200,
            reasoning_tokens: 60,
        };
        // 200 * 3,000 + 100 * 15,000 + 600 * 300 + 200 * 3,750 nano-dollars.
        assert_eq!(price.cost(&usage), Nanos(600_000 + 1_500_000 + 180_000 + 750_000));
        assert_eq!(Price::default().cost(&usage), Nanos::ZERO);
        let cost = |input, tokens| {
            Price { input, ..Price::default() }.cost(&Usage { input_tokens: tokens, ..Usage::default() })
        };
        assert_eq!([cost(1, 499), cost(1, 500), cost(1, 1499), cost(7, 500)], [0, 1, 1, 4].map(Nanos));
        assert_eq!(cost(Price::MAX, u64::MAX), Nanos(i64::MAX));
    }

    #[test]
    fn dollars_are_written_and_read_exactly() {
        for (nanos, text) in [
            (0, "0"),
            (1, "0.000000001"),
            (1_234_000, "0.001234"),
            (5_000_000_000, "5"),
            (120_500_000_000, "120.5"),
            (i64::MAX, "9223372036.854775807"),
        ] {
            assert_eq!((Nanos(nanos).usd().as_str(), Nanos::parse_usd(text)), (text, Some(Nanos(nanos))));
        }
        assert_eq!(
            (Nanos(-1_500_000_000).usd(), Nanos::parse_usd("05.50")),
            ("-1.5".into(), Some(Nanos(5_500_000_000)))
        );
        for wrong in ["", ".", "1.", ".5", "-1", "+1", "1e3", "1,5", "0.0000000001", "9223372036.854775808", "٣"] {
            assert_eq!(Nanos::parse_usd(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn more_cached_tokens_than_prompt_tokens_do_not_make_the_rest_negative() {
        let price = Price { input: 1000, cache_read: 500, ..Price::default() };
        let usage = Usage { input_tokens: 1, cache_read_tokens: 4, ..Usage::default() };
        assert_eq!(price.cost(&usage), Nanos(2));
    }

    #[test]
    fn prices_are_checked_and_sums_do_not_wrap() {
        assert_eq!(Price { input: Price::MAX, ..Price::default() }.check(), []);
        let wrong = Price { input: -1, output: Price::MAX + 1, ..Price::default() }.check();
        assert_eq!(wrong.iter().map(|it| it.field).collect::<Vec<_>>(), ["price.input", "price.output"]);
        assert_eq!(Nanos(i64::MAX).checked_add(Nanos(1)), None);
        assert_eq!(Nanos(i64::MIN).checked_sub(Nanos(1)), None);
    }
}
