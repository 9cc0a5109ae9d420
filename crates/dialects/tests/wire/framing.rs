//! Streams that no recording shows well: endings, limits, tails.

use dialects::{CutStream, Dialect, EVENT_BYTES_MAX, StreamDecoder};
use models::chat::{ChatDelta, VendorError, VendorErrorKind};
use models::run::FinishReason;

use crate::decoded::{Decoded, decode};

const HELLO: &str = r#"data: {"model":"m","choices":[{"index":0,"delta":{"content":"Hello"}}]}"#;
const STOP: &str = r#"data: {"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#;

fn started() -> ChatDelta {
    ChatDelta::Started { model: Some("m".to_owned()) }
}

fn hello() -> ChatDelta {
    ChatDelta::Text { text: "Hello".to_owned() }
}

fn stopped() -> ChatDelta {
    ChatDelta::Finished { reason: FinishReason::Stop }
}

#[test]
fn nothing_at_all_is_a_cut_stream() {
    for dialect in Dialect::ALL {
        assert_eq!(decode(dialect, []), Decoded { deltas: vec![], end: Err(CutStream) }, "{dialect:?}");
        assert_eq!(
            decode(dialect, [b"\n\n".as_slice()]),
            Decoded { deltas: vec![], end: Err(CutStream) },
            "{dialect:?}"
        );
    }
}

#[test]
fn several_events_in_one_piece_come_in_order() {
    let stream = format!("{HELLO}\n\n{HELLO}\n\n{STOP}\n\ndata: [DONE]\n\n");
    let decoded = decode(Dialect::OpenAiChat, [stream.as_bytes()]);
    assert_eq!(decoded, Decoded { deltas: vec![started(), hello(), hello(), stopped()], end: Ok(()) });
}

#[test]
fn the_decoder_knows_when_nothing_more_comes() {
    let (mut decoder, mut out) = (StreamDecoder::new(Dialect::OpenAiChat), Vec::new());
    decoder.push(format!("{HELLO}\n\n{STOP}\n\n").as_bytes(), &mut out);
    assert!(!decoder.is_complete(), "usage may follow");
    decoder.push(b"data: [DONE]\n\n", &mut out);
    assert!(decoder.is_complete());
}

#[test]
fn a_tail_that_can_be_read_counts_and_one_that_cannot_is_a_cut() {
    let whole = format!("{HELLO}\n\n{STOP}");
    assert_eq!(
        decode(Dialect::OpenAiChat, [whole.as_bytes()]),
        Decoded { deltas: vec![started(), hello(), stopped()], end: Ok(()) }
    );
    let cut = &whole[..whole.len() - 1];
    assert_eq!(
        decode(Dialect::OpenAiChat, [cut.as_bytes()]),
        Decoded { deltas: vec![started(), hello()], end: Err(CutStream) }
    );
}

#[test]
fn an_event_that_is_too_long_is_garbage() {
    let too_long = ChatDelta::Failed {
        error: VendorError {
            kind: VendorErrorKind::Garbage,
            message: "The vendor's answer could not be read: it sent an event that is too long.".to_owned(),
            code: None,
        },
    };
    let mebibyte = vec![b'a'; 1024 * 1024];
    let pieces = EVENT_BYTES_MAX / mebibyte.len() + 1;
    for (dialect, beginning) in [
        (Dialect::OpenAiChat, "data: "),
        (Dialect::OpenAiChat, ": a comment without an end "),
        (Dialect::Ollama, "{\"model\":\""),
    ] {
        let stream = std::iter::once(beginning.as_bytes()).chain(std::iter::repeat_n(mebibyte.as_slice(), pieces));
        let expected = Decoded { deltas: vec![too_long.clone()], end: Ok(()) };
        assert_eq!(decode(dialect, stream), expected, "{dialect:?} {beginning}");
    }
    let lines = ["data: ".as_bytes(), mebibyte.as_slice(), b"\n"].concat().repeat(pieces);
    assert_eq!(
        decode(Dialect::AnthropicMessages, [lines.as_slice()]).deltas,
        vec![too_long],
        "many lines of one event"
    );
}

#[test]
fn an_event_just_below_the_limit_is_read() {
    let empty = r#"data: {"model":"m","choices":[{"index":0,"delta":{"content":""}}]}"#;
    let text = "a".repeat(EVENT_BYTES_MAX - empty.len());
    let stream = empty.replace(r#""""#, &format!("\"{text}\"")) + "\n\ndata: [DONE]\n\n";
    let other = ChatDelta::Finished { reason: FinishReason::Other };
    assert_eq!(
        decode(Dialect::OpenAiChat, stream.as_bytes().chunks(65_536)),
        Decoded { deltas: vec![started(), ChatDelta::Text { text }, other], end: Ok(()) }
    );
}

#[test]
fn bytes_that_are_not_utf8_are_garbage() {
    let decoded = decode(Dialect::OpenAiChat, [b"data: {\"model\":\"\xff\xfe\"}\n\n".as_slice()]);
    let [ChatDelta::Failed { error }] = decoded.deltas.as_slice() else { panic!("{decoded:?}") };
    assert_eq!(error.kind, VendorErrorKind::Garbage);
}
