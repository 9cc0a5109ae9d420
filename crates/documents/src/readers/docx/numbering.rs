//! Numbering: which number a paragraph of a list shows.

use std::collections::{HashMap, HashSet};

use super::styles::Styles;
use crate::{
    Limits, Result,
    package::Package,
    xml::{Event, Tag, Xml},
};

/// Levels of a list in Word.
const LEVELS: usize = 9;

/// All lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    kinds: HashMap<u32, Kind>,
    lists: HashMap<u32, List>,
    counters: HashMap<u32, [Option<u64>; LEVELS]>,
    /// Lists and levels that have begun at their own number.
    restarted: HashSet<(u32, usize)>,
}

/// An abstract numbering: what lists of this kind look like.
#[derive(Debug, Default)]
struct Kind {
    levels: [Level; LEVELS],
    style: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct Level {
    format: String,
    start: Option<u64>,
    text: String,
    paragraph_style: Option<String>,
    restarts_never: bool,
}

/// A list: a kind and where it deviates.
#[derive(Debug, Default)]
struct List {
    kind: u32,
    starts: HashMap<usize, u64>,
    levels: HashMap<usize, Level>,
}

/// What stands before a paragraph of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// Level, from 0.
    pub(super) level: u8,
    /// Its number; none for a bullet.
    pub(super) number: Option<u64>,
    /// The label in full, as in `Article 5.` or `1.2`; empty for a bullet.
    pub(super) text: String,
}

impl Numbering {
    /// Reads the numbering of a document.
    pub(super) fn read(package: &Package<'_>, part: &str, limits: &Limits) -> Result<Self> {
        let mut numbering = Self::default();
        let Some(source) = package.part(part)? else { return Ok(numbering) };
        let mut xml = Xml::new(source, part, limits)?;
        let mut at = Position::default();
        loop {
            match xml.next()? {
                Event::Start(tag) if tag.ns == "w" => numbering.set(&mut at, &tag),
                Event::End("w", "abstractNum" | "num") => at = Position::default(),
                Event::Eof => return Ok(numbering),
                _ => {}
            }
        }
    }

    /// What stands before the next paragraph of this list, and counts it. None for a list that shows nothing.
    pub(super) fn next(&mut self, list: u32, level: Option<u8>, style: Option<&str>, styles: &Styles) -> Option<Label> {
        let definition = self.lists.get(&list)?;
        let kind_id = self.followed(definition.kind, styles);
        let kind = self.kinds.get(&kind_id)?;
        let linked =
            || kind.levels.iter().position(|level| style.is_some() && level.paragraph_style.as_deref() == style);
        let index = level.map(usize::from).or_else(linked).unwrap_or(0).min(LEVELS - 1);
        let level = definition.levels.get(&index).or(kind.levels.get(index))?;
        if level.format == "none" && level.text.is_empty() {
            return None;
        }
        let start = level.start.unwrap_or(1);
        let counters = self.counters.entry(kind_id).or_default();
        let own_start = definition.starts.get(&index).filter(|_| self.restarted.insert((list, index)));
        let number = own_start.copied().or(counters[index].map(|last| last.saturating_add(1))).unwrap_or(start);
        counters[index] = Some(number);
        for (deeper, counter) in counters.iter_mut().enumerate().skip(index + 1) {
            if !kind.levels[deeper].restarts_never {
                *counter = None;
            }
        }
        let counters = *counters;
        let depth = u8::try_from(index).unwrap_or(0);
        if matches!(level.format.as_str(), "bullet" | "none") {
            return Some(Label { level: depth, number: None, text: String::new() });
        }
        let text = label(&level.text, &kind.levels, &counters);
        Some(Label { level: depth, number: Some(number), text })
    }

    /// The kind that really defines the levels: one may point to another through a numbering style.
    fn followed(&self, kind: u32, styles: &Styles) -> u32 {
        let linked = self.kinds.get(&kind).and_then(|kind| kind.style.as_deref());
        let list = linked.and_then(|style| styles.numbering(style)).and_then(|list| self.lists.get(&list));
        list.map_or(kind, |list| list.kind)
    }

