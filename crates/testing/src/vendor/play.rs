//! Plays a script's steps as the body of an answer.

use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;

use super::script::Step;
use super::state::Listener;
use super::wire::Wire;

/// The vendor broke the connection on purpose.
#[derive(Debug)]
pub(super) struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the script cuts the connection here")
    }
}

impl std::error::Error for Broken {}

struct Play {
    steps: std::vec::IntoIter<Step>,
    wire: Box<dyn Wire>,
    listener: Listener,
    /// The counts that the end of the answer stands for.
    usage: (u64, u64),
}

/// The body: each step's bytes are produced only when the step before it has been handed over.
pub(super) fn body(
    steps: Vec<Step>,
    wire: Box<dyn Wire>,
    listener: Listener,
) -> impl Stream<Item = Result<Bytes, Broken>> {
    let play = Play { steps: steps.into_iter(), wire, listener, usage: (0, 0) };
    futures_util::stream::unfold(Some(play), |play| async move {
        let mut play = play?;
        match play.next().await {
            Some(Ok(bytes)) => Some((Ok(bytes), Some(play))),
            Some(Err(broken)) => Some((Err(broken), None)),
            None => None,
        }
    })
}

impl Play {
    async fn next(&mut self) -> Option<Result<Bytes, Broken>> {
        loop {
            let Some(step) = self.steps.next() else {
                self.listener.answered();
                return None;
            };
            match &step {
                Step::Wait { gate } => self.listener.state.stand_at(gate).await,
                Step::Delay { ms } => tokio::time::sleep(Duration::from_millis(*ms)).await,
                Step::Stall => std::future::pending().await,
                Step::Cut => {
                    // A body that breaks loses what the server has not flushed; it flushes when the body is pending.
                    tokio::task::yield_now().await;
                    self.listener.answered();
                    return Some(Err(Broken));
                }
                Step::Usage { input, output } => self.usage = (*input, *output),
                Step::Finish { .. } => self.listener.state.count(self.usage),
                Step::Text { .. } | Step::Reasoning { .. } | Step::ToolCall { .. } => {}
                Step::Error { .. } | Step::Raw { .. } => {}
            }
            let frames = self.wire.frames(&step);
            if !frames.is_empty() {
                return Some(Ok(Bytes::from(frames)));
            }
        }
    }

    /// The waits of the script without its words, for answers that are not streamed.
    async fn wait_through(&mut self) -> Result<(), Broken> {
        while let Some(item) = self.next().await {
            item?;
        }
        Ok(())
    }
}

/// Goes through the script's gates and cuts for an answer that is sent as a whole.
pub(super) async fn wait_through(steps: Vec<Step>, wire: Box<dyn Wire>, listener: Listener) -> Result<(), Broken> {
    Play { steps: steps.into_iter(), wire, listener, usage: (0, 0) }.wait_through().await
}
