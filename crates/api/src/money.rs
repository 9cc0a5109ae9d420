//! Money in JSON: US dollars as text, because a floating number would round them.

use models::price::Nanos;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

/// US dollars, exact: digits, and up to nine more after a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(as = Usd, value_type = String, example = "0.001234", pattern = r"^\d{1,10}(\.\d{1,9})?$")]
pub(crate) struct Usd(pub(crate) Nanos);

impl Serialize for Usd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.usd())
    }
}

impl<'de> Deserialize<'de> for Usd {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let wrong =
            || D::Error::custom("must be US dollars as text with up to 9 digits after the point, such as \"12.5\"");
        Nanos::parse_usd(&text).map(Self).ok_or_else(wrong)
    }
}
