//! Pages whose content the interpreter's parser cannot find, read through another one.

use hayro_syntax::object::{Object, Stream};
use hayro_syntax::page::Page;
use lopdf::{Document, LoadOptions};

use super::guarded;

/// Bytes that any one stream of the file may unpack to here.
const UNPACKED_MAX: usize = 32 << 20;

/// The file in the eyes of the other parser, which is asked only when a page comes out empty: it holds the whole file.
pub(super) struct Fallback<'a> {
    bytes: &'a [u8],
    document: Option<Option<Document>>,
}

impl<'a> Fallback<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, document: None }
    }

    /// The content of a page that names some but shows none.
    pub(super) fn content(&mut self, page: &Page<'_>) -> Option<Vec<u8>> {
        if !page.raw().contains_key(b"Contents") {
            return None;
        }
        let id = page.raw().obj_id()?;
        let id = (id.obj_number, u16::try_from(id.gen_number).ok()?);
        let document = self.document.get_or_insert_with(|| guarded(|| load(self.bytes)).flatten()).as_ref()?;
        let content = guarded(|| document.get_page_content_with_limit(id, UNPACKED_MAX).ok()).flatten()?;
        // A stream that holds nothing is read as nothing by both.
        (!content.trim_ascii().is_empty()).then_some(content)
    }
}

/// The content of a page as the interpreter's parser finds it. The page would keep what it is asked for as long as the
/// document lives, and the contents of all pages are many times the file.
pub(super) fn own_content(page: &Page<'_>) -> Vec<u8> {
    let mut content = Vec::new();
    let mut add = |stream: &Stream<'_>| {
        if let Ok(data) = stream.decoded_data() {
            content.extend_from_slice(&data);
            content.push(b' ');
        }
    };
    match page.raw().get::<Object<'_>>(b"Contents") {
        Some(Object::Stream(stream)) => add(&stream),
        Some(Object::Array(array)) => {
            array.iter::<Object<'_>>().filter_map(Object::into_stream).for_each(|stream| add(&stream))
        }
        _ => {}
    }
    content
}

fn load(bytes: &[u8]) -> Option<Document> {
    let options = LoadOptions { max_decompressed_size: Some(UNPACKED_MAX), ..LoadOptions::default() };
    Document::load_mem_with_options(bytes, options).ok()
}
