//! What the classifier and the planner say, and where a call would go.

use serde_json::{Value, json};
use testing::{TestApp, on_both_databases};

use crate::support::{alias, demo, wrong_fields};

on_both_databases! {
    async fn a_text_is_classified(app: TestApp) {
        let found = app.member("bob").await.post("gateway/classify", json!({ "text": "hello" })).await.ok();
        let expected = json!({
            "task_type": "unknown", "complexity": "trivial", "needs_codebase": false, "needs_external_docs": false,
            "needs_memory": true, "freshness_required": false, "recommended_alias": found["recommended_alias"],
            "confidence": 0.4,
        });
        assert_eq!(found, expected);
    }

    async fn a_text_is_planned(app: TestApp) {
        let bob = app.member("bob").await;
        let form = json!({ "text": "hello, see https://example.org/page", "workspace_path": "/home/bob/work" });
        let plan = bob.post("gateway/plan", form).await.ok();
        let sources = json!([
            { "type": "workspace", "path": "/home/bob/work" },
            { "type": "external_docs", "url": "https://example.org/page", "trust": "untrusted_external" },
        ]);
        assert_eq!((&plan["context_sources"], &plan["required_decisions"]), (&sources, &json!([])));
        assert_eq!((plan["steps"].as_array().unwrap().len(), plan["do_not_do"].as_array().unwrap().len()), (3, 2));
        let nobody = json!({ "active_handoffs": [], "active_claims": [], "available_tasks": [] });
        assert_eq!(plan["coordination"], nobody);
    }

    async fn a_trial_shows_the_rule_the_alias_and_the_targets(app: TestApp) {
        let owner = app.owner().await;
        for name in ["cheap", "night"] {
            alias(&app, name).await;
        }
        let rule = json!({ "name": "At night", "alias": "night", "when": { "hours": [22, 6] } });
        owner.post("gateway/rules", rule).await.with(201);
        let decide = |form: Value| {
            let owner = owner.clone();
            async move { owner.post("gateway/decide", form).await }
        };
        let night = decide(json!({ "text": "hello", "hour": 23 })).await.ok();
        assert_eq!((&night["rule"], &night["alias"]), (&json!("At night"), &json!("night")));
        assert_eq!(night["targets"], json!(["demo/demo"]));
        assert_eq!(night["classification"]["complexity"], "trivial");
        let named = decide(json!({ "model": "cheap", "text": "hello", "hour": 23 })).await.ok();
        assert_eq!((&named["rule"], &named["alias"]), (&Value::Null, &json!("cheap")));
        let direct = decide(json!({ "model": format!("{}/demo", demo(&app).await), "text": "" })).await.ok();
        assert_eq!((&direct["alias"], &direct["targets"]), (&Value::Null, &json!(["demo/demo"])));
        assert_eq!(wrong_fields(&decide(json!({ "model": "none", "text": "" })).await), ["model"]);
        assert_eq!(wrong_fields(&decide(json!({ "text": "", "hour": 24 })).await), ["hour"]);
    }
}
