//! Stopping a run at the user's wish, wherever it is executed.

use models::ids::RunId;
use models::run::Run;

use super::hub::Stop;
use super::own;
use crate::access::{Action, Actor};
use crate::context::Context;
use crate::error::{Error, Result};

/// Asks a run to stop. The vendor's connection is closed and the text so far is kept. A run that
/// has ended stays as it is: the wish came too late, which is no error.
pub async fn interrupt(cx: &Context, actor: &Actor, run_id: RunId) -> Result<Run> {
    let (asker, now) = (actor.clone(), cx.now());
    let run = cx.store.read(move |db| own(db, &asker, Action::Change, run_id)).await?;
    if run.status.is_terminal() {
        return Ok(run);
    }
    if let Some(live) = cx.runs.find(run_id) {
        live.stop(Stop::User);
    } else {
        cx.store.write(move |db| Ok::<_, Error>(store::runs::request_interrupt(db, run_id, now)?)).await?;
    }
    Ok(run)
}
