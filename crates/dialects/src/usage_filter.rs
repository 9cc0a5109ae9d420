//! Counts that the gateway asked for and the caller did not.

use std::borrow::Cow;

use memchr::{memchr2, memmem};

use crate::keys;
use crate::stream::EVENT_BYTES_MAX;

/// Takes the event with the counts out of a passing stream of chat completions. Its list of choices is empty, and
/// callers that did not ask for it read the first of them. Every other byte is passed on; of a piece that ends inside
/// an event, the event's beginning comes with the next piece.
#[derive(Debug, Default)]
pub struct UsageFilter {
    /// The beginning of an event that has not ended.
    held: Vec<u8>,
    /// So many bytes of it are known not to end it: a picture comes in many pieces, and is searched once.
    searched: usize,
}

impl UsageFilter {
    /// The next bytes without the counts.
    pub fn push<'a>(&mut self, bytes: &'a [u8]) -> Cow<'a, [u8]> {
        if self.held.is_empty() && ends_event(bytes) && memmem::find(bytes, b"\"usage\"").is_none() {
            return Cow::Borrowed(bytes);
        }
        self.held.extend_from_slice(bytes);
        let mut out = Vec::with_capacity(self.held.len());
        let mut from = 0;
        while let Some(end) = event_end(&self.held[from..], self.searched) {
            let event = &self.held[from..from + end];
            if !is_counts_only(event) {
                out.extend_from_slice(event);
            }
            from += end;
            self.searched = 0;
        }
        self.held.drain(..from);
        if self.held.len() > EVENT_BYTES_MAX {
            out.append(&mut self.held);
        }
        // The end of an event is up to four bytes, of which three may be there.
        self.searched = self.held.len().saturating_sub(3);
        Cow::Owned(out)
    }

    /// What is held when the vendor has closed the stream.
    pub fn finish(&mut self) -> Vec<u8> {
        let Self { held, .. } = std::mem::take(self);
        if is_counts_only(&held) { Vec::new() } else { held }
    }
}

fn ends_event(bytes: &[u8]) -> bool {
    bytes.ends_with(b"\n\n") || bytes.ends_with(b"\n\r\n")
}

/// The place after the empty line that ends the first event. After a CR at the very end an LF may follow.
fn event_end(bytes: &[u8], searched: usize) -> Option<usize> {
    let mut at = searched;
    loop {
        let line_end = after_line_end(bytes, at + memchr2(b'\n', b'\r', &bytes[at..])?)?;
        if matches!(bytes.get(line_end)?, b'\n' | b'\r') {
            return after_line_end(bytes, line_end);
        }
        at = line_end;
    }
}

fn after_line_end(bytes: &[u8], at: usize) -> Option<usize> {
    match (bytes[at], bytes.get(at + 1)) {
        (b'\r', None) => None,
        (b'\r', Some(b'\n')) => Some(at + 2),
        _ => Some(at + 1),
    }
}

/// The data over several lines are looked at one by one: no vendor cuts this event.
fn is_counts_only(event: &[u8]) -> bool {
    let data = |line: &[u8]| line.strip_prefix(b"data:").is_some_and(keys::is_counts_only);
    event.split(|byte| matches!(byte, b'\n' | b'\r')).any(data)
}

#[cfg(test)]
mod tests {
    use super::UsageFilter;

    const WORDS: &str = "data: {\"choices\":[{\"delta\":{\"content\":\"\\\"choices\\\":[]\"}}],\"usage\":null}\n\n";
    const FILTER: &str = "data: {\"choices\":[],\"prompt_filter_results\":[],\"usage\":null}\n\n";
    const BOTH: &str = "data: {\"choices\":[{\"delta\":{}}],\"usage\":{\"prompt_tokens\":1}}\n\n";
    const COUNTS: &str = "data: {\"choices\" : [ ],\"usage\":{\"prompt_tokens\":1}}\n\n";
    const DONE: &str = ": still here\n\ndata: [DONE]\n\n";

    fn filtered<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> String {
        let mut filter = UsageFilter::default();
        let mut out: Vec<u8> = pieces.into_iter().flat_map(|piece| filter.push(piece).into_owned()).collect();
        out.extend(filter.finish());
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn only_the_counts_are_taken_out_wherever_the_stream_is_cut() {
        for line_end in ["\n", "\r\n", "\r"] {
            let stream = [WORDS, FILTER, BOTH, COUNTS, DONE].concat().replace('\n', line_end);
            let expected = [WORDS, FILTER, BOTH, DONE].concat().replace('\n', line_end);
            assert_eq!(filtered([stream.as_bytes()]), expected);
            assert_eq!(filtered(stream.as_bytes().chunks(1)), expected);
            for cut in 0..stream.len() {
                let (head, tail) = stream.as_bytes().split_at(cut);
                assert_eq!(filtered([head, tail]), expected, "cut at {cut}");
            }
        }
    }

    #[test]
    fn a_cut_event_is_passed_on_at_the_end() {
        assert_eq!(filtered([b"data: {\"choices\":[".as_slice()]), "data: {\"choices\":[");
    }
}
