//! A small PDF writer: just enough of the format to put text where a test wants it.

use std::fmt::Write as _;

/// A PDF in the making.
#[derive(Debug, Default)]
pub(super) struct Writer {
    pages: Vec<(String, String)>,
    objects: Vec<String>,
    catalog: String,
    info: String,
}

/// The number of the first object that a test adds itself.
pub(super) const FIRST: usize = 10;

impl Writer {
    /// Adds an A4 page (595 by 842 points) with this content.
    pub(super) fn page(self, content: impl Into<String>) -> Self {
        self.page_with(content, "")
    }

    /// Adds a page with further entries in its dictionary.
    pub(super) fn page_with(mut self, content: impl Into<String>, entries: &str) -> Self {
        self.pages.push((content.into(), entries.to_owned()));
        self
    }

    /// Adds an object; the first has the number [`FIRST`].
    pub(super) fn object(mut self, object: impl Into<String>) -> Self {
        self.objects.push(object.into());
        self
    }

    /// Adds entries to the catalog.
    pub(super) fn catalog(mut self, entries: &str) -> Self {
        self.catalog.push_str(entries);
        self
    }

    /// Adds entries to the information dictionary.
    pub(super) fn info(mut self, entries: &str) -> Self {
        self.info.push_str(entries);
        self
    }

    /// The file. F1 is Helvetica, F2 Helvetica-Bold, F3 Courier; what a test adds is F4 by the number [`FIRST`].
    pub(super) fn build(self) -> Vec<u8> {
        self.build_with("stream\n")
    }

    /// The file, with this before the data of every content stream.
    pub(super) fn build_with(self, stream: &str) -> Vec<u8> {
        let mut bodies: Vec<String> = Vec::new();
        let first_page = FIRST + self.objects.len();
        let kids: String = (0..self.pages.len()).fold(String::new(), |mut kids, index| {
            let _ = write!(kids, "{} 0 R ", first_page + index * 2);
            kids
        });
        bodies.push(format!("<< /Type /Catalog /Pages 2 0 R {} >>", self.catalog));
        bodies.push(format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", self.pages.len()));
        bodies.push(format!("<< {} >>", self.info));
        for font in ["Helvetica", "Helvetica-Bold", "Courier"] {
            bodies.push(format!("<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>"));
        }
        while bodies.len() < FIRST - 1 {
            bodies.push("null".to_owned());
        }
        bodies.extend(self.objects.iter().cloned());
        for (index, (content, entries)) in self.pages.iter().enumerate() {
            let number = first_page + index * 2;
            bodies.push(format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R {entries} \
                 /Resources << /Font << /F1 4 0 R /F2 5 0 R /F3 6 0 R /F4 {FIRST} 0 R >> /XObject << /X1 {FIRST} 0 R >> >> >>",
                number + 1
            ));
            bodies.push(format!("<< /Length {} >>\n{stream}{content}\nendstream", content.len()));
        }
        let mut file = String::from("%PDF-1.7\n");
        let mut offsets = Vec::new();
        for (index, body) in bodies.iter().enumerate() {
            offsets.push(file.len());
            let _ = write!(file, "{} 0 obj\n{body}\nendobj\n", index + 1);
        }
        let start = file.len();
        let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1);
        for offset in &offsets {
            let _ = writeln!(file, "{offset:010} 00000 n ");
        }
        let _ = write!(
            file,
            "trailer\n<< /Size {} /Root 1 0 R /Info 3 0 R >>\nstartxref\n{start}\n%%EOF\n",
            offsets.len() + 1
        );
        file.into_bytes()
    }
}

/// One line of text.
pub(super) fn text(font: &str, size: u32, x: u32, y: u32, text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
    format!("BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n")
}

/// Lines of text of size 10 under one another, 12 points apart.
pub(super) fn lines(x: u32, top: u32, lines: &[&str]) -> String {
    lines.iter().enumerate().map(|(index, line)| text("F1", 10, x, top - 12 * index as u32, line)).collect()
}

/// A stream object with further entries in its dictionary.
pub(super) fn stream(entries: &str, data: &str) -> String {
    format!("<< /Length {} {entries} >>\nstream\n{data}\nendstream", data.len())
}
