//! Recorded lists of models decode to their golden models.

use dialects::{Dialect, decode_models, models_path};
use models::chat::{VendorError, VendorErrorKind};

use crate::decoded::{assert_golden, recordings};

#[test]
fn recorded_lists_decode_to_their_golden_models() {
    for list in recordings("lists") {
        let models = decode_models(list.dialect, &list.bytes).unwrap();
        let golden: String = models.iter().map(|model| serde_json::to_string(model).unwrap() + "\n").collect();
        assert_golden("lists", &list, &golden);
    }
}

#[test]
fn what_is_not_a_list_is_garbage() {
    let garbage = VendorError {
        kind: VendorErrorKind::Garbage,
        message: "The vendor's answer could not be read: it sent something that is not a list of models.".to_owned(),
        code: None,
    };
    for dialect in Dialect::ALL {
        assert_eq!(decode_models(dialect, b"<html></html>"), Err(garbage.clone()), "{dialect:?}");
        assert_eq!(decode_models(dialect, br#"{"data": 1, "models": 1}"#), Err(garbage.clone()), "{dialect:?}");
    }
}

#[test]
fn lists_are_where_the_vendors_keep_them() {
    assert_eq!(Dialect::ALL.map(models_path), ["/models", "/v1/models?limit=1000", "/api/tags", "/models"]);
}
