//! Where placeholders lie: a slide leaves that to its layout, and the layout to its master.

use std::collections::HashMap;

use crate::{
    Output, Result,
    package::Package,
    readers::{ooxml::Relationships, order::Rect},
    xml::{Event, Tag, Xml},
};

/// What names a placeholder: its kind, and its number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Placeholder {
    pub(super) kind: String,
    pub(super) index: String,
}

/// Where the placeholders of a layout and its master lie.
#[derive(Debug, Clone, Default)]
pub(super) struct Inherited {
    found: Vec<(Placeholder, Rect)>,
}

/// The layouts of a presentation, each read once.
pub(super) struct Places<'a> {
    package: &'a Package<'a>,
    layouts: HashMap<String, Inherited>,
}

impl Placeholder {
    pub(super) fn of(tag: &Tag<'_>) -> Self {
        let kind = tag.attr("type").map_or_else(|| "obj".to_owned(), |kind| kind.into_owned());
        Self { kind, index: tag.attr("idx").unwrap_or_default().into_owned() }
    }

    pub(super) fn is_title(&self) -> bool {
        matches!(self.kind.as_str(), "title" | "ctrTitle")
    }
}

impl Inherited {
    /// Where a placeholder of the slide lies: by its number, else by its kind.
    pub(super) fn place(&self, wanted: &Placeholder) -> Option<Rect> {
        let same_index = |known: &Placeholder| !wanted.index.is_empty() && known.index == wanted.index;
        let same_kind = |known: &Placeholder| known.kind == wanted.kind || (known.is_title() && wanted.is_title());
        let by = |matches: &dyn Fn(&Placeholder) -> bool| self.found.iter().find(|(known, _)| matches(known));
        by(&same_index).or_else(|| by(&same_kind)).map(|(_, place)| *place)
    }
}

impl<'a> Places<'a> {
    pub(super) fn new(package: &'a Package<'a>) -> Self {
        Self { package, layouts: HashMap::new() }
    }

    /// The places of a layout and its master. A damaged layout only costs the order of shapes.
    pub(super) fn of(&mut self, layout: &str, output: &Output<'_>) -> Result<Inherited> {
        if let Some(known) = self.layouts.get(layout) {
            return Ok(known.clone());
        }
        let mut found = placeholders(self.package, layout, output).unwrap_or_default();
        let relationships = Relationships::of(self.package, layout, output).unwrap_or_default();
        if let Some(master) = relationships.part("slideMaster") {
            found.extend(placeholders(self.package, master, output).unwrap_or_default());
        }
        let inherited = Inherited { found };
        self.layouts.insert(layout.to_owned(), inherited.clone());
        Ok(inherited)
    }
}

fn placeholders(package: &Package<'_>, part: &str, output: &Output<'_>) -> Result<Vec<(Placeholder, Rect)>> {
    let Some(source) = package.part(part)? else { return Ok(Vec::new()) };
    let mut xml = Xml::new(source, part, output.limits())?;
    let mut found = Vec::new();
    let (mut placeholder, mut place) = (None, None);
    loop {
        match xml.next()? {
            Event::Start(tag) => match (tag.ns, tag.name) {
                ("p", "ph") => placeholder = Some(Placeholder::of(&tag)),
                ("a", "off" | "ext") if tag.parent.1 == "xfrm" => place = Some(with(place.unwrap_or_default(), &tag)),
                _ => {}
            },
            Event::End("p", "sp" | "pic") => {
                found.extend(placeholder.take().zip(place.take()));
            }
            Event::End("p", "grpSpPr") => place = None,
            Event::Eof => return Ok(found),
            Event::End(..) | Event::Text(_) => {}
        }
    }
}

/// A rectangle with the corner or the size that an element gives.
pub(super) fn with(place: Rect, tag: &Tag<'_>) -> Rect {
    let number = |name: &str| tag.number(name).unwrap_or(0);
    match tag.name {
        "off" => Rect { x: number("x"), y: number("y"), ..place },
        _ => Rect { width: number("cx"), height: number("cy"), ..place },
    }
}
