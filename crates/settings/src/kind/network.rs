//! Addresses of hosts, proxies and pages.

use std::net::IpAddr;

use url::Url;

use super::Kind;
use crate::Cidr;

/// An IP address to listen on.
pub(crate) struct Address;

impl Kind for Address {
    type Value = IpAddr;

    fn parse(&self, raw: &str) -> Option<IpAddr> {
        if raw == "localhost" { Some(IpAddr::from([127, 0, 0, 1])) } else { raw.parse().ok() }
    }

    fn accepts(&self) -> String {
        "an IP address such as `127.0.0.1`, `0.0.0.0` or `::1`, or `localhost`".to_owned()
    }
}

/// A list of address ranges.
pub(crate) struct Proxies;

impl Kind for Proxies {
    type Value = Vec<Cidr>;

    fn parse(&self, raw: &str) -> Option<Vec<Cidr>> {
        raw.split(',').map(str::trim).filter(|item| !item.is_empty()).map(Cidr::parse).collect()
    }

    fn accepts(&self) -> String {
        "addresses or ranges separated by commas, such as `127.0.0.1,10.0.0.0/8`".to_owned()
    }
}

/// A list of host names, in lower case as URLs have them.
pub(crate) struct Hosts;

impl Kind for Hosts {
    type Value = Vec<String>;

    fn parse(&self, raw: &str) -> Option<Vec<String>> {
        let items = raw.split(',').map(str::trim).filter(|item| !item.is_empty());
        items.map(|item| url::Host::parse(item).ok().map(|host| host.to_string())).collect()
    }

    fn accepts(&self) -> String {
        "host names separated by commas, such as `docs.rs,developer.mozilla.org`".to_owned()
    }
}

/// The address under which people reach the server.
pub(crate) struct PublicUrl;

impl Kind for PublicUrl {
    type Value = Url;

    fn parse(&self, raw: &str) -> Option<Url> {
        let url = Url::parse(raw).ok()?;
        let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        (matches!(url.scheme(), "http" | "https") && url.has_host() && url.path() == "/" && plain).then_some(url)
    }

    fn accepts(&self) -> String {
        "an http or https address without a path, such as `https://chat.example.org`".to_owned()
    }
}
