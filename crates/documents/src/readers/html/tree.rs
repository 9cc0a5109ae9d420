//! The elements of a page in one vector, as html5ever builds them. Links are indices, so that neither walking nor
//! dropping the tree recurses.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName, interface::ElemName, ns};

use crate::{Error, Limit, Limits, Result};

use super::attributes;

/// Bytes that the parser is given at once; between them, its depth is looked at.
const FEED_BYTES: usize = 4096;
/// How much deeper than [`Limits::nesting`] elements may be: with the usual limit, as deep as browsers have them.
const DEPTH_FACTOR: usize = 2;
/// The attributes that readers look at; the others are not kept.
const ATTRIBUTES: [&str; 25] = [
    "href",
    "src",
    "alt",
    "title",
    "id",
    "class",
    "style",
    "hidden",
    "lang",
    "content",
    "name",
    "property",
    "colspan",
    "rowspan",
    "start",
    "value",
    "role",
    "data-src",
    "type",
    "encoding",
    "alttext",
    "aria-label",
    "datetime",
    "epub:type",
    "itemprop",
];

/// The number of a node.
pub(super) type Id = u32;
/// No node.
pub(super) const NONE: Id = u32::MAX;
/// The document itself.
pub(super) const ROOT: Id = 0;

#[derive(Debug)]
pub(super) enum Data {
    Text(StrTendril),
    /// The name is shared, because the parser asks for it at every turn.
    Element(Rc<QualName>, Vec<(LocalName, StrTendril)>),
    /// The document, comments, instructions.
    Other,
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) data: Data,
    pub(super) parent: Id,
    pub(super) first: Id,
    pub(super) next: Id,
    last: Id,
    previous: Id,
    depth: u32,
}

#[derive(Debug)]
pub(super) struct Tree(pub(super) Vec<Node>);

impl Tree {
    /// Parses a page.
    pub(super) fn parse(text: &str, limits: &Limits) -> Result<Self> {
        attributes::check(text)?;
        let depth_max = usize::from(limits.nesting) * DEPTH_FACTOR;
        // Every element takes some bytes to write. A page with far more of them makes the parser repeat open formats.
        let nodes_max = text.len() / 2 + 10_000;
        let sink = Sink { nodes: RefCell::new(vec![Node::new(Data::Other)]), deepest: Cell::new(0) };
        let mut parser = html5ever::parse_document(sink, ParseOpts::default());
        let mut rest = text;
        while !rest.is_empty() {
            let (piece, behind) = rest.split_at(rest.floor_char_boundary(FEED_BYTES));
            rest = behind;
            parser.process(StrTendril::from_slice(piece));
            let sink = &parser.tokenizer.sink.sink;
            if sink.deepest.get() as usize > depth_max || sink.nodes.borrow().len() > nodes_max {
                return Err(Error::LimitExceeded { limit: Limit::Nesting });
            }
        }
        Ok(parser.finish())
    }

    pub(super) fn node(&self, id: Id) -> Option<&Node> {
        self.0.get(id as usize)
    }

    /// The name of an element of HTML; empty for anything else.
    pub(super) fn name(&self, id: Id) -> &str {
        match self.node(id).map(|node| &node.data) {
            Some(Data::Element(name, _)) => &name.local,
            _ => "",
        }
    }

    pub(super) fn attribute(&self, id: Id, wanted: &str) -> Option<&str> {
        match &self.node(id)?.data {
            Data::Element(_, attributes) => {
                attributes.iter().find(|(name, _)| &**name == wanted).map(|(_, value)| &**value)
            }
            _ => None,
        }
    }

    /// All nodes below one, in reading order.
    pub(super) fn below(&self, top: Id) -> impl Iterator<Item = Id> + '_ {
        let mut next = self.node(top).map_or(NONE, |node| node.first);
        std::iter::from_fn(move || {
            let id = next;
            let node = self.node(id)?;
            next = if node.first == NONE { self.after(id, top) } else { node.first };
            Some(id)
        })
    }

    /// The node behind this one that is not inside it, up to the end of `top`.
    fn after(&self, mut id: Id, top: Id) -> Id {
        while id != top
            && let Some(node) = self.node(id)
        {
            if node.next != NONE {
                return node.next;
            }
            id = node.parent;
        }
        NONE
    }

    /// The text below a node, as it stands.
    pub(super) fn text(&self, top: Id) -> String {
        let texts = self.below(top).filter_map(|id| match &self.node(id)?.data {
            Data::Text(text) => Some(&**text),
            _ => None,
        });
        texts.collect()
    }
}

impl Node {
    fn new(data: Data) -> Self {
        Self { data, parent: NONE, first: NONE, next: NONE, last: NONE, previous: NONE, depth: 0 }
    }
}

