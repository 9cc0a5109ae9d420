//! From the name that a caller writes to the model that answers.

use models::alias::{AliasName, Target};
use models::connection::ConnectionKind;
use models::ids::RoutingRuleId;
use models::price::Price;
use models::routing_rule::{Condition, RoutingRule, RuleName};
use serde_json::{Value, json};
use store::price_overrides::PriceOverride;
use testing::vendor::{Script, ScriptedVendor};
use testing::{Database, TestApp, on_both_databases};

use crate::support::*;

/// The model of each chat call that a vendor got.
fn asked(vendor: &ScriptedVendor) -> Vec<String> {
    let calls = vendor.requests().into_iter().filter(|it| it.method == "POST");
    calls.map(|it| it.body["model"].as_str().unwrap().to_owned()).collect()
}

fn ids(list: &Value) -> Vec<String> {
    list["data"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
}

async fn rule(app: &TestApp, name: &str, when: Condition, alias: &str) {
    let (id, alias) = (RoutingRuleId(app.context().id()), AliasName::parse(alias).unwrap());
    let rule = RoutingRule { id, position: 0, name: RuleName::parse(name).unwrap(), enabled: true, when, alias };
    app.context().store.write(move |db| store::routing_rules::insert(db, &rule)).await.unwrap();
}

on_both_databases! {
    async fn a_connection_and_a_model_are_never_rerouted(database: Database) {
        let app = TestApp::builder(database).setting("gateway.retries", "0").start().await;
        let ((one, first), (two, second)) = (vendor(&app, "Number One").await, vendor(&app, "Two").await);
        alias(&app, "cheap", false, vec![target(first, "scripted-mini"), target(second, "scripted-mini")]).await;
        let program = Program::new(&app).await;
        let answer = program.post(CHAT, &ask("number-one/scripted-large", "hi")).await;
        assert_eq!((answer.status, answer.header("x-pallium-target")), (200, "number-one/scripted-large"));
        one.script(Script::status(500, r#"{"error":{"message":"broken"}}"#));
        let failed = program.post(CHAT, &ask("number-one/scripted-large", "hi")).await;
        assert!(failed.status >= 500, "{}", failed.text());
        assert_eq!((asked(&one), asked(&two)), (vec!["scripted-large".to_owned(); 2], vec![]));
        // A connection that there is not is no reason to ask another one.
        openai_error(&program.post(CHAT, &ask("three/scripted-large", "hi")).await, 404);
    }

    async fn a_bare_name_is_enough_while_one_connection_offers_it(app: TestApp) {
        let one = ScriptedVendor::start().await;
        one.offer_models(&["shared", "vendor/with-a-slash"]);
        connect(&app, &one, ConnectionKind::OpenAiCompatible, "One").await;
        let program = Program::new(&app).await;
        for name in ["shared", "vendor/with-a-slash", "one/vendor/with-a-slash"] {
            program.post(CHAT, &ask(name, "hi")).await.ok();
        }
        assert_eq!(asked(&one), ["shared", "vendor/with-a-slash", "vendor/with-a-slash"]);

        let two = ScriptedVendor::start().await;
        two.offer_models(&["shared"]);
        connect(&app, &two, ConnectionKind::OpenAiCompatible, "Two").await;
        let refused = program.post(CHAT, &ask("shared", "hi")).await;
        openai_error(&refused, 400);
        let error = &refused.json()["error"];
        assert_eq!(error["param"], "model");
        for choice in ["one/shared", "two/shared"] {
            assert!(error["message"].as_str().unwrap().contains(choice), "{error}");
        }
        assert_eq!(anthropic_error(&program.post(MESSAGES, &message("shared", "hi")).await, 400), "invalid_request_error");
        assert_eq!(asked(&two), Vec::<String>::new());
    }

    async fn an_alias_asks_its_targets_in_order(database: Database) {
        let app = TestApp::builder(database).setting("gateway.retries", "0").start().await;
        let ((one, first), (two, second)) = (vendor(&app, "One").await, vendor(&app, "Two").await);
        alias(&app, "cheap", false, vec![target(first, "scripted-mini"), target(second, "scripted-large")]).await;
        let program = Program::new(&app).await;
        for _ in 0..5 {
            let answer = program.post(CHAT, &ask("cheap", "hi")).await;
            assert_eq!((answer.status, answer.header("x-pallium-target")), (200, "one/scripted-mini"));
            assert_eq!(answer.header("x-pallium-alias"), "cheap");
        }
        assert_eq!((asked(&one).len(), asked(&two).len()), (5, 0));
        one.script(Script::status(500, "{}"));
        let answer = program.post(CHAT, &ask("cheap", "hi")).await;
        assert_eq!((answer.status, answer.header("x-pallium-target")), (200, "two/scripted-large"));
        assert_eq!(answer.json()["model"], "cheap");
        assert_eq!(entries(&app, 6).await.pop().unwrap().answered_model, "scripted-large");
    }

    async fn weights_share_the_calls(app: TestApp) {
        let (vendor, id) = vendor(&app, "One").await;
        let weighted = |model: &str, weight| Target { weight, ..target(id, model) };
        alias(&app, "mixed", false, vec![weighted("never", 0), weighted("one", 1), weighted("three", 3)]).await;
        let program = Program::new(&app).await;
        for _ in 0..200 {
            program.post(CHAT, &ask("mixed", "hi")).await.ok();
        }
        let count = |model: &str| asked(&vendor).iter().filter(|it| *it == model).count();
        assert_eq!((count("never"), count("one") + count("three")), (0, 200));
        // Six standard deviations.
        assert!((113..=187).contains(&count("three")), "{}", count("three"));
    }

    async fn a_target_takes_only_what_its_conditions_allow(app: TestApp) {
        let (vendor, id) = vendor(&app, "One").await;
        let small = Target { max_input_tokens: Some(50), ..target(id, "small") };
        let coder = Target { task_types: vec!["code_fix".to_owned()], ..target(id, "coder") };
        alias(&app, "picky", false, vec![small, target(id, "large")]).await;
        alias(&app, "coding", false, vec![coder, target(id, "talker")]).await;
        let program = Program::new(&app).await;
        program.post(CHAT, &ask("picky", "hi")).await.ok();
        program.post(CHAT, &ask("picky", &"many words ".repeat(100))).await.ok();
        program.post(CHAT, &ask("coding", "Say something nice about the weather")).await.ok();
        assert_eq!(asked(&vendor), ["small", "large", "talker"]);
    }

    async fn auto_lets_the_classifier_choose_and_says_so_in_headers_only(app: TestApp) {
        let (vendor, id) = vendor(&app, "One").await;
        for name in ["cheap", "default", "strong", "deep"] {
            alias(&app, name, false, vec![target(id, &format!("model-{name}"))]).await;
        }
        let program = Program::new(&app).await;
        let answer = program.post(CHAT, &ask("auto", "Find the deadlock in this Rust program and explain it")).await;
        let chosen = answer.header("x-pallium-alias").to_owned();
        assert_eq!(asked(&vendor), [format!("model-{chosen}")]);
        for header in ["x-pallium-task-type", "x-pallium-complexity", "x-pallium-confidence", "x-pallium-target"] {
            assert!(!answer.header(header).is_empty(), "{header}");
        }
        assert!(!answer.text().contains("pallium") && !answer.text().contains("task_type"), "{}", answer.text());
        let entry = entries(&app, 1).await.pop().unwrap();
        assert_eq!(entry.asked_model, "auto");
        assert_eq!(entry.task_type.as_deref(), Some(answer.header("x-pallium-task-type")));
        // The same text, the same choice.
        let again = program.post(CHAT, &ask("auto", "Find the deadlock in this Rust program and explain it")).await;
        assert_eq!(again.header("x-pallium-alias"), chosen);
    }

    async fn the_first_rule_that_holds_chooses_instead(app: TestApp) {
        let (vendor, id) = vendor(&app, "One").await;
        for name in ["cheap", "default", "strong", "deep", "own"] {
            alias(&app, name, false, vec![target(id, &format!("model-{name}"))]).await;
        }
        let (program, other) = (Program::new(&app).await, Program::new(&app).await);
        let key_ids = vec![serde_json::from_value(json!(other.key_id)).unwrap()];
        rule(&app, "for this key", Condition { key_ids, ..Condition::default() }, "own").await;
        rule(&app, "long ones", Condition { min_input_tokens: Some(300), ..Condition::default() }, "deep").await;
        let long = ask("auto", &"word ".repeat(1000));
        let answer = other.post(CHAT, &long).await;
        assert_eq!((answer.header("x-pallium-alias"), answer.header("x-pallium-rule")), ("own", "for this key"));
        let answer = program.post(CHAT, &long).await;
        assert_eq!((answer.header("x-pallium-alias"), answer.header("x-pallium-rule")), ("deep", "long ones"));
        let answer = program.post(CHAT, &ask("auto", "hello")).await;
        assert_eq!(answer.header("x-pallium-rule"), "");
        assert_eq!(asked(&vendor)[..2], ["model-own", "model-deep"]);
    }

    async fn a_rule_with_a_ceiling_holds_for_what_costs_no_more(app: TestApp) {
        let (vendor, id) = vendor(&app, "One").await;
        for name in ["cheap", "default", "strong", "deep", "own"] {
            alias(&app, name, false, vec![target(id, &format!("model-{name}"))]).await;
        }
        // A hundred dollars per million tokens of the answer.
        let price = Price { input: 0, output: 100_000_000, cache_read: 0, cache_write: 0 };
        let own = PriceOverride { connection_id: id, model: "model-own".to_owned(), price };
        app.context().store.write(move |db| store::price_overrides::put(db, &own)).await.unwrap();
        let cent = Some(10_000_000);
        rule(&app, "up to a cent", Condition { max_cost_nanos: cent, ..Condition::default() }, "own").await;
        let program = Program::new(&app).await;
        let with_tokens = |tokens: u32| with(ask("auto", "hello"), json!({ "max_tokens": tokens }));
        let answer = program.post(CHAT, &with_tokens(100)).await;
        assert_eq!((answer.header("x-pallium-alias"), answer.header("x-pallium-rule")), ("own", "up to a cent"));
        let answer = program.post(CHAT, &with_tokens(101)).await;
        assert_eq!(answer.header("x-pallium-rule"), "");
        assert_eq!(asked(&vendor)[..1], ["model-own"]);
    }

    async fn the_list_of_models_has_the_shape_of_the_callers_dialect(app: TestApp) {
        let (_vendor, id) = vendor(&app, "One").await;
        alias(&app, "cheap", false, vec![target(id, "scripted-mini")]).await;
        let program = Program::new(&app).await;
        let list = program.get("/v1/models").await.ok();
        assert_eq!(list["object"], "list");
        let expected = ["cheap", "scripted-large", "scripted-mini"];
        assert!(expected.iter().all(|it| ids(&list).iter().any(|id| id == it)), "{list}");
        assert!(list["data"].as_array().unwrap().iter().all(|it| it["object"] == "model" && it["created"].is_u64()), "{list}");
        let one = program.get("/v1/models/scripted-mini").await.ok();
        assert_eq!((&one["id"], &one["object"]), (&json!("scripted-mini"), &json!("model")));
        openai_error(&program.get("/v1/models/nobody").await, 404);

        let request = program.client.request(reqwest::Method::GET, "/v1/models").header("x-api-key", &program.key);
        let list = program.client.send(request.header("anthropic-version", "2023-06-01")).await.ok();
        assert!(list["data"].as_array().unwrap().iter().all(|it| it["type"] == "model" && it["display_name"].is_string()), "{list}");
        assert_eq!(list["has_more"], false);
        // Everything that is listed can be called.
        for name in ids(&list) {
            if name != "auto" {
                program.post(CHAT, &ask(&name, "hi")).await.ok();
            }
        }
    }

    async fn ollamas_own_api_is_served_where_it_is_switched_on(database: Database) {
        let app = TestApp::builder(database).setting("gateway.ollama_api", "true").start().await;
        let (_vendor, _) = vendor(&app, "One").await;
        let program = Program::new(&app).await;
        let tags = program.get("/api/tags").await.ok();
        assert!(tags["models"].as_array().unwrap().iter().any(|it| it["name"] == "scripted-mini"), "{tags}");
        assert!(program.get("/api/version").await.ok()["version"].is_string());
        program.post("/api/show", &json!({ "model": "scripted-mini" })).await.ok();
        let chat = json!({ "model": "scripted-mini", "stream": false, "messages": [{ "role": "user", "content": "hi" }] });
        assert_eq!(program.post("/api/chat", &chat).await.ok()["message"]["content"], "You said: hi");
        let lines = program.post("/api/chat", &with(chat, json!({ "stream": true }))).await;
        assert_eq!(lines.header("content-type"), "application/x-ndjson");
        let lines: Vec<Value> = lines.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let words: String = lines.iter().filter_map(|it| it["message"]["content"].as_str()).collect();
        assert_eq!((words.as_str(), &lines.last().unwrap()["done"]), ("You said: hi", &json!(true)));
        let made = program.post("/api/generate", &json!({ "model": "scripted-mini", "stream": false, "prompt": "hi" })).await.ok();
        assert_eq!(made["response"], "You said: hi");
        let missing = program.post("/api/chat", &json!({ "model": "nobody", "messages": [] })).await;
        assert_eq!((missing.status, missing.json()["error"].is_string()), (404, true));
        // The REST API beside it is as it was.
        app.owner().await.get("connections").await.ok();
    }

    async fn the_preamble_comes_before_what_the_caller_says(database: Database) {
        let app = TestApp::builder(database).setting("gateway.preamble", "House rules.").start().await;
        let (vendor, _) = vendor(&app, "One").await;
        let claude = ScriptedVendor::start().await;
        claude.offer_models(&["claude-1"]);
        connect(&app, &claude, ConnectionKind::Anthropic, "Claude").await;
        let program = Program::new(&app).await;
        let own = json!({ "messages": [{ "role": "system", "content": "Mine." }, { "role": "user", "content": "hi" }] });
        program.post(CHAT, &with(own, json!({ "model": "scripted-mini" }))).await.ok();
        program.post(MESSAGES, &with(message("claude-1", "hi"), json!({ "system": "Mine." }))).await.ok();
        program.post(MESSAGES, &with(message("scripted-mini", "hi"), json!({ "system": "Mine." }))).await.ok();
        program.post(CHAT, &ask("claude-1", "hi")).await.ok();
        for vendor in [&vendor, &claude] {
            let calls: Vec<_> = vendor.requests().into_iter().filter(|it| it.method == "POST").collect();
            assert_eq!(calls.len(), 2);
            for call in &calls {
                let text = call.body.to_string();
                let rules = text.find("House rules.").unwrap_or_else(|| panic!("no preamble: {text}"));
                assert_eq!(text.matches("House rules.").count(), 1, "{text}");
                assert!(text.find("Mine.").is_none_or(|own| rules < own), "{text}");
            }
        }
    }

    async fn what_needs_an_approval_is_refused_where_nobody_can_give_it(database: Database) {
        let app = TestApp::builder(database).setting("gateway.require_approval_for_deep", "true").start().await;
        let (vendor, id) = vendor(&app, "One").await;
        for name in ["cheap", "deep"] {
            alias(&app, name, false, vec![target(id, "scripted-mini")]).await;
        }
        let program = Program::new(&app).await;
        openai_error(&program.post(CHAT, &ask("deep", "hi")).await, 403);
        assert_eq!(anthropic_error(&program.post(MESSAGES, &message("deep", "hi")).await, 403), "permission_error");
        assert_eq!(asked(&vendor).len(), 0);
        program.post(CHAT, &ask("cheap", "hi")).await.ok();
    }

    async fn what_speaks_of_a_whole_repository_is_refused_where_the_policy_says_so(database: Database) {
        let app = TestApp::builder(database).setting("gateway.require_approval_for_large_scans", "true").start().await;
        let (vendor, _) = vendor(&app, "One").await;
        let program = Program::new(&app).await;
        let refused = program.post(CHAT, &ask("scripted-mini", "Please read the entire repository.")).await;
        openai_error(&refused, 403);
        assert_eq!(asked(&vendor).len(), 0);
        program.post(CHAT, &ask("scripted-mini", "hi")).await.ok();
    }

    async fn the_demo_model_answers_too(app: TestApp) {
        let program = Program::new(&app).await;
        let listed = ids(&program.get("/v1/models").await.ok());
        let demo = listed.iter().find(|it| *it != "auto").unwrap_or_else(|| panic!("no demo: {listed:?}"));
        let answer = program.post(CHAT, &ask(demo, "hi")).await.ok();
        assert!(answer["choices"][0]["message"]["content"].as_str().is_some_and(|words| !words.is_empty()), "{answer}");
        let stream = program.post(CHAT, &ask_streamed(demo, "hi")).await.text();
        assert!(!chat_words(&stream).is_empty() && stream.ends_with("data: [DONE]\n\n"), "{stream}");
    }
}
