use super::*;
use crate::{Limits, Warning};

fn check(bytes: &[u8], declared: Option<&str>, text: &str, warnings: &[(WarningKind, &str)]) {
    let limits = Limits::default();
    let mut output = Output::new(&limits);
    let decoded = decode(bytes, declared, &mut output);
    assert_eq!(decoded.text, text);
    let warnings: Vec<Warning> =
        warnings.iter().map(|(kind, place)| Warning { kind: *kind, place: (*place).to_owned() }).collect();
    assert_eq!(output.finish().warnings, warnings);
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

fn utf32(text: &str, order: fn(u32) -> [u8; 4]) -> Vec<u8> {
    text.chars().flat_map(|character| order(character as u32)).collect()
}

#[test]
fn byte_order_marks_decide() {
    check("\u{feff}naïve".as_bytes(), Some("windows-1252"), "naïve", &[]);
    check(&utf16("\u{feff}naïve", u16::to_le_bytes), None, "naïve", &[]);
    check(&utf16("\u{feff}naïve", u16::to_be_bytes), None, "naïve", &[]);
    check(&utf32("\u{feff}naïve", u32::to_le_bytes), None, "naïve", &[]);
    check(&utf32("\u{feff}naïve", u32::to_be_bytes), None, "naïve", &[]);
}

#[test]
fn wide_text_without_a_mark_is_told_by_its_nuls() {
    for text in ["plain words\nand more", "Привет, мир\nи ещё раз\n", "名前 と 住所\n東京都 千代田区\n"]
    {
        check(&utf16(text, u16::to_le_bytes), None, text, &[]);
        check(&utf16(text, u16::to_be_bytes), None, text, &[]);
        check(&utf32(text, u32::to_le_bytes), None, text, &[]);
        check(&utf32(text, u32::to_be_bytes), None, text, &[]);
    }
}

#[test]
fn a_declared_charset_counts_where_the_bytes_fit_it() {
    let (koi8, _, _) = encoding_rs::KOI8_R.encode("Мороз и солнце; день чудесный!");
    check(&koi8, Some("koi8-r"), "Мороз и солнце; день чудесный!", &[]);
    check("день".as_bytes(), Some("windows-1251"), "день", &[]);
}

#[test]
fn a_guess_is_said_to_be_one() {
    let text = "Мороз и солнце; день чудесный! Ещё ты дремлешь, друг прелестный. ".repeat(20);
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&text);
    check(&bytes, None, &text, &[(WarningKind::EncodingGuessed, "windows-1251")]);
    check(
        b"caf\xe9 cr\xe8me",
        Some("utf-8"),
        "café crème",
        &[(WarningKind::EncodingGuessed, "windows-1252, from few bytes")],
    );
    let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode("これは日本語の文章です。漢字とカタカナを含みます。");
    check(
        &bytes,
        None,
        "これは日本語の文章です。漢字とカタカナを含みます。",
        &[(WarningKind::EncodingGuessed, "Shift_JIS, from few bytes")],
    );
}

#[test]
fn escapes_of_japanese_mail_are_not_ascii() {
    let (bytes, _, _) = encoding_rs::ISO_2022_JP.encode("日本語のメールです。");
    check(&bytes, Some("iso-2022-jp"), "日本語のメールです。", &[]);
    let guessed = [(WarningKind::EncodingGuessed, "ISO-2022-JP, from few bytes")];
    check(&bytes, None, "日本語のメールです。", &guessed);
}

#[test]
fn a_cut_character_does_not_change_the_encoding() {
    let text = "Größe und Länge, Übermaß und Äußeres, Öl über Töne".as_bytes();
    let mut cut = text.to_vec();
    cut.extend_from_slice(b" \xc3");
    let expected = "Größe und Länge, Übermaß und Äußeres, Öl über Töne \u{fffd}";
    check(&cut, None, expected, &[(WarningKind::Damaged, "some bytes are not UTF-8")]);
}

#[test]
fn the_charset_of_a_media_type_is_found() {
    assert_eq!(declared(Some("text/plain; format=flowed; Charset=\"koi8-r\"")), Some("koi8-r"));
    assert_eq!(declared(Some("text/plain")), None);
}
