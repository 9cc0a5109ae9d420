//! Answers that are passed through: what a watcher finds in them, and another model name in them.

use dialects::{Dialect, ModelRename, Outcome, Watcher, decode_whole};
use models::chat::ChatDelta;
use models::gateway_error::{GatewayError, GatewayErrorKind};
use models::run::{FinishReason, Usage};
use proptest::prelude::*;

use crate::decoded::{Recording, decode, recordings};

/// What a watcher finds, and what a decoder finds.
#[derive(Debug, PartialEq)]
struct Found {
    model: Option<String>,
    usage: Option<Usage>,
    finish: Option<FinishReason>,
    outcome: Outcome,
}

fn watch<'a>(dialect: Dialect, streamed: bool, pieces: impl IntoIterator<Item = &'a [u8]>) -> (Found, u64) {
    let mut watcher = Watcher::new(dialect, streamed);
    pieces.into_iter().for_each(|piece| watcher.push(piece));
    watcher.end();
    let found = Found {
        model: watcher.model().map(str::to_owned),
        usage: watcher.usage(),
        finish: watcher.finish_reason(),
        outcome: watcher.outcome(),
    };
    (found, watcher.text_bytes())
}

fn found_by_decoder(deltas: &[ChatDelta]) -> Found {
    let mut found = Found { model: None, usage: None, finish: None, outcome: Outcome::Open };
    for delta in deltas {
        match delta {
            ChatDelta::Started { model } => found.model.clone_from(model),
            ChatDelta::Usage { usage } => found.usage = Some(*usage),
            ChatDelta::Finished { reason } => {
                found.finish = Some(*reason);
                found.outcome = Outcome::Whole;
            }
            ChatDelta::Failed { error } => found.outcome = Outcome::Failed(error.clone()),
            _ => {}
        }
    }
    found
}

fn has_words(deltas: &[ChatDelta]) -> bool {
    let is_words = |delta: &ChatDelta| matches!(delta, ChatDelta::Text { .. } | ChatDelta::Reasoning { .. });
    deltas.iter().any(is_words)
}

#[test]
fn a_watcher_finds_in_a_stream_what_the_decoder_finds_wherever_it_is_cut() {
    for Recording { dialect, name, bytes } in recordings("streams") {
        let deltas = decode(dialect, [bytes.as_slice()]).deltas;
        let expected = found_by_decoder(&deltas);
        let (found, text_bytes) = watch(dialect, true, [bytes.as_slice()]);
        assert_eq!(found, expected, "{name} of {dialect:?}");
        // Some servers send words in lists of parts, whose keys are their own.
        if has_words(&deltas) && !name.contains("mistral") {
            assert!(text_bytes > 0, "{name} of {dialect:?} has words");
        }
        assert_eq!(watch(dialect, true, bytes.chunks(1)), (expected, text_bytes), "{name} in single bytes");
    }
}

#[test]
fn a_watcher_finds_in_a_whole_answer_what_the_decoder_finds() {
    for Recording { dialect, name, bytes } in recordings("wholes") {
        let expected = match decode_whole(dialect, &bytes) {
            Ok(deltas) => found_by_decoder(&deltas),
            Err(error) => Found { model: None, usage: None, finish: None, outcome: Outcome::Failed(error) },
        };
        assert_eq!(watch(dialect, false, bytes.chunks(7)).0, expected, "{name} of {dialect:?}");
    }
}

#[test]
fn a_watcher_counts_the_bytes_of_words_thoughts_and_arguments() {
    let stream = concat!(
        r#"data: {"choices":[{"index":0,"delta":{"content":"Hi","reasoning_content":"hm"}}]}"#,
        "\n\n",
        r#"data: {"choices":[{"index":0,"delta":{"tool_calls":[{"function":{"name":"f","arguments":"{\"a\"}"}}]}}]}"#,
        "\n\n"
    );
    assert_eq!(watch(Dialect::OpenAiChat, true, [stream.as_bytes()]).1, 2 + 2 + 7);
}

