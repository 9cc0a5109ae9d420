//! What the interpreter does not say about fonts: the names of Type 1 fonts, and the meaning of CJK codes.

use std::collections::HashMap;
use std::sync::Arc;

use hayro_font::{Font, FontCache, FontGlyph};
use hayro_interpret::InterpreterSettings;
use hayro_interpret::font::{Glyph, GlyphIdentifier, PositionedGlyph};
use hayro_interpret::hayro_cmap::{self, BfString, CMap, CMapName, CidFamily};
use hayro_syntax::object::{Array, Dict, Name, Stream, String as PdfString};
use hayro_syntax::page::Resources;

use super::ink::Face;

/// Fonts of one page that are looked at.
const FONTS_MAX: usize = 256;
/// Forms inside forms whose fonts are looked at.
const FORMS_MAX: usize = 64;
/// Faces that are remembered.
const FACES_MAX: usize = 50_000;

/// The fonts of a document, as far as they were needed.
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    settings: InterpreterSettings,
    /// The fonts of the current page, listed once somebody asks.
    page: Option<Vec<(Dict<'a>, Option<Font<'a>>)>>,
    resources: Option<Resources<'a>>,
    faces: HashMap<GlyphIdentifier, Face>,
    meanings: HashMap<u128, Option<Arc<Meaning>>>,
}

/// From a character's code to its meaning, by the predefined maps of a character collection.
struct Meaning {
    codes: CMap,
    unicode: CMap,
}

impl<'a> Fonts<'a> {
    /// No fonts yet.
    pub(super) fn new(settings: InterpreterSettings) -> Self {
        Self {
            cache: FontCache::new(),
            settings,
            page: None,
            resources: None,
            faces: HashMap::new(),
            meanings: HashMap::new(),
        }
    }

    /// Turns to the fonts of another page.
    pub(super) fn turn_to(&mut self, resources: &Resources<'a>) {
        self.page = None;
        self.resources = Some(resources.clone());
    }

    /// How the glyph's font is set.
    pub(super) fn face(&mut self, glyph: &PositionedGlyph<'_>) -> Face {
        let Glyph::Outline(outline) = &**glyph else { return Face::default() };
        let identifier = outline.identifier();
        if let Some(face) = self.faces.get(&identifier) {
            return *face;
        }
        let face = match outline.font_data() {
            Some(data) => {
                let named = named(data.postscript_name.as_deref().unwrap_or_default());
                Face {
                    bold: named.bold || data.weight.is_some_and(|weight| weight >= 600),
                    italic: named.italic || data.is_italic,
                    mono: named.mono || data.is_monospace,
                }
            }
            None => self.find(&identifier, outline.char_code()).map(|dict| described(&dict)).unwrap_or_default(),
        };
        if self.faces.len() < FACES_MAX {
            self.faces.insert(identifier, face);
        }
        face
    }

    /// What a character of an embedded CJK font without a map of its own means.
    pub(super) fn unicode(&mut self, glyph: &PositionedGlyph<'_>) -> Option<BfString> {
        let Glyph::Outline(outline) = &**glyph else { return None };
        let key = outline.font_data()?.cache_key;
        if !self.meanings.contains_key(&key) {
            let dict = self.find(&outline.identifier(), outline.char_code());
            self.meanings.insert(key, dict.and_then(|dict| meaning(&dict)).map(Arc::new));
        }
        let meaning = self.meanings.get(&key)?.as_ref()?;
        let cid = (1..=4).find_map(|bytes| meaning.codes.lookup_cid_code(outline.char_code(), bytes))?;
        meaning.unicode.lookup_bf_string(cid)
    }

    /// The font dictionary of the page that this glyph comes from. The interpreter does not say it, so the fonts of the
    /// page are loaded once more until one gives the same glyph.
    fn find(&mut self, identifier: &GlyphIdentifier, code: u32) -> Option<Dict<'a>> {
        let resources = self.resources.as_ref()?;
        let fonts = self.page.get_or_insert_with(|| list(resources).into_iter().map(|dict| (dict, None)).collect());
        fonts.iter_mut().find_map(|(dict, font)| {
            if font.is_none() {
                *font = self.cache.font(dict, &self.settings.font_resolver, &self.settings.cmap_resolver);
            }
            let font = font.as_ref()?;
            let simple =
                matches!(dict.get::<Name<'_>>(b"Subtype").as_deref(), Some(b"Type1" | b"MMType1" | b"TrueType"));
            // Simple fonts have codes of one byte and must not be asked for more.
            let code = if simple { u32::from(u8::try_from(code).ok()?) } else { code };
            if matches!(dict.get::<Name<'_>>(b"Subtype").as_deref(), Some(b"Type3")) {
                return None;
            }
            let FontGlyph::Outline(outline) = font.glyph(font.map_code(code), code) else { return None };
            (outline.identifier() == *identifier).then(|| dict.clone())
        })
    }
}

