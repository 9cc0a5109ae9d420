//! What the gateway knows by heart: keys, people, connections with their secrets, names, prices. A
//! call that had to ask the database for each of them would cost ten times as much.
//!
//! The database counts every change of these tables (`gateway_version`, kept by triggers). What is
//! known is used while that count is surely unchanged: nothing was committed here, no replica told
//! of a change, and the count was read a moment ago. So a revoked key stops at the next call.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use models::alias::ModelAlias;
use models::api_key::ApiKey;
use models::connection::{Connection, Model};
use models::ids::{ConnectionId, UserId, WorkspaceId};
use models::limits::Limits;
use models::price::Price;
use models::routing_rule::RoutingRule;
use models::time::Time;
use models::user::User;
use providers::Endpoint;
use store::Db;
use store::api_keys::LiveKey;
use store::price_overrides::PriceOverride;

use super::prices::ListPrice;
use crate::connections::Found;
use crate::context::Context;
use crate::error::{Error, Result};

/// How long the count is trusted when nothing is heard, in case a message of a replica was lost.
const TRUST: Duration = Duration::from_secs(2);

/// Holds the newest snapshot.
#[derive(Default)]
pub(super) struct Directory {
    current: RwLock<Option<Known>>,
    /// Set when another replica tells of a change.
    suspected: AtomicBool,
    /// Commits of this process when the count was last read.
    commits: AtomicU64,
    loading: tokio::sync::Mutex<()>,
}

#[derive(Clone)]
struct Known {
    snapshot: Arc<Snapshot>,
    read_at: Time,
}

impl Directory {
    /// Makes the next call read the count: another replica told of a change.
    pub(crate) fn suspect(&self) {
        self.suspected.store(true, Ordering::Release);
    }

    fn fresh(&self, cx: &Context) -> Option<Arc<Snapshot>> {
        if self.suspected.load(Ordering::Acquire) || self.commits.load(Ordering::Acquire) != cx.store.commits() {
            return None;
        }
        let known = self.current.read().unwrap_or_else(PoisonError::into_inner);
        known
            .as_ref()
            .filter(|known| (cx.now() - known.read_at).to_std().is_ok_and(|age| age < TRUST))
            .map(|known| Arc::clone(&known.snapshot))
    }
}

/// The newest snapshot. Fails when the database does not answer: a gateway that cannot know whether a
/// key was revoked serves nobody.
pub(super) async fn snapshot(cx: &Context) -> Result<Arc<Snapshot>> {
    if let Some(snapshot) = cx.gateway.directory.fresh(cx) {
        return Ok(snapshot);
    }
    let _turn = cx.gateway.directory.loading.lock().await;
    if let Some(snapshot) = cx.gateway.directory.fresh(cx) {
        return Ok(snapshot);
    }
    // Both are noted before the count is read: what happens meanwhile is seen by the next call.
    cx.gateway.directory.suspected.store(false, Ordering::Release);
    let (commits, read_at) = (cx.store.commits(), cx.now());
    let known = cx.gateway.directory.current.read().unwrap_or_else(PoisonError::into_inner).clone();
    let version = known.as_ref().map(|known| known.snapshot.version);
    let reader = cx.clone();
    let newer = cx
        .store
        .snapshot(move |db| {
            let now = store::gateway_version::read(db)?;
            if version == Some(now) { Ok(None) } else { Snapshot::read(&reader, db, now).map(Some) }
        })
        .await
        .inspect_err(|_| cx.gateway.directory.suspect())?;
    let snapshot = match (newer, known) {
        (Some(newer), _) => Arc::new(newer),
        (None, Some(known)) => known.snapshot,
        (None, None) => return Err(Error::internal("reading the gateway's directory", "nothing was read")),
    };
    let known = Known { snapshot: Arc::clone(&snapshot), read_at };
    *cx.gateway.directory.current.write().unwrap_or_else(PoisonError::into_inner) = Some(known);
    cx.gateway.directory.commits.store(commits, Ordering::Release);
    Ok(snapshot)
}

/// The tables of one moment.
pub(super) struct Snapshot {
    version: i64,
    /// By the SHA-256 of the key, also of one that is being replaced.
    pub(super) keys: HashMap<[u8; 32], Arc<KeyRecord>>,
    pub(super) people: HashMap<UserId, Arc<Person>>,
    /// What may be spent in the shared ones.
    pub(super) workspaces: HashMap<WorkspaceId, Limits>,
    pub(super) lines: HashMap<ConnectionId, Arc<Line>>,
    pub(super) aliases: HashMap<String, Arc<ModelAlias>>,
    pub(super) rules: Vec<RoutingRule>,
    prices: HashMap<(ConnectionId, String), Price>,
}