#[test]
fn a_passing_stream_that_cannot_go_on_is_never_taken_for_whole_wherever_it_is_cut() {
    let error = GatewayError::new(GatewayErrorKind::Timeout, "The vendor was too slow.");
    for Recording { dialect, name, bytes } in recordings("streams") {
        // All places would take half a minute: those around the ends of lines, and some of the others.
        let is_near_line_end = |cut: &usize| bytes[cut.saturating_sub(3)..].iter().take(6).any(|byte| *byte == b'\n');
        for cut in (0..bytes.len()).filter(|cut| cut % 29 == 0 || is_near_line_end(cut)) {
            let mut watcher = Watcher::new(dialect, true);
            watcher.push(&bytes[..cut]);
            let mut passed = bytes[..cut].to_vec();
            watcher.fail(&error, &mut passed);
            let decoded = decode(dialect, [passed.as_slice()]);
            let is_end = |delta: &&ChatDelta| matches!(delta, ChatDelta::Finished { .. } | ChatDelta::Failed { .. });
            let end = decoded.deltas.iter().find(is_end).unwrap_or_else(|| panic!("{name} cut at {cut} has no end"));
            let is_whole = matches!(end, ChatDelta::Finished { .. });
            assert_eq!(is_whole, watcher.outcome() == Outcome::Whole, "{name} cut at {cut}");
        }
    }
}

#[test]
fn the_error_of_a_passing_stream_is_the_dialects_own() {
    let error = GatewayError::new(GatewayErrorKind::Timeout, "Too slow.");
    let fail = |dialect, streamed, passed: &str| {
        let (mut watcher, mut out) = (Watcher::new(dialect, streamed), Vec::new());
        watcher.push(passed.as_bytes());
        watcher.fail(&error, &mut out);
        watcher.fail(&error, &mut out);
        String::from_utf8(out).unwrap()
    };
    assert_eq!(
        fail(Dialect::OpenAiResponses, true, "data: {\"type\":\"response.created\",\"response\":{}}\n\n"),
        concat!(
            "event: response.failed\ndata: {\"type\":\"response.failed\",\"sequence_number\":1,",
            "\"response\":{\"error\":{\"code\":\"server_error\",\"message\":\"Too slow.\"},\"status\":\"failed\"},",
            "\"error\":{\"message\":\"Too slow.\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n",
        )
    );
    assert_eq!(
        fail(Dialect::OpenAiChat, true, "data: {\"id\":"),
        "\n\ndata: {\"error\":{\"message\":\"Too slow.\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n"
    );
    assert_eq!(fail(Dialect::Ollama, true, "{\"mod"), "\n{\"error\":\"Too slow.\"}\n");
    assert_eq!(fail(Dialect::OpenAiChat, false, "{}"), "");
    assert_eq!(fail(Dialect::AnthropicMessages, true, "data: {\"type\":\"message_stop\"}\n\n"), "");
}

#[test]
fn garbage_is_found_before_it_is_passed_on() {
    let error = GatewayError::new(GatewayErrorKind::Api, "Not readable.");
    let word = |text: &str| format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n");
    let line = "{\"message\":{\"content\":\"a\"},\"done\":false}\n".to_owned();
    let chat =
        "data: {\"error\":{\"message\":\"Not readable.\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n";
    for (dialect, good, garbage, end) in [
        (Dialect::OpenAiChat, word("a"), "data: {\"choices\":[{\"delta\":\n\n", chat),
        (Dialect::OpenAiChat, word("a"), "data: {not json}\n\n", chat),
        (Dialect::OpenAiChat, format!(": ping\n\n{}", word("a")), "data: <html>\n\ndata: [DONE]\n\n", chat),
        (Dialect::Ollama, line, "<html>\n", "{\"error\":\"Not readable.\"}\n"),
    ] {
        let pieces = [format!("{good}{garbage}"), garbage.to_owned()];
        for (before, piece) in [("", &pieces[0]), (good.as_str(), &pieces[1])] {
            let (mut watcher, mut out) = (Watcher::new(dialect, true), Vec::new());
            watcher.push(before.as_bytes());
            assert!(!watcher.met_garbage(), "{dialect:?} {before}");
            watcher.push(piece.as_bytes());
            assert!(watcher.met_garbage(), "{dialect:?} {piece}");
            out.extend_from_slice(before.as_bytes());
            out.extend_from_slice(&piece.as_bytes()[..dialects::before_garbage(dialect, piece.as_bytes())]);
            watcher.fail(&error, &mut out);
            watcher.fail(&error, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), format!("{good}{end}"), "{dialect:?} {piece}");
        }
    }
    // What was passed on of an event that turns out to be garbage is ended before the error.
    let (mut watcher, mut out) = (Watcher::new(Dialect::OpenAiChat, true), Vec::new());
    watcher.push(b"data: {\"choices\":");
    watcher.push(b"oops\n\n");
    watcher.fail(&error, &mut out);
    assert_eq!(String::from_utf8(out).unwrap(), format!("\n\n{chat}"));
}

