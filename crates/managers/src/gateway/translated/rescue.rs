//! Going on at another target where one has stopped in the middle of its answer.

use models::chat::{ChatMessage, ChatPart, ChatRequest, ChatRole};
use tokio::sync::watch;
use uuid::Uuid;

use super::super::route::RouteTarget;
use super::super::turns;
use super::source::Source;
use super::{Line, Telling};

/// Other targets that may go on where one has stopped.
pub(super) struct Rescue {
    pub(super) line: Line,
    pub(super) request: ChatRequest,
    /// Whose turn it is where calls wait.
    pub(super) who: Uuid,
    pub(super) behind: std::vec::IntoIter<RouteTarget>,
}

impl Rescue {
    /// Asks the next targets to go on with what was said, each in its turn. While the call waits for one, its place in
    /// line is told.
    pub(super) async fn go_on(&mut self, telling: &mut Telling, place: &watch::Sender<usize>) -> Option<Source> {
        let mut request = self.request.clone();
        if !telling.said.trim().is_empty() {
            let parts = vec![ChatPart::Text(telling.said.clone())];
            request.messages.push(ChatMessage { role: ChatRole::Assistant, parts });
        }
        for target in self.behind.by_ref() {
            let name = target.name();
            let turn = match turns::take(&self.line.cx, self.who, &target, Some(place)).await {
                Ok(turn) => turn,
                Err(error) => {
                    tracing::info!(target = name, error = error.message, "cannot go on with a cut answer");
                    continue;
                }
            };
            match self.line.open(&target, &mut request, false).await {
                Ok(opened) => {
                    tracing::info!(target = name, "another target goes on with a cut answer");
                    metrics::counter!("pallium_gateway_rescues_total").increment(1);
                    telling.hand_over(dialects::estimate_tokens(&request));
                    telling.bill.ask(&target);
                    turn.into_iter().for_each(|turn| telling.bill.hold(turn));
                    return Some(opened.source);
                }
                Err(_) => tracing::info!(target = name, "cannot go on with a cut answer"),
            }
        }
        None
    }
}
