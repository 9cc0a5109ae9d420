//! How many failed logins an account and an address may have. Counted in the database, so that
//! neither a restart nor a second replica forgets.

use std::net::IpAddr;
use std::time::Duration;

use models::time::Time;
use models::user::Email;
use store::Db;

use crate::context::Context;
use crate::error::{Error, Result};

/// The limits and the moment they are applied.
#[derive(Debug, Clone)]
pub(super) struct Throttle {
    account: Key,
    address: Key,
    now: Time,
    window: Duration,
}

#[derive(Debug, Clone)]
struct Key {
    name: String,
    limit: i64,
}

impl Throttle {
    /// For someone who tries to be `account` from `address`.
    pub(super) fn new(cx: &Context, account: &str, address: &str) -> Self {
        let auth = &cx.settings.auth;
        // An address book of keys is not kept: a stranger's typo may be a password.
        let digest = ring::digest::digest(&ring::digest::SHA256, account.to_lowercase().as_bytes());
        let account: String = digest.as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        Self {
            account: Key { name: format!("account:{account}"), limit: auth.login_attempts_per_account.into() },
            address: Key {
                name: format!("address:{}", network(address)),
                limit: auth.login_attempts_per_address.into(),
            },
            now: cx.now(),
            window: auth.login_attempts_window,
        }
    }

    /// For a known account.
    pub(super) fn of(cx: &Context, email: &Email, address: &str) -> Self {
        Self::new(cx, email.as_str(), address)
    }

    /// Refuses when either has failed too often.
    pub(super) fn check(&self, db: &mut Db) -> Result<()> {
        for key in [&self.account, &self.address] {
            let (failures, oldest) = store::login_attempts::count(db, &key.name, self.since())?;
            if failures >= key.limit {
                return Err(Error::TooMany { retry_after: self.until_free(oldest) });
            }
        }
        Ok(())
    }

    /// Counts a failure of both.
    pub(super) fn failed(&self, db: &mut Db) -> Result<()> {
        for key in [&self.account, &self.address] {
            store::login_attempts::record_failure(db, &key.name, self.now, self.since())?;
        }
        Ok(())
    }

    /// Forgets the account's failures. The address keeps its own: otherwise whoever has one account
    /// could try others' passwords without end.
    pub(super) fn succeeded(&self, db: &mut Db) -> Result<()> {
        Ok(store::login_attempts::clear(db, &self.account.name)?)
    }

    fn since(&self) -> Time {
        self.now - self.window
    }

    fn until_free(&self, oldest: Option<Time>) -> Duration {
        let free = oldest.map_or(self.now, |oldest| oldest + self.window);
        (free - self.now).to_std().unwrap_or_default().max(Duration::from_secs(1))
    }
}

/// Whoever has one IPv6 address has the 2^64 addresses of its network.
fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(v6)) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Ok(IpAddr::V4(v4)) => v4.to_string(),
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_network_counts_as_one_address() {
        for (address, counted) in [
            ("192.0.2.1", "192.0.2.1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
            ("", ""),
        ] {
            assert_eq!(network(address), counted);
        }
    }
}
