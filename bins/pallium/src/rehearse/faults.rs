//! What goes wrong, and how often.

use std::fmt;
use std::str::FromStr;

/// What goes wrong with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The connection breaks in the middle of the answer.
    Cut,
    /// Nothing more comes after the middle of the answer, and the connection stays open.
    Stall,
    /// From its middle on the answer is not what it says to be.
    Garbage,
    /// The answer is late.
    SlowHeaders,
    /// The connection is closed without a byte.
    Refuse,
    /// The answer is an error with this status.
    Status(u16),
}

/// Faults, each with its percentage of the calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Faults(Vec<(Fault, u64)>);

impl Faults {
    /// What happens to a call, by its number. The same seed gives the same faults in the same order.
    pub(super) fn draw(&self, seed: u64, number: u64) -> Option<Fault> {
        let mut lot = mix(seed ^ mix(number)) % 100;
        for &(fault, percent) in &self.0 {
            if lot < percent {
                return Some(fault);
            }
            lot -= percent;
        }
        None
    }
}

impl FromStr for Faults {
    type Err = String;

    /// Reads `cut=5,429=10`; an empty text is no faults.
    fn from_str(raw: &str) -> Result<Self, String> {
        let pairs = raw.split(',').map(str::trim).filter(|pair| !pair.is_empty());
        let faults = pairs.map(pair).collect::<Result<Vec<_>, _>>()?;
        let sum: u64 = faults.iter().map(|(_, percent)| percent).sum();
        if sum > 100 {
            return Err(format!("the percentages come to {sum}, and at most 100 of 100 calls can fail"));
        }
        Ok(Self(faults))
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("none");
        }
        for (place, (fault, percent)) in self.0.iter().enumerate() {
            write!(f, "{}{fault} {percent}", if place == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cut => f.write_str("cut"),
            Self::Stall => f.write_str("stall"),
            Self::Garbage => f.write_str("garbage"),
            Self::SlowHeaders => f.write_str("slow-headers"),
            Self::Refuse => f.write_str("refuse"),
            Self::Status(status) => write!(f, "{status}"),
        }
    }
}

fn pair(pair: &str) -> Result<(Fault, u64), String> {
    let wrong = || format!("`{pair}` is no fault with its percentage, such as `cut=5`");
    let (name, percent) = pair.split_once('=').ok_or_else(wrong)?;
    let percent = percent.parse::<u8>().map_err(|_| wrong())?;
    let fault = match name {
        "cut" => Fault::Cut,
        "stall" => Fault::Stall,
        "garbage" => Fault::Garbage,
        "slow-headers" => Fault::SlowHeaders,
        "refuse" => Fault::Refuse,
        status => {
            let status = status.parse().ok().filter(|status| (400..600).contains(status));
            Fault::Status(status.ok_or_else(|| {
                format!("`{name}` is none of cut, stall, garbage, slow-headers, refuse or a status from 400 to 599")
            })?)
        }
    };
    Ok((fault, u64::from(percent)))
}

/// SplitMix64: neighbouring numbers become unlike ones.
fn mix(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_read_as_they_are_shown() {
        let faults: Faults = "cut=5, 429=10,slow-headers=0".parse().unwrap();
        assert_eq!(faults, Faults(vec![(Fault::Cut, 5), (Fault::Status(429), 10), (Fault::SlowHeaders, 0)]));
        assert_eq!(faults.to_string(), "cut 5, 429 10, slow-headers 0");
        assert_eq!("".parse(), Ok(Faults(Vec::new())));
    }

    #[test]
    fn a_mistake_is_named() {
        for (raw, reason) in [
            ("cut", "`cut` is no fault with its percentage"),
            ("cut=-1", "`cut=-1` is no fault"),
            ("cat=1", "`cat` is none of cut, stall"),
            ("200=1", "`200` is none of"),
            ("cut=60,stall=50", "the percentages come to 110"),
        ] {
            let refused = raw.parse::<Faults>().unwrap_err();
            assert!(refused.starts_with(reason), "{raw}: {refused}");
        }
    }

    #[test]
    fn faults_come_as_often_as_asked_and_in_the_order_of_the_seed() {
        let faults: Faults = "cut=5,429=20".parse().unwrap();
        let drawn = |seed| (1..=10_000).map(|number| faults.draw(seed, number)).collect::<Vec<_>>();
        let count = |fault| drawn(1).iter().filter(|drawn| **drawn == fault).count();
        assert!((400..600).contains(&count(Some(Fault::Cut))), "{}", count(Some(Fault::Cut)));
        assert!((1_850..2_150).contains(&count(Some(Fault::Status(429)))));
        assert_eq!(drawn(7), drawn(7));
        assert_ne!(drawn(7), drawn(8));
    }

    #[test]
    fn a_hundred_percent_is_always() {
        let faults: Faults = "stall=100".parse().unwrap();
        assert!((0..1_000).all(|number| faults.draw(number, number) == Some(Fault::Stall)));
    }
}
