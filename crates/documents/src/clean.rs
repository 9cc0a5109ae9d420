//! Takes out of a document what no text may have: control characters, which databases refuse and terminals obey.

use crate::{BlockKind, Document, Marker, Span};

/// Cleans every text of a document; line ends become `\n`.
pub(crate) fn clean(document: &mut Document) {
    for block in &mut document.blocks {
        match &mut block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) | BlockKind::Quote(text) => all(text),
            BlockKind::List(items) => items.iter_mut().for_each(|item| all(&mut item.text)),
            BlockKind::Table(table) => {
                table.whole_cells_mut().for_each(|cell| all(&mut cell.text));
                if table.plain_text().contains(is_bad) {
                    table.change_plain(one);
                }
            }
            BlockKind::Code { text, language } => {
                one(text);
                language.iter_mut().for_each(one);
            }
            BlockKind::Math(text) | BlockKind::Marker(Marker::Sheet(text)) => one(text),
            BlockKind::Image { alt, target } => {
                one(alt);
                one(target);
            }
            BlockKind::Marker(Marker::Page(_) | Marker::Slide(_) | Marker::SpeakerNotes) => {}
        }
    }
    for note in &mut document.notes {
        one(&mut note.label);
        all(&mut note.text);
    }
    let metadata = &mut document.metadata;
    let facts = [&mut metadata.title, &mut metadata.created, &mut metadata.modified, &mut metadata.language];
    facts.into_iter().flatten().chain(&mut metadata.authors).for_each(one);
    for (key, value) in &mut metadata.other {
        one(key);
        one(value);
    }
    document.warnings.iter_mut().for_each(|warning| one(&mut warning.place));
}

fn all(spans: &mut [Span]) {
    for span in spans {
        one(&mut span.text);
        span.link.iter_mut().chain(&mut span.note).for_each(one);
    }
}

fn is_bad(character: char) -> bool {
    character.is_control() && !matches!(character, '\n' | '\t') || character == '\u{feff}'
}

fn one(text: &mut String) {
    if !text.contains(is_bad) {
        return;
    }
    if text.contains('\r') {
        *text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    text.retain(|character| !is_bad(character));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Block;

    #[test]
    fn control_characters_go_and_line_ends_are_one() {
        let mut document = Document {
            blocks: vec![Block::paragraph("a\0b\r\nc\rd\te\u{1b}[0m\u{feff}\u{85}")],
            ..Document::default()
        };
        document.metadata.title = Some("\0".to_owned());
        clean(&mut document);
        assert_eq!(document.blocks, [Block::paragraph("ab\nc\nd\te[0m")]);
        assert_eq!(document.metadata.title, Some(String::new()));
    }
}
