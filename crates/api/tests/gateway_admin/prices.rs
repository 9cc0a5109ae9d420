//! What models cost.

use serde_json::{Value, json};
use testing::{TestApp, on_both_databases};

use crate::support::{NOBODY, audited, demo, put, wrong_fields};

fn dollars(input: &str) -> Value {
    json!({ "input": input, "output": "15", "cache_read": "0.3", "cache_write": "3.75" })
}

on_both_databases! {
    async fn admins_set_prices_that_go_before_the_table(app: TestApp) {
        let (ann, demo) = (app.admin("ann").await, demo(&app).await);
        let price = json!({ "connection_id": demo, "model": "org/model-1", "price": dollars("0.000001") });
        assert_eq!(put(&ann, "gateway/prices", price.clone()).await.ok(), price);
        let plain = json!({ "connection_id": demo, "model": "plain", "price": { "input": "2", "output": "8" } });
        let filled = json!({ "input": "2", "output": "8", "cache_read": "2", "cache_write": "2" });
        assert_eq!(put(&ann, "gateway/prices", plain).await.ok()["price"], filled);
        let prices = ann.get("gateway/prices").await.ok();
        assert_eq!((&prices["overrides"][0], prices["overrides"].as_array().unwrap().len()), (&price, 2));
        let first = &prices["table"][0];
        assert!(prices["table"].as_array().unwrap().len() > 60 && first["price"]["input"].is_string(), "{first}");
        assert_eq!((&first["kind"], first["date"].as_str().unwrap().len()), (&json!("openai"), 10));
        assert_eq!(audited(&app, 1).await[0][0], "price.changed");
    }

    async fn a_removed_price_is_the_tables_again(app: TestApp) {
        let (owner, demo) = (app.owner().await, demo(&app).await);
        let price = json!({ "connection_id": demo, "model": "org/model 1", "price": dollars("3") });
        put(&owner, "gateway/prices", price).await.ok();
        let path = format!("gateway/prices?connection_id={demo}&model=org/model%201");
        assert_eq!(owner.delete(&path).await.status, 204);
        assert_eq!(owner.delete(&path).await.error(), (404, "price_not_found".into()));
        assert_eq!(owner.get("gateway/prices").await.ok()["overrides"], json!([]));
    }

    async fn wrong_prices_are_refused(app: TestApp) {
        let (owner, bob, demo) = (app.owner().await, app.member("bob").await, demo(&app).await);
        let price = |model: &str, input: &str| json!({ "connection_id": demo, "model": model, "price": dollars(input) });
        for (input, field) in [("0.0000001", "price.input"), ("1000001", "price.input"), ("-1", "price.input")] {
            assert_eq!(wrong_fields(&put(&owner, "gateway/prices", price("m", input)).await), [field], "{input}");
        }
        assert_eq!(wrong_fields(&put(&owner, "gateway/prices", price("", "1")).await), ["model"]);
        let nowhere = json!({ "connection_id": NOBODY, "model": "m", "price": dollars("1") });
        assert_eq!(put(&owner, "gateway/prices", nowhere).await.error(), (404, "connection_not_found".into()));
        for answer in [bob.get("gateway/prices").await, put(&bob, "gateway/prices", price("m", "1")).await] {
            assert_eq!(answer.error(), (403, "forbidden".into()));
        }
    }
}
