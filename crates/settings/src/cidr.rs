//! A range of network addresses.

use std::fmt;
use std::net::IpAddr;

/// Addresses that share a prefix, such as `10.0.0.0/8`. A bare address is a range of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cidr {
    network: IpAddr,
    prefix: u32,
}

impl Cidr {
    /// Reads `address` or `address/prefix`; `None` when it is neither.
    pub fn parse(raw: &str) -> Option<Self> {
        let (address, prefix) = match raw.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (raw, None),
        };
        let network: IpAddr = address.parse().ok()?;
        let width = width(network);
        let prefix = prefix.map_or(Some(width), |digits| digits.parse().ok())?;
        (prefix <= width).then_some(Self { network, prefix })
    }

    /// Whether the address is in the range. An IPv4 address written as IPv6 counts as IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        let unused = width(self.network) - self.prefix;
        width(address) == width(self.network)
            && bits(address).checked_shr(unused) == bits(self.network).checked_shr(unused)
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.network, self.prefix)
    }
}

fn width(address: IpAddr) -> u32 {
    match address {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    }
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(range: &str, address: &str, inside: bool) {
        let range = Cidr::parse(range).unwrap();
        assert_eq!(range.contains(address.parse().unwrap()), inside, "{address} in {range}");
    }

    #[test]
    fn an_address_is_inside_when_its_prefix_is_the_same() {
        check("10.0.0.0/8", "10.255.0.1", true);
        check("10.0.0.0/8", "11.0.0.1", false);
        check("10.1.2.3/24", "10.1.2.77", true);
        check("127.0.0.1", "127.0.0.1", true);
        check("127.0.0.1", "127.0.0.2", false);
        check("0.0.0.0/0", "8.8.8.8", true);
        check("::/0", "2001:db8::1", true);
        check("fd00::/8", "fd12::1", true);
        check("fd00::/8", "fe80::1", false);
    }

    #[test]
    fn families_are_told_apart_and_a_mapped_address_is_ipv4() {
        check("0.0.0.0/0", "::1", false);
        check("::/0", "10.0.0.1", false);
        check("10.0.0.0/8", "::ffff:10.0.0.1", true);
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for raw in ["", "10.0.0.0/33", "::/129", "10.0.0/8", "10.0.0.0/", "10.0.0.0/-1", "host/8"] {
            assert_eq!(Cidr::parse(raw), None, "{raw}");
        }
    }
}
