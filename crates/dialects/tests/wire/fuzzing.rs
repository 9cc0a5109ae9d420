//! The claims of the fuzz targets, on a stable compiler: any bytes, and recordings with damage.

use dialects::Dialect;
use proptest::prelude::*;

use crate::decoded::recordings;
use crate::fuzz_one;

/// Bytes that look like parts of streams, so that the decoders are reached behind the framing.
fn stream_like() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"data: ".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"\r".to_vec()),
        Just(b"[DONE]".to_vec()),
        Just(b": comment".to_vec()),
        Just("{\"choices\":[{\"delta\":{\"content\":\"é\",\"tool_calls\":[{\"index\":1}]}}]}".as_bytes().to_vec()),
        Just(b"{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}".to_vec()),
        Just(b"{\"type\":\"message_stop\"}".to_vec()),
        Just(b"{\"message\":{\"content\":\"a\"},\"done\":true}".to_vec()),
        Just(b"{\"type\":\"response.completed\",\"response\":{}}".to_vec()),
        Just(b"{\"error\":{\"message\":\"no\"}}".to_vec()),
        prop::collection::vec(any::<u8>(), 0..8),
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

fn check_all(bytes: &[u8]) {
    for dialect in Dialect::ALL {
        fuzz_one::stream(dialect, bytes);
    }
    fuzz_one::whole(bytes);
    fuzz_one::error(bytes);
    fuzz_one::models(bytes);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        check_all(&bytes);
    }

    #[test]
    fn bytes_like_a_stream_are_survived(piece_bytes in any::<u8>(), stream in stream_like()) {
        check_all(&[&[piece_bytes], stream.as_slice()].concat());
    }

    #[test]
    fn damaged_recordings_are_survived(
        choice in any::<prop::sample::Index>(),
        piece_bytes in any::<u8>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let all = recordings("streams");
        let mut bytes = choice.get(&all).bytes.clone();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.insert(0, piece_bytes);
        check_all(&bytes);
    }
}
