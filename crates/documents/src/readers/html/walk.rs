//! Walks over a page from element to element and back, and says to the flow what begins and ends.

use url::Url;

use crate::{ListItem, Output, Result, Span, WarningKind};

use super::flow::{Flow, Quiet};
use super::tree::{Data, Id, NONE, ROOT, Tree};
use super::{hidden, is_html, table};

/// Reads the whole tree but the elements that are left out.
pub(super) fn walk(
    tree: &Tree,
    base: Option<Url>,
    (notes, left_out): (&str, &[Id]),
    output: &mut Output<'_>,
) -> Result<()> {
    let layout = table::layout(tree);
    let mut walker = Walker { tree, base, notes, left_out, layout, flow: Flow::default(), output };
    let mut at = ROOT;
    loop {
        let is_entered = walker.enter(at)?;
        let Some(node) = tree.node(at) else { break };
        if is_entered && node.first != NONE {
            at = node.first;
            continue;
        }
        if is_entered {
            walker.leave(at)?;
        }
        loop {
            let Some(node) = tree.node(at).filter(|_| at != ROOT) else {
                return walker.flow.finish(walker.output);
            };
            if node.next != NONE {
                at = node.next;
                break;
            }
            at = node.parent;
            walker.leave(at)?;
        }
    }
    walker.flow.finish(walker.output)
}

struct Walker<'a, 'o, 'l> {
    tree: &'a Tree,
    base: Option<Url>,
    notes: &'a str,
    left_out: &'a [Id],
    layout: Vec<Id>,
    flow: Flow,
    output: &'o mut Output<'l>,
}

