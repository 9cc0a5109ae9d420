//! Styles: which paragraphs are headings, lists, quotations and code, and which runs are bold or hidden.

use std::collections::HashMap;

use crate::{
    Limits, Result,
    package::Package,
    xml::{Event, Tag, Xml},
};

/// Steps up the chain of styles that are based on one another; a longer chain is a circle.
const ANCESTORS_MAX: usize = 32;

/// Names of heading styles, without their number, in the languages that Word is sold in. Word itself stores the English
/// one whatever its language, other programs store what they show.
const HEADING_NAMES: &[&str] = &[
    "heading",
    "überschrift",
    "titre",
    "título",
    "titulo",
    "titolo",
    "заголовок",
    "标题",
    "標題",
    "見出し",
    "제목",
    "kop",
    "rubrik",
    "overskrift",
    "otsikko",
    "nagłówek",
    "nadpis",
    "başlık",
    "címsor",
    "titlu",
    "επικεφαλίδα",
    "наслов",
    "naslov",
    "đầu đề",
    "عنوان",
    "כותרת",
];

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, StyleDefinition>,
    default_paragraph: Option<String>,
}

#[derive(Debug, Default)]
struct StyleDefinition {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    list: Option<u32>,
    level: Option<u8>,
    run: RunProperties,
}

/// What a style or a run says about its text. What it does not say, the style below it decides.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct RunProperties {
    pub(super) strong: Option<bool>,
    pub(super) emphasis: Option<bool>,
    pub(super) strike: Option<bool>,
    pub(super) vanish: Option<bool>,
}

/// What a paragraph is by its style.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct ParagraphStyle {
    /// Level of its heading, 1 to 6; or 0, where the style says that it is none.
    pub(super) heading: Option<u8>,
    /// Numbering, and the level in it where the style says one.
    pub(super) list: Option<(u32, Option<u8>)>,
    /// How deep the list lies by the name of its style.
    pub(super) depth: u8,
    pub(super) role: Role,
    pub(super) hidden: bool,
}

/// What kind of text a paragraph is, beside headings and lists.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    #[default]
    Text,
    Quote,
    Code,
}

impl RunProperties {
    /// These properties, and for what they leave open those of `below`.
    pub(super) fn over(self, below: Self) -> Self {
        Self {
            strong: self.strong.or(below.strong),
            emphasis: self.emphasis.or(below.emphasis),
            strike: self.strike.or(below.strike),
            vanish: self.vanish.or(below.vanish),
        }
    }

    /// Takes a property of `w:rPr`.
    pub(super) fn set(&mut self, tag: &Tag<'_>) {
        match tag.name {
            "b" => self.strong = Some(tag.on()),
            "i" => self.emphasis = Some(tag.on()),
            "strike" | "dstrike" => self.strike = Some(tag.on()),
            "vanish" | "specVanish" => self.vanish = Some(tag.on()),
            _ => {}
        }
    }
}

impl Styles {
    /// Reads the styles of a document.
    pub(super) fn read(package: &Package<'_>, part: &str, limits: &Limits) -> Result<Self> {
        let mut styles = Self::default();
        let Some(source) = package.part(part)? else { return Ok(styles) };
        let mut xml = Xml::new(source, part, limits)?;
        let mut current: Option<(String, StyleDefinition)> = None;
        loop {
            match xml.next()? {
                Event::Start(tag) if tag.ns != "w" => {}
                Event::Start(tag) if tag.name == "style" => {
                    let id = tag.attr("styleId").unwrap_or_default().into_owned();
                    let paragraph = tag.attr("type").is_none_or(|kind| kind == "paragraph");
                    let default = tag.attr("default").is_some_and(|default| matches!(default.as_ref(), "1" | "true"));
                    if paragraph && default {
                        styles.default_paragraph = Some(id.clone());
                    }
                    current = Some((id, StyleDefinition::default()));
                }
                Event::Start(tag) => {
                    if let Some((_, style)) = &mut current {
                        style.set(&tag);
                    }
                }
                Event::End("w", "style") => styles.by_id.extend(current.take()),
                Event::Eof => return Ok(styles),
                Event::End(..) | Event::Text(_) => {}
            }
        }
    }