struct Sink {
    nodes: RefCell<Vec<Node>>,
    deepest: Cell<u32>,
}

#[derive(Debug)]
struct Name(Rc<QualName>);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Sink {
    fn create(&self, data: Data) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node::new(data));
        Id::try_from(nodes.len() - 1).unwrap_or(NONE)
    }

    fn detach(&self, id: Id) {
        let mut nodes = self.nodes.borrow_mut();
        let Some(node) = nodes.get_mut(id as usize) else { return };
        let (parent, previous, next) = (node.parent, node.previous, node.next);
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
        match nodes.get_mut(previous as usize) {
            Some(previous) => previous.next = next,
            None => {
                if let Some(parent) = nodes.get_mut(parent as usize) {
                    parent.first = next;
                }
            }
        }
        match nodes.get_mut(next as usize) {
            Some(next) => next.previous = previous,
            None => {
                if let Some(parent) = nodes.get_mut(parent as usize) {
                    parent.last = previous;
                }
            }
        }
    }

    /// Puts a node in front of another, or at the end where there is none.
    fn insert(&self, parent: Id, before: Id, id: Id) {
        self.detach(id);
        let mut nodes = self.nodes.borrow_mut();
        let Some(depth) = nodes.get(parent as usize).map(|parent| parent.depth + 1) else { return };
        let previous = match nodes.get(before as usize) {
            Some(before) => before.previous,
            None => nodes.get(parent as usize).map_or(NONE, |parent| parent.last),
        };
        if let Some(node) = nodes.get_mut(id as usize) {
            (node.parent, node.previous, node.next, node.depth) = (parent, previous, before, depth);
        }
        self.deepest.set(self.deepest.get().max(depth));
        match nodes.get_mut(previous as usize) {
            Some(previous) => previous.next = id,
            None => {
                if let Some(parent) = nodes.get_mut(parent as usize) {
                    parent.first = id;
                }
            }
        }
        match nodes.get_mut(before as usize) {
            Some(before) => before.previous = id,
            None => {
                if let Some(parent) = nodes.get_mut(parent as usize) {
                    parent.last = id;
                }
            }
        }
    }

    fn put(&self, parent: Id, before: Id, child: NodeOrText<Id>) {
        match child {
            NodeOrText::AppendNode(id) => self.insert(parent, before, id),
            NodeOrText::AppendText(text) => {
                let beside = {
                    let nodes = self.nodes.borrow();
                    match nodes.get(before as usize) {
                        Some(before) => before.previous,
                        None => nodes.get(parent as usize).map_or(NONE, |parent| parent.last),
                    }
                };
                if let Some(Node { data: Data::Text(said), .. }) = self.nodes.borrow_mut().get_mut(beside as usize) {
                    said.push_tendril(&text);
                    return;
                }
                let id = self.create(Data::Text(text));
                self.insert(parent, before, id);
            }
        }
    }

    fn parent(&self, id: Id) -> Id {
        self.nodes.borrow().get(id as usize).map_or(NONE, |node| node.parent)
    }
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Tree;
    type ElemName<'a> = Name;

    fn finish(self) -> Tree {
        Tree(self.nodes.into_inner())
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Name {
        match self.nodes.borrow().get(*target as usize).map(|node| &node.data) {
            Some(Data::Element(name, _)) => Name(name.clone()),
            _ => Name(Rc::new(QualName::new(None, ns!(), LocalName::default()))),
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _flags: ElementFlags) -> Id {
        let kept = attributes.into_iter().filter(|attribute| ATTRIBUTES.contains(&&*attribute.name.local));
        let kept = kept.map(|attribute| (attribute.name.local, attribute.value)).collect();
        self.create(Data::Element(Rc::new(name), kept))
    }

    fn create_comment(&self, _text: StrTendril) -> Id {
        self.create(Data::Other)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Id {
        self.create(Data::Other)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.put(*parent, NONE, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        match self.parent(*element) {
            NONE => self.put(*previous, NONE, child),
            parent => self.put(parent, *element, child),
        }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    /// What a template holds is not shown; it stays below the template, which is left out.
    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        self.put(self.parent(*sibling), *sibling, child);
    }

    fn add_attrs_if_missing(&self, target: &Id, attributes: Vec<Attribute>) {
        if let Some(Node { data: Data::Element(_, kept), .. }) = self.nodes.borrow_mut().get_mut(*target as usize) {
            for attribute in attributes.into_iter().filter(|new| ATTRIBUTES.contains(&&*new.name.local)) {
                if !kept.iter().any(|(name, _)| *name == attribute.name.local) {
                    kept.push((attribute.name.local, attribute.value));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        loop {
            let first = self.nodes.borrow().get(*node as usize).map_or(NONE, |node| node.first);
            if first == NONE {
                return;
            }
            self.insert(*new_parent, NONE, first);
        }
    }
}
