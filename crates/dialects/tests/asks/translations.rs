//! Whatever a request says arrives, or is named as lost, between all dialects.

use dialects::{Dialect, decode_request, translate};
use models::chat::ChatRequest;
use proptest::prelude::*;

use crate::canon::canon;
use crate::forget::forget;
use crate::requests::any_request;

/// Says a request in a dialect. What the dialect refuses is left out of the request, and what it drops is, too; then
/// what is read back must be the request.
fn through(to: Dialect, request: &ChatRequest) -> ChatRequest {
    let mut request = request.clone();
    let translated = loop {
        // The names of the chat completions are those that `forget` knows.
        match translate(Dialect::OpenAiChat, to, &request) {
            Ok(translated) => break translated,
            Err(unsupported) => {
                let before = request.clone();
                forget(&mut request, &unsupported.field);
                assert_ne!(before, request, "{unsupported} names a field that is not there");
            }
        }
    };
    let read = decode_request(to, &translated.encoded.body).unwrap();
    let (mut expected, mut actual) = (request.clone(), read.clone());
    for field in &translated.dropped {
        forget(&mut expected, field);
        forget(&mut actual, field);
    }
    let (mut expected, mut actual) = (canon(to, expected), canon(to, actual));
    // Vendors that demand a limit are given one, and reasoning models are always asked to tell of their thoughts.
    if request.max_output_tokens.is_none() {
        (expected.max_output_tokens, actual.max_output_tokens) = (None, None);
    }
    if request.reasoning_summary.is_none() {
        (expected.reasoning_summary, actual.reasoning_summary) = (None, None);
    }
    // A budget is the same as the effort that it stands for.
    if expected.reasoning_budget_tokens.is_none() || actual.reasoning_budget_tokens.is_none() {
        (expected.reasoning_budget_tokens, actual.reasoning_budget_tokens) = (None, None);
    }
    let body = String::from_utf8_lossy(&translated.encoded.body);
    assert_eq!(expected, actual, "in {to:?}, dropped {:?}: {body}", translated.dropped);
    read
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn what_is_said_in_a_dialect_and_not_named_as_lost_is_read_back(request in any_request()) {
        for dialect in Dialect::ALL {
            through(dialect, &request);
        }
    }

    #[test]
    fn what_two_dialects_can_say_survives_from_one_to_the_other(request in any_request()) {
        for first in Dialect::ALL {
            let read = through(first, &request);
            for second in Dialect::ALL {
                through(second, &read);
            }
        }
    }

    #[test]
    fn a_request_that_went_through_a_dialect_goes_through_it_unchanged(request in any_request()) {
        for dialect in Dialect::ALL {
            let once = through(dialect, &request);
            prop_assert_eq!(canon(dialect, through(dialect, &once)), canon(dialect, once));
        }
    }
}
