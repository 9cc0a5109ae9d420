//! What vendors ask for their models, as a table that is built in. An operator's own price for a model of
//! a connection goes before it.
//!
//! `prices.json` holds the list prices of the standard tier in US dollars per million tokens, each vendor's
//! with the day on which they were looked up. A price of cached tokens that a vendor does not name is that
//! of input. What the table cannot say: other service tiers, and caches that are kept longer than the
//! vendor's shortest time.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use models::connection::ConnectionKind;
use models::price::Price;
use serde::Deserialize;

static TABLE: LazyLock<PriceTable> = LazyLock::new(|| {
    PriceTable::parse(include_str!("prices.json")).unwrap_or_else(|error| {
        // A test reads the table, so that this is never met; calls would go on without a price.
        tracing::error!(%error, "reading the built-in table of prices");
        PriceTable::default()
    })
});

/// Pico-dollars per token that are one dollar per million tokens.
const PICOS: f64 = 1_000_000.0;

/// The table that is built in.
pub fn table() -> &'static PriceTable {
    &TABLE
}

/// List prices by vendor and model.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PriceTable {
    openai: VendorPrices,
    anthropic: VendorPrices,
    groq: VendorPrices,
}

/// What one vendor asks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct VendorPrices {
    date: String,
    models: BTreeMap<String, ListPrice>,
}

/// What a vendor asks for a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub struct ListPrice {
    /// For prompts of usual length.
    pub price: Price,
    /// For all tokens of a call whose prompt has more tokens than this.
    pub long_prompt: Option<(u64, Price)>,
}

impl ListPrice {
    /// The price of a call whose prompt has so many tokens, cached ones included.
    pub fn at(&self, input_tokens: u64) -> Price {
        self.long_prompt.filter(|(above, _)| input_tokens > *above).map_or(self.price, |(_, price)| price)
    }
}

impl PriceTable {
    /// The price of a model for prompts of usual length; `None` where nobody knows it. A dated snapshot
    /// has the price of its model, unless it has one of its own.
    pub fn find(&self, kind: ConnectionKind, model: &str) -> Option<Price> {
        self.list_price(kind, model).map(|list| list.price)
    }

    /// The price of a model with what longer prompts cost.
    pub fn list_price(&self, kind: ConnectionKind, model: &str) -> Option<ListPrice> {
        let vendor = match kind {
            ConnectionKind::OpenAi => &self.openai,
            ConnectionKind::Anthropic => &self.anthropic,
            ConnectionKind::Groq => &self.groq,
            // They run on one's own machine.
            ConnectionKind::Demo | ConnectionKind::Ollama => {
                return Some(ListPrice { price: Price::default(), long_prompt: None });
            }
            // Their prices are those of whoever stands behind them.
            ConnectionKind::OpenRouter | ConnectionKind::OpenAiCompatible => return None,
            // A seat is paid by the month.
            ConnectionKind::GithubCopilot => return None,
        };
        let found = vendor.models.get(model).or_else(|| vendor.models.get(without_snapshot(model)?));
        found.copied()
    }

    /// All list prices, by vendor and model.
    pub fn all(&self) -> impl Iterator<Item = (ConnectionKind, &str, &ListPrice)> {
        let vendors = [
            (ConnectionKind::OpenAi, &self.openai),
            (ConnectionKind::Anthropic, &self.anthropic),
            (ConnectionKind::Groq, &self.groq),
        ];
        vendors
            .into_iter()
            .flat_map(|(kind, vendor)| vendor.models.iter().map(move |(model, list)| (kind, model.as_str(), list)))
    }

    /// The day on which a vendor's prices were looked up, as `2026-11-18`.
    pub fn date(&self, kind: ConnectionKind) -> Option<&str> {
        match kind {
            ConnectionKind::OpenAi => Some(&self.openai.date),
            ConnectionKind::Anthropic => Some(&self.anthropic.date),
            ConnectionKind::Groq => Some(&self.groq.date),
            ConnectionKind::Demo
            | ConnectionKind::Ollama
            | ConnectionKind::OpenRouter
            | ConnectionKind::GithubCopilot
            | ConnectionKind::OpenAiCompatible => None,
        }
    }

