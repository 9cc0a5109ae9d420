//! Number formats of a workbook, by the style of a cell.

use std::{collections::HashMap, rc::Rc};

use crate::{
    Output, Result,
    package::Package,
    readers::sheets::format::Format,
    xml::{Event, Xml},
};

/// The number format of each style.
#[derive(Debug, Default)]
pub(crate) struct Styles {
    formats: Vec<Option<Rc<Format>>>,
    /// Formats by their number, each read once.
    known: HashMap<u32, Rc<Format>>,
}

impl Styles {
    pub(super) fn read(package: &Package<'_>, part: &str, output: &Output<'_>) -> Result<Self> {
        let mut styles = Self::default();
        let Some(source) = package.part(part)? else { return Ok(styles) };
        let mut xml = Xml::new(source, part, output.limits())?;
        let mut codes = HashMap::new();
        loop {
            match xml.next()? {
                Event::Start(tag) => match (tag.parent.1, tag.name) {
                    ("numFmts", "numFmt") => {
                        if let (Some(id), Some(code)) = (tag.number::<u32>("numFmtId"), tag.attr("formatCode")) {
                            codes.insert(id, code.into_owned());
                        }
                    }
                    ("cellXfs", "xf") => {
                        let id = tag.number("numFmtId").unwrap_or(0);
                        styles.push(id, codes.get(&id).map(String::as_str));
                    }
                    _ => {}
                },
                Event::Eof => return Ok(styles),
                Event::End(..) | Event::Text(_) => {}
            }
        }
    }

    /// Adds the next style: the number of its format, and its code where the workbook defines it.
    pub(crate) fn push(&mut self, id: u32, code: Option<&str>) {
        let plain = id == 0 || code.is_some_and(|code| code.eq_ignore_ascii_case("general"));
        let read = || Rc::new(code.map_or_else(|| Format::built_in(id), Format::parse));
        self.formats.push((!plain).then(|| Rc::clone(self.known.entry(id).or_insert_with(read))));
    }

    /// A number in the format of a style.
    pub(crate) fn show(&self, style: usize, number: f64, since_1904: bool) -> String {
        match self.formats.get(style) {
            Some(Some(format)) => format.show(number, since_1904),
            _ => Format::default().show(number, since_1904),
        }
    }

    /// A text in the format of a style.
    pub(crate) fn show_text(&self, style: usize, text: &str) -> String {
        match self.formats.get(style) {
            Some(Some(format)) => format.show_text(text),
            _ => text.to_owned(),
        }
    }
}
