//! Any request that the dialects together can say.

use std::collections::BTreeMap;

use models::chat::{
    ChatMessage, ChatPart, ChatRequest, ChatRole, Effort, JsonSchemaFormat, RawJson, ReasoningSummary, ResponseFormat,
    Source, ToolChoice, ToolSpec, Verbosity,
};
use proptest::collection::{btree_map, vec};
use proptest::option::weighted;
use proptest::prelude::*;

/// How often a field is set that most requests leave out.
const SELDOM: f64 = 0.2;

/// Requests with a conversation in turns, as clients write them.
pub(crate) fn any_request() -> impl Strategy<Value = ChatRequest> {
    (any_basics(), any_sampling(), any_thinking(), any_tools(), vec(any_turn(), 1..4), any_labels()).prop_map(
        |(basics, sampling, thinking, tools, turns, labels)| {
            let mut request = ChatRequest { messages: conversation(turns), ..basics };
            (request.temperature, request.top_p, request.top_k, request.min_p) = sampling.0;
            (request.frequency_penalty, request.presence_penalty, request.seed, request.n) = sampling.1;
            (request.logprobs, request.top_logprobs, request.logit_bias, request.stop) = sampling.2;
            (request.reasoning_effort, request.reasoning_budget_tokens, request.reasoning_summary) = thinking;
            (request.tools, request.tool_choice, request.parallel_tool_calls) = tools;
            (request.user, request.metadata, request.service_tier, request.verbosity) = labels;
            request
        },
    )
}

fn word() -> impl Strategy<Value = String> {
    "[a-zA-Zäß\"\\\\ \n]{0,6}[a-z]"
}

fn any_basics() -> impl Strategy<Value = ChatRequest> {
    const MODELS: [&str; 10] = [
        "deepseek-chat",
        "m",
        "gpt-4o",
        "gpt-5.2",
        "claude-3-5-haiku-latest",
        "claude-sonnet-4-5",
        "claude-opus-4-6",
        "claude-opus-4-7",
        "gpt-oss:20b",
        "qwen3:8b",
    ];
    (
        proptest::sample::select(MODELS.as_slice()),
        weighted(0.5, word()),
        weighted(0.5, 20_000_u32..60_000),
        weighted(SELDOM, any_format()),
        any::<bool>(),
    )
        .prop_map(|(model, system, max_output_tokens, response_format, stream)| ChatRequest {
            model: model.to_owned(),
            system,
            max_output_tokens,
            response_format,
            stream,
            ..ChatRequest::default()
        })
}

type Sampling = (
    (Option<f64>, Option<f64>, Option<u32>, Option<f64>),
    (Option<f64>, Option<f64>, Option<i64>, Option<u32>),
    (Option<bool>, Option<u32>, BTreeMap<String, f64>, Vec<String>),
);

fn any_sampling() -> impl Strategy<Value = Sampling> {
    let hundredths = |most: u32| (0..=most).prop_map(|n| f64::from(n) / 100.0);
    let biases = prop_oneof![4 => Just(BTreeMap::new()), 1 => btree_map("[0-9]{1,5}", hundredths(100), 1..3)];
    let stops = prop_oneof![3 => Just(Vec::new()), 1 => vec("[a-z#]{1,4}", 1..3)];
    (
        (
            weighted(SELDOM, hundredths(200)),
            weighted(SELDOM, hundredths(99)),
            weighted(SELDOM, 1_u32..100),
            weighted(SELDOM, hundredths(99)),
        ),
        (
            weighted(SELDOM, hundredths(200)),
            weighted(SELDOM, hundredths(200)),
            weighted(SELDOM, any::<i64>()),
            weighted(SELDOM, 1_u32..4),
        ),
        (weighted(SELDOM, any::<bool>()), weighted(SELDOM, 0_u32..20), biases, stops),
    )
}

type Thinking = (Option<Effort>, Option<u32>, Option<ReasoningSummary>);

fn any_thinking() -> impl Strategy<Value = Thinking> {
    use Effort::{High, Low, Max, Medium, Minimal, None, XHigh};
    let efforts = proptest::sample::select([None, Minimal, Low, Medium, High, XHigh, Max].as_slice());
    const SUMMARIES: [ReasoningSummary; 3] =
        [ReasoningSummary::Auto, ReasoningSummary::Concise, ReasoningSummary::Detailed];
    (
        weighted(SELDOM, efforts),
        weighted(SELDOM, 1024_u32..20_000),
        weighted(SELDOM, proptest::sample::select(SUMMARIES.as_slice())),
    )
}

fn any_schema() -> impl Strategy<Value = RawJson> {
    proptest::sample::select(
        [
            r#"{"type":"object","properties":{"z":{"type":"string"},"a":{"type":"integer"}}}"#,
            r#"{ "type": "object", "properties": {} }"#,
        ]
        .as_slice(),
    )
    .prop_map(|text| RawJson::parse(text.to_owned()).unwrap())
}

fn any_format() -> impl Strategy<Value = ResponseFormat> {
    let schema = ("[a-z]{1,5}", weighted(0.5, word()), any_schema(), any::<Option<bool>>()).prop_map(
        |(name, description, schema, strict)| {
            ResponseFormat::JsonSchema(JsonSchemaFormat { name, description, schema, strict })
        },
    );
    prop_oneof![Just(ResponseFormat::Text), Just(ResponseFormat::JsonObject), schema]
}