fn rename<'a>(dialect: Dialect, streamed: bool, pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut rename = ModelRename::new(dialect, streamed, "my \"alias\"");
    pieces.into_iter().flat_map(|piece| rename.push(piece).into_owned()).collect()
}

/// The same by hand: every name that a recording has.
fn renamed_by_hand(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("\"model\"") {
        let value = rest[at + 7..].find('"').map(|quote| at + 7 + quote);
        let Some(start) = value.filter(|start| rest[at + 7..*start].trim() == ":") else { break };
        let Some(end) = rest[start + 1..].find('"').map(|end| start + 1 + end + 1) else { break };
        out += &rest[..start];
        out += r#""my \"alias\"""#;
        rest = &rest[end..];
    }
    (out + rest).into_bytes()
}

#[test]
fn only_the_models_name_is_replaced_wherever_the_answer_is_cut() {
    for (kind, streamed) in [("streams", true), ("wholes", false)] {
        for Recording { dialect, name, bytes } in recordings(kind) {
            let expected = renamed_by_hand(&bytes);
            let at_once = rename(dialect, streamed, [bytes.as_slice()]);
            assert_eq!(String::from_utf8_lossy(&at_once), String::from_utf8_lossy(&expected), "{name} of {dialect:?}");
            assert_eq!(rename(dialect, streamed, bytes.chunks(1)), expected, "{name} in single bytes");
        }
    }
}

#[test]
fn a_model_elsewhere_in_an_answer_keeps_its_name() {
    let body = r#"{"id":"x","x":{"model":"a"},"choices":[{"model":"b","message":{"content":"\"model\":\"c\""}}],"\u006dodel":"d","model" : "e\"f","m":["model","g"]}"#;
    let expected = body.replace(r#""e\"f""#, r#""my \"alias\"""#);
    assert_eq!(rename(Dialect::OpenAiChat, false, [body.as_bytes()]), expected.as_bytes());
    let event = "data: {\"type\":\"x\",\"response\":{\"model\":\"a\",\"tools\":[{\"model\":\"b\"}]},\ndata: \"model\":\"c\"}\n\n";
    let expected = event.replace("\"a\"", r#""my \"alias\"""#).replace("\"c\"", r#""my \"alias\"""#);
    assert_eq!(rename(Dialect::OpenAiResponses, true, [event.as_bytes()]), expected.as_bytes());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn how_a_passing_answer_is_cut_makes_no_difference(
        choice in any::<prop::sample::Index>(),
        mut cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..40),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
    ) {
        let mut all = recordings("streams");
        let at = choice.index(all.len());
        let Recording { dialect, mut bytes, .. } = all.swap_remove(at);
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let mut ends: Vec<_> = cuts.drain(..).map(|cut| cut.index(bytes.len() + 1)).collect();
        ends.sort_unstable();
        ends.push(bytes.len());
        let mut from = 0;
        let pieces: Vec<&[u8]> = ends.iter().map(|to| &bytes[std::mem::replace(&mut from, *to)..*to]).collect();
        prop_assert_eq!(watch(dialect, true, pieces.clone()), watch(dialect, true, [bytes.as_slice()]));
        prop_assert_eq!(rename(dialect, true, pieces), rename(dialect, true, [bytes.as_slice()]));
    }
}
