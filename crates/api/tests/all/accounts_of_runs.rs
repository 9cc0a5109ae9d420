//! What answers in the chat cost, and what stops them.

use models::limits::{Budget, Limits, Period};
use serde_json::{Value, json};
use testing::{TestApp, on_both_databases};

use crate::talk::{Talk, id_of, send, status};

/// The entries of the ledger once they are written.
async fn ledger(app: &TestApp) -> Vec<Value> {
    assert!(managers::gateway::ledger::flush(app.context()).await);
    app.owner().await.get("usage").await.ok()["items"].as_array().cloned().unwrap_or_default()
}

on_both_databases! {
    async fn an_answer_is_entered_in_the_ledger_with_the_vendors_counts(app: TestApp) {
        let talk = Talk::new(&app).await;
        let turn = talk.ask("hello").await;
        let entries = ledger(&app).await;
        assert_eq!(entries.len(), 1, "{entries:?}");
        let (entry, usage) = (&entries[0], &turn["run"]["usage"]);
        assert_eq!(entry["run_id"], json!(id_of(&turn)));
        assert_eq!((&entry["key_id"], &entry["outcome"], &entry["estimated"]), (&Value::Null, &json!("completed"), &json!(false)));
        assert_eq!((&entry["input_tokens"], &entry["output_tokens"]), (&usage["input_tokens"], &usage["output_tokens"]));
    }

    async fn a_used_up_budget_stops_the_chat_before_the_vendor_is_asked(app: TestApp) {
        let talk = Talk::new(&app).await;
        let owner = app.owner().await.user_id().parse().unwrap();
        let budget = Budget { period: Period::Day, money_nanos: None, tokens: Some(1) };
        let limits = Limits { budgets: vec![budget], ..Limits::default() };
        app.context()
            .store
            .write(move |db| store::user_limits::put(db, owner, &limits))
            .await
            .unwrap();
        let turn = talk.finish(&send("hello")).await;
        assert_eq!((status(&turn), &turn["run"]["failure"]["code"]), ("failed", &json!("limit_reached")), "{turn}");
        assert_eq!(talk.vendor.requests().iter().filter(|request| request.path.ends_with("/completions")).count(), 0);
        assert_eq!(ledger(&app).await.len(), 0);
    }
}
