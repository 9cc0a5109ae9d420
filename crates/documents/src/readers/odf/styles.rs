//! Styles of OpenDocument: what is bold, hidden, a heading, a list with numbers, a new page.

use std::collections::HashMap;

use crate::{
    Output, Result, Style,
    package::Package,
    xml::{Event, Tag, Xml},
};

/// Steps up the chain of styles; a longer chain is a circle.
const ANCESTORS_MAX: usize = 32;

/// The styles of a document, its own and the automatic ones.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_name: HashMap<(String, String), Definition>,
    /// For each list style and level, the number it starts with; none for a bullet.
    lists: HashMap<(String, u8), Option<u64>>,
}

#[derive(Debug, Default)]
struct Definition {
    parent: Option<String>,
    strong: Option<bool>,
    emphasis: Option<bool>,
    strike: Option<bool>,
    hidden: Option<bool>,
    breaks: Option<bool>,
    outline: Option<u8>,
    list: Option<String>,
}

/// What kind of text a paragraph is by the style it is based on.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    #[default]
    Text,
    Title,
    Quote,
    Code,
}

impl Styles {
    /// Adds the styles of a part.
    pub(super) fn read(&mut self, package: &Package<'_>, part: &str, output: &Output<'_>) -> Result<()> {
        let Some(source) = package.part(part)? else { return Ok(()) };
        let mut xml = Xml::new(source, part, output.limits())?;
        let mut current: Option<((String, String), Definition)> = None;
        let mut list = String::new();
        loop {
            match xml.next()? {
                Event::Start(tag) => match (tag.ns, tag.name) {
                    // Styles stand before the text; it is read on its own.
                    ("office", "body") => return Ok(()),
                    ("style", "style") => current = Some(begin(&tag)),
                    ("text", "list-style") => list = name(&tag),
                    ("text", "list-level-style-bullet" | "list-level-style-image") => {
                        self.lists.insert((list.clone(), level(&tag)), None);
                    }
                    ("text", "list-level-style-number") => {
                        let shown = tag.attr("num-format").is_some_and(|format| !format.is_empty());
                        let start = shown.then(|| tag.number("start-value").unwrap_or(1));
                        self.lists.insert((list.clone(), level(&tag)), start);
                    }
                    _ => {
                        if let Some((_, definition)) = &mut current {
                            definition.set(&tag);
                        }
                    }
                },
                Event::End("style", "style") => self.by_name.extend(current.take()),
                Event::Eof => return Ok(()),
                Event::End(..) | Event::Text(_) => {}
            }
        }
    }

    /// How a run of this style is set.
    pub(super) fn text(&self, family: &str, name: &str) -> Style {
        let all = || self.chain(family, name);
        Style {
            strong: all().find_map(|style| style.strong).unwrap_or(false),
            emphasis: all().find_map(|style| style.emphasis).unwrap_or(false),
            strike: all().find_map(|style| style.strike).unwrap_or(false),
            code: family == "text"
                && self.names(family, name).any(|name| matches!(name, "Source_20_Text" | "Teletype")),
            math: false,
        }
    }

    /// Whether what is set in this style is not shown.
    pub(super) fn hides(&self, family: &str, name: &str) -> bool {
        self.chain(family, name).find_map(|style| style.hidden).unwrap_or(false)
    }

    /// Whether a paragraph of this style begins a page.
    pub(super) fn breaks_page(&self, name: &str) -> bool {
        self.chain("paragraph", name).find_map(|style| style.breaks).unwrap_or(false)
    }

    /// Level of the headings of this style.
    pub(super) fn outline(&self, name: &str) -> Option<u8> {
        self.chain("paragraph", name).find_map(|style| style.outline).filter(|level| *level > 0)
    }

    /// The list style that a paragraph style brings along.
    pub(super) fn list_of(&self, name: &str) -> Option<String> {
        self.chain("paragraph", name).find_map(|style| style.list.clone())
    }

    /// The number a level of a list starts with; none for bullets.
    pub(super) fn start(&self, list: &str, depth: u8) -> Option<u64> {
        self.lists.get(&(list.to_owned(), depth)).copied().flatten()
    }

    pub(super) fn role(&self, name: &str) -> Role {
        for name in self.names("paragraph", name) {
            match name {
                "Title" => return Role::Title,
                "Quotations" => return Role::Quote,
                "Preformatted_20_Text" => return Role::Code,
                _ => {}
            }
        }
        Role::Text
    }

    fn chain<'s>(&'s self, family: &'s str, name: &'s str) -> impl Iterator<Item = &'s Definition> {
        self.names(family, name).filter_map(move |name| self.get(family, name))
    }

    /// A style and those it is based on, by name.
    fn names<'s>(&'s self, family: &'s str, name: &'s str) -> impl Iterator<Item = &'s str> {
        let parent = move |name: &&'s str| self.get(family, name).and_then(|style| style.parent.as_deref());
        std::iter::successors(Some(name), parent).take(ANCESTORS_MAX)
    }

    fn get(&self, family: &str, name: &str) -> Option<&Definition> {
        self.by_name.get(&(family.to_owned(), name.to_owned()))
    }
}

impl Definition {
    fn set(&mut self, tag: &Tag<'_>) {
        let is = |name: &str, value: &str| tag.attr(name).map(|found| found == value);
        match tag.name {
            "text-properties" => {
                self.strong = tag
                    .attr_ns("fo", "font-weight")
                    .map(|weight| matches!(weight.as_ref(), "bold" | "600" | "700" | "800" | "900"));
                self.emphasis = tag.attr_ns("fo", "font-style").map(|style| style != "normal");
                self.strike = tag.attr("text-line-through-style").map(|style| style != "none");
                self.hidden = is("display", "none");
            }
            "paragraph-properties" => self.breaks = is("break-before", "page"),
            "table-properties" | "section-properties" => self.hidden = is("display", "false").or(is("display", "none")),
            "drawing-page-properties" => self.hidden = is("visibility", "hidden"),
            _ => {}
        }
    }
}

fn begin(tag: &Tag<'_>) -> ((String, String), Definition) {
    let family = tag.attr("family").unwrap_or_default().into_owned();
    let parent = tag.attr("parent-style-name").map(|parent| parent.into_owned());
    let list = tag.attr("list-style-name").filter(|list| !list.is_empty()).map(|list| list.into_owned());
    (
        (family, name(tag)),
        Definition { parent, list, outline: tag.number("default-outline-level"), ..Definition::default() },
    )
}

fn name(tag: &Tag<'_>) -> String {
    tag.attr_ns("style", "name").unwrap_or_default().into_owned()
}

/// Level of a list style, from 0.
fn level(tag: &Tag<'_>) -> u8 {
    tag.number::<u8>("level").unwrap_or(1).saturating_sub(1)
}