/// A key and until when this form of it is good.
pub(super) struct KeyRecord {
    pub(super) key: ApiKey,
    pub(super) hash: [u8; 32],
    pub(super) until: Option<Time>,
}

/// A user and what he may spend.
pub(super) struct Person {
    pub(super) user: User,
    pub(super) limits: Limits,
}

/// A connection, ready to be called.
pub(super) struct Line {
    pub(super) connection: Connection,
    /// What `connection/model` calls it.
    pub(super) slug: String,
    pub(super) endpoint: Endpoint,
    pub(super) models: Vec<Model>,
}

impl Snapshot {
    fn read(cx: &Context, db: &mut Db, version: i64) -> Result<Self> {
        let now = cx.now();
        let mut limits: HashMap<UserId, Limits> = store::user_limits::all(db)?.into_iter().collect();
        let people = store::users::all(db)?
            .into_iter()
            .map(|user| (user.id, Arc::new(Person { limits: limits.remove(&user.id).unwrap_or_default(), user })))
            .collect();
        let mut keys = HashMap::new();
        for LiveKey { key, hash, previous } in store::api_keys::all_live(db, now)? {
            if let Some((old, until)) = previous {
                keys.insert(old, Arc::new(KeyRecord { key: key.clone(), hash: old, until: Some(until) }));
            }
            keys.insert(hash, Arc::new(KeyRecord { key, hash, until: None }));
        }
        let mut lines = HashMap::new();
        for connection in store::connections::list_all(db)? {
            if !connection.enabled {
                continue;
            }
            let models = store::connections::models(db, connection.id)?;
            let slug = slug(connection.name.as_str());
            let found = Found::of(db, connection)?;
            match found.endpoint(cx) {
                Ok(endpoint) => {
                    let connection = found.connection;
                    lines.insert(connection.id, Arc::new(Line { slug, endpoint, models, connection }));
                }
                // One key that cannot be opened must not take the others down.
                Err(error) => tracing::error!(connection = %found.connection.id, %error, "left out of the gateway"),
            }
        }
        let aliases = store::aliases::list(db)?.into_iter().map(|it| (it.name.as_str().to_owned(), Arc::new(it)));
        Ok(Self {
            version,
            keys,
            people,
            workspaces: store::workspaces::all_limits(db)?.into_iter().collect(),
            lines,
            aliases: aliases.collect(),
            rules: store::routing_rules::list(db)?.into_iter().filter(|rule| rule.enabled).collect(),
            prices: store::price_overrides::all(db)?
                .into_iter()
                .map(|PriceOverride { connection_id, model, price }| ((connection_id, model), price))
                .collect(),
        })
    }

    /// Connections that a user may call, his own first, each group in the order of its names.
    pub(super) fn visible(&self, user: UserId) -> Vec<&Arc<Line>> {
        let may = |line: &&Arc<Line>| line.connection.owner_id.is_none_or(|owner| owner == user);
        let mut lines: Vec<_> = self.lines.values().filter(may).collect();
        lines.sort_by_key(|line| (line.connection.owner_id.is_none(), line.slug.clone(), line.connection.id));
        lines
    }

    /// What a model of a connection costs: the connection's own price, else the table's. `None`: unknown.
    pub(super) fn price(&self, line: &Line, model: &str) -> Option<ListPrice> {
        let own = self.prices.get(&(line.connection.id, model.to_owned())).cloned();
        let own = own.map(|price| ListPrice { price, long_prompt: None });
        own.or_else(|| super::prices::table().list_price(line.connection.kind, model))
    }
}

impl Line {
    pub(super) fn model(&self, id: &str) -> Option<&Model> {
        self.models.iter().find(|model| model.id == id)
    }
}

/// A connection's name as one word: letters and digits in lower case, everything else a hyphen.
fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for character in name.chars() {
        if character.is_alphanumeric() || character == '.' {
            out.extend(character.to_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connections_name_becomes_one_word() {
        for (name, expected) in
            [("OpenAI", "openai"), ("My GPU (home)", "my-gpu-home"), ("Größe 2.0", "größe-2.0"), ("--", "")]
        {
            assert_eq!(slug(name), expected);
        }
    }
}
