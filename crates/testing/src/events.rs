//! Reading a stream of server-sent events, for tests: strict about what we promise to send.
#![expect(clippy::expect_used, reason = "test support fails by panicking, with a sentence")]

use std::time::Duration;

use serde_json::Value;

/// A stream that is silent for longer has failed the test.
const PATIENCE: Duration = Duration::from_secs(20);

/// One event.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The sequence number, where the frame has one.
    pub id: Option<i64>,
    /// The JSON object.
    pub data: Value,
}

/// An open stream of events. Dropping it closes the connection.
pub struct Events {
    answer: reqwest::Response,
    buffer: Vec<u8>,
    /// Bytes of the body so far, comments included.
    pub bytes: usize,
}

impl Events {
    pub(crate) fn new(answer: reqwest::Response) -> Self {
        Self { answer, buffer: Vec::new(), bytes: 0 }
    }

    /// The next event, or `None` at the end of the stream. Comments are skipped.
    pub async fn next(&mut self) -> Option<Frame> {
        loop {
            while let Some(block) = self.block() {
                if let Some(frame) = parse(&block) {
                    return Some(frame);
                }
            }
            let chunk = tokio::time::timeout(PATIENCE, self.answer.chunk()).await.expect("the stream went silent");
            let chunk = chunk.expect("reading the stream")?;
            self.bytes += chunk.len();
            self.buffer.extend_from_slice(&chunk);
        }
    }

    /// Reads up to and with the first event that fits.
    pub async fn until(&mut self, fits: impl Fn(&Frame) -> bool) -> Vec<Frame> {
        let mut frames = Vec::new();
        while let Some(frame) = self.next().await {
            let found = fits(&frame);
            frames.push(frame);
            if found {
                return frames;
            }
        }
        panic!("the stream ended before the event came: {frames:?}");
    }

    /// Reads to the end of the stream.
    pub async fn rest(&mut self) -> Vec<Frame> {
        let mut frames = Vec::new();
        while let Some(frame) = self.next().await {
            frames.push(frame);
        }
        frames
    }

    /// Takes what stands before the next empty line.
    fn block(&mut self) -> Option<String> {
        let end = self.buffer.windows(2).position(|pair| pair == b"\n\n")?;
        let rest = self.buffer.split_off(end + 2);
        let block = std::mem::replace(&mut self.buffer, rest);
        Some(String::from_utf8(block).expect("events are UTF-8"))
    }
}

fn parse(block: &str) -> Option<Frame> {
    let value = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(str::trim_start);
    let data = serde_json::from_str(value("data:")?).expect("data is one JSON object");
    let id = value("id:").map(|id| id.parse().expect("an id is a sequence number"));
    Some(Frame { id, data })
}
