//! What Word, Excel and PowerPoint packages share: relationships between parts and the properties of the document.

pub(crate) mod drawing;
pub(crate) mod math;
mod math_signs;

use std::collections::HashMap;

use crate::{
    Output, Result,
    package::Package,
    xml::{Event, Xml},
};

/// Where the properties of a document stand when no relationship says so.
const CORE: &str = "docProps/core.xml";
const APP: &str = "docProps/app.xml";

/// Extensions whose choice is understood here; where a file requires others, its fallback is read.
const UNDERSTOOD: &[&str] =
    &["wps", "wpg", "wpc", "wpi", "w14", "w15", "w16", "wp14", "wp15", "a14", "p14", "p15", "c14", "c16r2", "x14", "v"];

/// Whether the choice of an alternative that requires these extensions can be read.
pub(crate) fn understands(requires: &str) -> bool {
    requires.split_whitespace().all(|name| UNDERSTOOD.contains(&name))
}

/// What the parts of a package are to one of them.
#[derive(Debug, Default)]
pub(crate) struct Relationships {
    by_id: HashMap<String, Relationship>,
}

/// One relationship.
#[derive(Debug)]
pub(crate) struct Relationship {
    /// Last word of its type: `hyperlink`, `image`, `slide`.
    pub(crate) kind: String,
    /// Name of the part, or an address outside the package.
    pub(crate) target: String,
    /// Whether the target is outside the package.
    pub(crate) external: bool,
}

impl Relationships {
    /// The relationships of a part; none if it has none. The package itself is the part with the empty name.
    pub(crate) fn of(package: &Package<'_>, part: &str, output: &Output<'_>) -> Result<Self> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
        let mut by_id = HashMap::new();
        let Some(source) = package.part(&name)? else { return Ok(Self::default()) };
        let mut xml = Xml::new(source, &name, output.limits())?;
        loop {
            match xml.next()? {
                Event::Start(tag) if tag.name == "Relationship" => {
                    let (Some(id), Some(kind), Some(target)) = (tag.attr("Id"), tag.attr("Type"), tag.attr("Target"))
                    else {
                        continue;
                    };
                    let external = tag.attr("TargetMode").is_some_and(|mode| mode == "External");
                    let target = if external { target.into_owned() } else { resolve(folder, &target) };
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    by_id.insert(id.into_owned(), Relationship { kind, target, external });
                }
                Event::Eof => return Ok(Self { by_id }),
                _ => {}
            }
        }
    }

    /// The relationship with this id.
    pub(crate) fn get(&self, id: &str) -> Option<&Relationship> {
        self.by_id.get(id)
    }

    /// Name of the part that has this kind of relationship, if there is one in the package.
    pub(crate) fn part(&self, kind: &str) -> Option<&str> {
        let mut found: Vec<&str> = self.parts(kind).collect();
        found.sort_unstable();
        found.first().copied()
    }

    /// Names of all parts with this kind of relationship, in no order.
    pub(crate) fn parts(&self, kind: &str) -> impl Iterator<Item = &str> {
        let inside = |relationship: &&Relationship| !relationship.external;
        self.by_id
            .values()
            .filter(inside)
            .filter(move |relationship| relationship.kind == kind)
            .map(|r| r.target.as_str())
    }
}

/// The part that holds the document itself.
pub(crate) fn main_part(package: &Package<'_>, usual: &str, output: &Output<'_>) -> Result<String> {
    let relationships = Relationships::of(package, "", output)?;
    let declared = relationships.part("officeDocument").filter(|part| package.has(part));
    Ok(declared.unwrap_or(usual).to_owned())
}

/// Sets the metadata from the properties of the document. Damaged properties are no reason to lose the text.
pub(crate) fn properties(package: &Package<'_>, output: &mut Output<'_>) {
    let relationships = Relationships::of(package, "", output).unwrap_or_default();
    for (kind, usual) in [("core-properties", CORE), ("extended-properties", APP)] {
        let part = relationships.part(kind).unwrap_or(usual);
        if let Err(_damage) = read_properties(package, part, output) {
            output.warn(crate::WarningKind::Damaged, part);
        }
    }
}

fn read_properties(package: &Package<'_>, part: &str, output: &mut Output<'_>) -> Result<()> {
    let Some(source) = package.part(part)? else { return Ok(()) };
    let mut xml = Xml::new(source, part, output.limits())?;
    let mut text = String::new();
    loop {
        match xml.next()? {
            Event::Start(_) => text.clear(),
            Event::Text(piece) => text.push_str(piece),
            Event::End(ns, name) => {
                let value = text.trim();
                if !value.is_empty() {
                    set_property(output, (ns, name), value);
                }
                text.clear();
            }
            Event::Eof => return Ok(()),
        }
    }
}

fn set_property(output: &mut Output<'_>, name: (&str, &str), value: &str) {
    let metadata = &mut output.document().metadata;
    let mut other = |key: &str| metadata.other.push((key.to_owned(), value.to_owned()));
    match name {
        ("dc", "title") => metadata.title = Some(value.to_owned()),
        ("dc", "creator") => {
            let authors = value.split(';').map(str::trim).filter(|author| !author.is_empty());
            metadata.authors = authors.map(str::to_owned).collect();
        }
        ("dc", "language") => metadata.language = Some(value.to_owned()),
        ("dcterms", "created") => metadata.created = Some(value.to_owned()),
        ("dcterms", "modified") => metadata.modified = Some(value.to_owned()),
        ("dc", "subject") => other("subject"),
        ("dc", "description") => other("description"),
        ("cp", "keywords") => other("keywords"),
        ("cp", "category") => other("category"),
        ("cp", "lastModifiedBy") => other("last_modified_by"),
        ("ep", "Company") => other("company"),
        ("ep", "Application") => other("application"),
        ("ep", "Pages" | "Slides") => metadata.pages = value.parse().ok(),
        _ => {}
    }
}

/// The name of a part that a part in `folder` points to. It never leaves the package: `..` stops at its root.
pub(crate) fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let target = target.split('#').next().unwrap_or_default();
    let absolute = target.starts_with('/');
    let mut path: Vec<&str> = if absolute { Vec::new() } else { folder.split('/').filter(|s| !s.is_empty()).collect() };
    for segment in target.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            segment => path.push(segment),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_stay_in_the_package() {
        for (folder, target, expected) in [
            ("word", "media/image1.png", "word/media/image1.png"),
            ("ppt/slides", "../charts/chart1.xml", "ppt/charts/chart1.xml"),
            ("word", "/docProps/core.xml", "docProps/core.xml"),
            ("word", "../../../etc/passwd", "etc/passwd"),
            ("", "./a//b.xml#part", "a/b.xml"),
        ] {
            assert_eq!(resolve(folder, target), expected);
        }
    }
}
