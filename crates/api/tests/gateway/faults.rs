//! Sixteen ways in which a vendor fails, and what the caller sees of each: alone, and with a second target
//! behind it. One table, for callers whose bytes pass through and for callers whose dialect is translated.

use models::connection::ConnectionKind;
use models::usage_entry::Outcome;
use serde_json::{Value, json};
use testing::vendor::{Script, ScriptedVendor, Step};
use testing::{Answer, Database, TestApp, on_both_databases};

use crate::support::*;

/// What a caller sees.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Seen {
    /// All of the failing target's answer, after so many requests.
    Answer(u16),
    /// The answer of the target behind it.
    Other,
    /// A refusal with this status, before the first byte.
    Refused(u16),
    /// The words so far, then an error event, and nothing that says that this was all.
    Broken,
}

use Seen::{Answer as Whole, Broken, Other, Refused};

struct Fault {
    name: &'static str,
    happens: fn(&ScriptedVendor),
    /// Alone: streamed, and in one piece.
    alone: [Seen; 2],
    /// Streamed, with another target behind it.
    beside: Seen,
}

/// The first words of answers that break.
const BEGUN: &str = "once upon";
const SORRY: &str = r#"{"error":{"message":"out of luck","type":"x","code":"y","param":null}}"#;

fn begun(then: impl IntoIterator<Item = Step>) -> Script {
    Script::steps([Step::usage(3, 2), Step::text(BEGUN)].into_iter().chain(then)).sticky()
}

const FAULTS: [Fault; 20] = [
    Fault { name: "nobody listens", happens: |_| (), alone: [Refused(502); 2], beside: Other },
    Fault { name: "no TLS there", happens: |_| (), alone: [Refused(502); 2], beside: Other },
    Fault {
        name: "slow headers",
        happens: |it| it.script(Script::text(BEGUN).hold("slow")),
        alone: [Whole(1); 2],
        beside: Whole(1),
    },
    Fault {
        name: "429 with a time",
        happens: |it| it.script(Script::status(429, SORRY).header("retry-after", "1").sticky()),
        alone: [Refused(429); 2],
        beside: Other,
    },
    Fault {
        name: "429 without a time",
        happens: |it| it.script(Script::status(429, SORRY).sticky()),
        alone: [Refused(429); 2],
        beside: Other,
    },
    Fault {
        name: "500 once",
        happens: |it| {
            it.script(Script::status(500, SORRY));
            it.script(Script::text(BEGUN));
        },
        alone: [Whole(2); 2],
        beside: Whole(2),
    },
    Fault {
        name: "500 always",
        happens: |it| it.script(Script::status(500, SORRY).sticky()),
        alone: [Refused(500); 2],
        beside: Other,
    },
    Fault {
        name: "503 with garbage",
        happens: |it| it.script(Script::status(503, "<html>\u{1}nginx</html>").sticky()),
        alone: [Refused(503); 2],
        beside: Other,
    },
    Fault {
        name: "cut before the status",
        happens: |it| it.script(Script::hang_up().sticky()),
        alone: [Refused(502); 2],
        beside: Other,
    },
    Fault {
        name: "cut before the first token",
        happens: |it| it.script(Script::steps([Step::Cut]).sticky()),
        alone: [Refused(502); 2],
        beside: Other,
    },
    Fault {
        name: "cut in mid-stream",
        happens: |it| it.script(begun([Step::Cut])),
        alone: [Broken, Refused(502)],
        beside: Broken,
    },
    Fault {
        name: "stall in mid-stream",
        happens: |it| it.script(begun([Step::Stall])),
        alone: [Broken, Refused(504)],
        beside: Broken,
    },
    Fault {
        name: "silence",
        happens: |it| it.script(Script::text("late").hold("never").sticky()),
        alone: [Refused(504); 2],
        beside: Other,
    },
    Fault {
        name: "bad JSON",
        happens: |it| {
            it.script(begun([Step::raw("data: {\"choices\":[{\"delta\":\n\n"), Step::finish()]).when("streamed"));
            it.script(Script::status(200, "{\"choices\":[{\"message\":").when("whole").sticky());
        },
        alone: [Broken, Refused(502)],
        beside: Broken,
    },
    Fault {
        name: "a stream without an end",
        happens: |it| {
            it.script(begun([]).when("streamed"));
            it.script(Script::text(BEGUN).when("whole"));
        },
        alone: [Broken, Whole(1)],
        beside: Broken,
    },
    Fault {
        name: "a page instead of an answer",
        happens: |it| it.script(Script::status(200, "<html>Please log in.</html>").sticky()),
        alone: [Refused(502); 2],
        beside: Other,
    },
    Fault {
        name: "an error instead of a stream",
        happens: |it| it.script(Script::status(200, SORRY).sticky()),
        alone: [Refused(503); 2],
        beside: Other,
    },
    Fault {
        name: "an error as the first event",
        happens: |it| {
            let first = Step::Error { message: "out of luck".to_owned(), code: "overloaded".to_owned() };
            it.script(Script::steps([first]).when("streamed").sticky());
            it.script(Script::status(503, SORRY).when("whole").sticky());
        },
        alone: [Refused(503); 2],
        beside: Other,
    },
    Fault {
        name: "a huge chunk",
        happens: |it| it.script(Script::text(format!("{BEGUN}{}", "x".repeat(3_000_000)))),
        alone: [Whole(1); 2],
        beside: Whole(1),
    },
    Fault {
        name: "an answer in many pieces",
        happens: |it| {
            let words = BEGUN.chars().map(Step::text);
            it.script(Script::steps(words.chain([Step::finish()])));
        },
        alone: [Whole(1); 2],
        beside: Whole(1),
    },
];

