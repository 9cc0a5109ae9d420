//! What must hold for any bytes. The fuzz targets and a stable test both call these.

use dialects::{
    AnswerMeta, Dialect, ModelRename, StreamDecoder, StreamEncoder, Watcher, decode_error, decode_models, decode_whole,
    encode_answer,
};
use models::chat::ChatDelta;

/// Any stream, cut into any pieces: the first byte says how long the pieces are.
pub fn stream(dialect: Dialect, bytes: &[u8]) {
    let Some((piece_bytes, stream)) = bytes.split_first() else { return };
    let at_once = decode(dialect, [stream]);
    let in_pieces = decode(dialect, stream.chunks(usize::from(*piece_bytes).max(1)));
    assert_eq!(in_pieces, at_once, "the pieces make a difference");
    assert_order(&at_once.0);
    Dialect::ALL.into_iter().for_each(|to| told(to, &at_once.0));
    let pieces = || stream.chunks(usize::from(*piece_bytes).max(1));
    assert_eq!(passed(dialect, pieces()), passed(dialect, [stream]), "the pieces make a difference in passing");
}

/// Any answer, told in any dialect: it ends, and whole only if it was whole.
fn told(to: Dialect, deltas: &[ChatDelta]) {
    let (mut encoder, mut stream) = (StreamEncoder::new(to, AnswerMeta::default()), Vec::new());
    deltas.iter().for_each(|delta| encoder.push(delta, &mut stream));
    encoder.finish(&mut stream);
    let is_finish = |delta: &ChatDelta| matches!(delta, ChatDelta::Finished { .. });
    let (read, ended, _) = decode(to, [stream.as_slice()]);
    assert!(ended, "a stream without an end");
    assert_order(&read);
    let is_whole = deltas.iter().any(is_finish);
    assert_eq!(read.iter().any(is_finish), is_whole, "a cut answer is passed off as whole, or the other way round");
    if is_whole {
        decode_whole(to, &encode_answer(to, &AnswerMeta::default(), deltas)).unwrap_or_else(|error| panic!("{error}"));
    }
}

/// What is seen of a passing stream, and what it becomes with another model name.
fn passed<'a>(dialect: Dialect, pieces: impl IntoIterator<Item = &'a [u8]>) -> (String, Vec<u8>) {
    let (mut watcher, mut rename) = (Watcher::new(dialect, true), ModelRename::new(dialect, true, "other"));
    let mut renamed = Vec::new();
    for piece in pieces {
        watcher.push(piece);
        renamed.extend_from_slice(&rename.push(piece));
    }
    watcher.end();
    (format!("{:?}", (watcher.usage(), watcher.outcome(), watcher.text_bytes())), renamed)
}

/// Any body of an answer that was not streamed. The first byte chooses the dialect, here and below.
pub fn whole(bytes: &[u8]) {
    let (dialect, body) = choose(bytes);
    if let Ok(deltas) = decode_whole(dialect, body) {
        assert_order(&deltas);
        assert!(deltas.iter().any(|delta| matches!(delta, ChatDelta::Finished { .. })), "an answer without an end");
    }
}

/// Any body of an error.
pub fn error(bytes: &[u8]) {
    let (dialect, body) = choose(bytes);
    let status = u16::from_le_bytes([body.first().copied().unwrap_or(0), body.get(1).copied().unwrap_or(0)]);
    let error = decode_error(dialect, status, body);
    assert!(!error.message.trim().is_empty(), "an error without words");
}

/// Any list of models.
pub fn models(bytes: &[u8]) {
    let (dialect, body) = choose(bytes);
    if let Ok(models) = decode_models(dialect, body) {
        assert!(models.iter().all(|model| !model.id.is_empty()), "a model that nobody can ask for");
    }
}

fn choose(bytes: &[u8]) -> (Dialect, &[u8]) {
    let Some((choice, body)) = bytes.split_first() else { return (Dialect::OpenAiChat, bytes) };
    (Dialect::ALL[usize::from(*choice) % Dialect::ALL.len()], body)
}

fn decode<'a>(dialect: Dialect, pieces: impl IntoIterator<Item = &'a [u8]>) -> (Vec<ChatDelta>, bool, bool) {
    let (mut decoder, mut deltas) = (StreamDecoder::new(dialect), Vec::new());
    for piece in pieces {
        decoder.push(piece, &mut deltas);
    }
    let whole = decoder.end(&mut deltas).is_ok();
    (deltas, whole, decoder.is_complete())
}

/// Nothing follows a failure, and only usage follows the finish.
fn assert_order(deltas: &[ChatDelta]) {
    let Some(end) =
        deltas.iter().position(|delta| matches!(delta, ChatDelta::Finished { .. } | ChatDelta::Failed { .. }))
    else {
        return;
    };
    let failed = matches!(deltas[end], ChatDelta::Failed { .. });
    let after = &deltas[end + 1..];
    assert!(after.iter().all(|delta| !failed && matches!(delta, ChatDelta::Usage { .. })), "{after:?} after the end");
}
