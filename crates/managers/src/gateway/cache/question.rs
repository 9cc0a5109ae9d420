//! What makes two questions the same.

use dialects::Dialect;
use models::alias::ModelAlias;
use models::ids::UserId;
use ring::digest::{Context as Hasher, SHA256};
use serde_json::Value;

use crate::gateway::ask::Ask;
use crate::gateway::route::{Route, RouteTarget};

/// Fields that say how an answer is told.
const TOLD: [&str; 2] = ["stream", "stream_options"];

/// Fields that say who asks, or what becomes of an answer; not what is answered. A response repeats them, so that there
/// they make another question.
const NOT_ASKED: [&str; 8] = [
    "user",
    "metadata",
    "store",
    "safety_identifier",
    "prompt_cache_key",
    "prompt_cache_retention",
    "previous_response_id",
    "keep_alive",
];

/// The hash of a question in hexadecimal digits; `None` for what cannot be read.
pub(super) fn key(
    ask: &Ask,
    route: &Route,
    alias: &ModelAlias,
    whose: Option<UserId>,
    preamble: &str,
) -> Option<String> {
    let body = ask.earlier.as_ref().map_or(&ask.body, |earlier| &earlier.body);
    let Value::Object(mut request) = serde_json::from_slice(body).ok()? else { return None };
    let repeated = ask.dialect == Dialect::OpenAiResponses;
    for field in TOLD.iter().chain(NOT_ASKED.iter().filter(|_| !repeated)) {
        request.remove(*field);
    }
    let mut hasher = Hasher::new(&SHA256);
    let mut part = |text: &str| {
        hasher.update(&(text.len() as u64).to_be_bytes());
        hasher.update(text.as_bytes());
    };
    part(&format!("{:?} {:?}", ask.dialect, ask.operation));
    // Another target or setting is another alias.
    part(&format!("{} {}", alias.id, alias.updated_at.timestamp_micros()));
    // So is one whose connections were removed, disabled or moved, or that the caller may not all use.
    let mut targets: Vec<String> = route.targets.iter().map(place).collect();
    targets.sort();
    targets.iter().for_each(|target| part(target));
    part(&whose.map(|user| user.to_string()).unwrap_or_default());
    part(preamble);
    for (name, value) in &ask.headers {
        part(name);
        part(value);
    }
    part(&sorted(&Value::Object(request)));
    let hash = hasher.finish();
    Some(hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect())
}

fn place(target: &RouteTarget) -> String {
    let connection = &target.line.connection;
    format!("{} {} {}", connection.id, connection.base_url.as_str(), target.model)
}

/// JSON whose objects have their fields in the order of their names, whatever order the parser keeps.
fn sorted(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| *name);
            let fields: Vec<_> = fields
                .into_iter()
                .map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), sorted(value)))
                .collect();
            format!("{{{}}}", fields.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(sorted).collect::<Vec<_>>().join(",")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_order_of_fields_does_not_matter_and_that_of_items_does() {
        let text = |raw: &str| sorted(&serde_json::from_str(raw).unwrap());
        assert_eq!(
            text(r#"{"b": [1, {"d": "x\"y", "c": null}], "a": true}"#),
            r#"{"a":true,"b":[1,{"c":null,"d":"x\"y"}]}"#
        );
        assert_ne!(sorted(&json!([1, 2])), sorted(&json!([2, 1])));
    }
}