impl Walker<'_, '_, '_> {
    /// Begins an element; says whether what is in it counts.
    fn enter(&mut self, id: Id) -> Result<bool> {
        match self.tree.node(id).map(|node| &node.data) {
            Some(Data::Text(text)) => {
                self.flow.say(text);
                return Ok(false);
            }
            Some(Data::Other) | None => return Ok(id == ROOT),
            Some(Data::Element(..)) => {}
        }
        let name = self.tree.name(id);
        if name == "math" {
            return self.math(id);
        }
        if is_silent(name) || !is_html(self.tree, id) || self.left_out.binary_search(&id).is_ok() {
            return Ok(false);
        }
        if let Quiet::Hidden(_, said) = &mut self.flow.quiet {
            if is_block(name) || name == "br" {
                said.push('\n');
            }
            return Ok(true);
        }
        if hidden::is_hidden(self.tree, id) {
            self.flow.quiet = Quiet::Hidden(id, String::new());
            self.output.warn(WarningKind::Hidden, format!("<{name}>"));
            return Ok(true);
        }
        if self.is_note(id, "noteref") {
            return Ok(self.reference(id));
        }
        if is_block(name) {
            self.flow.flush(self.output)?;
        }
        self.begin(id, name)?;
        Ok(true)
    }

    fn begin(&mut self, id: Id, name: &str) -> Result<()> {
        let (is_data, is_footnote) = (name == "table" && self.is_data(id), self.is_note(id, "footnote"));
        let flow = &mut self.flow;
        match name {
            "br" => flow.line(),
            "hr" => {}
            "b" | "strong" => flow.strong += 1,
            "i" | "em" | "cite" | "dfn" => flow.emphasis += 1,
            "s" | "strike" | "del" => flow.strike += 1,
            "code" | "tt" | "samp" | "kbd" => flow.begin_code(language(self.tree, id)),
            "q" => flow.say("“"),
            "a" => {
                let link = self.tree.attribute(id, "href").and_then(|link| self.resolve(link));
                self.flow.links.push(link);
            }
            "img" => self.image(id),
            "blockquote" => flow.quotes += 1,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => flow.heading = name.as_bytes().get(1).map(|digit| digit - b'0'),
            "ul" | "menu" | "dl" => flow.lists.push(None),
            "ol" => {
                let start = self.tree.attribute(id, "start").and_then(|start| start.trim().parse().ok());
                flow.lists.push(Some(start.unwrap_or(1)));
            }
            "li" | "dt" => flow.item(0, self.tree.attribute(id, "value").and_then(|value| value.trim().parse().ok())),
            "dd" => flow.item(1, None),
            "pre" => flow.begin_pre(language(self.tree, id)),
            "aside" | "div" | "section" if is_footnote => {
                let label = format!("{}{}", self.notes, self.tree.attribute(id, "id").unwrap_or_default());
                self.flow.begin_note(label);
            }
            "table" if is_data => flow.begin_table(self.output)?,
            "thead" => flow.head(true),
            "td" | "th" => {
                let span = |attribute| table::span(self.tree, id, attribute);
                flow.begin_cell(span("colspan"), span("rowspan"), name == "th");
            }
            _ => {}
        }
        Ok(())
    }

    fn leave(&mut self, id: Id) -> Result<()> {
        if let Quiet::Hidden(top, _) = &self.flow.quiet {
            return if *top == id { self.flow.end_hidden(self.output) } else { Ok(()) };
        }
        let name = self.tree.name(id);
        if is_block(name) && !matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "pre") {
            self.flow.flush(self.output)?;
        }
        let (is_data, is_footnote) = (name == "table" && self.is_data(id), self.is_note(id, "footnote"));
        let flow = &mut self.flow;
        match name {
            "b" | "strong" => flow.strong = flow.strong.saturating_sub(1),
            "i" | "em" | "cite" | "dfn" => flow.emphasis = flow.emphasis.saturating_sub(1),
            "s" | "strike" | "del" => flow.strike = flow.strike.saturating_sub(1),
            "code" | "tt" | "samp" | "kbd" => flow.code = flow.code.saturating_sub(1),
            "q" => flow.say("”"),
            "a" => drop(flow.links.pop()),
            "blockquote" => flow.quotes = flow.quotes.saturating_sub(1),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => flow.end_heading(self.output)?,
            "ul" | "menu" | "dl" | "ol" => {
                flow.lists.pop();
                if flow.lists.is_empty() {
                    flow.end_list(self.output)?;
                }
            }
            "li" | "dt" | "dd" if flow.lists.is_empty() => flow.end_list(self.output)?,
            "pre" => flow.end_pre(self.output)?,
            "aside" | "div" | "section" if is_footnote => flow.end_note(self.output)?,
            "table" if is_data => flow.end_table(self.output)?,
            "thead" => flow.head(false),
            "td" | "th" => flow.end_cell(),
            "tr" => flow.end_row(),
            _ => {}
        }
        Ok(())
    }

    fn is_data(&self, table: Id) -> bool {
        self.layout.binary_search(&table).is_err()
    }

    /// Whether an element is a note or refers to one, as electronic books mark them.
    fn is_note(&self, id: Id, kind: &str) -> bool {
        let is = |value: &str| value.split_whitespace().any(|word| word.strip_prefix("doc-").unwrap_or(word) == kind);
        let marks = [self.tree.attribute(id, "epub:type"), self.tree.attribute(id, "role")];
        marks.into_iter().flatten().any(is)
            && match kind {
                "noteref" => self.tree.attribute(id, "href").is_some_and(|link| link.contains('#')),
                _ => self.tree.attribute(id, "id").is_some(),
            }
    }

    fn reference(&mut self, id: Id) -> bool {
        let link = self.tree.attribute(id, "href").unwrap_or_default();
        let label = link.rsplit('#').next().unwrap_or_default();
        self.flow.text.push(Span::note(format!("{}{label}", self.notes)));
        false
    }

    /// A formula in LaTeX where the page has it so, else its signs.
    fn math(&mut self, id: Id) -> Result<bool> {
        if matches!(self.flow.quiet, Quiet::Hidden(..)) {
            return Ok(false);
        }
        let annotation = self.tree.below(id).find(|inner| {
            self.tree.name(*inner) == "annotation"
                && self.tree.attribute(*inner, "encoding") == Some("application/x-tex")
        });
        let formula = match annotation {
            Some(annotation) => self.tree.text(annotation),
            None => self.tree.attribute(id, "alttext").map_or_else(|| self.tree.text(id), str::to_owned),
        };
        self.flow.formula(formula.split_whitespace().collect::<Vec<_>>().join(" ").as_str());
        Ok(false)
    }

    fn image(&mut self, id: Id) {
        let address = |name| self.tree.attribute(id, name).map(str::trim).filter(|source| !source.is_empty());
        // Pages that load pictures late show a stand-in until then.
        let source = address("data-src").or_else(|| address("src").filter(|source| !source.starts_with("data:")));
        let target = source.map(|source| self.resolve(source).unwrap_or_default()).unwrap_or_default();
        let alt = self.tree.attribute(id, "alt").unwrap_or_default();
        let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
        if !alt.is_empty() || !target.is_empty() {
            self.flow.images.push((alt, target));
        }
    }

    /// An address as it leads from anywhere; none where it leads to a place on the page or to a script.
    fn resolve(&self, link: &str) -> Option<String> {
        let link = link.trim();
        let scheme = link.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        if link.is_empty()
            || link.starts_with('#')
            || matches!(scheme.as_deref(), Some("javascript" | "data" | "vbscript"))
        {
            return None;
        }
        let resolved = self.base.as_ref().and_then(|base| base.join(link).ok());
        Some(resolved.map_or_else(|| link.to_owned(), String::from))
    }
}

/// The language that highlighters note in the class of a block of code.
fn language(tree: &Tree, id: Id) -> Option<String> {
    let classes = tree.attribute(id, "class")?.split_whitespace();
    let marks = ["language-", "lang-", "highlight-source-", "brush:"];
    let mut named = classes.filter_map(|class| marks.iter().find_map(|mark| class.strip_prefix(mark)));
    named.find(|language| !language.is_empty()).map(str::to_owned)
}

/// Elements of which nothing is read.
fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "head"
            | "template"
            | "noscript"
            | "svg"
            | "iframe"
            | "object"
            | "embed"
            | "canvas"
            | "audio"
            | "video"
            | "button"
            | "select"
            | "textarea"
            | "datalist"
            | "progress"
            | "meter"
            | "map"
            | "rp"
            | "rt"
            | "input"
            | "link"
            | "meta"
            | "dialog"
    )
}

/// Elements that begin and end a paragraph.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "li"
            | "legend"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "caption"
            | "search"
            | "hgroup"
    )
}

/// An item, before anything is said in it.
pub(super) fn item(depth: usize, number: Option<u64>) -> ListItem {
    ListItem { depth: u8::try_from(depth).unwrap_or(u8::MAX), number, text: Vec::new() }
}
