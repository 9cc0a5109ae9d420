use super::*;

fn check(text: &str, expected: &str) {
    assert_eq!(of_text(&[], text).join(" "), expected, "{text}");
}

fn check_query(query: &str, expected: &str) {
    let words: Vec<_> = of_query(query).into_iter().map(|it| it.text + if it.prefix { "*" } else { "" }).collect();
    assert_eq!(words.join(" "), expected, "{query}");
}

#[test]
fn case_and_accents_do_not_count() {
    check("Größe GRÖSSE grosse", "grosse grosse grosse");
    check("Crème Brûlée, e\u{301}te\u{301}", "creme brulee ete");
    check("İstanbul Łódź Ærø", "istanbul lodz aero");
    check("Ελλάς ΕΛΛΑΣ", "ελλασ ελλασ");
    check("ﬁle ＡＢＣ", "file abc");
    check("שָׁלוֹם مُحَمَّد", "שלום محمد");
}

#[test]
fn scripts_without_spaces_are_pairs_and_the_end_of_a_run() {
    check("我爱北京", "我爱 爱北 北京 京");
    check("カタカナとひらがな", "カタ タカ カナ ナと とひ ひら らが がな な");
    check("한국어 문서", "한국 국어 어 문서 서");
    check("ภาษา", "ภา าษ ษา า");
    check("用Rust写", "用 rust 写");
    check_query("北京", "北京");
    check_query("猫", "猫*");
    check_query("한국 서울", "한국 서울");
}

#[test]
fn names_count_as_a_whole_and_by_their_parts() {
    check("getHTTPServer", "gethttpserver get http server");
    check("snake_case_name", "snakecasename snake case name");
    check("example.org can't 3.14", "exampleorg example org cant can t 314 3 14");
    check("sha256 A", "sha256 a");
    check("हिन्दी भाषा", "हिन्दी भाषा");
}

#[test]
fn headings_are_words_of_their_chunk() {
    assert_eq!(of_text(&["Chapter One".into()], "It was."), ["chapter", "one", "it", "was"]);
}

#[test]
fn a_query_keeps_few_words_and_each_once() {
    check_query("The fox the FOX", "the fox");
    check_query(" \"*( \0", "");
    let many: Vec<_> = (0..100).map(|number| format!("w{number}")).collect();
    assert_eq!(of_query(&many.join(" ")).len(), QUERY_MAX);
    assert_eq!(of_text(&[], &"a".repeat(500)), ["a".repeat(WORD_MAX)]);
}

proptest::proptest! {
    #[test]
    fn words_hold_nothing_that_a_query_language_reads(text in "\\PC*") {
        for word in of_text(&[], &text).into_iter().chain(of_query(&text).into_iter().map(|it| it.text)) {
            proptest::prop_assert!(!word.is_empty());
            for c in word.chars() {
                proptest::prop_assert!(!c.is_ascii() || c.is_ascii_alphanumeric(), "{word:?}");
                proptest::prop_assert!(!c.is_whitespace());
            }
        }
    }
}
