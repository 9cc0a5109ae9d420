//! A run of text in one setting.

use std::borrow::Cow;

use super::{
    fields::symbol,
    styles::{RunProperties, Styles},
};
use crate::{Style, xml::Tag};

/// Sizes up to this many half points cannot be read by a person.
const UNREADABLE_HALF_POINTS: u32 = 2;

/// A run in the making.
#[derive(Debug, Default)]
pub(super) struct Run {
    own: RunProperties,
    by_style: RunProperties,
    code: bool,
    white: bool,
    shaded: bool,
    unreadable: bool,
    symbol_font: Option<String>,
}

impl Run {
    /// Takes a property of `w:rPr`.
    pub(super) fn set(&mut self, tag: &Tag<'_>, styles: &Styles) {
        match tag.name {
            "rStyle" => (self.by_style, self.code) = styles.character(&tag.attr("val").unwrap_or_default()),
            "color" => self.white = tag.attr("val").is_some_and(|color| color.eq_ignore_ascii_case("ffffff")),
            "shd" | "highlight" => self.shaded = is_shaded(tag),
            "sz" => self.unreadable = tag.number("val").is_some_and(|size: u32| size <= UNREADABLE_HALF_POINTS),
            "rFonts" => {
                let font = tag.attr("ascii").unwrap_or_default();
                let ornamental = |name: &str| font.to_lowercase().starts_with(name);
                self.symbol_font =
                    ["symbol", "wingdings", "webdings"].iter().any(|n| ornamental(n)).then(|| font.into_owned());
            }
            _ => self.own.set(tag),
        }
    }

    /// How its text is set.
    pub(super) fn style(&self) -> Style {
        let properties = self.own.over(self.by_style);
        Style {
            strong: properties.strong.unwrap_or(false),
            emphasis: properties.emphasis.unwrap_or(false),
            strike: properties.strike.unwrap_or(false),
            code: self.code,
            math: false,
        }
    }

    /// Whether a person does not see it. White is invisible only on `bare` paper.
    pub(super) fn is_hidden(&self, bare: bool) -> bool {
        let vanished = self.own.over(self.by_style).vanish.unwrap_or(false);
        vanished || self.unreadable || (self.white && bare && !self.shaded)
    }

    /// Its text, with the codes of symbol fonts in the private area as what they mean.
    pub(super) fn mapped<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let private = |character: char| ('\u{f020}'..='\u{f0ff}').contains(&character);
        if !text.contains(private) {
            return Cow::Borrowed(text);
        }
        let font = self.symbol_font.as_deref().unwrap_or("Symbol");
        let meaning = |c: char| if private(c) { symbol(font, &format!("{:X}", u32::from(c))).unwrap_or(c) } else { c };
        Cow::Owned(text.chars().map(meaning).collect())
    }
}

/// Whether something lies behind the text, so that white text can be seen.
pub(super) fn is_shaded(tag: &Tag<'_>) -> bool {
    let fill = if tag.name == "highlight" { tag.attr("val") } else { tag.attr("fill") };
    fill.is_some_and(|fill| !matches!(fill.to_lowercase().as_str(), "auto" | "ffffff" | "none" | "white" | ""))
        || tag.attr("themeFill").is_some()
}
