//! Token counts that the gateway asked for and the caller did not.

use bytes::Bytes;
use memchr::memmem;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// Takes the chunk with the token counts out of a passing stream of chat completions. Callers who did not ask for it
/// look into `choices` of every chunk, and this one has none.
///
/// What comes in whole events goes out as it came. Only an event that is cut is held back until its end.
#[derive(Debug, Default)]
pub struct UsageFilter {
    held: Vec<u8>,
}

#[derive(Deserialize)]
struct Chunk {
    choices: Vec<IgnoredAny>,
    usage: Option<IgnoredAny>,
}

impl UsageFilter {
    /// The next bytes without the counts; may be empty.
    pub fn push(&mut self, bytes: Bytes) -> Bytes {
        let is_plain = self.held.is_empty() && ends_event(&bytes) && memmem::find(&bytes, b"\"usage\":{").is_none();
        if is_plain {
            return bytes;
        }
        self.held.extend_from_slice(&bytes);
        let mut out = Vec::with_capacity(self.held.len());
        let mut begin = 0;
        while let Some(end) = event_end(&self.held[begin..]) {
            let event = &self.held[begin..begin + end];
            if !is_counts(event) {
                out.extend_from_slice(event);
            }
            begin += end;
        }
        self.held.drain(..begin);
        out.into()
    }

    /// What is left of a stream that ended in the middle of an event.
    pub fn finish(&mut self) -> Bytes {
        std::mem::take(&mut self.held).into()
    }
}

fn ends_event(bytes: &[u8]) -> bool {
    bytes.ends_with(b"\n\n") || bytes.ends_with(b"\r\n\r\n")
}

/// Where the first event ends, its empty line included.
fn event_end(bytes: &[u8]) -> Option<usize> {
    let lf = memmem::find(bytes, b"\n\n").map(|at| at + 2);
    let crlf = memmem::find(bytes, b"\r\n\r\n").map(|at| at + 4);
    match (lf, crlf) {
        (Some(lf), Some(crlf)) => Some(lf.min(crlf)),
        (lf, crlf) => lf.or(crlf),
    }
}

fn is_counts(event: &[u8]) -> bool {
    let Some(data) = event.strip_prefix(b"data:") else { return false };
    let chunk: Result<Chunk, _> = serde_json::from_slice(data.trim_ascii());
    chunk.is_ok_and(|chunk| chunk.choices.is_empty() && chunk.usage.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "data: {\"choices\":[{\"delta\":{\"content\":\"a \\\"usage\\\":{ b\"}}],\"usage\":null}\n\n";
    const COUNTS: &str = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1}}\n\n";
    const FILTERS: &str = "data: {\"choices\":[],\"prompt_filter_results\":[]}\n\n";
    const DONE: &str = "data: [DONE]\n\n";

    fn filtered(stream: &str, size: usize) -> String {
        let mut filter = UsageFilter::default();
        let mut out = Vec::new();
        for piece in stream.as_bytes().chunks(size) {
            out.extend_from_slice(&filter.push(Bytes::copy_from_slice(piece)));
        }
        out.extend_from_slice(&filter.finish());
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn only_the_counts_are_taken_out_however_the_stream_is_cut() {
        let stream = [FILTERS, WORDS, COUNTS, DONE].concat();
        for size in 1..=stream.len() {
            assert_eq!(filtered(&stream, size), [FILTERS, WORDS, DONE].concat(), "in pieces of {size}");
        }
        let crlf = stream.replace('\n', "\r\n");
        assert_eq!(filtered(&crlf, 7), [FILTERS, WORDS, DONE].concat().replace('\n', "\r\n"));
    }

    #[test]
    fn whole_events_pass_without_a_copy_and_a_cut_tail_is_not_lost() {
        let piece = Bytes::from_static(WORDS.as_bytes());
        assert_eq!(UsageFilter::default().push(piece.clone()).as_ptr(), piece.as_ptr());
        assert_eq!(filtered("data: {\"choi", 5), "data: {\"choi");
    }
}