type Tools = (Vec<ToolSpec>, Option<ToolChoice>, Option<bool>);

fn any_tools() -> impl Strategy<Value = Tools> {
    let tool = ("[a-z]{1,6}", word(), any_schema(), any::<Option<bool>>())
        .prop_map(|(name, description, parameters, strict)| ToolSpec { name, description, parameters, strict });
    let choice = prop_oneof![
        Just(ToolChoice::Auto),
        Just(ToolChoice::None),
        Just(ToolChoice::Required),
        "[a-z]{1,6}".prop_map(ToolChoice::Named)
    ];
    (vec(tool, 0..3), weighted(SELDOM, choice), weighted(SELDOM, any::<bool>()))
}

type Labels = (Option<String>, BTreeMap<String, String>, Option<String>, Option<Verbosity>);

fn any_labels() -> impl Strategy<Value = Labels> {
    let tier = proptest::sample::select(["auto", "default", "flex"].as_slice()).prop_map(str::to_owned);
    let verbosity = proptest::sample::select([Verbosity::Low, Verbosity::Medium, Verbosity::High].as_slice());
    let metadata = prop_oneof![4 => Just(BTreeMap::new()), 1 => btree_map("[a-z]{1,3}", word(), 1..3)];
    (weighted(SELDOM, word()), metadata, weighted(SELDOM, tier), weighted(SELDOM, verbosity))
}

/// What is said in a turn: an interruption of the system, the user's words, the model's answer, its calls.
type Turn = (Option<String>, Vec<ChatPart>, Vec<ChatPart>, Vec<(String, Vec<ChatPart>, bool)>);

fn any_turn() -> impl Strategy<Value = Turn> {
    let thought = ("[a-z]{1,5}", 0..4_u8).prop_map(|(text, kind)| match kind {
        0 => thought("", None, Some("Emw")),
        1 => thought(&text, None, Some(r#"{"id":"rs_1","encrypted_content":"gAA"}"#)),
        2 => thought(&text, Some("EqQ"), None),
        _ => thought(&text, None, None),
    });
    let said = (vec(thought, 0..2), word(), weighted(SELDOM, word())).prop_map(|(mut parts, text, refusal)| {
        parts.push(ChatPart::Text(text));
        parts.extend(refusal.map(ChatPart::Refusal));
        parts
    });
    let arguments = r#"{"z":1,"a":[1.5,"x"]}"#.to_owned();
    let call = (Just(arguments), vec(any_shown(), 1..3), proptest::bool::weighted(SELDOM));
    (weighted(SELDOM, word()), vec(any_shown(), 1..4), said, vec(call, 0..3))
}

fn any_shown() -> impl Strategy<Value = ChatPart> {
    let png = Source::Base64 { media_type: "image/png".to_owned(), data: "iVBORw0KGgo=".to_owned() };
    let pictures = prop_oneof![3 => Just(png), 1 => Just(Source::Url("https://example.org/a.png".to_owned()))];
    let detail = weighted(SELDOM, Just("low".to_owned()));
    let pdf = Source::Base64 { media_type: "application/pdf".to_owned(), data: "JVBERi0=".to_owned() };
    let plain = Source::Base64 { media_type: "text/plain".to_owned(), data: "aGVsbG8=".to_owned() };
    let files = prop_oneof![Just(pdf), Just(plain), Just(Source::Url("https://example.org/a.pdf".to_owned()))];
    prop_oneof![
        6 => word().prop_map(ChatPart::Text),
        2 => (pictures, detail).prop_map(|(source, detail)| ChatPart::Image { source, detail }),
        1 => (weighted(0.5, "[a-z]{1,4}"), files).prop_map(|(name, source)| ChatPart::File { name, source }),
    ]
}

fn thought(text: &str, signature: Option<&str>, encrypted: Option<&str>) -> ChatPart {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    ChatPart::Reasoning { text: text.to_owned(), signature: owned(signature), encrypted: owned(encrypted) }
}

/// Puts turns in a row; every call is answered, and the user speaks last.
fn conversation(turns: Vec<Turn>) -> Vec<ChatMessage> {
    let mut out = Vec::new();
    let mut waiting = Vec::new();
    let mut calls_made = 0;
    for (system, shown, mut said, calls) in turns {
        // Leading instructions belong to `system`.
        if let Some(text) = system.filter(|_| !out.is_empty() && waiting.is_empty()) {
            out.push(ChatMessage { role: ChatRole::System, parts: vec![ChatPart::Text(text)] });
        }
        let parts = waiting.drain(..).chain(shown).collect();
        out.push(ChatMessage { role: ChatRole::User, parts });
        for (arguments, parts, is_error) in calls {
            let id = format!("c{calls_made}");
            calls_made += 1;
            said.push(ChatPart::ToolCall { id: id.clone(), name: format!("t{calls_made}"), arguments });
            waiting.push(ChatPart::ToolResult { id, parts, is_error });
        }
        out.push(ChatMessage { role: ChatRole::Assistant, parts: said });
    }
    let parts = waiting.into_iter().chain([ChatPart::Text("Go on".to_owned())]).collect();
    out.push(ChatMessage { role: ChatRole::User, parts });
    out
}
