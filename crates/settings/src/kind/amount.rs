//! Counts, durations and sizes, each between two bounds.

use std::time::Duration;

use super::Kind;

/// A whole number between two bounds.
pub(crate) struct Count<T>(pub(crate) T, pub(crate) T);

impl<T: std::str::FromStr + PartialOrd + std::fmt::Display> Kind for Count<T> {
    type Value = T;

    fn parse(&self, raw: &str) -> Option<T> {
        raw.parse().ok().filter(|number| *number >= self.0 && *number <= self.1)
    }

    fn accepts(&self) -> String {
        format!("a whole number from {} to {}", self.0, self.1)
    }
}

/// A duration between two bounds, which are written like values.
pub(crate) struct Span(pub(crate) &'static str, pub(crate) &'static str);

const MILLISECOND: u64 = 1;
const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const DURATION_UNITS: &[(&str, u64)] =
    &[("ms", MILLISECOND), ("s", SECOND), ("min", MINUTE), ("m", MINUTE), ("h", HOUR), ("d", DAY)];

impl Kind for Span {
    type Value = Duration;

    fn parse(&self, raw: &str) -> Option<Duration> {
        let duration = duration(raw)?;
        (duration >= duration_bound(self.0) && duration <= duration_bound(self.1)).then_some(duration)
    }

    fn accepts(&self) -> String {
        format!("a duration from `{}` to `{}` (units `ms`, `s`, `min`, `h`, `d`)", self.0, self.1)
    }
}

fn duration(raw: &str) -> Option<Duration> {
    with_unit(raw, DURATION_UNITS).map(Duration::from_millis)
}

fn duration_bound(raw: &str) -> Duration {
    duration(raw).unwrap_or_default()
}

/// A number of bytes between two bounds, which are written like values.
pub(crate) struct Size(pub(crate) &'static str, pub(crate) &'static str);

const SIZE_UNITS: &[(&str, u64)] = &[
    ("B", 1),
    ("kB", 1_000),
    ("KiB", 1 << 10),
    ("MB", 1_000_000),
    ("MiB", 1 << 20),
    ("GB", 1_000_000_000),
    ("GiB", 1 << 30),
];

impl Kind for Size {
    type Value = usize;

    fn parse(&self, raw: &str) -> Option<usize> {
        let bytes = with_unit(raw, SIZE_UNITS)?;
        let within = bytes >= size_bound(self.0) && bytes <= size_bound(self.1);
        within.then_some(bytes).and_then(|bytes| usize::try_from(bytes).ok())
    }

    fn accepts(&self) -> String {
        format!("a size from `{}` to `{}` (units `B`, `kB`, `KiB`, `MB`, `MiB`, `GB`, `GiB`)", self.0, self.1)
    }
}

fn size_bound(raw: &str) -> u64 {
    with_unit(raw, SIZE_UNITS).unwrap_or_default()
}

/// A whole number directly followed by its unit. Without a unit it would be a guess, so it is refused.
fn with_unit(raw: &str, units: &[(&str, u64)]) -> Option<u64> {
    let digits = raw.find(|c: char| !c.is_ascii_digit())?;
    let number: u64 = raw.get(..digits)?.parse().ok()?;
    let unit = raw.get(digits..)?.trim_start();
    let (_, factor) = units.iter().find(|(name, _)| *name == unit)?;
    number.checked_mul(*factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_a_number_and_a_unit() {
        let any = Span("0ms", "365d");
        let seconds = |raw| any.parse(raw).map(|duration| duration.as_secs_f64());
        assert_eq!(
            ["10s", "15min", "15m", "50ms", "1h", "30d", "10 s"].map(seconds),
            [Some(10.0), Some(900.0), Some(900.0), Some(0.05), Some(3600.0), Some(2_592_000.0), Some(10.0)]
        );
        assert_eq!(["", "10", "s", "-1s", "1.5s", "10parsec", "99999999999999999999s", "366d"].map(seconds), [None; 8]);
    }

    #[test]
    fn sizes_are_a_number_and_a_unit() {
        let any = Size("1B", "4GiB");
        let parse = |raw| any.parse(raw);
        assert_eq!(["5MiB", "64KiB", "1kB", "12B"].map(parse), [Some(5_242_880), Some(65_536), Some(1_000), Some(12)]);
        assert_eq!(["5", "0B", "5GiB", "MiB", "5mib"].map(parse), [None; 5]);
    }

    #[test]
    fn bounds_are_included_and_named() {
        let interval = Span("1ms", "100ms");
        assert_eq!(interval.parse("100ms"), Some(Duration::from_millis(100)));
        assert_eq!(interval.parse("101ms"), None);
        assert_eq!(interval.accepts(), "a duration from `1ms` to `100ms` (units `ms`, `s`, `min`, `h`, `d`)");
        assert_eq!(Count(1_u16, 9).parse("10"), None);
    }
}
