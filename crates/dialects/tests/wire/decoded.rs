//! What a decoder makes of a stream, and where the recorded files are.

use std::fs;
use std::path::PathBuf;

use dialects::{CutStream, Dialect, StreamDecoder};
use models::chat::ChatDelta;

/// Everything a decoder says about a stream.
#[derive(Debug, PartialEq)]
pub(crate) struct Decoded {
    pub(crate) deltas: Vec<ChatDelta>,
    pub(crate) end: Result<(), CutStream>,
}

/// Decodes a stream that arrives in these pieces.
pub(crate) fn decode<'a>(dialect: Dialect, pieces: impl IntoIterator<Item = &'a [u8]>) -> Decoded {
    let (mut decoder, mut deltas) = (StreamDecoder::new(dialect), Vec::new());
    for piece in pieces {
        decoder.push(piece, &mut deltas);
    }
    let end = decoder.end(&mut deltas);
    Decoded { deltas, end }
}

/// The name of a dialect's folders.
pub(crate) fn folder(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::OpenAiChat => "open_ai_chat",
        Dialect::AnthropicMessages => "anthropic_messages",
        Dialect::Ollama => "ollama",
        Dialect::OpenAiResponses => "open_ai_responses",
    }
}

/// A recorded file.
pub(crate) struct Recording {
    pub(crate) dialect: Dialect,
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// The recorded files of a kind, `streams` for one, of all dialects, in the order of their names.
pub(crate) fn recordings(kind: &str) -> Vec<Recording> {
    let tests = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests").join(kind);
    let mut found = Vec::new();
    for dialect in Dialect::ALL {
        let Ok(entries) = fs::read_dir(tests.join(folder(dialect))) else { continue };
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension != "snap" && extension != "new"));
        paths.sort();
        for path in paths {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            found.push(Recording { dialect, name, bytes: fs::read(&path).unwrap() });
        }
    }
    assert!(!found.is_empty(), "no files in {}", tests.display());
    found
}

/// Compares with the snapshot beside the recording.
pub(crate) fn assert_golden(kind: &str, recording: &Recording, golden: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("../{kind}/{}", folder(recording.dialect)));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(recording.name.as_str(), golden));
}

/// One delta per line.
pub(crate) fn lines(deltas: &[ChatDelta]) -> String {
    deltas.iter().map(|delta| serde_json::to_string(delta).unwrap() + "\n").collect()
}
