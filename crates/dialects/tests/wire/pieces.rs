//! How a stream is cut into pieces makes no difference.

use proptest::prelude::*;

use crate::decoded::{Recording, decode, recordings};

#[test]
fn a_stream_in_single_bytes_says_the_same() {
    for Recording { dialect, name, bytes } in recordings("streams") {
        assert_eq!(decode(dialect, bytes.chunks(1)), decode(dialect, [bytes.as_slice()]), "{name}");
    }
}

#[test]
fn a_stream_in_two_pieces_says_the_same_wherever_it_is_cut() {
    for Recording { dialect, name, bytes } in recordings("streams") {
        let at_once = decode(dialect, [bytes.as_slice()]);
        for cut in 0..bytes.len() {
            let (head, tail) = bytes.split_at(cut);
            assert_eq!(decode(dialect, [head, tail]), at_once, "{name} cut at {cut}");
        }
    }
}

#[test]
fn line_ends_make_no_difference() {
    for Recording { dialect, name, bytes } in recordings("streams") {
        // Changing the ends of a stream that has CR already would add empty lines.
        if bytes.contains(&b'\r') {
            continue;
        }
        let text = String::from_utf8(bytes).unwrap();
        let crlf = text.replace('\n', "\r\n");
        let at_once = decode(dialect, [text.as_bytes()]);
        assert_eq!(decode(dialect, [crlf.as_bytes()]), at_once, "{name} with CRLF");
        assert_eq!(decode(dialect, crlf.as_bytes().chunks(1)), at_once, "{name} with CRLF in single bytes");
        if dialect != dialects::Dialect::Ollama {
            let cr = text.replace('\n', "\r");
            assert_eq!(decode(dialect, cr.as_bytes().chunks(1)), at_once, "{name} with CR in single bytes");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_stream_in_any_pieces_says_the_same(choice in any::<prop::sample::Index>(), mut cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..40)) {
        let all = recordings("streams");
        let Recording { dialect, name, bytes } = choice.get(&all);
        let mut ends: Vec<_> = cuts.drain(..).map(|cut| cut.index(bytes.len() + 1)).collect();
        ends.sort_unstable();
        ends.push(bytes.len());
        let mut from = 0;
        let pieces: Vec<&[u8]> = ends.iter().map(|to| &bytes[std::mem::replace(&mut from, *to)..*to]).collect();
        prop_assert_eq!(decode(*dialect, pieces), decode(*dialect, [bytes.as_slice()]), "{}", name);
    }
}
