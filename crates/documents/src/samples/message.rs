//! Outlook messages.

use std::io;

use super::words::{KNOWN, Words};

/// An Outlook message in the making: streams by their paths.
#[derive(Debug, Clone, Default)]
pub struct Message(Vec<(String, Vec<u8>)>);

impl Message {
    /// Adds a stream of a property, named by its number and type, to a storage; the message itself is the empty path.
    pub fn bytes(mut self, storage: &str, property: &str, bytes: &[u8]) -> Self {
        self.0.push((format!("{storage}/__substg1.0_{property}"), bytes.to_vec()));
        self
    }

    /// Adds a property that is text.
    pub fn text(self, storage: &str, id: u16, text: &str) -> Self {
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        self.bytes(storage, &format!("{id:04X}001F"), &bytes)
    }

    /// Makes this property of eight bytes the list of those with a fixed size, behind a head of so many bytes.
    pub fn fixed(mut self, storage: &str, head: usize, id: u16, value: u64) -> Self {
        let tag = [&[0x40, 0], id.to_le_bytes().as_slice(), &[0; 4]].concat();
        let list = [vec![0; head], tag, value.to_le_bytes().to_vec()].concat();
        self.0.push((format!("{storage}/__properties_version1.0"), list));
        self
    }

    /// The file.
    ///
    /// # Errors
    ///
    /// What the writer of the package says.
    pub fn build(self) -> io::Result<Vec<u8>> {
        let has_list = self.0.iter().any(|(path, _)| path == "/__properties_version1.0");
        // By this stream, a message is known.
        let list = (!has_list).then_some(("/__properties_version1.0", [0; 32].as_slice()));
        let streams: Vec<(&str, &[u8])> =
            self.0.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
        super::office::ole(&streams.into_iter().chain(list).collect::<Vec<_>>())
    }
}

pub(super) fn msg(parts: usize) -> io::Result<Vec<u8>> {
    let text: String = (1..=parts)
        .map(|part| {
            let mut words = Words::of(part);
            format!("Part {part}\r\n\r\n{}\r\n\r\n{}\r\n\r\n", words.paragraph(), words.paragraph())
        })
        .collect();
    Message::default().text("", 0x0037, KNOWN).text("", 0x0C1A, "Ada").text("", 0x1000, &text).build()
}
