//! Tells an article from what stands around it.

use super::tree::{Data, Id, ROOT, Tree};

/// Words in the class or id of an element that name what stands around an article.
const AROUND: [&str; 24] = [
    "nav",
    "navbar",
    "navigation",
    "menu",
    "sidebar",
    "footer",
    "breadcrumb",
    "breadcrumbs",
    "cookie",
    "banner",
    "share",
    "social",
    "related",
    "comments",
    "promo",
    "advert",
    "ads",
    "ad",
    "subscribe",
    "newsletter",
    "pagination",
    "toolbar",
    "popup",
    "masthead",
];
/// Links in a block that make it a list of links, if most of its text is in them.
const LINKS_MIN: usize = 3;

/// What a subtree says: bytes of text, of those in links, and links.
#[derive(Default, Clone, Copy)]
struct Said {
    text: usize,
    linked: usize,
    links: usize,
}

/// The elements to leave out, ascending. Never what holds half of the page's text or more.
pub(super) fn boilerplate(tree: &Tree) -> Vec<Id> {
    let said = weigh(tree);
    let of = |id: Id| said.get(id as usize).copied().unwrap_or_default();
    let whole = of(ROOT).text;
    let main = main(tree, &|id| of(id).text, whole);
    let mut inside_main = vec![false; tree.0.len()];
    for id in main.into_iter().flat_map(|main| tree.below(main).chain([main])) {
        if let Some(inside) = inside_main.get_mut(id as usize) {
            *inside = true;
        }
    }
    let mut on_the_way = vec![main.is_none(); tree.0.len()];
    let mut above = main;
    while let Some(id) = above {
        if let Some(on_the_way) = on_the_way.get_mut(id as usize) {
            *on_the_way = true;
        }
        above = tree.node(id).map(|node| node.parent).filter(|parent| (*parent as usize) < tree.0.len());
    }
    let is_out = |id: &Id| {
        let at = *id as usize;
        let is_element = matches!(tree.node(*id).map(|node| &node.data), Some(Data::Element(..)));
        let beside_main = main.is_some() && !inside_main[at] && !on_the_way[at];
        let small = main == Some(*id) || of(*id).text * 2 < whole.max(1);
        is_element && tree.name(*id) != "head" && (beside_main || small && is_around(tree, *id, of(*id)))
    };
    let ids = 0..Id::try_from(tree.0.len()).unwrap_or(0);
    ids.filter(|id| Some(*id) != main && is_out(id)).collect()
}

/// Adds up the text of every subtree, from the leaves to the root.
fn weigh(tree: &Tree) -> Vec<Said> {
    let mut said = vec![Said::default(); tree.0.len()];
    let order: Vec<Id> = std::iter::once(ROOT).chain(tree.below(ROOT)).collect();
    for id in order.into_iter().rev() {
        let Some(node) = tree.node(id) else { continue };
        let mut own = said[id as usize];
        if let Data::Text(text) = &node.data {
            own.text += text.split_whitespace().map(|word| word.len() + 1).sum::<usize>();
        }
        match tree.name(id) {
            "a" => own = Said { linked: own.text, links: own.links + 1, ..own },
            "script" | "style" | "noscript" | "template" | "svg" => own = Said::default(),
            _ => {}
        }
        said[id as usize] = own;
        if let Some(parent) = said.get_mut(node.parent as usize) {
            parent.text += own.text;
            parent.linked += own.linked;
            parent.links += own.links;
        }
    }
    said
}

/// The one element that says that it is the page's content.
fn main(tree: &Tree, text: &dyn Fn(Id) -> usize, whole: usize) -> Option<Id> {
    let only = |is: &dyn Fn(Id) -> bool| {
        let mut found = tree.below(ROOT).filter(|id| is(*id));
        let first = found.next()?;
        // Pages wrap cards and comments into articles: then none of them is the content.
        (found.next().is_none() && text(first) * 4 >= whole).then_some(first)
    };
    let article = |id| tree.name(id) == "article" || tree.attribute(id, "itemprop") == Some("articleBody");
    let main = |id| tree.name(id) == "main" || tree.attribute(id, "role") == Some("main");
    only(&article).or_else(|| only(&main))
}

fn is_around(tree: &Tree, id: Id, said: Said) -> bool {
    match tree.name(id) {
        "nav" | "aside" | "footer" | "form" | "dialog" => return true,
        "header" if !tree.below(id).any(|inner| tree.name(inner) == "h1") => return true,
        "p" | "h1" | "h2" | "a" | "span" | "table" | "tbody" | "tr" | "html" | "body" => return false,
        _ => {}
    }
    if matches!(
        tree.attribute(id, "role"),
        Some("navigation" | "banner" | "contentinfo" | "complementary" | "search" | "menu" | "dialog")
    ) {
        return true;
    }
    let names = [tree.attribute(id, "class"), tree.attribute(id, "id")];
    let words = names.into_iter().flatten().flat_map(|name| name.split(|c: char| !c.is_ascii_alphanumeric()));
    let is_named = words.map(str::to_ascii_lowercase).any(|word| AROUND.contains(&word.as_str()));
    let is_list_of_links = said.links >= LINKS_MIN && said.linked * 3 > said.text * 2;
    let is_block = matches!(tree.name(id), "div" | "section" | "ul" | "ol" | "td" | "header");
    is_block && (is_named || is_list_of_links)
}
