//! Web pages, and the chapters of electronic books, which are web pages too.

mod article;
mod attributes;
mod flow;
mod hidden;
mod table;
mod tree;
mod walk;
mod xhtml;

use url::Url;

use crate::encoding::{self, Decoded};
use crate::{Limits, Metadata, Output, Result};

use tree::{Data, ROOT, Tree};

/// Bytes in which a page may declare its charset.
const CHARSET_BYTES: usize = 2048;

/// How a page is read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Page<'a> {
    /// Its address, against which links are resolved.
    pub(crate) address: Option<&'a str>,
    /// What labels of its notes begin with, so that those of several chapters differ.
    pub(crate) notes: &'a str,
    /// Leaves out what stands around the article: navigation, side columns, footers.
    pub(crate) is_article: bool,
}

/// Reads a page as a document.
pub(crate) fn read(decoded: &Decoded<'_>, page: &Page<'_>, output: &mut Output<'_>) -> Result<()> {
    output.document().metadata = read_html(&decoded.text, page, output)?;
    Ok(())
}

/// Reads a page into the output, and gives what its head says. Pushes no marker.
pub(crate) fn read_html(text: &str, page: &Page<'_>, output: &mut Output<'_>) -> Result<Metadata> {
    let text = xhtml::expand(text);
    let tree = parse(&text, output.limits())?;
    let base = base(&tree, page.address);
    let left_out = if page.is_article { article::boilerplate(&tree) } else { Vec::new() };
    walk::walk(&tree, base, (page.notes, &left_out), output)?;
    Ok(metadata(&tree))
}

/// The charset that a page declares of itself.
pub(crate) fn charset(bytes: &[u8]) -> Option<&str> {
    let head = bytes.get(..CHARSET_BYTES).unwrap_or(bytes);
    let after = |mark: &[u8]| {
        let at = head.windows(mark.len()).position(|window| window.eq_ignore_ascii_case(mark))?;
        let rest = head.get(at + mark.len()..)?;
        let rest = rest.trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
        let end = rest.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_:.".contains(byte)))?;
        std::str::from_utf8(rest.get(..end)?).ok().filter(|label| !label.is_empty())
    };
    after(b"charset=").or_else(|| after(b"encoding="))
}

/// Decodes a page: what its media type declares comes before what it says of itself.
pub(crate) fn decode<'a>(bytes: &'a [u8], media_type: Option<&str>, output: &mut Output<'_>) -> Decoded<'a> {
    encoding::decode(bytes, encoding::declared(media_type).or_else(|| charset(bytes)), output)
}

fn parse(text: &str, limits: &Limits) -> Result<Tree> {
    Tree::parse(text, limits)
}

fn base(tree: &Tree, address: Option<&str>) -> Option<Url> {
    let address = address.and_then(|address| Url::parse(address).ok());
    let declared = tree.below(ROOT).find(|id| tree.name(*id) == "base").and_then(|id| tree.attribute(id, "href"));
    match (address, declared) {
        (Some(address), Some(declared)) => address.join(declared).ok().or(Some(address)),
        (None, Some(declared)) => Url::parse(declared).ok(),
        (address, None) => address,
    }
}

fn metadata(tree: &Tree) -> Metadata {
    let mut metadata = Metadata::default();
    let mut og_title = None;
    for id in tree.below(ROOT) {
        match tree.name(id) {
            "html" => metadata.language = tree.attribute(id, "lang").and_then(said),
            // The title of a drawing is a title, too.
            "title" if metadata.title.is_none() && is_in_head(tree, id) => metadata.title = said(&tree.text(id)),
            "meta" => {
                let key = tree.attribute(id, "name").or_else(|| tree.attribute(id, "property")).unwrap_or_default();
                let Some(content) = tree.attribute(id, "content").and_then(said) else { continue };
                match key.to_ascii_lowercase().as_str() {
                    "author" | "dc.creator" | "article:author" if !metadata.authors.contains(&content) => {
                        metadata.authors.push(content);
                    }
                    "og:title" => og_title = Some(content),
                    "article:published_time" | "dc.date" | "date" | "dcterms.created" => {
                        metadata.created = Some(content)
                    }
                    "article:modified_time" | "last-modified" | "dcterms.modified" => metadata.modified = Some(content),
                    key @ ("description" | "keywords" | "og:site_name") => {
                        metadata.other.push((key.to_owned(), content));
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    metadata.title = metadata.title.or(og_title);
    metadata
}

fn is_in_head(tree: &Tree, id: tree::Id) -> bool {
    tree.node(id).is_some_and(|node| matches!(tree.name(node.parent), "head" | "html" | "body"))
}

fn said(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Whether a node is an element of HTML rather than of a drawing or a formula.
fn is_html(tree: &Tree, id: tree::Id) -> bool {
    matches!(tree.node(id).map(|node| &node.data), Some(Data::Element(name, _)) if name.ns == html5ever::ns!(html))
}

#[cfg(test)]
mod tests;
