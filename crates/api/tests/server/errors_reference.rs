//! The list of codes is checked in, so that a changed status or sentence is seen in review.

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/errors.md");

#[test]
fn the_reference_lists_every_code_and_status() {
    let fresh = pallium_api::errors_markdown();
    let kept = std::fs::read_to_string(PAGE).unwrap_or_default();
    if kept != fresh {
        std::fs::write(PAGE, &fresh).unwrap();
    }
    assert_eq!(
        kept, fresh,
        "docs/reference/errors.md was stale and has been written anew: read the difference and commit it"
    );
}
