//! What a vendor said in any dialect is told in any other, without losing what both can say.

use dialects::{AnswerMeta, Dialect, StreamEncoder, decode_whole, encode_answer};
use models::chat::ChatDelta;

use crate::canon::{Canon, as_told_in, by_kind, canon};
use crate::decoded::{Recording, decode, recordings};

pub(crate) fn meta() -> AnswerMeta {
    AnswerMeta {
        id: "resp_1".to_owned(),
        model: "default".to_owned(),
        created: 1_751_990_900,
        include_usage: true,
        ..AnswerMeta::default()
    }
}

/// The stream that a caller gets.
pub(crate) fn stream(dialect: Dialect, deltas: &[ChatDelta]) -> Vec<u8> {
    let (mut encoder, mut out) = (StreamEncoder::new(dialect, meta()), Vec::new());
    deltas.iter().for_each(|delta| encoder.push(delta, &mut out));
    encoder.finish(&mut out);
    out
}

/// What a caller reads in the stream that he gets.
fn streamed(dialect: Dialect, deltas: &[ChatDelta]) -> Canon {
    let bytes = stream(dialect, deltas);
    let decoded = decode(dialect, [bytes.as_slice()]);
    assert!(decoded.end.is_ok(), "{dialect:?} was cut: {}", String::from_utf8_lossy(&bytes));
    canon(&decoded.deltas)
}

fn streams() -> Vec<(Recording, Vec<ChatDelta>)> {
    let decoded = |recording: Recording| {
        let deltas = decode(recording.dialect, [recording.bytes.as_slice()]).deltas;
        (recording, deltas)
    };
    recordings("streams").into_iter().map(decoded).collect()
}

#[test]
fn a_recorded_stream_is_told_in_every_dialect() {
    for (Recording { dialect: from, name, .. }, deltas) in streams() {
        for to in Dialect::ALL {
            let mut expected = as_told_in(to, canon(&deltas));
            // What was cut fails; a failure is not followed by counts.
            let failed = !matches!(expected.end, Some(Ok(_)));
            let mut told = streamed(to, &deltas);
            if failed {
                assert!(matches!(told.end, Some(Err(_))), "{name} from {from:?} to {to:?} has no failure");
                expected.end.get_or_insert_with(|| Err("The answer was cut before its end.".to_owned()));
                (told.usage, expected.usage) = (None, None);
                // Calls, thoughts and refusals that were not complete are not told.
                let shared = told.pieces.len().min(expected.pieces.len());
                told.pieces.truncate(shared);
                expected.pieces.truncate(shared);
            }
            assert_eq!(told, expected, "{name} from {from:?} to {to:?}");
        }
    }
}

#[test]
fn an_answer_that_is_not_streamed_is_told_in_every_dialect() {
    let wholes = recordings("wholes").into_iter().filter_map(|recording| {
        let deltas = decode_whole(recording.dialect, &recording.bytes).ok()?;
        Some((recording, deltas))
    });
    let finished = |deltas: &Vec<ChatDelta>| deltas.iter().any(|delta| matches!(delta, ChatDelta::Finished { .. }));
    let streams = streams().into_iter().filter(|(_, deltas)| finished(deltas));
    for (Recording { dialect: from, name, .. }, deltas) in wholes.chain(streams) {
        for to in Dialect::ALL {
            let body = encode_answer(to, &meta(), &deltas);
            let told = canon(&decode_whole(to, &body).unwrap());
            let expected = as_told_in(to, canon(&deltas));
            let (told, expected) = match to {
                Dialect::OpenAiChat | Dialect::Ollama => (by_kind(told), by_kind(expected)),
                Dialect::AnthropicMessages | Dialect::OpenAiResponses => (told, expected),
            };
            assert_eq!(told, expected, "{name} from {from:?} to {to:?}");
        }
    }
}

#[test]
fn every_answer_names_the_model_that_was_asked_for() {
    let deltas = [ChatDelta::Started { model: Some("gpt-5".to_owned()) }, text("Hi"), finished()];
    for dialect in Dialect::ALL {
        let started = ChatDelta::Started { model: Some("default".to_owned()) };
        let bytes = stream(dialect, &deltas);
        assert_eq!(decode(dialect, [bytes.as_slice()]).deltas[0], started, "{dialect:?}");
        let body = encode_answer(dialect, &meta(), &deltas);
        assert_eq!(decode_whole(dialect, &body).unwrap()[0], started, "{dialect:?}");
    }
}

fn text(text: &str) -> ChatDelta {
    ChatDelta::Text { text: text.to_owned() }
}

fn finished() -> ChatDelta {
    ChatDelta::Finished { reason: models::run::FinishReason::Stop }
}
