//! The description of a book: what it is called, which files it has, and in which order they are read.

use std::collections::{HashMap, HashSet};

use crate::{
    Metadata, Output, Result,
    package::Package,
    readers::ooxml,
    xml::{Event, Tag, Xml},
};

/// A book as its package document describes it.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) metadata: Metadata,
    items: HashMap<String, Item>,
    spine: Vec<String>,
    /// Files that only repeat the headings of others.
    contents: HashSet<String>,
}

/// A file of the book.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) path: String,
    pub(super) media_type: String,
    is_navigation: bool,
}

impl Book {
    pub(super) fn read(package: &Package<'_>, part: &str, output: &Output<'_>) -> Result<Self> {
        let mut book = Self::default();
        let Some(source) = package.part(part)? else { return Ok(book) };
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut xml = Xml::new(source, part, output.limits())?;
        let mut text = String::new();
        loop {
            match xml.next()? {
                Event::Start(tag) => {
                    text.clear();
                    book.start(&tag, folder);
                }
                Event::Text(piece) => text.push_str(piece),
                Event::End(ns, name) => {
                    book.describe((ns, name), text.trim());
                    text.clear();
                }
                Event::Eof => return Ok(book),
            }
        }
    }

    /// The chapters in the order in which they are read, each once.
    pub(super) fn chapters(&self) -> impl Iterator<Item = &Item> {
        let mut seen = HashSet::new();
        let in_spine = self.spine.iter().filter_map(|id| self.items.get(id));
        in_spine
            .filter(move |item| !item.is_navigation && !self.contents.contains(&item.path) && seen.insert(&item.path))
    }

    fn start(&mut self, tag: &Tag<'_>, folder: &str) {
        let path = || tag.attr("href").map(|href| ooxml::resolve(folder, &unescaped(&href)));
        match tag.name {
            "item" => {
                if let (Some(id), Some(path)) = (tag.attr_plain("id"), path()) {
                    let media_type = tag.attr("media-type").unwrap_or_default().to_lowercase();
                    let is_navigation =
                        tag.attr("properties").is_some_and(|all| all.split_whitespace().any(|one| one == "nav"));
                    self.items.insert(id.into_owned(), Item { path, media_type, is_navigation });
                }
            }
            "itemref" => self.spine.extend(tag.attr("idref").map(|id| id.into_owned())),
            "reference" if tag.attr("type").is_some_and(|kind| kind == "toc") => self.contents.extend(path()),
            "meta" if tag.attr("name").is_some_and(|name| name == "calibre:series") => {
                let series = tag.attr("content").unwrap_or_default().into_owned();
                self.metadata.other.push(("series".to_owned(), series));
            }
            _ => {}
        }
    }

    fn describe(&mut self, name: (&str, &str), value: &str) {
        if value.is_empty() || name.0 != "dc" {
            return;
        }
        let metadata = &mut self.metadata;
        match name.1 {
            // A book may have several titles; the first is the main one.
            "title" if metadata.title.is_none() => metadata.title = Some(value.to_owned()),
            "creator" => metadata.authors.push(value.to_owned()),
            "language" if metadata.language.is_none() => metadata.language = Some(value.to_owned()),
            "date" if metadata.created.is_none() => metadata.created = Some(value.to_owned()),
            "publisher" | "identifier" | "subject" | "description" | "contributor" => {
                metadata.other.push((name.1.to_owned(), value.to_owned()));
            }
            _ => {}
        }
    }
}

/// An address without its escapes: `chapter%201.xhtml`.
fn unescaped(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let digits = (byte == b'%').then(|| ahead.next().zip(ahead.next())).flatten();
        let value = digits.and_then(|(high, low)| {
            let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            Some(digit(high)? * 16 + digit(low)?)
        });
        match value {
            Some(value) => {
                bytes.push(value);
                rest = ahead;
            }
            None => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