/// The font dictionaries of a page and of the forms that it draws.
fn list<'a>(resources: &Resources<'a>) -> Vec<Dict<'a>> {
    let mut fonts = Vec::new();
    let mut queue = vec![resources.clone()];
    let mut next = 0;
    while let Some(resources) = queue.get(next).cloned() {
        next += 1;
        let mut names: Vec<_> = resources.fonts.keys().collect();
        names.sort();
        for name in names {
            if fonts.len() >= FONTS_MAX {
                return fonts;
            }
            fonts.extend(resources.fonts.get::<Dict<'a>>(name));
        }
        let mut forms: Vec<_> = resources.x_objects.keys().collect();
        forms.sort();
        for name in forms {
            if queue.len() >= FORMS_MAX {
                break;
            }
            let inner =
                resources.x_objects.get::<Stream<'a>>(name).and_then(|form| form.dict().get::<Dict<'a>>(b"Resources"));
            queue.extend(inner.map(Resources::new));
        }
    }
    fonts
}

fn described(dict: &Dict<'_>) -> Face {
    let name = dict.get::<Name<'_>>(b"BaseFont");
    let mut face = named(name.as_ref().map(|name| name.as_str()).unwrap_or_default());
    if let Some(descriptor) = dict.get::<Dict<'_>>(b"FontDescriptor") {
        let flags = descriptor.get::<i32>(b"Flags").unwrap_or(0);
        face.mono |= flags & 1 != 0;
        face.italic |= flags & (1 << 6) != 0;
        face.bold |=
            flags & (1 << 18) != 0 || descriptor.get::<f32>(b"FontWeight").is_some_and(|weight| weight >= 600.0);
    }
    face
}

/// What the name of a font says about it.
fn named(name: &str) -> Face {
    let name = name.split_once('+').map_or(name, |(_, name)| name);
    let lower = name.to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
    // The Computer Modern fonts of TeX: CMBX10 and SFBX1000 are bold, CMTI10 italic, CMTT10 a typewriter's.
    let tex = |parts: &[&str]| {
        ["cm", "sf", "lm", "ec"].iter().any(|prefix| {
            lower.strip_prefix(prefix).is_some_and(|rest| parts.iter().any(|part| rest.starts_with(part)))
        })
    };
    Face {
        bold: (has(&["bold", "black", "heavy", "-bd", "-semib", "demi", "-medi"]) && !has(&["mediumit-"]))
            || name.ends_with("-B")
            || tex(&["bx", "b1", "ssbx", "bsy", "mib"]),
        italic: has(&["italic", "oblique", "slanted"]) || name.ends_with("-It") || tex(&["ti", "sl", "bxti"]),
        mono: has(&["mono", "courier", "typewriter", "consol", "menlo"]) || tex(&["tt"]),
    }
}

fn meaning(dict: &Dict<'_>) -> Option<Meaning> {
    let resolve = |name: CMapName<'_>| hayro_cmap::load_embedded(name);
    let encoding = dict.get::<Name<'_>>(b"Encoding")?;
    let codes = match &*encoding {
        b"Identity-H" => CMap::identity_h(),
        b"Identity-V" => CMap::identity_v(),
        name => CMap::parse(resolve(CMapName::from_bytes(name))?, resolve)?,
    };
    let descendant = dict.get::<Array<'_>>(b"DescendantFonts")?.iter::<Dict<'_>>().next()?;
    let info = descendant.get::<Dict<'_>>(b"CIDSystemInfo")?;
    let (registry, ordering) = (info.get::<PdfString<'_>>(b"Registry")?, info.get::<PdfString<'_>>(b"Ordering")?);
    let family = CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes());
    let unicode = CMap::parse(resolve(family.ucs2_cmap()?)?, resolve)?;
    Some(Meaning { codes, unicode })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_fonts_say_how_they_are_set() {
        let plain = Face::default();
        let bold = Face { bold: true, ..plain };
        let italic = Face { italic: true, ..plain };
        let mono = Face { mono: true, ..plain };
        for (name, face) in [
            ("Times-Roman", plain),
            ("ABCDEF+CMR10", plain),
            ("ABCDEF+CMBX12", bold),
            ("Helvetica-Bold", bold),
            ("CMTI10", italic),
            ("Times-Italic", italic),
            ("Courier", mono),
            ("SFTT1000", mono),
            ("Arial-BoldItalicMT", Face { bold: true, italic: true, mono: false }),
        ] {
            assert_eq!(named(name), face, "{name}");
        }
    }
}