/// A caller: his dialect, how he asks, and how he reads.
struct Face {
    path: &'static str,
    ask: fn(&str, &str) -> Value,
    stream_words: fn(&str) -> String,
    whole_words: fn(&Value) -> String,
    end: &'static str,
}

const FACES: [Face; 2] = [
    Face {
        path: CHAT,
        ask,
        stream_words: chat_words,
        whole_words: |it| it["choices"][0]["message"]["content"].as_str().unwrap_or_default().to_owned(),
        end: "data: [DONE]",
    },
    Face {
        path: MESSAGES,
        ask: message,
        stream_words: message_words,
        whole_words: |it| it["content"][0]["text"].as_str().unwrap_or_default().to_owned(),
        end: "event: message_stop",
    },
];

impl Face {
    /// Whether a status is right and the body an error of the dialect, without the vendor's garbage.
    fn is_refusal(&self, answer: &Answer, status: u16) -> bool {
        let body = answer.json();
        let shaped = if self.path == MESSAGES { body["type"] == "error" } else { body["error"]["type"].is_string() };
        let waits = status != 429 || !answer.header("retry-after").is_empty() || answer.asked.contains("without");
        answer.status == status
            && shaped
            && waits
            && body["error"]["message"].as_str().is_some_and(|it| !it.is_empty())
            && !answer.text().contains("<html")
    }

    fn is_broken(&self, answer: &Answer) -> bool {
        let text = answer.text();
        let mut words =
            text.lines().filter_map(|line| line.strip_prefix("data: ")).filter_map(|it| serde_json::from_str(it).ok());
        let last: Value = words.next_back().unwrap_or_default();
        let shaped = self.path != MESSAGES || last["type"] == "error";
        answer.status == 200
            && text.contains(BEGUN)
            && shaped
            && last["error"]["message"].as_str().is_some_and(|it| !it.is_empty())
            && !text.contains(self.end)
    }

    fn sees(&self, answer: &Answer, streamed: bool, expected: Seen) -> bool {
        let words = || {
            if streamed { (self.stream_words)(&answer.text()) } else { (self.whole_words)(&answer.json()) }
        };
        let ended = || !streamed || answer.text().contains(self.end);
        let attempts = answer.header("x-pallium-attempts").parse().unwrap_or(1);
        match expected {
            Whole(wanted) => answer.status == 200 && words().starts_with(BEGUN) && ended() && attempts == wanted,
            Other => answer.status == 200 && words().starts_with("You said:") && ended(),
            Refused(status) => self.is_refusal(answer, status),
            Broken => self.is_broken(answer) && !answer.text().contains("{\"choices\":[{\"delta\":\n"),
        }
    }
}

fn outcome(seen: Seen) -> Outcome {
    match seen {
        Whole(_) | Other => Outcome::Completed,
        Refused(_) => Outcome::Failed,
        Broken => Outcome::Cut,
    }
}

/// Where the table is played.
struct Stage {
    app: TestApp,
    program: Program,
}

