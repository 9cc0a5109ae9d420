//! The ledger agrees with the vendors, to the token.

use futures_util::StreamExt;
use models::connection::ConnectionKind;
use models::usage_entry::Outcome;
use serde_json::{Value, json};
use testing::vendor::{Counted, Script, ScriptedVendor, Step};
use testing::{Answer, Database, TestApp, on_both_databases};

use crate::support::*;

/// Calls of the mix.
const CALLS: usize = 10_000;
/// Calls at the same time.
const AT_ONCE: usize = 24;
const SORRY: &str = r#"{"error":{"message":"out of luck","type":"x","code":"y","param":null}}"#;
/// What a vendor tells before it breaks.
const TOLD: &str = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"half\"}}],\"usage\":{\"prompt_tokens\":17,\"completion_tokens\":5}}\n\n";

const KINDS: [(ConnectionKind, &str); 4] = [
    (ConnectionKind::OpenAiCompatible, "one"),
    (ConnectionKind::Anthropic, "two"),
    (ConnectionKind::Ollama, "three"),
    (ConnectionKind::OpenAi, "four"),
];

/// How a call of the mix goes, by its number.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    Answered,
    Refused,
    Quota,
    Broken,
    Left,
    HungUp,
    ToldAndCut,
    FailedOver,
    Embedded,
    Unknown,
}

fn fate(number: usize) -> Fate {
    match number % 20 {
        1 => Fate::Broken,
        3 => Fate::Refused,
        5 => Fate::Left,
        7 => Fate::Quota,
        9 => Fate::HungUp,
        11 => Fate::ToldAndCut,
        13 | 14 => Fate::FailedOver,
        16 => Fate::Embedded,
        18 => Fate::Unknown,
        _ => Fate::Answered,
    }
}

/// The status of an answer and whether it is whole; of a caller who leaves, that he got what was told.
struct Got {
    status: u16,
    whole: bool,
    text: String,
}

impl Got {
    fn of(answer: &Answer) -> Self {
        let text = answer.text();
        let whole =
            ["[DONE]", "message_stop", "response.completed", "\"done\":true"].iter().any(|end| text.contains(end));
        Self { status: answer.status, whole, text }
    }
}

async fn call(program: &Program, number: usize) -> Got {
    let fate = fate(number);
    let words = format!("{fate:?} {}", "word ".repeat(number % 37));
    let (_, slug) = KINDS[(number / 3) % KINDS.len()];
    // Each fate meets every dialect in both forms.
    let mix = number / 20 + number;
    let stream = mix.is_multiple_of(2);
    let model = match fate {
        Fate::Unknown => "nobody/nothing".to_owned(),
        Fate::FailedOver => "safe".to_owned(),
        Fate::ToldAndCut | Fate::Left | Fate::Embedded => "one/scripted-large".to_owned(),
        _ => format!("{slug}/scripted-large"),
    };
    if fate == Fate::Embedded {
        return Got::of(&program.post("/v1/embeddings", &json!({ "model": model, "input": words })).await);
    }
    let talk = |body: Value| with(body, json!({ "stream": stream || matches!(fate, Fate::ToldAndCut | Fate::Left) }));
    let (path, body) = match (mix / 2) % 4 {
        0 => (CHAT, talk(ask(&model, &words))),
        1 => (MESSAGES, talk(message(&model, &words))),
        2 => (RESPONSES, talk(json!({ "model": model, "input": words, "store": false }))),
        _ => ("/api/chat", talk(ask(&model, &words))),
    };
    if fate == Fate::Left {
        let mut stream = program.open(path, &body).await;
        let text = read_until(&mut stream, "half").await;
        return Got { status: 200, whole: false, text };
    }
    Got::of(&program.post(path, &body).await)
}

async fn summed(app: &TestApp, group: &str) -> (u64, u64, u64) {
    let rows = app.owner().await.get(&format!("usage/summary?group={group}")).await.ok();
    let sum = |field: &str| -> u64 {
        let rows = rows["items"].as_array().unwrap();
        rows.iter().map(|row| row[field].as_u64().unwrap_or_else(|| panic!("no {field} in {row}"))).sum()
    };
    (sum("calls"), sum("input_tokens"), sum("output_tokens"))
}

/// Vendors of every kind that fail as the mix wants it.
async fn vendors(app: &TestApp) -> Vec<ScriptedVendor> {
    let mut vendors = Vec::new();
    for (kind, name) in KINDS {
        let vendor = ScriptedVendor::start().await;
        connect(app, &vendor, kind, name).await;
        vendor.script(Script::status(400, SORRY).when("Refused").sticky());
        vendor.script(Script::status(429, SORRY).when("Quota").sticky());
        vendor.script(Script::status(500, SORRY).when("Broken").sticky());
        vendor.script(Script::steps([Step::raw(TOLD), Step::Stall]).when("Left").sticky());
        vendor.script(Script::hang_up().when("HungUp").sticky());
        vendor.script(Script::steps([Step::raw(TOLD), Step::Cut]).when("ToldAndCut").sticky());
        let vectors = r#"{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]}],"model":"m","usage":{"prompt_tokens":6,"total_tokens":6}}"#;
        vendor.script(Script::status(200, vectors).path("/v1/embeddings").sticky());
        vendors.push(vendor);
    }
    vendors
}

