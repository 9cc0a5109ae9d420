//! Telling the other replicas: hints to open pages, and that a run has new events.
//!
//! Only Postgres has other replicas; it is the bus. What is lost on the way costs a second or a
//! refresh, never a word: every event is in the log before anyone is told.

use models::ids::{ProcessId, RunId};
use models::notice::Notice;
use serde::{Deserialize, Serialize};
use store::bus::Heard;
use store::{Db, Dialect, StoreError};
use tokio_util::sync::CancellationToken;

use crate::context::Context;

const NOTICES: &str = "pallium_notices";
const RUNS: &str = "pallium_runs";
/// The database itself tells of changes here, in the migration that counts them.
const GATEWAY: &str = "pallium_gateway";

#[derive(Serialize, Deserialize)]
struct Told {
    from: ProcessId,
    notice: Notice,
}

#[derive(Serialize, Deserialize)]
struct Grown {
    from: ProcessId,
    run_id: RunId,
}

/// Tells the other replicas' pages. Does nothing on SQLite.
pub(crate) fn tell_others(cx: &Context, notice: Notice) {
    if cx.store.dialect() == Dialect::Sqlite {
        return;
    }
    let cx = cx.clone();
    cx.tasks.clone().spawn(async move {
        let told = Told { from: cx.process_id, notice };
        let sent = cx.store.write(move |db| send(db, NOTICES, &told)).await;
        if let Err(error) = sent {
            tracing::warn!(%error, "other replicas were not told of a change; their pages show it on the next read");
        }
    });
}

/// Tells the other replicas, when the transaction commits, that a run has new events.
pub(crate) fn run_grew(db: &mut Db, from: ProcessId, run_id: RunId) -> Result<(), StoreError> {
    send(db, RUNS, &Grown { from, run_id })
}

fn send(db: &mut Db, channel: &'static str, message: &impl Serialize) -> Result<(), StoreError> {
    let text = serde_json::to_string(message)
        .map_err(|_| StoreError::Corrupt { what: "a message to other replicas".into() })?;
    store::bus::notify(db, channel, &text)
}

/// Hears the other replicas until told to end. Returns at once on SQLite.
pub async fn listen(cx: Context, stop: CancellationToken) {
    if cx.store.dialect() == Dialect::Sqlite {
        return;
    }
    let mut listener =
        store::bus::listen(cx.settings.database.url.expose(), &[NOTICES, RUNS, GATEWAY, store::jobs::WAKE]);
    loop {
        let heard = tokio::select! {
            () = stop.cancelled() => return,
            heard = listener.next() => heard,
        };
        match heard {
            // Listeners to runs read the log once a second anyway; pages keep what they have until
            // the next hint.
            Heard::Connected => {
                tracing::debug!("listening to the other replicas");
                cx.gateway.suspect();
                cx.jobs.wake();
            }
            Heard::Said { channel, payload } => {
                if let Err(error) = pass_on(&cx, &channel, &payload) {
                    tracing::warn!(%error, channel, "a replica told something unreadable");
                }
            }
        }
    }
}

fn pass_on(cx: &Context, channel: &str, payload: &str) -> Result<(), serde_json::Error> {
    if channel == GATEWAY {
        cx.gateway.suspect();
        return Ok(());
    }
    if channel == store::jobs::WAKE {
        cx.jobs.heard(payload);
        return Ok(());
    }
    if channel == RUNS {
        let grown: Grown = serde_json::from_str(payload)?;
        if grown.from != cx.process_id {
            cx.runs.wake(grown.run_id);
        }
        return Ok(());
    }
    let told: Told = serde_json::from_str(payload)?;
    if told.from != cx.process_id {
        cx.notices.send(told.notice.user_id, told.notice.change);
    }
    Ok(())
}
