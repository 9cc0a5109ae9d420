//! The strings that the cells of a workbook share.

use crate::{
    Error, Limit, Output, Result,
    package::Package,
    xml::{Event, Xml},
};

/// All shared strings, one after another, and where each ends.
#[derive(Debug, Default)]
pub(crate) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    pub(super) fn read(package: &Package<'_>, part: &str, output: &Output<'_>) -> Result<Self> {
        let mut strings = Self::default();
        let Some(source) = package.part(part)? else { return Ok(strings) };
        let mut xml = Xml::new(source, part, output.limits())?;
        let (mut in_text, mut in_reading) = (false, false);
        loop {
            match xml.next()? {
                // How a word is pronounced stands beside it, not in it.
                Event::Start(tag) if tag.name == "rPh" => in_reading = true,
                Event::Start(tag) => in_text = tag.name == "t" && !in_reading,
                Event::Text(text) if in_text => strings.text.push_str(text),
                Event::End(_, "rPh") => in_reading = false,
                Event::End(_, "si") => strings.end(),
                Event::End(..) => in_text = false,
                Event::Text(_) => {}
                Event::Eof => return Ok(strings),
            }
            if strings.text.len() as u64 > output.limits().zip_entry_bytes {
                return Err(Error::LimitExceeded { limit: Limit::Memory });
            }
        }
    }

    /// Adds a string in one piece.
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.end();
    }

    /// The string with this number.
    pub(crate) fn get(&self, index: usize) -> Option<&str> {
        let start = index.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(start as usize..*self.ends.get(index)? as usize)
    }

    /// Bytes of all strings together.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    fn end(&mut self) {
        // The text of one part never comes near four gigabytes.
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }
}
