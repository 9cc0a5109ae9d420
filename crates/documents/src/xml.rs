//! XML as a stream of events, under rules that hold for every format: only the five predefined entities and numeric
//! references are resolved, a document that declares entities is refused, and depth is counted.

mod names;

use std::{
    borrow::Cow,
    io::{BufRead, Cursor},
};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::{
    Reader,
    escape::{resolve_predefined_entity, unescape},
    events::{BytesRef, BytesStart, Event as Raw, attributes::Attribute},
};

use crate::{Error, Limit, Limits, Result, package};

/// Bytes of the start of a part in which its encoding is looked for.
const DECLARATION_BYTES: usize = 200;

/// A stream of XML events.
pub(crate) struct Xml<'a> {
    reader: Reader<Box<dyn BufRead + 'a>>,
    buffer: Vec<u8>,
    /// What the current event says: a tag without its brackets, or text.
    content: String,
    part: String,
    nesting: usize,
    open: Vec<Open>,
    /// Names of the open elements, one after another.
    names: String,
    scopes: Vec<Scope>,
}

/// An element that is open; its name begins at this byte of the names.
struct Open {
    ns: &'static str,
    name_at: usize,
}

/// A prefix and what it means from a certain depth on.
#[derive(Debug)]
struct Scope {
    depth: usize,
    prefix: String,
    ns: &'static str,
}

/// What comes next.
#[derive(Debug)]
pub(crate) enum Event<'e> {
    /// An element begins. An empty element begins and ends.
    Start(Tag<'e>),
    /// An element ends: the short name of its namespace and its name.
    End(&'static str, &'e str),
    /// Text. The text of one element may come in several pieces.
    Text(&'e str),
    /// The document is over.
    Eof,
}

/// The beginning of an element.
#[derive(Debug)]
pub(crate) struct Tag<'e> {
    /// Short name of its namespace, as in `w` for WordprocessingML; `?` if unknown, empty if there is none.
    pub(crate) ns: &'static str,
    /// Its name.
    pub(crate) name: &'e str,
    /// Namespace and name of the element around it.
    pub(crate) parent: (&'static str, &'e str),
    start: BytesStart<'e>,
    scopes: &'e [Scope],
}

enum Kind {
    Start { name: usize },
    End { ns: &'static str },
    Text,
    Eof,
}

impl<'a> Xml<'a> {
    /// Events of a part; `part` says in errors what was being read.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if its first bytes cannot be read.
    pub(crate) fn new(source: impl BufRead + 'a, part: &str, limits: &Limits) -> Result<Self> {
        let mut source = source;
        let start = source.fill_buf().map_err(|error| package::broken(&error, part))?;
        let source: Box<dyn BufRead + 'a> = match encoding(start) {
            None => Box::new(source),
            Some(encoding) => {
                let mut bytes = Vec::new();
                source.read_to_end(&mut bytes).map_err(|error| package::broken(&error, part))?;
                Box::new(Cursor::new(encoding.decode(&bytes).0.into_owned()))
            }
        };
        let mut reader = Reader::from_reader(source);
        reader.config_mut().expand_empty_elements = true;
        Ok(Self {
            reader,
            buffer: Vec::new(),
            content: String::new(),
            part: part.to_owned(),
            nesting: usize::from(limits.nesting),
            open: Vec::new(),
            names: String::new(),
            scopes: Vec::new(),
        })
    }

    /// The next event.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] for what is no XML and for entities of its own, [`Error::LimitExceeded`] for elements too
    /// deep inside one another, and what the source says.
    pub(crate) fn next(&mut self) -> Result<Event<'_>> {
        Ok(match self.advance()? {
            Kind::Start { name } => {
                self.enter(name)?;
                let ns = self.open.last().map_or("?", |open| open.ns);
                let parent =
                    self.open.len().checked_sub(2).and_then(|at| Some((self.open.get(at)?, self.open.get(at + 1)?)));
                let parent = parent.map_or(("", ""), |(outer, inner)| {
                    (outer.ns, self.names.get(outer.name_at..inner.name_at).unwrap_or_default())
                });
                let start = BytesStart::from_content(self.content.as_str(), name);
                let name = local(self.content.get(..name).unwrap_or_default());
                Event::Start(Tag { ns, name, parent, start, scopes: &self.scopes })
            }
            Kind::End { ns } => Event::End(ns, &self.content),
            Kind::Text => Event::Text(&self.content),
            Kind::Eof => Event::Eof,
        })
    }

    /// Reads up to the next event and keeps what it says in `content`.
    fn advance(&mut self) -> Result<Kind> {
        loop {
            self.buffer.clear();
            self.content.clear();
            let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| broken(error, &self.part))?;
            match event {
                Raw::Start(start) | Raw::Empty(start) => {
                    self.content.push_str(&start);
                    return Ok(Kind::Start { name: start.name().as_ref().len() });
                }
                Raw::End(_) => {
                    let Some(open) = self.open.pop() else { continue };
                    self.content.push_str(self.names.get(open.name_at..).unwrap_or_default());
                    self.names.truncate(open.name_at);
                    let depth = self.open.len();
                    while self.scopes.last().is_some_and(|scope| scope.depth > depth) {
                        self.scopes.pop();
                    }
                    return Ok(Kind::End { ns: open.ns });
                }
                Raw::Text(text) => self.content.push_str(&text.xml10_content()),
                Raw::CData(text) => self.content.push_str(&text.xml10_content()),
                Raw::GeneralRef(reference) => {
                    let resolved = resolve(&reference, &mut self.content);
                    resolved.ok_or_else(|| Error::corrupt(format!("{} uses an entity of its own", self.part)))?;
                }
                Raw::DocType(doctype) if doctype.contains("<!ENTITY") => {
                    return Err(Error::corrupt(format!("{} declares entities", self.part)));
                }
                Raw::DocType(_) | Raw::Decl(_) | Raw::Comment(_) | Raw::PI(_) => continue,
                Raw::Eof if self.open.is_empty() => return Ok(Kind::Eof),
                Raw::Eof => return Err(Error::corrupt(format!("{} ends too early", self.part))),
            }
            return Ok(Kind::Text);
        }
    }

    /// Takes the element in `content` onto the stack of open ones; `name` is the length of its whole name.
    fn enter(&mut self, name: usize) -> Result<()> {
        if self.open.len() >= self.nesting {
            return Err(Error::LimitExceeded { limit: Limit::Nesting });
        }
        let depth = self.open.len() + 1;
        if self.content.contains("xmlns") {
            let start = BytesStart::from_content(self.content.as_str(), name);
            for attribute in start.attributes().with_checks(false).flatten() {
                let prefix = match attribute.key.as_ref().strip_prefix("xmlns") {
                    Some("") => "",
                    Some(rest) if rest.starts_with(':') => rest.trim_start_matches(':'),
                    _ => continue,
                };
                self.scopes.push(Scope {
                    depth,
                    prefix: prefix.to_owned(),
                    ns: names::short(attribute.value.as_ref()),
                });
            }
        }
        let full = self.content.get(..name).unwrap_or_default();
        let ns = meaning(&self.scopes, prefix(full));
        self.open.push(Open { ns, name_at: self.names.len() });
        self.names.push_str(local(full));
        Ok(())
    }
}

