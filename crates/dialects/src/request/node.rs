//! A request's JSON with its place in it, so that every complaint names the field.

use std::borrow::Cow;
use std::fmt;

use models::chat::RawJson;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::RequestError;

/// A value and its place. Nothing is copied before it is read.
#[derive(Debug, Clone)]
pub(crate) struct Node<'a> {
    path: String,
    raw: &'a RawValue,
}

impl<'a> Node<'a> {
    /// The whole body.
    pub(crate) fn root(body: &'a [u8]) -> Result<Self, RequestError> {
        let json = |error: serde_json::Error| RequestError::Json { message: error.to_string() };
        Ok(Self { path: String::new(), raw: serde_json::from_slice(body).map_err(json)? })
    }

    /// The JSON text.
    pub(crate) fn json(&self) -> &'a str {
        self.raw.get()
    }

    /// The JSON text, to be kept.
    pub(crate) fn raw_json(&self) -> RawJson {
        RawJson::from(self.raw)
    }

    pub(crate) fn is_text(&self) -> bool {
        self.json().starts_with('"')
    }

    pub(crate) fn is_list(&self) -> bool {
        self.json().starts_with('[')
    }

    pub(crate) fn is_object(&self) -> bool {
        self.json().starts_with('{')
    }

    /// Reads a value that `expected` describes, as in "must be a number".
    pub(crate) fn read<T: DeserializeOwned>(&self, expected: &str) -> Result<T, RequestError> {
        serde_json::from_str(self.json()).map_err(|_| self.invalid(&format!("must be {expected}")))
    }

    pub(crate) fn text(&self) -> Result<String, RequestError> {
        self.read("a string")
    }

    pub(crate) fn list(&self) -> Result<Vec<Node<'a>>, RequestError> {
        let items: Vec<&'a RawValue> = serde_json::from_str(self.json()).map_err(|_| self.invalid("must be a list"))?;
        let item = |(at, raw)| Node { path: format!("{}[{at}]", self.path), raw };
        Ok(items.into_iter().enumerate().map(item).collect())
    }

    pub(crate) fn object(&self) -> Result<Object<'a>, RequestError> {
        let Fields(fields) = serde_json::from_str(self.json()).map_err(|_| self.invalid("must be an object"))?;
        Ok(Object { path: self.path.clone(), fields })
    }

    /// The value is not what it must be.
    pub(crate) fn invalid(&self, message: &str) -> RequestError {
        let field = if self.path.is_empty() { "body".to_owned() } else { self.path.clone() };
        RequestError::Invalid { field, message: message.to_owned() }
    }

    /// The value asks for what only its own vendor offers.
    pub(crate) fn unsupported(&self) -> RequestError {
        RequestError::Unsupported { field: self.path.clone() }
    }
}

/// The fields of an object that were not taken yet. Those whose value is null are left out.
#[derive(Debug)]
pub(crate) struct Object<'a> {
    path: String,
    fields: Vec<(Cow<'a, str>, &'a RawValue)>,
}

impl<'a> Object<'a> {
    /// Where a field is, whether or not it is there.
    pub(crate) fn place(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    pub(crate) fn take(&mut self, name: &str) -> Option<Node<'a>> {
        // The last one counts where a field is written twice, as in most parsers.
        let mut found = None;
        while let Some(at) = self.fields.iter().position(|(field, _)| field == name) {
            found = Some(self.fields.remove(at).1);
        }
        Some(Node { path: self.place(name), raw: found? })
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(field, _)| field == name)
    }

    pub(crate) fn required(&mut self, name: &str) -> Result<Node<'a>, RequestError> {
        let missing = || RequestError::Invalid { field: self.place(name), message: "is required".to_owned() };
        let field = missing();
        self.take(name).ok_or(field)
    }

    pub(crate) fn read<T: DeserializeOwned>(&mut self, name: &str, expected: &str) -> Result<Option<T>, RequestError> {
        self.take(name).map(|node| node.read(expected)).transpose()
    }

    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, RequestError> {
        self.read(name, "a string")
    }

    pub(crate) fn number(&mut self, name: &str) -> Result<Option<f64>, RequestError> {
        self.read(name, "a number")
    }

    pub(crate) fn count(&mut self, name: &str) -> Result<Option<u32>, RequestError> {
        self.read(name, "a whole number that is not negative")
    }

    pub(crate) fn switch(&mut self, name: &str) -> Result<Option<bool>, RequestError> {
        self.read(name, "true or false")
    }

    pub(crate) fn list(&mut self, name: &str) -> Result<Vec<Node<'a>>, RequestError> {
        self.take(name).map_or_else(|| Ok(Vec::new()), |node| node.list())
    }

    pub(crate) fn object(&mut self, name: &str) -> Result<Option<Object<'a>>, RequestError> {
        self.take(name).map(|node| node.object()).transpose()
    }

    /// What the `type` of an object says; the caller takes the fields that go with it.
    pub(crate) fn kind(&mut self) -> Result<Node<'a>, RequestError> {
        self.required("type")
    }

    /// Leaves fields out that ask for nothing.
    pub(crate) fn skip(&mut self, names: &[&str]) {
        self.fields.retain(|(field, _)| !names.contains(&field.as_ref()));
    }

    /// Leaves fields out and tells which.
    pub(crate) fn ignore(&mut self, names: &[&str], ignored: &mut Vec<String>) {
        for name in names {
            if self.take(name).is_some() {
                tell(&self.place(name), ignored);
            }
        }
    }

    /// Leaves all other fields out and tells which.
    pub(crate) fn ignore_rest(self, ignored: &mut Vec<String>) {
        self.fields.iter().for_each(|(name, _)| tell(&self.place(name), ignored));
    }

    /// Nothing may be left.
    pub(crate) fn finish(self) -> Result<(), RequestError> {
        match self.fields.first() {
            Some((name, _)) => Err(RequestError::Unsupported { field: self.place(name) }),
            None => Ok(()),
        }
    }
}

/// Tells of a field once, without its places in lists: a long conversation has hundreds of cache marks.
fn tell(path: &str, ignored: &mut Vec<String>) {
    let is_place = |c: char| c.is_ascii_digit() || c == ']';
    let mut pieces = path.split('[');
    let mut field = pieces.next().unwrap_or_default().to_owned();
    pieces.for_each(|piece| field.push_str(piece.trim_start_matches(is_place)));
    if !ignored.contains(&field) {
        ignored.push(field);
    }
}

/// The fields of an object in their order.
struct Fields<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor(std::marker::PhantomData))
    }
}

struct FieldsVisitor<'a>(std::marker::PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for FieldsVisitor<'a> {
    type Value = Fields<'a>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some((Name(name), raw)) = map.next_entry::<Name<'de>, &'de RawValue>()? {
            if raw.get() != "null" {
                fields.push((name, raw));
            }
        }
        Ok(Fields(fields))
    }
}

/// A name that is borrowed where it is written without escapes.
#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);
