//! Namespaces by the short names that their specifications use, whatever prefix a file chooses.

/// An address of a namespace, shortened, and the name it has here. Strict and transitional Office Open XML share one.
const KNOWN: &[(&str, &str)] = &[
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w"),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", "w"),
    ("http://schemas.microsoft.com/office/word/2010/wordml", "w14"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/math", "m"),
    ("http://purl.oclc.org/ooxml/officeDocument/math", "m"),
    ("http://schemas.openxmlformats.org/drawingml/2006/main", "a"),
    ("http://purl.oclc.org/ooxml/drawingml/main", "a"),
    ("http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", "wp"),
    ("http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", "wp"),
    ("http://schemas.openxmlformats.org/drawingml/2006/picture", "pic"),
    ("http://purl.oclc.org/ooxml/drawingml/picture", "pic"),
    ("http://schemas.openxmlformats.org/drawingml/2006/chart", "c"),
    ("http://purl.oclc.org/ooxml/drawingml/chart", "c"),
    ("http://schemas.openxmlformats.org/drawingml/2006/diagram", "dgm"),
    ("http://purl.oclc.org/ooxml/drawingml/diagram", "dgm"),
    ("http://schemas.openxmlformats.org/presentationml/2006/main", "p"),
    ("http://purl.oclc.org/ooxml/presentationml/main", "p"),
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "x"),
    ("http://purl.oclc.org/ooxml/spreadsheetml/main", "x"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "r"),
    ("http://purl.oclc.org/ooxml/officeDocument/relationships", "r"),
    ("http://schemas.openxmlformats.org/package/2006/relationships", "rel"),
    ("http://schemas.openxmlformats.org/package/2006/content-types", "ct"),
    ("http://schemas.openxmlformats.org/package/2006/metadata/core-properties", "cp"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/extended-properties", "ep"),
    ("http://purl.oclc.org/ooxml/officeDocument/extendedProperties", "ep"),
    ("http://schemas.openxmlformats.org/markup-compatibility/2006", "mc"),
    ("http://schemas.microsoft.com/office/word/2010/wordprocessingShape", "wps"),
    ("urn:schemas-microsoft-com:vml", "v"),
    ("urn:schemas-microsoft-com:office:office", "o"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://purl.org/dc/terms/", "dcterms"),
    ("http://www.w3.org/1999/xlink", "xlink"),
    ("http://www.w3.org/1999/xhtml", "html"),
    ("http://www.w3.org/1998/Math/MathML", "math"),
    ("http://www.w3.org/2001/04/xmlenc#", "enc"),
    ("http://www.idpf.org/2007/opf", "opf"),
    ("http://www.daisy.org/z3986/2005/ncx/", "ncx"),
    ("urn:oasis:names:tc:opendocument:xmlns:container", "container"),
];

/// Namespaces of OpenDocument differ in one word: `urn:oasis:names:tc:opendocument:xmlns:text:1.0`.
const OPEN_DOCUMENT: &str = "urn:oasis:names:tc:opendocument:xmlns:";
const OPEN_DOCUMENT_KNOWN: &[&str] =
    &["office", "text", "table", "style", "meta", "number", "presentation", "manifest", "container", "chart"];

/// The short name of a namespace; `?` where nobody here asks for it.
pub(super) fn short(address: &str) -> &'static str {
    if let Some(rest) = address.strip_prefix(OPEN_DOCUMENT) {
        let word = rest.split(':').next().unwrap_or_default();
        return match word {
            "xsl-fo-compatible" => "fo",
            "svg-compatible" => "svg",
            "drawing" => "draw",
            word => OPEN_DOCUMENT_KNOWN.iter().find(|known| **known == word).unwrap_or(&"?"),
        };
    }
    KNOWN.iter().find(|(known, _)| *known == address).map_or("?", |(_, short)| short)
}
