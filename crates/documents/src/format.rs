//! The formats that this room reads, and the names under which they travel.

use crate::languages;

/// A format of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Portable Document Format.
    Pdf,
    /// Word.
    Docx,
    /// Word 97 to 2003.
    Doc,
    /// PowerPoint.
    Pptx,
    /// Excel; the binary `.xlsb` too.
    Xlsx,
    /// Excel 97 to 2003.
    Xls,
    /// OpenDocument text.
    Odt,
    /// OpenDocument spreadsheet.
    Ods,
    /// OpenDocument presentation.
    Odp,
    /// An electronic book.
    Epub,
    /// Rich Text Format.
    Rtf,
    /// A web page.
    Html,
    /// Markdown.
    Markdown,
    /// Comma-separated values, or semicolons or any other delimiter that the file shows.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// One JSON value.
    Json,
    /// One JSON value per line.
    JsonLines,
    /// Extensible Markup Language of any vocabulary.
    Xml,
    /// A mail message.
    Eml,
    /// An Outlook message.
    Msg,
    /// Source code.
    Code,
    /// Plain text.
    Text,
    /// A picture, which only text recognition can read.
    Image,
}

/// One format, with the names under which it travels.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Supported {
    /// The format.
    pub format: Format,
    /// Its name for people.
    pub name: &'static str,
    /// Its media types, the usual one first.
    pub media_types: &'static [&'static str],
    /// Its extensions without the dot, lower case, the usual one first.
    pub extensions: Vec<&'static str>,
}

/// Every format that is read, in the order in which a page may list them.
pub fn supported() -> Vec<Supported> {
    ALL.iter()
        .map(|&format| {
            let (name, media_types, extensions) = format.facts();
            let extensions = match format {
                Format::Code => languages::extensions().collect(),
                _ => extensions.to_vec(),
            };
            Supported { format, name, media_types, extensions }
        })
        .collect()
}

const ALL: [Format; 23] = [
    Format::Pdf,
    Format::Docx,
    Format::Doc,
    Format::Pptx,
    Format::Xlsx,
    Format::Xls,
    Format::Odt,
    Format::Ods,
    Format::Odp,
    Format::Epub,
    Format::Rtf,
    Format::Html,
    Format::Markdown,
    Format::Csv,
    Format::Tsv,
    Format::Json,
    Format::JsonLines,
    Format::Xml,
    Format::Eml,
    Format::Msg,
    Format::Code,
    Format::Text,
    Format::Image,
];

type Facts = (&'static str, &'static [&'static str], &'static [&'static str]);

impl Format {
    /// Its name for people.
    pub fn name(self) -> &'static str {
        self.facts().0
    }

    /// The format that a media type names; parameters are left aside. `None` for those that say nothing, such as
    /// `application/octet-stream`.
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        ALL.into_iter().find(|format| format.facts().1.contains(&essence.as_str()))
    }

    /// The format that a file's name says.
    pub fn of_name(name: &str) -> Option<Self> {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let known = |extension: &str| ALL.into_iter().find(|format| format.facts().2.contains(&extension));
        extension(file).and_then(|extension| known(&extension)).or_else(|| languages::of_name(file).map(|_| Self::Code))
    }

    /// Whether its files are text that an editor shows.
    pub fn is_text(self) -> bool {
        match self {
            Self::Rtf
            | Self::Html
            | Self::Markdown
            | Self::Csv
            | Self::Tsv
            | Self::Json
            | Self::JsonLines
            | Self::Xml
            | Self::Eml
            | Self::Code
            | Self::Text => true,
            Self::Pdf
            | Self::Docx
            | Self::Doc
            | Self::Pptx
            | Self::Xlsx
            | Self::Xls
            | Self::Odt
            | Self::Ods
            | Self::Odp
            | Self::Epub
            | Self::Msg
            | Self::Image => false,
        }
    }

    fn facts(self) -> Facts {
        match self {
            Self::Pdf => ("PDF", &["application/pdf", "application/x-pdf"], &["pdf"]),
            Self::Docx => ("Word", DOCX, &["docx", "docm", "dotx", "dotm"]),
            Self::Doc => ("Word 97", &["application/msword"], &["doc", "dot"]),
            Self::Pptx => ("PowerPoint", PPTX, &["pptx", "pptm", "ppsx", "ppsm", "potx", "potm"]),
            Self::Xlsx => ("Excel", XLSX, &["xlsx", "xlsm", "xltx", "xltm", "xlsb"]),
            Self::Xls => ("Excel 97", &["application/vnd.ms-excel"], &["xls", "xlt"]),
            Self::Odt => ("OpenDocument text", ODT, &["odt", "ott"]),
            Self::Ods => ("OpenDocument spreadsheet", ODS, &["ods", "ots"]),
            Self::Odp => ("OpenDocument presentation", ODP, &["odp", "otp"]),
            Self::Epub => ("EPUB", &["application/epub+zip"], &["epub"]),
            Self::Rtf => ("Rich text", &["application/rtf", "text/rtf", "application/x-rtf"], &["rtf"]),
            Self::Html => ("Web page", &["text/html", "application/xhtml+xml"], &["html", "htm", "xhtml", "xht"]),
            Self::Markdown => ("Markdown", &["text/markdown", "text/x-markdown"], &["md", "markdown", "mdown", "mkd"]),
            Self::Csv => ("CSV", &["text/csv", "application/csv"], &["csv"]),
            Self::Tsv => ("TSV", &["text/tab-separated-values"], &["tsv", "tab"]),
            Self::Json => ("JSON", &["application/json", "text/json"], &["json", "geojson", "ipynb"]),
            Self::JsonLines => ("JSON lines", JSON_LINES, &["jsonl", "ndjson"]),
            Self::Xml => {
                ("XML", &["application/xml", "text/xml", "image/svg+xml"], &["xml", "svg", "xsd", "rss", "atom"])
            }
            Self::Eml => ("Mail", &["message/rfc822"], &["eml"]),
            Self::Msg => ("Outlook message", &["application/vnd.ms-outlook"], &["msg"]),
            Self::Code => ("Source code", CODE, &[]),
            Self::Text => ("Text", &["text/plain"], &["txt", "text", "log"]),
            Self::Image => ("Picture", IMAGES, &["png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff"]),
        }
    }
}

/// The extension of a file's name in lower case, without the dot.
pub(crate) fn extension(file: &str) -> Option<String> {
    let (stem, extension) = file.rsplit_once('.')?;
    (!stem.is_empty() && !extension.is_empty()).then(|| extension.to_ascii_lowercase())
}

const DOCX: &[&str] = &[
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
    "application/vnd.ms-word.document.macroenabled.12",
];
const PPTX: &[&str] = &[
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
    "application/vnd.openxmlformats-officedocument.presentationml.template",
    "application/vnd.ms-powerpoint.presentation.macroenabled.12",
];
const XLSX: &[&str] = &[
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
    "application/vnd.ms-excel.sheet.macroenabled.12",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12",
];
const ODT: &[&str] = &["application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text-template"];
const ODS: &[&str] =
    &["application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet-template"];
const ODP: &[&str] =
    &["application/vnd.oasis.opendocument.presentation", "application/vnd.oasis.opendocument.presentation-template"];
const JSON_LINES: &[&str] = &["application/jsonl", "application/x-ndjson", "application/x-jsonlines"];
const CODE: &[&str] = &["text/x-source", "text/javascript", "application/javascript", "text/css", "text/x-python"];
const IMAGES: &[&str] = &["image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff"];