impl Tag<'_> {
    /// The value of an attribute, whatever its namespace.
    pub(crate) fn attr(&self, name: &str) -> Option<Cow<'_, str>> {
        self.find(|key| local(key) == name)
    }

    /// The value of an attribute of a namespace, by the short name of the namespace.
    pub(crate) fn attr_ns(&self, ns: &str, name: &str) -> Option<Cow<'_, str>> {
        self.find(|key| local(key) == name && !prefix(key).is_empty() && meaning(self.scopes, prefix(key)) == ns)
    }

    /// The value of an attribute without a namespace.
    pub(crate) fn attr_plain(&self, name: &str) -> Option<Cow<'_, str>> {
        self.find(|key| key == name)
    }

    /// The value of an attribute as a number.
    pub(crate) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.attr(name)?.trim().parse().ok()
    }

    /// Whether a property that is on by its presence is on: `<w:b/>`, `<w:b w:val="0"/>`.
    pub(crate) fn on(&self) -> bool {
        self.attr("val").is_none_or(|value| !matches!(value.as_ref(), "0" | "false" | "off" | "none"))
    }

    fn find(&self, wanted: impl Fn(&str) -> bool) -> Option<Cow<'_, str>> {
        let attribute = self.start.attributes().with_checks(false).flatten().find(|a| wanted(a.key.as_ref()))?;
        Some(value(attribute))
    }
}

/// An attribute's value; one with an unknown entity stays as it is written.
fn value(attribute: Attribute<'_>) -> Cow<'_, str> {
    if !attribute.value.contains('&') {
        return attribute.value;
    }
    match unescape(&attribute.value) {
        Ok(text) => Cow::Owned(text.into_owned()),
        Err(_) => attribute.value,
    }
}

/// Writes what a reference stands for.
fn resolve(reference: &BytesRef<'_>, text: &mut String) -> Option<()> {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => text.push(character),
        Ok(None) => text.push_str(resolve_predefined_entity(reference)?),
        // A number that is no character: the file meant something, but nobody can say what.
        Err(_) => text.push(char::REPLACEMENT_CHARACTER),
    }
    Some(())
}

fn meaning(scopes: &[Scope], prefix: &str) -> &'static str {
    match scopes.iter().rev().find(|scope| scope.prefix == prefix) {
        Some(scope) => scope.ns,
        None if prefix.is_empty() => "",
        None => "?",
    }
}

fn prefix(name: &str) -> &str {
    name.split_once(':').map_or("", |(prefix, _)| prefix)
}

fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

fn broken(error: quick_xml::Error, part: &str) -> Error {
    match error {
        quick_xml::Error::Io(error) => package::broken(&error, part),
        _ => Error::corrupt(format!("{part} is no XML")),
    }
}

/// The encoding of a part that is not UTF-8: by its byte order mark, the zeros in it, or its declaration.
fn encoding(start: &[u8]) -> Option<&'static Encoding> {
    match start {
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => return Some(UTF_16LE),
        [0xFE, 0xFF, ..] | [0, b'<', ..] => return Some(UTF_16BE),
        _ => {}
    }
    let start = String::from_utf8_lossy(start.get(..DECLARATION_BYTES.min(start.len())).unwrap_or_default());
    let declaration = start.split_once("?>").filter(|(head, _)| head.contains("<?xml"))?.0;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value.trim_start_matches(quote).split(quote).next()?;
    // A part that was stored as UTF-8 and says UTF-16 is UTF-8: the first bytes cannot be both.
    Encoding::for_label(label.as_bytes()).filter(|found| ![UTF_8, UTF_16LE, UTF_16BE].contains(found))
}

#[cfg(test)]
mod tests;
