//! `pallium extract`: the file goes through the worker, which is the same binary.

use serde_json::Value;

use crate::support::{Home, Said};

const PAGE: &str = "<html lang=en><title>Soup</title><h1>Soup</h1><p>Boil <b>water</b>.<table><tr><th>What<th>How much\
                    <tr><td>Salt<td>5 g</table></html>";

fn home(name: &str, bytes: impl AsRef<[u8]>) -> Home {
    let home = Home::new();
    std::fs::write(home.path(name), bytes).unwrap();
    home
}

#[test]
fn a_page_is_printed_as_markdown() {
    let said = home("soup.html", PAGE).run(&["extract", "soup.html"]);
    let out = "# Soup\n\nBoil **water**.\n\n| What | How much |\n| --- | --- |\n| Salt | 5 g |\n";
    assert_eq!(said, Said { code: Some(0), out: out.into(), err: String::new() });
}

#[test]
fn all_that_was_found_out_is_json() {
    let said = home("soup.html", PAGE).run(&["extract", "soup.html", "--json"]);
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    let found: Value = serde_json::from_str(&said.out).unwrap();
    let metadata = &found["document"]["metadata"];
    assert_eq!(
        (&found["format"], &metadata["title"], &metadata["language"]),
        (&"html".into(), &"Soup".into(), &"en".into())
    );
}

#[test]
fn a_damaged_package_is_an_error_with_a_reason() {
    let said = home("a.docx", b"PK\x03\x04\x14\x00 and nothing that follows").run(&["extract", "a.docx"]);
    assert_eq!((said.code, said.out.as_str()), (Some(1), ""));
    assert!(said.err.starts_with("pallium: reading a.docx: the file is damaged"), "{}", said.err);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let said = Home::new().run(&["extract", "missing.pdf"]);
    let err = "pallium: opening missing.pdf: No such file or directory (os error 2)\n";
    assert_eq!(said, Said { code: Some(1), out: String::new(), err: err.into() });
}
