//! The HTTP door.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use crate::Cidr;
use crate::kind::{Address, Count, Folder, Optional, Proxies, PublicUrl, Size, Span, Toggle};

section! {
    /// Where the server listens, whom it believes, and how much it takes in.
    ServerSettings, "server";

    /// Address to listen on. `0.0.0.0` is every IPv4 interface.
    host: IpAddr = "127.0.0.1", Address, short "host";
    /// Port to listen on. `0` takes a free one.
    port: u16 = "8005", Count(0_u16, u16::MAX), short "port";
    /// Address under which people reach the server, when it is behind a proxy. It makes links, and
    /// `https` marks cookies as secure.
    public_url: Option<Url> = "", Optional(PublicUrl), short "public-url";
    /// Threads that serve HTTP.
    workers: usize = "one per CPU core", Count(1_usize, 1_024), short "workers";
    /// Largest body of a request that is no upload.
    body_bytes_max: usize = "5MiB", Size("1KiB", "1GiB");
    /// Largest uploaded file.
    upload_bytes_max: usize = "20MiB", Size("1KiB", "4GiB");
    /// Largest head of a request.
    headers_bytes_max: usize = "64KiB", Size("4KiB", "1MiB");
    /// Longest time for a request whose answer is no stream.
    request_timeout: Duration = "120s", Span("1s", "1h");
    /// Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. From anyone else they are ignored.
    trusted_proxies: Vec<Cidr> = "", Proxies, short "trusted-proxies";
    /// How long open requests and running answers may go on after a stop signal. What still runs then is
    /// marked interrupted, with its text.
    drain_timeout: Duration = "20s", Span("0s", "1h"), short "drain-timeout";
    /// Folder with another build of the web app, served instead of the built-in one.
    frontend_dir: Option<PathBuf> = "", Optional(Folder), short "frontend-dir";
    /// Whether anyone may read `/metrics`. Otherwise it answers this machine and administrators only.
    metrics_public: bool = "false", Toggle;
}

impl ServerSettings {
    /// Whether the caller at this address may speak for others.
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.trusted_proxies.iter().any(|range| range.contains(address))
    }
}
