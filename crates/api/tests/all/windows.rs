//! Reading a long conversation in windows.

use serde_json::Value;
use testing::{TestApp, on_both_databases};

use crate::talk::{Talk, id_of};

fn ids(window: &Value) -> Vec<String> {
    window["items"].as_array().unwrap().iter().map(id_of).collect()
}

on_both_databases! {
    async fn windows_before_after_and_around_have_no_gaps(app: TestApp) {
        let talk = Talk::new(&app).await;
        let mut all = Vec::new();
        for turn in 0..9 {
            all.push(id_of(&talk.ask(&format!("message {turn}")).await));
        }
        let get = async |query: &str| talk.owner.get(&format!("{}?{query}", talk.runs())).await.ok();
        let newest = get("limit=4").await;
        assert_eq!((ids(&newest), &newest["has_before"], &newest["has_after"]), (all[5..].to_vec(), &true.into(), &false.into()));
        let before = get(&format!("limit=4&before={}", all[5])).await;
        assert_eq!((ids(&before), &before["has_before"], &before["has_after"]), (all[1..5].to_vec(), &true.into(), &true.into()));
        let first = get(&format!("limit=4&before={}", all[1])).await;
        assert_eq!((ids(&first), &first["has_before"]), (all[..1].to_vec(), &false.into()));
        let after = get(&format!("limit=4&after={}", all[1])).await;
        assert_eq!((ids(&after), &after["has_before"], &after["has_after"]), (all[2..6].to_vec(), &true.into(), &true.into()));
        let last = get(&format!("limit=4&after={}", all[6])).await;
        assert_eq!((ids(&last), &last["has_after"]), (all[7..].to_vec(), &false.into()));
        let around = get(&format!("limit=3&around={}", all[4])).await;
        assert_eq!(ids(&around), all[3..6]);
        let none = get(&format!("limit=3&after={}", all[8])).await;
        assert_eq!((ids(&none), &none["has_before"], &none["has_after"]), (vec![], &true.into(), &false.into()));
    }

    async fn a_window_of_long_messages_ends_early_and_stays_small(app: TestApp) {
        let talk = Talk::new(&app).await;
        let mut all = Vec::new();
        for turn in 0..6 {
            let long = format!("{turn} {}", "lorem ipsum ".repeat(500));
            all.push(id_of(&talk.ask(&long).await));
        }
        let answer = talk.owner.get(&talk.runs()).await;
        assert!(answer.bytes.len() < 50_000, "{} bytes", answer.bytes.len());
        let window = answer.ok();
        let shown = ids(&window);
        assert!((1..6).contains(&shown.len()) && window["has_before"] == true, "{}", shown.len());
        assert_eq!(shown, all[6 - shown.len()..]);
        let around = talk.owner.get(&format!("{}?around={}", talk.runs(), all[2])).await.ok();
        assert!(ids(&around).contains(&all[2]));
    }

    async fn a_run_of_another_branch_has_no_window(app: TestApp) {
        let talk = Talk::new(&app).await;
        let old = id_of(&talk.ask("one").await);
        talk.finish(&serde_json::json!({ "action": "regenerate", "run_id": old })).await;
        let answer = talk.owner.get(&format!("{}?around={old}", talk.runs())).await;
        assert_eq!(answer.error(), (409, "run_not_on_branch".into()));
        assert_eq!(talk.owner.get(&format!("{}?limit=51", talk.runs())).await.error(), (422, "invalid".into()));
        assert_eq!(talk.owner.get(&format!("{}?around={old}&before={old}", talk.runs())).await.error(), (422, "invalid".into()));
    }
}
