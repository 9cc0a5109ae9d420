//! JSON of long lists, written without the machinery of a general serializer.
//!
//! serde_json looks at each byte of a key for what needs an escape, as it does with any text, and
//! grows its answer from nothing: a list of two hundred would spend a sixth of its CPU time there.
//! The text is the same as serde's, which tests hold.

use actix_web::body::BoxBody;
use actix_web::http::header::ContentType;
use actix_web::{HttpRequest, HttpResponse, Responder};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::rfc3339;

/// A value that writes its own JSON.
pub(crate) trait WriteJson {
    /// Appends the value's text.
    fn write_json(&self, json: &mut String);
}

/// A body like [`crate::extract::Json`], of a value that writes its own JSON.
#[derive(Debug, Clone)]
pub(crate) struct JsonText<T>(pub(crate) T);

impl<T: WriteJson> Responder for JsonText<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse<BoxBody> {
        let mut json = String::new();
        self.0.write_json(&mut json);
        HttpResponse::Ok().content_type(ContentType::json()).body(json)
    }
}

/// Lets a struct write its own JSON. All fields are named, in their order; one that is forgotten
/// does not compile.
macro_rules! json_object {
    ($body:ident { $first:ident $(, $field:ident)* $(,)? }) => {
        impl $crate::json_text::WriteJson for $body {
            fn write_json(&self, json: &mut String) {
                let Self { $first $(, $field)* } = self;
                json.push_str(concat!("{\"", stringify!($first), "\":"));
                $crate::json_text::WriteJson::write_json($first, json);
                $(
                    json.push_str(concat!(",\"", stringify!($field), "\":"));
                    $crate::json_text::WriteJson::write_json($field, json);
                )*
                json.push('}');
            }
        }
    };
}
pub(crate) use json_object;

impl<T: WriteJson + ?Sized> WriteJson for &T {
    fn write_json(&self, json: &mut String) {
        (**self).write_json(json);
    }
}

impl<T: WriteJson> WriteJson for Option<T> {
    fn write_json(&self, json: &mut String) {
        match self {
            Some(value) => value.write_json(json),
            None => json.push_str("null"),
        }
    }
}

impl<T: WriteJson> WriteJson for Vec<T> {
    fn write_json(&self, json: &mut String) {
        let before = json.len();
        json.push('[');
        for (place, item) in self.iter().enumerate() {
            if place > 0 {
                json.push(',');
            }
            item.write_json(json);
            if place == 0 {
                // The others are about as long, so that the text is rarely moved.
                json.reserve((json.len() - before) * self.len());
            }
        }
        json.push(']');
    }
}

impl WriteJson for str {
    fn write_json(&self, json: &mut String) {
        if self.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
            json.push_str(&serde_json::Value::from(self).to_string());
            return;
        }
        json.push('"');
        json.push_str(self);
        json.push('"');
    }
}

impl WriteJson for String {
    fn write_json(&self, json: &mut String) {
        self.as_str().write_json(json);
    }
}

impl WriteJson for bool {
    fn write_json(&self, json: &mut String) {
        json.push_str(if *self { "true" } else { "false" });
    }
}

impl WriteJson for Uuid {
    fn write_json(&self, json: &mut String) {
        json.push('"');
        json.push_str(self.as_hyphenated().encode_lower(&mut Uuid::encode_buffer()));
        json.push('"');
    }
}

impl WriteJson for DateTime<Utc> {
    fn write_json(&self, json: &mut String) {
        json.push('"');
        rfc3339::push(json, *self);
        json.push('"');
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use serde::Serialize;

    use super::*;

    /// Holds that a value writes what serde writes.
    #[track_caller]
    pub(crate) fn check<T: WriteJson + Serialize>(value: &T) {
        let mut json = String::new();
        value.write_json(&mut json);
        assert_eq!(json, serde_json::to_string(value).unwrap());
    }

    #[test]
    fn texts_are_escaped_as_serde_escapes_them() {
        for text in ["", "plain", "Größe ✓ 🦀", "a \"quote\"", "back\\slash", "tab\tand\u{0}\u{1f}", "\u{7f}\u{2028}"]
        {
            check(&text);
        }
    }

    #[test]
    fn values_are_written_as_serde_writes_them() {
        #[derive(Serialize)]
        struct Inner {
            id: Uuid,
            flag: bool,
        }
        json_object! { Inner { id, flag } }

        let inner = |number: u128| Inner { id: Uuid::from_u128(number), flag: number == 1 };
        check(&vec![inner(0), inner(1), inner(u128::MAX)]);
        check(&Vec::<Inner>::new());
        check(&Some(String::from("some")));
        check(&None::<bool>);
        check(&DateTime::from_timestamp_micros(1_767_225_600_120_000));
    }
}