    /// What a paragraph of this style is.
    pub(super) fn paragraph(&self, id: Option<&str>) -> ParagraphStyle {
        let mut found = ParagraphStyle::default();
        let (mut list, mut level, mut hidden, mut role) = (None, None, None, None);
        for style in self.chain(id.or(self.default_paragraph.as_deref())) {
            found.heading = found.heading.or(style.heading());
            list = list.or(style.list);
            level = level.or(style.level);
            hidden = hidden.or(style.run.vanish);
            role = role.or(style.role());
        }
        found.list = list.filter(|id| *id != 0).map(|id| (id, level));
        found.depth = self.chain(id).find_map(StyleDefinition::list_depth).unwrap_or(0);
        found.hidden = hidden.unwrap_or(false);
        found.role = role.unwrap_or_default();
        found
    }

    /// What a character style says of its text, and whether it sets code.
    pub(super) fn character(&self, id: &str) -> (RunProperties, bool) {
        let mut properties = RunProperties::default();
        let mut code = false;
        for style in self.chain(Some(id)) {
            properties = properties.over(style.run);
            code |= matches!(
                style.name.as_str(),
                "verbatim char" | "html code" | "html typewriter" | "source text" | "inline code"
            );
        }
        (properties, code)
    }

    /// The numbering that a numbering style stands for.
    pub(super) fn numbering(&self, id: &str) -> Option<u32> {
        self.by_id.get(id)?.list
    }

    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = &'s StyleDefinition> {
        let first = id.and_then(|id| self.by_id.get(id));
        let above = |style: &&'s StyleDefinition| self.by_id.get(style.based_on.as_deref()?);
        std::iter::successors(first, above).take(ANCESTORS_MAX)
    }
}

impl StyleDefinition {
    fn set(&mut self, tag: &Tag<'_>) {
        let text = || tag.attr("val").unwrap_or_default();
        match (tag.parent.1, tag.name) {
            ("style", "name") => self.name = text().trim().to_lowercase(),
            ("style", "basedOn") => self.based_on = Some(text().into_owned()),
            ("pPr", "outlineLvl") => self.outline = tag.number("val"),
            ("numPr", "numId") => self.list = tag.number("val"),
            ("numPr", "ilvl") => self.level = tag.number("val"),
            ("rPr", _) => self.run.set(tag),
            _ => {}
        }
    }

    /// Level of its heading. The outline level decides; a style that is only named like a heading is one, too.
    fn heading(&self) -> Option<u8> {
        match self.outline {
            Some(level @ 0..=8) => Some((level + 1).min(6)),
            Some(_) => Some(0),
            None if self.name == "title" => Some(1),
            None => {
                let (name, number) = self.name.rsplit_once(' ')?;
                let level: u8 = number.parse().ok()?;
                (HEADING_NAMES.contains(&name) && (1..=9).contains(&level)).then_some(level.min(6))
            }
        }
    }

    /// Word's own styles put each depth into a list of its own: `List Bullet 2` lies inside `List Bullet`.
    fn list_depth(&self) -> Option<u8> {
        let number = ["list bullet ", "list number "].iter().find_map(|kind| self.name.strip_prefix(kind))?;
        number.parse::<u8>().ok()?.checked_sub(1)
    }

    fn role(&self) -> Option<Role> {
        match self.name.as_str() {
            "quote" | "intense quote" | "block text" | "block quotation" | "quotations" => Some(Role::Quote),
            "html preformatted" | "source code" | "preformatted text" | "code" | "code block" | "macro text" => {
                Some(Role::Code)
            }
            _ => None,
        }
    }
}
