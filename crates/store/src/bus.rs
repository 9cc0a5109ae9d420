//! Words between the processes that share one Postgres: LISTEN and NOTIFY.
//!
//! On SQLite there is one process, so nothing is sent and nothing needs to be heard.

mod link;

use std::time::Duration;

use diesel::RunQueryDsl;

use crate::address::Address;
use crate::db::{Db, Dialect, on};
use crate::error::StoreError;
use crate::raw::raw;
use link::Link;

/// Most bytes of a payload; Postgres takes no more.
pub const PAYLOAD_BYTES_MAX: usize = 7999;

/// How long a listener waits before it tries again to connect.
const RETRY: Duration = Duration::from_secs(1);

/// Says something to all listeners of a channel when the transaction commits. The payload has at
/// most [`PAYLOAD_BYTES_MAX`] bytes.
pub fn notify(db: &mut Db, channel: &str, payload: &str) -> Result<(), StoreError> {
    match db.dialect() {
        Dialect::Sqlite => Ok(()),
        Dialect::Postgres => {
            let statement = raw::<()>("SELECT pg_notify(?, ?)").text(channel).text(payload);
            on!(db, |c| statement.execute(c))?;
            Ok(())
        }
    }
}

/// What a listener hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// The listener is connected from here on. What was said before was missed, so read the
    /// current state.
    Connected,
    /// Someone said something, perhaps this process.
    Said {
        /// Where.
        channel: String,
        /// What.
        payload: String,
    },
}

/// Hears what is said on some channels. It has a connection of its own, made by the first
/// [`Listener::next`] and made again when it breaks. It spawns nothing; it works while it is
/// awaited.
pub struct Listener {
    url: String,
    channels: Vec<&'static str>,
    link: Option<Link>,
}

/// A listener on some channels of a Postgres database. The channels are lower-case words.
pub fn listen(url: &str, channels: &[&'static str]) -> Listener {
    let url = match Address::parse(url) {
        // With a limit on the time that connecting takes.
        Ok(Address::Postgres(url)) => url,
        // The first attempt to connect says what is wrong.
        Ok(Address::Sqlite(_)) | Err(_) => url.to_owned(),
    };
    Listener { url, channels: channels.to_vec(), link: None }
}

impl Listener {
    /// The next thing that is heard. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Heard {
        loop {
            let Some(link) = &mut self.link else {
                self.link = Some(connect(&self.url, &self.channels).await);
                return Heard::Connected;
            };
            match link.next().await {
                Ok((channel, payload)) => return Heard::Said { channel, payload },
                Err(reason) => {
                    tracing::warn!(reason, "the listening connection broke");
                    self.link = None;
                }
            }
        }
    }
}

/// Not a method: a future that borrows the listener would not be `Send`, as its link is not `Sync`.
async fn connect(url: &str, channels: &[&'static str]) -> Link {
    loop {
        match Link::connect(url, channels).await {
            Ok(link) => return link,
            Err(reason) => tracing::warn!(reason, "connecting to listen to the database"),
        }
        tokio::time::sleep(RETRY).await;
    }
}