    fn parse(json: &str) -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            openai: VendorPrices,
            anthropic: VendorPrices,
            groq: VendorPrices,
        }
        let File { openai, anthropic, groq } = serde_json::from_str(json)?;
        Ok(Self { openai, anthropic, groq })
    }
}

/// A model's name without the date of its snapshot: `-2024-08-06`, `-20250929`, `@20250929`, `-0905` or
/// `-latest`. Only these: `gpt-4o-audio` is no snapshot of `gpt-4o`, and `claude-opus-4-1` none of
/// `claude-opus-4`; a wrong price is worse than none.
fn without_snapshot(model: &str) -> Option<&str> {
    if let Some(name) = model.strip_suffix("-latest") {
        return Some(name);
    }
    SNAPSHOTS.iter().find_map(|shape| {
        let (name, end) = model.split_at_checked(model.len().checked_sub(shape.len())?)?;
        let fits = |(byte, shape)| if shape == b'0' { u8::is_ascii_digit(&byte) } else { byte == shape };
        end.bytes().zip(shape.bytes()).all(fits).then_some(name)
    })
}

/// The shapes of dates, `0` for any digit.
const SNAPSHOTS: [&str; 4] = ["-0000-00-00", "-00000000", "@00000000", "-0000"];

/// A price as the file writes it, in US dollars per million tokens.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    input: f64,
    output: f64,
    cache_read: f64,
    cache_write: f64,
    long_prompt: Option<LongPrompt>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LongPrompt {
    above_tokens: u64,
    input: f64,
    output: f64,
    cache_read: f64,
    cache_write: f64,
}

impl TryFrom<Written> for ListPrice {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let Written { input, output, cache_read, cache_write, long_prompt } = written;
        let price = of_dollars([input, output, cache_read, cache_write])?;
        let long_prompt = match long_prompt {
            None => None,
            Some(LongPrompt { above_tokens, input, output, cache_read, cache_write }) => {
                Some((above_tokens, of_dollars([input, output, cache_read, cache_write])?))
            }
        };
        Ok(Self { price, long_prompt })
    }
}

