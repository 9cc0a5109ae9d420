//! The text of a shape: paragraphs, of which some are items of lists.

use crate::{
    Block, BlockKind, ListItem, Span, Style,
    readers::{
        flow::{self, Flow},
        ooxml::Relationships,
    },
    xml::Tag,
};

/// Levels of a list in PowerPoint.
const LEVELS: usize = 9;

/// The text of a shape in the making.
#[derive(Debug, Default)]
pub(super) struct TextBody {
    paragraphs: Vec<Paragraph>,
    current: Paragraph,
    style: Style,
    link: Option<String>,
    display_math: bool,
}

#[derive(Debug, Default)]
struct Paragraph {
    level: u8,
    bullet: Bullet,
    text: Vec<Span>,
}

/// What stands before a paragraph.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Bullet {
    /// What the placeholder gives.
    #[default]
    Inherited,
    None,
    Sign,
    /// Numbers, from this one on.
    Number(u64),
}

impl TextBody {
    pub(super) fn start(&mut self, tag: &Tag<'_>, relationships: &Relationships) {
        match tag.name {
            "p" => self.current = Paragraph::default(),
            "pPr" => self.current.level = tag.number("lvl").unwrap_or(0).min(LEVELS as u8 - 1),
            "buNone" => self.current.bullet = Bullet::None,
            "buChar" | "buBlip" => self.current.bullet = Bullet::Sign,
            "buAutoNum" => self.current.bullet = Bullet::Number(tag.number("startAt").unwrap_or(1)),
            "r" | "fld" => (self.style, self.link) = (Style::default(), None),
            "rPr" if tag.parent.1 != "endParaRPr" => {
                let on = |name: &str| tag.attr(name).is_some_and(|value| matches!(value.as_ref(), "1" | "true"));
                self.style.strong = on("b");
                self.style.emphasis = on("i");
                self.style.strike = tag.attr("strike").is_some_and(|strike| strike != "noStrike");
            }
            "hlinkClick" if tag.parent.1 == "rPr" => {
                let target =
                    tag.attr_ns("r", "id").and_then(|id| relationships.get(&id)).filter(|found| found.external);
                self.link = target.map(|found| found.target.clone());
            }
            "br" => self.write("\n"),
            _ => {}
        }
    }

    pub(super) fn write(&mut self, text: &str) {
        // A vertical tab is how PowerPoint stores a line break in titles.
        let text = text.replace('\u{b}', "\n");
        flow::append(&mut self.current.text, Span { text, style: self.style, link: self.link.clone(), note: None });
    }

    pub(super) fn write_formula(&mut self, latex: String, display: bool) {
        self.display_math |= display;
        flow::append(&mut self.current.text, flow::math(latex));
    }

    pub(super) fn end_run(&mut self) {
        (self.style, self.link) = (Style::default(), None);
    }

    pub(super) fn end_paragraph(&mut self) {
        let mut paragraph = std::mem::take(&mut self.current);
        paragraph.text = flow::trimmed(paragraph.text);
        if !flow::is_blank(&paragraph.text) {
            self.paragraphs.push(paragraph);
        }
    }

    /// The text on one line, for a title.
    pub(super) fn title(self) -> Vec<Span> {
        let mut text = Vec::new();
        for paragraph in self.paragraphs {
            if !text.is_empty() {
                flow::append(&mut text, Span::plain(" "));
            }
            for mut span in paragraph.text {
                span.style.strong = false;
                span.text = span.text.replace('\n', " ");
                flow::append(&mut text, span);
            }
        }
        text
    }

    /// The text as blocks. In a placeholder for `lists` paragraphs are items unless they say otherwise.
    pub(super) fn blocks(self, lists: bool) -> Vec<Block> {
        let lists = lists && (self.paragraphs.len() > 1 || self.paragraphs.iter().any(|paragraph| paragraph.level > 0));
        let mut flow = Flow::default();
        let mut numbers = [None; LEVELS];
        for Paragraph { level, bullet, text } in self.paragraphs {
            let index = usize::from(level);
            let number = match bullet {
                Bullet::Number(start) => Some(numbers[index].map_or(start, |last: u64| last.saturating_add(1))),
                _ => None,
            };
            numbers[index] = number;
            numbers.iter_mut().skip(index + 1).for_each(|deeper| *deeper = None);
            let item = bullet == Bullet::Sign || number.is_some() || (bullet == Bullet::Inherited && lists);
            let formulas = text.iter().all(|span| span.style.math || span.text.trim().is_empty());
            if item {
                flow.push_item(1, ListItem { depth: level, number, text });
            } else if formulas && self.display_math {
                let formulas = text.into_iter().filter(|span| span.style.math);
                formulas.for_each(|span| flow.push(Block::new(BlockKind::Math(span.text))));
            } else {
                flow.push(Block::new(BlockKind::Paragraph(text)));
            }
        }
        flow.finish()
    }
}
