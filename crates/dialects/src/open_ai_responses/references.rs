//! Items of earlier answers that a client names instead of sending them again.

use std::borrow::Cow;
use std::collections::BTreeMap;

use memchr::memmem;
use serde::Deserialize;
use serde_json::value::RawValue;

const KIND: &str = "item_reference";

/// The ids of the items that a request names. Hardly any request names one.
pub fn referenced_items(body: &[u8]) -> Vec<String> {
    if memmem::find(body, KIND.as_bytes()).is_none() {
        return Vec::new();
    }
    let request: Request<'_> = serde_json::from_slice(body).unwrap_or_default();
    items(request.input).into_iter().filter_map(referenced).collect()
}

/// The id of the response that an item of ours belongs to; `None` where the id is not of our making.
pub fn response_of_item(id: &str) -> Option<String> {
    let (_, rest) = id.split_once('_')?;
    let (response, place) = rest.rsplit_once('_')?;
    place.parse::<usize>().ok().map(|_| format!("resp_{response}"))
}

/// The item with this id of a response's output.
pub fn item_of_response(response: &str, id: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Body<'a> {
        #[serde(borrow)]
        output: Vec<&'a RawValue>,
    }
    let body: Body<'_> = serde_json::from_str(response).ok()?;
    let item = body.output.into_iter().find(|item| Head::of(item).id.as_deref() == Some(id))?;
    Some(item.get().to_owned())
}

/// The request with items in the place of their names. Names without an item stay.
pub fn with_items(body: &[u8], found: &BTreeMap<String, String>) -> serde_json::Result<Vec<u8>> {
    let mut fields: BTreeMap<Cow<'_, str>, Cow<'_, RawValue>> = serde_json::from_slice(body)?;
    if let Some(input) = fields.get("input") {
        let resolved = |item| referenced(item).and_then(|id| found.get(&id)).map_or(item.get(), String::as_str);
        let list: Vec<&str> = items(Some(input)).into_iter().map(resolved).collect();
        let list = RawValue::from_string(format!("[{}]", list.join(",")))?;
        fields.insert("input".into(), Cow::Owned(list));
    }
    serde_json::to_vec(&fields)
}

#[derive(Deserialize, Default)]
struct Request<'a> {
    #[serde(borrow)]
    input: Option<&'a RawValue>,
}

#[derive(Deserialize, Default)]
struct Head<'a> {
    #[serde(rename = "type", borrow)]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow)]
    id: Option<Cow<'a, str>>,
}

impl<'a> Head<'a> {
    fn of(item: &'a RawValue) -> Self {
        serde_json::from_str(item.get()).unwrap_or_default()
    }
}

fn items(input: Option<&RawValue>) -> Vec<&RawValue> {
    input.and_then(|input| serde_json::from_str(input.get()).ok()).unwrap_or_default()
}

fn referenced(item: &RawValue) -> Option<String> {
    let head = Head::of(item);
    head.id.filter(|_| head.kind.as_deref() == Some(KIND)).map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = r#"{"model":"m","input":[{"role":"user","content":"item_reference"},{"type":"item_reference","id":"msg_ab_0"},{"id":"msg_x","type":"item_reference"}]}"#;

    #[test]
    fn the_names_of_items_are_found() {
        assert_eq!(referenced_items(BODY.as_bytes()), ["msg_ab_0", "msg_x"]);
        for none in [r#"{"input":"item_reference"}"#, r#"{"input":[{"content":"item_reference"}]}"#, "item_reference"] {
            assert_eq!(referenced_items(none.as_bytes()), [""; 0], "{none}");
        }
    }

    #[test]
    fn an_items_id_tells_its_response() {
        assert_eq!(response_of_item("msg_ab_0").as_deref(), Some("resp_ab"));
        assert_eq!(response_of_item("msg_ab"), None);
        assert_eq!(response_of_item("msg_ab_x"), None);
    }

    #[test]
    fn items_take_the_place_of_their_names() {
        let response = r#"{"id":"resp_ab","output":[{"id":"rs_ab_1"},{"id":"msg_ab_0","content":[ ]}]}"#;
        let item = item_of_response(response, "msg_ab_0").unwrap();
        assert_eq!(item, r#"{"id":"msg_ab_0","content":[ ]}"#);
        assert_eq!(item_of_response(response, "msg_ab_2"), None);
        let found = BTreeMap::from([("msg_ab_0".to_owned(), item)]);
        let body = with_items(BODY.as_bytes(), &found).unwrap();
        let expected = r#"{"input":[{"role":"user","content":"item_reference"},{"id":"msg_ab_0","content":[ ]},{"id":"msg_x","type":"item_reference"}],"model":"m"}"#;
        assert_eq!(String::from_utf8(body).unwrap(), expected);
    }
}