/// Input, output, cache read and cache write, from dollars per million tokens.
fn of_dollars(dollars: [f64; 4]) -> Result<Price, String> {
    // The cast stops at the ends of its range, which the check refuses.
    let [input, output, cache_read, cache_write] = dollars.map(|dollars| (dollars * PICOS).round() as i64);
    let price = Price { input, output, cache_read, cache_write };
    price.check().first().map_or(Ok(price), |wrong| Err(wrong.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const VENDORS: [ConnectionKind; 3] = [ConnectionKind::OpenAi, ConnectionKind::Anthropic, ConnectionKind::Groq];

    fn price(input: i64, output: i64, cache_read: i64, cache_write: i64) -> Price {
        Price { input, output, cache_read, cache_write }
    }

    #[test]
    fn the_file_parses_and_says_its_days() {
        let parsed = PriceTable::parse(include_str!("prices.json")).unwrap();
        assert_eq!(&parsed, table());
        for kind in VENDORS {
            let date = parsed.date(kind).unwrap();
            assert!(chrono::NaiveDate::parse_from_str(date, "%Y-%m-%d").is_ok(), "{kind:?}: {date}");
        }
        assert!(parsed.all().count() > 60);
    }

    #[test]
    fn every_price_is_plausible() {
        for (_, model, list) in table().all() {
            let prices = [Some(list.price), list.long_prompt.map(|(_, price)| price)];
            for Price { input, output, cache_read, cache_write } in prices.into_iter().flatten() {
                assert!((10_000..=100_000_000).contains(&input), "{model}");
                assert!(output == 0 || output > input, "{model}");
                assert!(0 < cache_read && cache_read <= input && input <= cache_write, "{model}");
            }
            assert!(list.long_prompt.is_none_or(|(_, long)| long.input > list.price.input), "{model}");
        }
    }

    #[test]
    fn no_entry_hides_another_and_every_snapshot_finds_its_own() {
        for (kind, model, list) in table().all() {
            assert_eq!(table().list_price(kind, model), Some(*list), "{model}");
            for snapshot in ["-2031-01-02", "-20310102", "@20310102", "-0102", "-latest"] {
                assert_eq!(table().list_price(kind, &format!("{model}{snapshot}")), Some(*list), "{model}{snapshot}");
            }
            assert_eq!(table().find(kind, &format!("{model}-audio")), None, "{model}");
            assert_eq!(table().find(kind, &format!("{model}-9")), None, "{model}");
        }
    }

    #[test]
    fn a_model_is_found_by_its_name_or_a_snapshots() {
        let openai = |model| table().find(ConnectionKind::OpenAi, model);
        let gpt_4o = Some(price(2_500_000, 10_000_000, 1_250_000, 2_500_000));
        assert_eq!([openai("gpt-4o"), openai("gpt-4o-2024-08-06")], [gpt_4o, gpt_4o]);
        assert_eq!(openai("gpt-4o-2024-05-13"), Some(price(5_000_000, 15_000_000, 5_000_000, 5_000_000)));
        assert_eq!(openai("gpt-4o-mini-2024-07-18"), Some(price(150_000, 600_000, 75_000, 150_000)));
        for unknown in
            ["", "gpt", "gpt-4", "gpt-4o-audio-preview", "gpt-4o-", "GPT-4o", "ft:gpt-4o:me::1", "-2024-08-06"]
        {
            assert_eq!(openai(unknown), None, "{unknown}");
        }
        let anthropic = |model| table().find(ConnectionKind::Anthropic, model).map(|price| price.input);
        assert_eq!(anthropic("claude-opus-4-20250514"), Some(15_000_000));
        assert_eq!(anthropic("claude-opus-4-5-20251101"), Some(5_000_000));
        assert_eq!(anthropic("claude-opus-4-9"), None);
        assert_eq!(anthropic("größe-claude-ä0102"), None);
    }

    #[test]
    fn what_runs_at_home_costs_nothing_and_what_is_resold_is_unknown() {
        for (kind, expected) in [
            (ConnectionKind::Demo, Some(Price::default())),
            (ConnectionKind::Ollama, Some(Price::default())),
            (ConnectionKind::OpenRouter, None),
            (ConnectionKind::OpenAiCompatible, None),
        ] {
            assert_eq!(table().find(kind, "gpt-4o"), expected, "{kind:?}");
        }
    }

    #[test]
    fn a_long_prompt_raises_the_price_of_the_whole_call() {
        let list = table().list_price(ConnectionKind::Anthropic, "claude-haiku-5-5").unwrap();
        let short = price(100_000, 500_000, 10_000, 125_000);
        let long = price(500_000, 2_500_000, 50_000, 625_000);
        assert_eq!([0, 100_000, 100_001].map(|tokens| list.at(tokens)), [short, short, long]);
        let flat = table().list_price(ConnectionKind::Anthropic, "claude-opus-5-5").unwrap();
        assert_eq!(flat.at(u64::MAX), flat.price);
    }

    #[test]
    fn a_price_that_makes_no_sense_is_refused() {
        let vendor = |price: &str| format!(r#"{{ "date": "", "models": {{ "m": {price} }} }}"#);
        let parse = |price: &str| {
            let (good, bad) = (r#"{ "date": "", "models": {} }"#, vendor(price));
            PriceTable::parse(&format!(r#"{{ "openai": {bad}, "anthropic": {good}, "groq": {good} }}"#))
        };
        let fields = r#""output": 1, "cache_read": 1, "cache_write": 1"#;
        assert!(parse(&format!(r#"{{ "input": 1, {fields} }}"#)).is_ok());
        for wrong in ["-1", "1e300", "1000001", "\"1\"", "null"] {
            assert!(parse(&format!(r#"{{ "input": {wrong}, {fields} }}"#)).is_err(), "{wrong}");
        }
        assert!(parse(&format!(r#"{{ "inputs": 1, "input": 1, {fields} }}"#)).is_err());
    }
}