on_both_databases! {
    async fn the_sum_of_a_mixed_load_is_what_the_vendors_counted(database: Database) {
        let app = TestApp::builder(database).setting("gateway.retries", "1").setting("gateway.ollama_api", "true").start().await;
        let mut all = vendors(&app).await;
        let (down, first) = vendor(&app, "Down").await;
        down.script(Script::status(503, "<html>").sticky());
        let (up, second) = vendor(&app, "Up").await;
        alias(&app, "safe", false, vec![target(first, "scripted-large"), target(second, "scripted-large")]).await;
        all.extend([down, up]);
        let program = Program::new(&app).await;

        let numbered = futures_util::stream::iter(0..CALLS).map(|number| {
            let program = &program;
            async move { (number, call(program, number).await) }
        });
        let answers: Vec<(usize, Got)> = numbered.buffer_unordered(AT_ONCE).collect().await;
        for (number, answer) in &answers {
            let fits = match fate(*number) {
                Fate::Answered | Fate::FailedOver | Fate::Embedded => answer.status == 200,
                Fate::ToldAndCut | Fate::Left => answer.status == 200 && !answer.whole,
                Fate::Broken => matches!(answer.status, 500 | 503),
                Fate::Refused => answer.status == 400,
                Fate::Quota => answer.status == 429,
                Fate::HungUp => matches!(answer.status, 502 | 503),
                Fate::Unknown => answer.status == 404,
            };
            assert!(fits, "{:?} {number}: {} {}", fate(*number), answer.status, answer.text);
        }
        let count = |wanted: Fate| (0..CALLS).filter(|number| fate(*number) == wanted).count();
        let admitted = CALLS - count(Fate::Unknown);
        let made = entries(&app, admitted).await;
        assert_eq!(made.len(), admitted, "one entry for each call");

        let counted = all.iter().map(ScriptedVendor::counted).fold(Counted::default(), |sum, it| Counted {
            calls: sum.calls + it.calls,
            input: sum.input + it.input,
            output: sum.output + it.output,
        });
        assert_eq!(counted.calls as usize, count(Fate::Answered) + count(Fate::FailedOver));
        // What vendors told outside of an ordinary end.
        let cut = (count(Fate::ToldAndCut) + count(Fate::Left)) as u64;
        let vectors = count(Fate::Embedded) as u64;
        let expected = (admitted as u64, counted.input + 17 * cut + 6 * vectors, counted.output + 5 * cut);
        for group in ["model", "key", "user", "day"] {
            assert_eq!(summed(&app, group).await, expected, "by {group}");
        }
        let completed = count(Fate::Answered) + count(Fate::FailedOver) + count(Fate::Embedded);
        let with_outcome = |outcome| made.iter().filter(|it| it.outcome == outcome).count();
        let ended = [Outcome::Completed, Outcome::Cut, Outcome::ClientLeft].map(with_outcome);
        assert_eq!(ended, [completed, count(Fate::ToldAndCut), count(Fate::Left)]);
        let sent = |vendor: &ScriptedVendor| vendor.requests().iter().filter(|it| it.method == "POST").count();
        let attempts: usize = made.iter().map(|it| usize::from(it.attempts)).sum();
        assert_eq!(attempts, all.iter().map(sent).sum::<usize>(), "every request to a vendor is in the ledger");
        assert!(made.iter().all(|it| !it.estimated), "{:?}", made.iter().find(|it| it.estimated));
    }

    async fn the_ledger_outlives_the_server(app: TestApp) {
        let (_vendor, _) = vendor(&app, "One").await;
        let program = Program::new(&app).await;
        for _ in 0..20 {
            program.post(CHAT, &ask_streamed("scripted-large", "hi")).await;
        }
        let again = app.again();
        // What was not yet written is written at the end.
        app.stop().await.unwrap();
        let app = again.start().await;
        assert_eq!(entries(&app, 20).await.len(), 20);
    }

    async fn an_entry_is_told_to_its_owner_and_to_admins_only(app: TestApp) {
        let (_vendor, _) = vendor(&app, "One").await;
        let (mia, ben) = (app.member("mia").await, app.member("ben").await);
        Program::of(&app, &mia, json!({})).await.post(CHAT, &ask("scripted-large", "hi")).await.ok();
        entries(&app, 1).await;
        let seen = |list: Value| list["items"].as_array().unwrap().len();
        assert_eq!((seen(mia.get("usage").await.ok()), seen(ben.get("usage").await.ok())), (1, 0));
        let path = format!("usage?user_id={}", mia.user_id());
        assert_eq!(seen(app.owner().await.get(&path).await.ok()), 1);
        assert!(ben.get(&path).await.status >= 400);
    }
}
