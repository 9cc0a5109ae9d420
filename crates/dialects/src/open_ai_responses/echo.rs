//! What a response repeats of its request.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

/// The fields that every response repeats, with the vendor's defaults.
const FIELDS: [(&str, &str); 20] = [
    ("background", "false"),
    ("instructions", "null"),
    ("max_output_tokens", "null"),
    ("max_tool_calls", "null"),
    ("metadata", "{}"),
    ("parallel_tool_calls", "true"),
    ("previous_response_id", "null"),
    ("prompt_cache_key", "null"),
    ("reasoning", r#"{"effort":null,"summary":null}"#),
    ("safety_identifier", "null"),
    ("service_tier", r#""default""#),
    ("store", "true"),
    ("temperature", "1.0"),
    ("text", r#"{"format":{"type":"text"}}"#),
    ("tool_choice", r#""auto""#),
    ("tools", "[]"),
    ("top_logprobs", "0"),
    ("top_p", "1.0"),
    ("truncation", r#""disabled""#),
    ("user", "null"),
];

/// What a response repeats of its request, as the caller wrote it. What he left out has the vendor's default.
#[derive(Debug, Clone, Default)]
pub struct ResponseEcho {
    said: Vec<(&'static str, Box<RawValue>)>,
}

impl ResponseEcho {
    /// Reads the body of a request of `/v1/responses`. A body that is not an object says nothing.
    pub fn read(request: &[u8]) -> Self {
        let mut fields: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_slice(request).unwrap_or_default();
        let said = FIELDS.iter().filter_map(|(name, _)| {
            let value = fields.remove(*name).filter(|value| value.get() != "null")?;
            Some((*name, value.to_owned()))
        });
        Self { said: said.collect() }
    }
}

impl Serialize for ResponseEcho {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(FIELDS.len()))?;
        let mut said = self.said.iter().peekable();
        for (name, default) in FIELDS {
            match said.next_if(|(one, _)| *one == name) {
                Some((_, value)) => map.serialize_entry(name, value)?,
                None => map.serialize_entry(
                    name,
                    serde_json::from_str::<&RawValue>(default).map_err(serde::ser::Error::custom)?,
                )?,
            }
        }
        map.end()
    }
}