/// A vendor of its own for each call, so that no breaker remembers another one.
async fn try_fault(stage: &Stage, fault: &Fault, face: &Face, way: usize, number: usize) -> Option<String> {
    let Stage { app, program } = stage;
    let (streamed, beside) = (way != 1, way == 2);
    let expected = match if beside { fault.beside } else { fault.alone[way] } {
        // Its class is kept for who speaks the vendor's dialect; to others it is told that the vendor is ill.
        Refused(500) if face.path != CHAT => Refused(503),
        expected => expected,
    };
    let failing = ScriptedVendor::start().await;
    (fault.happens)(&failing);
    let url = match fault.name {
        "nobody listens" => "http://127.0.0.1:1/v1".to_owned(),
        "no TLS there" => failing.base_url().replace("http:", "https:"),
        _ => failing.base_url(),
    };
    let id = connect_to(app, &url, ConnectionKind::OpenAiCompatible, &format!("Fault {number}")).await;
    let healthy = ScriptedVendor::start().await;
    let name = format!("alias-{number}");
    let mut targets = vec![target(id, "scripted-large")];
    if beside {
        let other = connect(app, &healthy, ConnectionKind::OpenAiCompatible, &format!("Other {number}")).await;
        targets.push(target(other, "scripted-large"));
    }
    alias(app, &name, false, targets).await;
    let body = with((face.ask)(&name, if streamed { "streamed" } else { "whole" }), json!({ "stream": streamed }));
    let opening = async {
        if fault.name == "slow headers" {
            failing.wait_for_gate("slow").await;
            failing.release("slow");
        }
    };
    let (mut answer, ()) = tokio::join!(program.post(face.path, &body), opening);
    answer.asked = fault.name.to_owned();
    let place = format!("{} at {} {}", fault.name, face.path, ["streamed", "whole", "beside another"][way]);
    if !face.sees(&answer, streamed, expected) {
        let text: String = answer.text().chars().take(900).collect();
        return Some(format!("{place}: expected {expected:?}, got {} {:?}\n{text}", answer.status, answer.headers));
    }
    let entry = entries(app, number).await.pop().unwrap();
    if matches!(expected, Refused(_)) && (entry.estimated || entry.tokens.input_tokens > 0 || entry.cost.0 > 0) {
        return Some(format!("{place}: nothing was made, but charged is {entry:?}"));
    }
    let wanted = (outcome(expected), name);
    let written = (entry.outcome, entry.asked_model);
    (written != wanted).then(|| format!("{place}: the ledger has {written:?}, not {wanted:?}"))
}

fn patient(database: Database) -> testing::TestAppBuilder {
    TestApp::builder(database)
        .setting("gateway.retries", "1")
        .setting("gateway.first_token_timeout", "700ms")
        .setting("gateway.chunk_timeout", "700ms")
        .setting("gateway.total_timeout", "3s")
}

/// Plays a part of the table and tells all that is not as written there.
async fn play(database: Database, faults: &[Fault]) {
    let app = patient(database).start().await;
    let stage = Stage { program: Program::new(&app).await, app };
    let mut wrong = Vec::new();
    let mut number = 0;
    for fault in faults {
        for face in &FACES {
            for way in 0..3 {
                number += 1;
                wrong.extend(try_fault(&stage, fault, face, way, number).await);
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {number}:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

on_both_databases! {
    async fn nobody_there_and_nobody_willing(database: Database) {
        play(database, &FAULTS[..5]).await;
    }

    async fn broken_before_the_answer(database: Database) {
        play(database, &FAULTS[5..10]).await;
    }

    async fn broken_in_the_answer(database: Database) {
        play(database, &FAULTS[10..15]).await;
    }

    async fn a_reader_slower_than_any_deadline_gets_all_of_it(database: Database) {
        let app = patient(database).setting("gateway.chunk_timeout", "100ms").start().await;
        let program = Program::new(&app).await;
        let vendor = ScriptedVendor::start().await;
        connect(&app, &vendor, ConnectionKind::OpenAiCompatible, "One").await;
        let page = "word ".repeat(20_000);
        for face in &FACES {
            // More than all buffers on the way hold.
            let pages = (0..150).map(|_| Step::text(page.as_str()));
            vendor.script(Script::steps(pages.chain([Step::usage(3, 2), Step::finish()])));
            let body = with((face.ask)("one/scripted-large", "hi"), json!({ "stream": true }));
            let mut stream = program.open(face.path, &body).await;
            let mut text = chunk(&mut stream).await.unwrap();
            // The reader's slowness is what is tried here.
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
            while let Some(more) = chunk(&mut stream).await {
                text.push_str(&more);
            }
            assert_eq!((face.stream_words)(&text).len(), 150 * page.len());
            assert!(text.contains(face.end), "{}", &text[text.len() - 300..]);
        }
        assert!(entries(&app, 2).await.iter().all(|it| it.outcome == Outcome::Completed && !it.estimated));
    }

    async fn answers_of_an_odd_shape(database: Database) {
        play(database, &FAULTS[15..]).await;
    }
}
