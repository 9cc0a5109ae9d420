//! Any answer, and not only what vendors were recorded to say, is told in every dialect.

use dialects::{Dialect, decode_whole, encode_answer};
use models::chat::{ChatDelta, TokenLogProb};
use models::run::{FinishReason, Usage};
use proptest::prelude::*;

use crate::canon::{Canon, as_told_in, by_kind, canon};
use crate::decoded::decode;
use crate::round_trips::{meta, stream};

/// A piece, or a step of the calls that are open.
#[derive(Debug, Clone)]
enum Step {
    Say(Vec<ChatDelta>),
    BeginCall { name: String, arguments: String },
    GoOn { call: prop::sample::Index, bytes: usize },
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z \\n\"\\\\{}:,]{1,12}", "\\PC{1,6}", Just("data: [DONE]\n\n".to_owned())]
}

fn arguments() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("{}".to_owned()),
        ("[a-z]{1,5}", words()).prop_map(|(key, value)| serde_json::json!({ key: value }).to_string()),
    ]
}

fn token() -> impl Strategy<Value = ChatDelta> {
    let bare = |token: String| TokenLogProb { bytes: Some(token.clone().into()), token, logprob: -0.5, top: vec![] };
    (words(), words()).prop_map(move |(token, top)| {
        let token = TokenLogProb { top: vec![bare(top)], ..bare(token) };
        ChatDelta::LogProbs { tokens: vec![token] }
    })
}

fn step() -> impl Strategy<Value = Step> {
    let say = |delta| Step::Say(vec![delta]);
    prop_oneof![
        3 => words().prop_map(move |text| say(ChatDelta::Text { text })),
        1 => (token(), words()).prop_map(|(token, text)| Step::Say(vec![token, ChatDelta::Text { text }])),
        2 => words().prop_map(move |text| say(ChatDelta::Reasoning { text })),
        1 => "[A-Za-z0-9+/]{1,8}".prop_map(move |signature| say(ChatDelta::ReasoningSignature { signature })),
        1 => "[A-Za-z0-9+/]{1,8}".prop_map(move |data| say(ChatDelta::EncryptedReasoning { data })),
        1 => "[a-z0-9_:]{1,8}".prop_map(move |id| {
            let data = format!(r#"{{"id":"rs_{}","encrypted_content":"{id}"}}"#, id.replace(':', ""));
            say(ChatDelta::EncryptedReasoning { data })
        }),
        1 => words().prop_map(move |text| say(ChatDelta::Refusal { text })),
        1 => "[A-Za-z0-9+/]{4}".prop_map(move |base64| say(ChatDelta::Image { media_type: "image/png".to_owned(), base64 })),
        3 => ("[a-z_]{1,8}", arguments()).prop_map(|(name, arguments)| Step::BeginCall { name, arguments }),
        3 => (any::<prop::sample::Index>(), 1..9_usize).prop_map(|(call, bytes)| Step::GoOn { call, bytes }),
    ]
}

fn finish() -> impl Strategy<Value = FinishReason> {
    prop_oneof![
        Just(FinishReason::Stop),
        Just(FinishReason::Length),
        Just(FinishReason::ToolCalls),
        Just(FinishReason::ContentFilter),
        Just(FinishReason::Refusal),
        Just(FinishReason::Other),
    ]
}

/// Plays the steps. Calls are interleaved as the steps wish; what is left of them comes at the end.
fn answer(steps: Vec<Step>, reason: FinishReason, usage: Option<u32>) -> Vec<ChatDelta> {
    let mut deltas = vec![ChatDelta::Started { model: None }];
    let mut calls: Vec<String> = Vec::new();
    let go_on = |deltas: &mut Vec<ChatDelta>, index: usize, rest: &mut String, bytes: usize| {
        let cut = (bytes.min(rest.len())..=rest.len()).find(|cut| rest.is_char_boundary(*cut)).unwrap();
        let text: String = rest.drain(..cut).collect();
        if !text.is_empty() {
            deltas.push(ChatDelta::ToolCallArguments { index: u32::try_from(index).unwrap(), text });
        }
    };
    for step in steps {
        match step {
            Step::Say(mut said) => deltas.append(&mut said),
            Step::BeginCall { name, arguments } => {
                let index = u32::try_from(calls.len()).unwrap();
                deltas.push(ChatDelta::ToolCallStarted { index, id: format!("toolu_{index}"), name });
                calls.push(arguments);
            }
            Step::GoOn { call, bytes } if !calls.is_empty() => {
                let index = call.index(calls.len());
                go_on(&mut deltas, index, &mut calls[index], bytes);
            }
            Step::GoOn { .. } => {}
        }
    }
    for (index, rest) in calls.iter_mut().enumerate() {
        go_on(&mut deltas, index, rest, usize::MAX);
    }
    deltas.push(ChatDelta::Finished { reason });
    let usage = usage.map(|tokens| Usage { input_tokens: tokens.into(), output_tokens: 3, ..Usage::default() });
    deltas.extend(usage.map(|usage| ChatDelta::Usage { usage }));
    deltas
}

/// Ollama's calls come when they are complete, wherever that is.
fn comparable(to: Dialect, told: Canon) -> Canon {
    if to == Dialect::Ollama { by_kind(told) } else { told }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_answer_is_told_in_every_dialect(
        steps in prop::collection::vec(step(), 0..12),
        reason in finish(),
        usage in prop::option::of(any::<u32>()),
    ) {
        let deltas = answer(steps, reason, usage);
        for to in Dialect::ALL {
            let expected = as_told_in(to, canon(&deltas));
            let bytes = stream(to, &deltas);
            let decoded = decode(to, [bytes.as_slice()]);
            prop_assert!(decoded.end.is_ok(), "{:?} was cut", to);
            let streamed = comparable(to, canon(&decoded.deltas));
            prop_assert_eq!(streamed, comparable(to, expected.clone()), "{:?} streamed", to);

            let whole = canon(&decode_whole(to, &encode_answer(to, &meta(), &deltas)).unwrap());
            let (whole, expected) = match to {
                Dialect::OpenAiChat | Dialect::Ollama => (by_kind(whole), by_kind(expected)),
                Dialect::AnthropicMessages | Dialect::OpenAiResponses => (whole, expected),
            };
            prop_assert_eq!(whole, expected, "{:?} not streamed", to);
        }
    }
}
