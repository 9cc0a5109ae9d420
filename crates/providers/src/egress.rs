//! Which addresses may be called, checked on the address that is dialled.
//!
//! A check of the name alone is passed by a name that points inside, so names are checked as they
//! are resolved, and the connection is made to the addresses that were checked. Addresses written
//! as numbers never reach a resolver; `Url` has read every spelling of them (decimal, octal, hex,
//! short forms) into an address by the time it is checked here.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use crate::endpoint::Reach;

/// The endpoint may not call the host.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("calls to {host} are not permitted")]
pub(crate) struct Refused {
    pub(crate) host: String,
}

/// Resolves names to permitted addresses.
pub(crate) struct GuardedResolver {
    pub(crate) reach: Reach,
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.reach;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let permitted = permitted(reach, name.as_str(), found)?;
            Ok(Box::new(permitted.into_iter()) as Addrs)
        })
    }
}

pub(crate) fn permitted(
    reach: Reach,
    host: &str,
    found: impl Iterator<Item = SocketAddr>,
) -> Result<Vec<SocketAddr>, Refused> {
    let permitted: Vec<_> = found.filter(|address| reach.permits(address.ip())).collect();
    if permitted.is_empty() { Err(Refused { host: host.to_owned() }) } else { Ok(permitted) }
}

/// Checks an address that is written as a number; names are checked as they are resolved.
pub(crate) fn check_literal(reach: Reach, url: &Url) -> Result<(), Refused> {
    let ip = match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip),
        Some(Host::Domain(_)) | None => return Ok(()),
    };
    if reach.permits(ip) { Ok(()) } else { Err(Refused { host: ip.to_string() }) }
}

impl Reach {
    fn permits(self, ip: IpAddr) -> bool {
        let v4 = match ip {
            IpAddr::V4(ip) => Some(ip),
            IpAddr::V6(ip) => embedded_v4(ip),
        };
        let inner_permits = v4.is_none_or(|ip| self.permits_v4(ip));
        inner_permits
            && match ip {
                IpAddr::V4(_) => true,
                IpAddr::V6(ip) => self.permits_v6(ip),
            }
    }

    fn permits_v4(self, ip: Ipv4Addr) -> bool {
        !hands_out_credentials_v4(ip) && (self == Self::Anywhere || is_public_v4(ip))
    }

    fn permits_v6(self, ip: Ipv6Addr) -> bool {
        !hands_out_credentials_v6(ip) && (self == Self::Anywhere || is_public_v6(ip))
    }
}

/// Link-local, where clouds put their metadata service, and Alibaba's, which is elsewhere.
fn hands_out_credentials_v4(ip: Ipv4Addr) -> bool {
    ip.is_link_local() || ip == Ipv4Addr::new(100, 100, 100, 200)
}

/// Link-local, and Amazon's metadata service.
fn hands_out_credentials_v6(ip: Ipv6Addr) -> bool {
    ip.is_unicast_link_local() || ip == Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)
}

/// Outside every block of the IANA special-purpose registry.
fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = a == 0
        || a >= 240
        || ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation()
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b));
    !special
}

/// Inside the global unicast block 2000::/3 or an address that carries a version 4 one (which is
/// checked on its own), and not documentation.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    let global = a & 0xe000 == 0x2000;
    let documentation = (a == 0x2001 && b == 0x0db8) || (a == 0x3fff && b < 0x1000);
    let protocol_assignments = a == 0x2001 && b < 0x0200;
    (global && !documentation && !protocol_assignments) || is_nat64(ip) || ip.to_ipv4_mapped().is_some()
}

fn is_nat64(ip: Ipv6Addr) -> bool {
    matches!(ip.segments(), [0x64, 0xff9b, 0, 0, 0, 0, _, _])
}

/// The version 4 address that a version 6 one leads to: mapped, compatible, NAT64, 6to4.
fn embedded_v4(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, high, low] = ip.segments();
    let v4 = |high: u16, low: u16| {
        let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
        Some(Ipv4Addr::new(a, b, c, d))
    };
    match [a, b, c, d, e, f] {
        [0, 0, 0, 0, 0, 0xffff] | [0x64, 0xff9b, 0, 0, 0, 0] => v4(high, low),
        // ::1 and :: are loopback and unspecified, not 0.0.0.1.
        [0, 0, 0, 0, 0, 0] if high != 0 => v4(high, low),
        [0x2002, high, low, ..] => v4(high, low),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refuses(reach: Reach, address: &str) -> bool {
        let url = Url::parse(&format!("http://{address}/v1")).unwrap();
        check_literal(reach, &url).is_err()
    }

    #[test]
    fn public_only_refuses_every_inner_address_in_every_spelling() {
        for address in [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0x7f.1",
            "0177.0.0.1",
            "017700000001",
            "0.0.0.0",
            "0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.100.100.200",
            "192.0.0.192",
            "198.18.0.1",
            "203.0.113.7",
            "224.0.0.1",
            "255.255.255.255",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::ffff:10.0.0.1]",
            "[::127.0.0.1]",
            "[64:ff9b::10.0.0.1]",
            "[64:ff9b:1::1]",
            "[2002:7f00:1::]",
            "[2001::1]",
            "[2001:db8::1]",
            "[fe80::1]",
            "[fec0::1]",
            "[fc00::1]",
            "[fd00:ec2::254]",
            "[ff02::1]",
            "[100::1]",
        ] {
            assert!(refuses(Reach::PublicOnly, address), "{address}");
        }
    }

    #[test]
    fn public_only_permits_public_addresses() {
        for address in ["1.1.1.1", "104.18.7.192", "172.32.0.1", "[2606:4700::6812:7c0]", "[64:ff9b::101:101]", "x.org"]
        {
            assert!(!refuses(Reach::PublicOnly, address), "{address}");
        }
    }

    #[test]
    fn anywhere_refuses_only_what_hands_out_credentials() {
        for address in ["169.254.169.254", "[::ffff:169.254.169.254]", "[fe80::1]", "[fd00:ec2::254]", "2852039166"] {
            assert!(refuses(Reach::Anywhere, address), "{address}");
        }
        for address in ["127.0.0.1", "10.0.0.1", "[::1]", "[fd12::1]", "1.1.1.1"] {
            assert!(!refuses(Reach::Anywhere, address), "{address}");
        }
    }

    #[test]
    fn a_name_that_points_inside_and_outside_is_called_outside_only() {
        let address = |text: &str| -> SocketAddr { text.parse().unwrap() };
        let (inside, outside) = (address("127.0.0.1:0"), address("1.1.1.1:0"));
        let both = [inside, outside].into_iter();
        assert_eq!(permitted(Reach::PublicOnly, "x.org", both), Ok(vec![outside]));
        let refused = Refused { host: "x.org".to_owned() };
        assert_eq!(permitted(Reach::PublicOnly, "x.org", [inside].into_iter()), Err(refused));
    }
}
