//! Where a request comes from.

use std::future::{Ready, ready};
use std::net::IpAddr;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use settings::ServerSettings;

use super::context;
use crate::error::ApiError;

/// Most characters kept of what the browser calls itself.
const USER_AGENT_MAX: usize = 300;

/// Headers that a proxy adds; one of them means that the peer speaks for someone else.
const FORWARDING: [&str; 6] =
    ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

/// Where a request comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// The address of the caller; behind a trusted proxy, the one that the proxy saw.
    pub address: String,
    /// What the browser calls itself, cut to 300 characters.
    pub user_agent: String,
    /// Whether the request was made on this machine: a loopback peer, no proxy in between, and a
    /// loopback name in `Host`, which a page of another site cannot send by rebinding its name.
    pub local: bool,
    /// Whether the caller reached us by https, directly before a trusted proxy.
    pub secure: bool,
}

impl Client {
    /// Reads the caller of a request.
    pub fn of(req: &HttpRequest) -> Result<Self, ApiError> {
        let cx = context(req)?;
        let server = &cx.settings.server;
        let peer = req.peer_addr().map(|peer| peer.ip().to_canonical());
        let trusted = peer.is_some_and(|peer| server.trusts(peer));
        Ok(Self {
            address: peer.map(|peer| caller(peer, &forwarded_for(req), server).to_string()).unwrap_or_default(),
            user_agent: text(req, "user-agent").chars().filter(|c| !c.is_control()).take(USER_AGENT_MAX).collect(),
            local: peer.is_some_and(|peer| peer.is_loopback()) && !is_forwarded(req) && names_loopback(req),
            secure: is_https(req, trusted, server),
        })
    }
}

impl FromRequest for Client {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(req))
    }
}

/// Walks the chain of proxies from our side and stops at the first address that is not ours to
/// trust: everything to its left was written by that stranger.
fn caller(peer: IpAddr, forwarded: &[&str], server: &ServerSettings) -> IpAddr {
    let mut caller = peer;
    for hop in forwarded.iter().rev() {
        if !server.trusts(caller) {
            break;
        }
        let Some(address) = parse_hop(hop) else { break };
        caller = address;
    }
    caller
}

fn forwarded_for(req: &HttpRequest) -> Vec<&str> {
    req.headers()
        .get_all("x-forwarded-for")
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect()
}

/// An address, with or without a port.
fn parse_hop(hop: &str) -> Option<IpAddr> {
    let bare = hop.trim_start_matches('[').trim_end_matches(']');
    let address = bare.parse().ok().or_else(|| hop.parse::<std::net::SocketAddr>().ok().map(|socket| socket.ip()))?;
    Some(IpAddr::to_canonical(&address))
}

fn is_forwarded(req: &HttpRequest) -> bool {
    FORWARDING.iter().any(|name| req.headers().contains_key(*name))
}

fn names_loopback(req: &HttpRequest) -> bool {
    let host = text(req, header::HOST.as_str());
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost") || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn is_https(req: &HttpRequest, trusted: bool, server: &ServerSettings) -> bool {
    let by_proxy = trusted && text(req, "x-forwarded-proto").eq_ignore_ascii_case("https");
    by_proxy || server.public_url.as_ref().is_some_and(|url| url.scheme() == "https")
}

fn text<'r>(req: &'r HttpRequest, name: &str) -> &'r str {
    req.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use settings::{Settings, Sources};

    use super::*;

    fn server(proxies: &str) -> ServerSettings {
        let flags = vec![
            ("data.dir".to_owned(), "/nowhere".to_owned()),
            ("server.trusted_proxies".to_owned(), proxies.to_owned()),
        ];
        Settings::load(Sources { flags, ..Sources::default() }).unwrap().server
    }

    #[track_caller]
    fn check(peer: &str, forwarded: &[&str], expected: &str) {
        let server = server("10.0.0.0/8");
        assert_eq!(caller(peer.parse().unwrap(), forwarded, &server).to_string(), expected);
    }

    #[test]
    fn a_stranger_cannot_choose_the_address() {
        check("203.0.113.9", &["1.2.3.4"], "203.0.113.9");
    }

    #[test]
    fn behind_a_trusted_proxy_the_right_most_untrusted_hop_counts() {
        check("10.0.0.1", &["1.2.3.4", "198.51.100.7"], "198.51.100.7");
        check("10.0.0.1", &["1.2.3.4", "198.51.100.7", "10.0.0.2"], "198.51.100.7");
        check("10.0.0.1", &["198.51.100.7:4711"], "198.51.100.7");
        check("10.0.0.1", &["[2001:db8::1]"], "2001:db8::1");
    }

    #[test]
    fn a_hop_that_is_no_address_ends_the_walk() {
        check("10.0.0.1", &["198.51.100.7", "unknown"], "10.0.0.1");
        check("10.0.0.1", &[], "10.0.0.1");
    }

    #[track_caller]
    fn check_host(host: &str, loopback: bool) {
        let req = actix_web::test::TestRequest::get().insert_header(("host", host)).to_http_request();
        assert_eq!(names_loopback(&req), loopback, "{host}");
    }

    #[test]
    fn only_a_loopback_name_makes_a_request_local() {
        check_host("localhost:8005", true);
        check_host("127.0.0.1", true);
        check_host("[::1]:8005", true);
        check_host("evil.example:8005", false);
        check_host("localhost.evil.example", false);
        check_host("", false);
    }
}
