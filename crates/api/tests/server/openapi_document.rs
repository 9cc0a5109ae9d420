//! The document says everything about every route.

use std::collections::BTreeSet;

use serde_json::Value;

/// Routes that strangers may call. Everything else needs a login.
const PUBLIC: [&str; 5] = ["get_instance", "login", "logout", "refresh_session", "register"];

fn document() -> Value {
    serde_json::from_str(&pallium_api::openapi::openapi_json()).unwrap()
}

/// Each operation with its path.
fn operations(document: &Value) -> Vec<(String, Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    paths
        .flat_map(|(path, item)| item.as_object().unwrap().values().map(move |it| (path.clone(), it.clone())))
        .collect()
}

fn names<'a>(values: impl Iterator<Item = &'a Value>) -> BTreeSet<String> {
    values.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Every `$ref` below a value.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, field)| match (name.as_str(), field.as_str()) {
            ("$ref", Some(target)) => drop(found.insert(target.to_owned())),
            _ => references(field, found),
        }),
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn every_route_has_a_name_of_its_own() {
    let document = document();
    let all = operations(&document);
    let unique = names(all.iter().map(|(_, operation)| &operation["operationId"]));
    assert_eq!(unique.len(), all.len());
}

#[test]
fn every_route_but_the_public_ones_needs_the_bearer() {
    let document = document();
    let open =
        operations(&document).into_iter().filter(|(_, it)| it["security"] != serde_json::json!([{ "bearer": [] }]));
    let open: Vec<Value> = open.map(|(_, operation)| operation["operationId"].clone()).collect();
    assert_eq!(names(open.iter()), PUBLIC.map(str::to_owned).into());
}

#[test]
fn every_route_says_what_it_answers_and_how_it_fails() {
    let document = document();
    for (path, operation) in operations(&document) {
        let answers = operation["responses"].as_object().unwrap();
        assert!(answers.keys().any(|status| status.starts_with('2')), "{path} never succeeds");
        for status in ["400", "401", "404", "422", "500", "503", "507"] {
            assert!(answers.contains_key(status), "{path} does not say when it answers {status}");
        }
    }
}

#[test]
fn every_part_of_a_path_is_described() {
    let document = document();
    for (path, operation) in operations(&document) {
        let described = operation["parameters"].as_array().cloned().unwrap_or_default();
        let described = names(described.iter().filter(|it| it["in"] == "path").map(|it| &it["name"]));
        let wanted = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).map(str::to_owned);
        assert_eq!(described, wanted.collect(), "{path}");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let mut targets = BTreeSet::new();
    references(&document, &mut targets);
    for target in targets {
        assert!(document.pointer(target.trim_start_matches('#')).is_some(), "{target}");
    }
}

#[test]
fn the_document_is_the_same_each_time() {
    assert_eq!(pallium_api::openapi::openapi_json(), pallium_api::openapi::openapi_json());
}
