//! In which language a text is written, where nothing says so: a hint, no more.

use crate::{BlockKind, Document, Span};

/// Bytes of text that are looked at.
const SAMPLE_BYTES: usize = 4096;

/// The language of a document's prose, BCP 47, if there is enough of it to tell.
pub(crate) fn guess(document: &Document) -> Option<String> {
    let mut sample = String::new();
    for block in document.blocks.iter().filter(|block| !block.hidden) {
        match &block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) | BlockKind::Quote(text) => {
                add(&mut sample, text)
            }
            BlockKind::List(items) => items.iter().for_each(|item| add(&mut sample, &item.text)),
            BlockKind::Table(_)
            | BlockKind::Code { .. }
            | BlockKind::Math(_)
            | BlockKind::Image { .. }
            | BlockKind::Marker(_) => {}
        }
        if sample.len() >= SAMPLE_BYTES {
            break;
        }
    }
    let sample = &sample[..sample.floor_char_boundary(SAMPLE_BYTES)];
    let info = whatlang::detect(sample).filter(whatlang::Info::is_reliable)?;
    let code = info.lang().code();
    Some(SHORT.iter().find(|(long, _)| *long == code).map_or(code, |(_, short)| short).to_owned())
}

fn add(sample: &mut String, spans: &[Span]) {
    for span in spans {
        if sample.len() < SAMPLE_BYTES {
            let left = SAMPLE_BYTES - sample.len();
            sample.push_str(&span.text[..span.text.floor_char_boundary(left)]);
        }
    }
    sample.push(' ');
}

/// Tags of two letters, which BCP 47 wants where there are any.
const SHORT: [(&str, &str); 67] = [
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("vie", "vi"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Block;

    #[test]
    fn prose_tells_its_language_and_a_word_does_not() {
        let cases = [
            ("Das ist ein langer deutscher Satz, in dem genug Wörter stehen, um die Sprache zu erkennen.", Some("de")),
            ("Мороз и солнце; день чудесный! Ещё ты дремлешь, друг прелестный, пора, красавица, проснись.", Some("ru")),
            ("ok", None),
            ("", None),
        ];
        for (text, language) in cases {
            let document = Document { blocks: vec![Block::paragraph(text)], ..Document::default() };
            assert_eq!(guess(&document).as_deref(), language, "{text}");
        }
    }
}