    fn set(&mut self, at: &mut Position, tag: &Tag<'_>) {
        match tag.name {
            "abstractNum" => *at = Position { kind: tag.number("abstractNumId"), ..Position::default() },
            "num" => *at = Position { list: tag.number("numId"), ..Position::default() },
            "lvl" | "lvlOverride" => at.level = tag.number("ilvl").filter(|level| *level < LEVELS),
            "abstractNumId" => {
                if let (Some(list), Some(kind)) = (at.list, tag.number("val")) {
                    self.lists.entry(list).or_default().kind = kind;
                }
            }
            "startOverride" => {
                if let (Some(list), Some(level), Some(start)) = (at.list, at.level, tag.number("val")) {
                    self.lists.entry(list).or_default().starts.insert(level, start);
                }
            }
            "numStyleLink" => {
                if let Some(kind) = at.kind {
                    self.kinds.entry(kind).or_default().style = tag.attr("val").map(|style| style.into_owned());
                }
            }
            _ if tag.parent.1 == "lvl" => self.set_level(at, tag),
            _ => {}
        }
    }

    fn set_level(&mut self, at: &Position, tag: &Tag<'_>) {
        let Some(index) = at.level else { return };
        let level = match (at.kind, at.list) {
            (Some(kind), _) => self.kinds.entry(kind).or_default().levels.get_mut(index),
            (None, Some(list)) => Some(self.lists.entry(list).or_default().levels.entry(index).or_default()),
            (None, None) => None,
        };
        let Some(level) = level else { return };
        match tag.name {
            "numFmt" => level.format = tag.attr("val").unwrap_or_default().into_owned(),
            "start" => level.start = tag.number("val"),
            "lvlText" => level.text = tag.attr("val").unwrap_or_default().into_owned(),
            "pStyle" => level.paragraph_style = tag.attr("val").map(|style| style.into_owned()),
            "lvlRestart" => level.restarts_never = tag.number("val") == Some(0),
            _ => {}
        }
    }
}

/// Where in the part the reader is.
#[derive(Default)]
struct Position {
    kind: Option<u32>,
    list: Option<u32>,
    level: Option<usize>,
}

/// Fills a pattern such as `%1.%2` with the numbers of the levels.
fn label(pattern: &str, levels: &[Level; LEVELS], counters: &[Option<u64>; LEVELS]) -> String {
    let mut text = String::new();
    let mut characters = pattern.chars().peekable();
    while let Some(character) = characters.next() {
        let level =
            characters.peek().and_then(|next| next.to_digit(10)).and_then(|digit| (digit as usize).checked_sub(1));
        match (character, level) {
            ('%', Some(level)) if level < LEVELS => {
                characters.next();
                let number = counters[level].or(levels[level].start).unwrap_or(1);
                text.push_str(&formatted(number, &levels[level].format));
            }
            _ => text.push(character),
        }
    }
    text
}

/// A number in the format of its level.
fn formatted(number: u64, format: &str) -> String {
    match format {
        "upperLetter" => letters(number).to_uppercase(),
        "lowerLetter" => letters(number),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "decimalZero" => format!("{number:02}"),
        "bullet" | "none" => String::new(),
        _ => number.to_string(),
    }
}

/// a to z, then aa to zz, as Word counts.
fn letters(number: u64) -> String {
    let Some(index) = number.checked_sub(1) else { return String::new() };
    let letter = char::from(b'a' + u8::try_from(index % 26).unwrap_or(0));
    // Word repeats the letter; a number far out of any list must not become a text of that length.
    std::iter::repeat_n(letter, usize::try_from(index / 26 + 1).unwrap_or(1).min(30)).collect()
}

fn roman(number: u64) -> String {
    const DIGITS: [(u64, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number > 10_000 {
        return number.to_string();
    }
    let mut rest = number;
    let mut text = String::new();
    for (value, digit) in DIGITS {
        while rest >= value {
            text.push_str(digit);
            rest -= value;
        }
    }
    text
}
