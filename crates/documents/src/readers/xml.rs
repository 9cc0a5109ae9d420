//! XML of any vocabulary, as an outline: one item per element with its attributes and its own text. Elements inside
//! running text join it.

use quick_xml::events::{BytesStart, Event};

use crate::encoding::Decoded;
use crate::{Block, BlockKind, Error, Limit, ListItem, Output, Result, Span, WarningKind, readers::code};

/// Items after which the outline goes on in a new list, at the next border between children of the root.
const LIST_ITEMS: usize = 64;

/// Reads XML. What is not well formed is shown as it stands.
pub(crate) fn read(decoded: &Decoded<'_>, output: &mut Output<'_>) -> Result<()> {
    let mut outline = Outline::default();
    let mut reader = quick_xml::Reader::from_str(&decoded.text);
    reader.config_mut().expand_empty_elements = true;
    let start = output.document().blocks.len();
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = match reader.read_event() {
            Ok(Event::Eof) if outline.open.is_empty() => break,
            Ok(Event::Eof) | Err(_) => {
                output.document().blocks.truncate(start);
                output.warn(WarningKind::Damaged, "not well-formed XML");
                return code::block(decoded, Some("xml"), output);
            }
            Ok(event) => event,
        };
        match event {
            Event::Start(start) => outline.start(&start, at, output)?,
            Event::End(_) => outline.end(at, decoded, output)?,
            Event::Text(text) => outline.text(&text.xml10_content()),
            Event::CData(text) => outline.text(&text.xml10_content()),
            Event::GeneralRef(reference) => outline.reference(&reference, output),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Eof => {}
        }
    }
    outline.flush(decoded.text.len(), decoded, output)
}

#[derive(Default)]
struct Outline {
    items: Vec<ListItem>,
    open: Vec<Element>,
    /// Where the first of the items begins.
    from: usize,
}

struct Element {
    /// It stands inside running text, and its own text joins that.
    inline: bool,
    /// It has children of its own in the outline.
    parent: bool,
    /// It has text.
    said: bool,
}

impl Outline {
    fn start(&mut self, start: &BytesStart<'_>, at: usize, output: &mut Output<'_>) -> Result<()> {
        if self.open.len() >= usize::from(output.limits().nesting) {
            return Err(Error::LimitExceeded { limit: Limit::Nesting });
        }
        let inline = self.open.last().is_some_and(|parent| parent.inline || parent.said && !parent.parent);
        if !inline {
            if let Some(parent) = self.open.last_mut() {
                parent.parent = true;
            }
            if self.items.is_empty() {
                self.from = at;
            }
            let mut label = start.local_name().as_ref().to_owned();
            for attribute in start.attributes().with_checks(false).flatten() {
                if !attribute.key.as_ref().starts_with("xmlns") {
                    let value = quick_xml::escape::unescape(&attribute.value).unwrap_or(attribute.value.clone());
                    label.push_str(&format!(" {}={value}", attribute.key.local_name().as_ref()));
                }
            }
            self.item(label);
        }
        self.open.push(Element { inline, parent: false, said: false });
        Ok(())
    }

    fn item(&mut self, text: String) {
        let depth = u8::try_from(self.open.len()).unwrap_or(u8::MAX);
        self.items.push(ListItem { depth, number: None, text: vec![Span::plain(text)] });
    }

    fn text(&mut self, text: &str) {
        let Some(element) = self.open.last_mut() else { return };
        if text.trim().is_empty() {
            if (element.said || element.inline) && !element.parent {
                self.append(text);
            }
            return;
        }
        if element.parent {
            self.item(text.trim().to_owned());
            return;
        }
        let colon = !element.said && !element.inline;
        element.said = true;
        if colon {
            self.append(": ");
            self.append(text.trim_start());
        } else {
            self.append(text);
        }
    }

    /// Adds to the last item, with every run of white space as one blank.
    fn append(&mut self, text: &str) {
        let Some(span) = self.items.last_mut().and_then(|item| item.text.last_mut()) else { return };
        for character in text.chars() {
            match character.is_whitespace() {
                true if span.text.ends_with(' ') => {}
                true => span.text.push(' '),
                false => span.text.push(character),
            }
        }
    }

    /// Entities of the document's own are named, never expanded: that is how a short file grows without end.
    fn reference(&mut self, name: &str, output: &mut Output<'_>) {
        let escaped = format!("&{name};");
        match quick_xml::escape::unescape(&escaped) {
            Ok(text) => self.text(&text),
            Err(_) => {
                output.warn(WarningKind::Skipped, format!("entity {name}"));
                self.text(&escaped);
            }
        }
    }

    fn end(&mut self, at: usize, decoded: &Decoded<'_>, output: &mut Output<'_>) -> Result<()> {
        self.open.pop();
        if self.open.len() == 1 && self.items.len() >= LIST_ITEMS {
            return self.flush(at, decoded, output);
        }
        Ok(())
    }

    fn flush(&mut self, at: usize, decoded: &Decoded<'_>, output: &mut Output<'_>) -> Result<()> {
        let mut items = std::mem::take(&mut self.items);
        if items.is_empty() {
            return Ok(());
        }
        for span in items.iter_mut().flat_map(|item| &mut item.text) {
            span.text.truncate(span.text.trim_end().len());
        }
        let source = decoded.offset.map(|offset| self.from + offset..at + offset);
        output.push(Block { source, ..Block::new(BlockKind::List(items)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::read_with;

    fn check(text: &str, expected: &[(u8, &str)], warnings: usize) {
        let document = read_with(text, read);
        let items = document.blocks.into_iter().flat_map(|block| match block.kind {
            BlockKind::List(items) => items,
            other => panic!("{other:?}"),
        });
        let found: Vec<(u8, String)> = items.map(|item| (item.depth, crate::spans::plain(&item.text))).collect();
        let expected: Vec<(u8, String)> = expected.iter().map(|(depth, text)| (*depth, (*text).to_owned())).collect();
        assert_eq!((found, document.warnings.len()), (expected, warnings));
    }

    #[test]
    fn elements_are_items_and_inline_ones_join_their_text() {
        let text = "<?xml version='1.0'?>\n<a:shop xmlns:a='u' open=\"y&amp;n\"><!-- c -->\n <item id='1'><name>T&#233;a</name>\
                    <price/></item>\n <p>one <b>two</b> <i>three</i>, &lt;four\n more</p><p><b>x</b> rest</p></a:shop>";
        check(
            text,
            &[
                (0, "shop open=y&n"),
                (1, "item id=1"),
                (2, "name: Téa"),
                (2, "price"),
                (1, "p: one two three, <four more"),
                (1, "p"),
                (2, "b: x"),
                (2, "rest"),
            ],
            0,
        );
    }

    #[test]
    fn entities_are_named_and_not_expanded() {
        check("<!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY d SYSTEM \"file:///e\">]><a>&b;&d;</a>", &[(0, "a: &b;&d;")], 2);
    }

    #[test]
    fn broken_xml_is_shown_as_it_stands() {
        let document = read_with("<a><b>text</a>", read);
        let kind = BlockKind::Code { language: Some("xml".to_owned()), text: "<a><b>text</a>".to_owned() };
        assert_eq!(document.blocks, [Block { source: Some(0..14), ..Block::new(kind) }]);
    }

    #[test]
    fn nesting_has_an_end() {
        let limits = crate::Limits::default();
        let mut output = Output::new(&limits);
        let decoded = Decoded { text: "<a>".repeat(100_000).into(), offset: None };
        assert_eq!(read(&decoded, &mut output), Err(Error::LimitExceeded { limit: Limit::Nesting }));
    }
}
