//! The structure tree of a tagged PDF: which content its writer called a heading.

use std::collections::{HashMap, HashSet};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier};

/// Elements of the tree that are looked at.
const ELEMENTS_MAX: usize = 200_000;
/// Names that lead to another name before one is a standard one.
const ROLES_MAX: usize = 8;

/// The headings of a document by page and by the number of their marked content.
#[derive(Debug, Default)]
pub(super) struct Tags {
    pages: HashMap<ObjectIdentifier, HashMap<i32, u8>>,
}

/// Where the walk through the tree stands.
struct Step<'a> {
    object: Object<'a>,
    /// The heading that it is in.
    level: Option<u8>,
    page: Option<ObjectIdentifier>,
}

/// Reads the tree.
pub(super) fn read(pdf: &Pdf) -> Tags {
    let mut tags = Tags::default();
    let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let Some(tree) = root.and_then(|root| root.get::<Dict<'_>>(b"StructTreeRoot")) else { return tags };
    let roles = tree.get::<Dict<'_>>(b"RoleMap").unwrap_or_default();
    let mut stack: Vec<Step<'_>> =
        tree.get::<Object<'_>>(b"K").map(|object| Step { object, level: None, page: None }).into_iter().collect();
    let mut seen = HashSet::new();
    let mut steps = 0;
    while let Some(Step { object, level, page }) = stack.pop() {
        steps += 1;
        if steps > ELEMENTS_MAX {
            break;
        }
        match object {
            Object::Array(array) => stack.extend(children(&array).map(|object| Step { object, level, page })),
            Object::Number(number) => tags.add(page, number.as_i64(), level),
            Object::Dict(element) => {
                // A tree whose branches meet again would be walked for ever. An element inside another has the number of
                // that one: only where it is written tells them apart.
                if !seen.insert(element.data().as_ptr()) {
                    continue;
                }
                let page = element.get_ref(b"Pg").map(ObjectIdentifier::from).or(page);
                if let Some(content) = element.get::<i32>(b"MCID") {
                    tags.add(page, i64::from(content), level);
                    continue;
                }
                let level = element.get::<Name<'_>>(b"S").and_then(|name| heading(&name, &roles)).or(level);
                stack.extend(element.get::<Object<'_>>(b"K").map(|object| Step { object, level, page }));
            }
            _ => {}
        }
    }
    tags
}

fn children<'a>(array: &Array<'a>) -> impl Iterator<Item = Object<'a>> {
    array.iter::<Object<'a>>().take(ELEMENTS_MAX)
}

/// The level of an element of this name, through the names that the file gives to the standard ones.
fn heading(name: &Name<'_>, roles: &Dict<'_>) -> Option<u8> {
    let mut name = name.as_ref().to_vec();
    for _ in 0..ROLES_MAX {
        match name.as_slice() {
            b"Title" | b"H" => return Some(1),
            [b'H', level @ b'1'..=b'6'] => return Some(level - b'0'),
            _ => name = roles.get::<Name<'_>>(name.as_slice())?.as_ref().to_vec(),
        }
    }
    None
}

impl Tags {
    fn add(&mut self, page: Option<ObjectIdentifier>, content: i64, level: Option<u8>) {
        if let (Some(page), Some(level), Ok(content)) = (page, level, i32::try_from(content)) {
            self.pages.entry(page).or_default().insert(content, level);
        }
    }

    /// The headings of one page.
    pub(super) fn page(&self, id: Option<ObjectIdentifier>) -> HashMap<i32, u8> {
        id.and_then(|id| self.pages.get(&id)).cloned().unwrap_or_default()
    }
}
