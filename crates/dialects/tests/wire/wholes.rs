//! Recorded answers that were not streamed decode to their golden deltas.

use dialects::decode_whole;

use crate::decoded::{assert_golden, lines, recordings};

#[test]
fn recorded_answers_decode_to_their_golden_deltas() {
    for answer in recordings("wholes") {
        let golden = match decode_whole(answer.dialect, &answer.bytes) {
            Ok(deltas) => lines(&deltas),
            Err(error) => format!("error {}", serde_json::to_string(&error).unwrap()),
        };
        assert_golden("wholes", &answer, &golden);
    }
}
