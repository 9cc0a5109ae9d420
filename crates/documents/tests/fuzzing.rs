//! The claims of the fuzz targets, on a stable compiler: samples with damage, and parts of any words in a whole package.

#![expect(clippy::expect_used, reason = "what surrounds the tests may panic like the tests themselves")]

extern crate pallium_documents as documents;

use documents::{Format, samples};
use proptest::prelude::*;

#[expect(unreachable_pub, reason = "the fuzz targets call it from another crate")]
#[path = "../fuzz/src/fuzz_one.rs"]
mod fuzz_one;

/// Every format with a sample, and its sample.
fn all() -> Vec<(Format, Vec<u8>)> {
    let formats = documents::supported().into_iter().map(|supported| supported.format);
    formats.filter_map(|format| Some((format, samples::sample(format, 2).ok()?))).collect()
}

fn formats() -> Vec<Format> {
    documents::supported().into_iter().map(|supported| supported.format).collect()
}

/// Pieces of the part that a package of the format wraps, and of any other: cut at tags, lines and quotes.
fn words(format: Format) -> Vec<Vec<u8>> {
    let part = samples::part(format, 2).or_else(|| samples::sample(format, 2).ok()).unwrap_or_default();
    let pieces = part.split_inclusive(|byte| matches!(byte, b'>' | b'\n' | b'"' | b'{' | b'\\'));
    pieces.map(<[u8]>::to_vec).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn damaged_samples_are_survived(
        choice in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        end in any::<prop::sample::Index>(),
        is_cut: bool,
    ) {
        let all = all();
        let (format, sample) = choice.get(&all);
        let mut bytes = sample.clone();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if is_cut {
            bytes.truncate(end.index(bytes.len()));
        }
        fuzz_one::file_of(*format, &bytes);
    }

    #[test]
    fn parts_of_any_words_are_survived(
        format in prop::sample::select(formats()),
        order in prop::collection::vec(any::<prop::sample::Index>(), 0..60),
    ) {
        let words = words(format);
        if !words.is_empty() {
            let part: Vec<u8> = order.iter().flat_map(|at| at.get(&words).clone()).collect();
            fuzz_one::any(format, &[&[1], part.as_slice()].concat());
            fuzz_one::any(format, &[&[0], part.as_slice()].concat());
        }
    }

    #[test]
    fn any_bytes_are_survived(format in prop::sample::select(formats()), bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        fuzz_one::any(format, &bytes);
    }
}
