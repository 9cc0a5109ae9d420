//! Files that mean harm, or have come to it.

use super::try_read;
use super::writer::{FIRST, Writer, lines, stream};
use crate::{Error, Limit, Limits};

#[test]
fn a_file_cut_anywhere_ends_in_an_answer() {
    let file =
        Writer::default().page(lines(60, 700, &["some text", "and more"])).page(lines(60, 700, &["page two"])).build();
    for end in (0..file.len()).step_by(7) {
        let cut = file.get(..end).unwrap_or_default();
        if let Err(error) = try_read(cut, &Limits::default()) {
            assert!(matches!(error, Error::Corrupt { .. }), "cut at {end}: {error:?}");
        }
    }
}

#[test]
fn what_is_no_pdf_is_corrupt() {
    for file in [&b""[..], b"%PDF-1.7", b"%PDF-1.7\nxref\n0 99999999\ntrailer << /Root 1 0 R >>"] {
        assert!(matches!(try_read(file, &Limits::default()), Err(Error::Corrupt { .. })));
    }
}

#[test]
fn more_pages_than_allowed_are_an_error() {
    let file = (0..5).fold(Writer::default(), |file, _| file.page("")).build();
    let limits = Limits { pages: 4, ..Limits::default() };
    assert_eq!(try_read(&file, &limits), Err(Error::LimitExceeded { limit: Limit::Pages }));
}

#[test]
fn more_text_than_allowed_is_an_error() {
    let file = Writer::default().page(lines(60, 700, &["twenty characters or more"; 20])).build();
    let limits = Limits { bytes_out: 100, ..Limits::default() };
    assert_eq!(try_read(&file, &limits), Err(Error::LimitExceeded { limit: Limit::BytesOut }));
}

#[test]
fn a_form_that_draws_itself_ends() {
    let form = stream(
        &format!("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X1 {FIRST} 0 R >> >>"),
        "/X1 Do /X1 Do",
    );
    let file = Writer::default().object(form).page(lines(60, 700, &["text"])).build();
    assert!(try_read(&file, &Limits::default()).is_ok());
}

#[test]
fn an_outline_that_goes_in_circles_ends() {
    let file = Writer::default()
        .object(format!("<< /Type /Outlines /First {} 0 R >>", FIRST + 1))
        .object(format!("<< /Title (Round) /Next {} 0 R /First {} 0 R >>", FIRST + 1, FIRST + 1))
        .catalog(&format!("/Outlines {FIRST} 0 R"))
        .page(lines(60, 700, &["text"]))
        .build();
    assert!(try_read(&file, &Limits::default()).is_ok());
}

#[test]
fn arrays_in_arrays_without_end_are_no_harm() {
    let deep = "[".repeat(20_000) + &"]".repeat(20_000);
    let file = Writer::default().object(deep.clone()).catalog(&format!("/Names {FIRST} 0 R")).page(deep).build();
    assert!(try_read(&file, &Limits::default()).is_ok());
}

#[test]
fn numbers_out_of_all_proportion_are_no_harm() {
    let content = "1e38 0 0 1e38 0 0 cm BT /F1 1e38 Tf 1e38 1e38 Td (far) Tj ET 0 0 0 0 0 0 cm BT /F1 10 Tf (flat) Tj ET \
                   -1e38 -1e38 1e38 1e38 re f 0 0 m 1e38 0 l S";
    assert!(try_read(&Writer::default().page(content).build(), &Limits::default()).is_ok());
}

#[test]
fn a_password_is_an_error_of_its_own() {
    // Revision 3 of the standard handler with keys that no empty password opens.
    let key = "AB".repeat(32);
    let file = String::from_utf8(Writer::default().page("").build()).expect("text");
    let encrypt = format!(
        "trailer\n<< /ID [<00><00>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{key}> /U <{key}> >>"
    );
    let file = file.replace("trailer\n<<", &encrypt);
    assert_eq!(try_read(file.as_bytes(), &Limits::default()), Err(Error::Encrypted));
}
