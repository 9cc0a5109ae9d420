//! `pallium classify` and `pallium plan`.

use serde_json::{Value, json};

use crate::support::{Home, Said};

#[track_caller]
fn answer(said: &Said) -> Value {
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    serde_json::from_str(&said.out).unwrap()
}

#[test]
fn a_text_is_classified_as_json() {
    let said = Home::new().run(&["classify", "Fix the failing test"]);
    let expected = json!({
        "task_type": "code_fix",
        "complexity": "trivial",
        "needs_codebase": true,
        "needs_external_docs": false,
        "needs_memory": true,
        "freshness_required": false,
        "recommended_alias": "default",
        "confidence": 0.95
    });
    assert_eq!(answer(&said), expected);
}

#[test]
fn a_dash_reads_the_text_from_standard_input() {
    let home = Home::new();
    let long = "größer 🐛 ".repeat(200_000);
    let piped = answer(&home.run_with_input(&["classify", "-"], &long));
    assert_eq!((&piped["complexity"], &piped["recommended_alias"]), (&json!("hard"), &json!("deep")));
    let said = home.run_with_input(&["classify", "-", "--gateway-body-bytes-max", "1KiB"], &"x".repeat(1_025));
    let err = "pallium: the text on standard input is longer than gateway.body_bytes_max, which is 1024 bytes\n";
    assert_eq!(said, Said { code: Some(1), out: String::new(), err: err.into() });
}

#[test]
fn a_plan_names_pages_and_the_decisions_that_policies_want() {
    let text = "Scan the repo, see https://docs.rs/url and https://example.org";
    let flags = ["--gateway-require-approval-for-large-scans", "true", "--gateway-allowlisted-hosts", "docs.rs"];
    let plan = answer(&Home::new().run(&[&["plan", text], &flags[..]].concat()));
    assert_eq!(plan["strategy"], json!("approval_required"));
    assert_eq!(plan["required_decisions"], json!(["large_repo_scan"]));
    let pages = json!([
        { "type": "external_docs", "url": "https://docs.rs/url", "trust": "allowlisted_external" },
        { "type": "external_docs", "url": "https://example.org/", "trust": "untrusted_external" }
    ]);
    assert_eq!(plan["context_sources"], pages);
    assert_eq!(answer(&Home::new().run(&["plan", text]))["strategy"], json!("docs_freshness"));
}

#[test]
fn hint_tables_of_ones_own_are_read_and_mistakes_exit_2() {
    let home = Home::new();
    let path = home.path("hints.toml");
    let table = "[[task_types]]\nname = 'poem'\nwords = ['rhyme']\nweight = 4\ntier = 'strong'\n";
    std::fs::write(&path, table).unwrap();
    let words = ["classify", "a rhyme", "--gateway-hints-file", &path];
    let found = answer(&home.run(&words));
    assert_eq!((&found["task_type"], &found["recommended_alias"]), (&json!("poem"), &json!("strong")));
    std::fs::write(&path, table.replace("'rhyme'", "'a rhyme'")).unwrap();
    let said = home.run(&words);
    let reason = "hint `a rhyme` must be one word of letters, digits and underscores";
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("hints.toml") && said.err.contains(reason), "{}", said.err);
}

#[test]
fn a_text_is_required() {
    let said = Home::new().run(&["plan"]);
    assert_eq!((said.code, said.err.contains("<TEXT>")), (Some(2), true), "{}", said.err);
}
