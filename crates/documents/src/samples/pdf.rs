//! A small writer of PDF files.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};

use super::words::Words;

/// Characters of a line of text.
const LINE: usize = 90;

/// A PDF in the making: objects in their order.
#[derive(Debug, Clone, Default)]
pub struct Pdf {
    objects: Vec<Vec<u8>>,
}

impl Pdf {
    /// Adds an object; gives its number.
    pub fn object(&mut self, body: impl Into<Vec<u8>>) -> usize {
        self.objects.push(body.into());
        self.objects.len()
    }

    /// Adds a packed stream; gives its number.
    pub fn stream(&mut self, data: &[u8]) -> usize {
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
        let packed = packer.write_all(data).and_then(|()| packer.finish());
        let (packed, filter) = match &packed {
            Ok(packed) => (packed.as_slice(), "/Filter /FlateDecode"),
            Err(_) => (data, ""),
        };
        let head = format!("<< /Length {} {filter} >>\nstream\n", packed.len());
        self.object([head.as_bytes(), packed, b"\nendstream"].concat())
    }

    /// The file, whose catalog is the object with this number; `trailer` are further entries of its trailer.
    pub fn build(&self, catalog: usize, trailer: &str) -> Vec<u8> {
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.objects.len() + 1);
        for (nth, body) in self.objects.iter().enumerate() {
            table += &format!("{:010} 00000 n \n", file.len());
            file.extend(format!("{} 0 obj\n", nth + 1).into_bytes());
            file.extend_from_slice(body);
            file.extend_from_slice(b"\nendobj\n");
        }
        let start = file.len();
        let size = self.objects.len() + 1;
        let end = format!("trailer\n<< /Size {size} /Root {catalog} 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n");
        file.extend([table, end].concat().into_bytes());
        file
    }
}

/// A file with a page for every two parts.
pub(super) fn file(parts: usize) -> Vec<u8> {
    let mut pdf = Pdf::default();
    let fonts = ["Helvetica", "Helvetica-Bold"].map(|name| {
        pdf.object(format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"))
    });
    let pages = pdf.object("null");
    let all: Vec<usize> = (1..=parts).collect();
    let mut kids = String::new();
    let mut count = 0;
    for parts in all.chunks(2) {
        let content = pdf.stream(page(parts).as_bytes());
        let page = pdf.object(format!(
            "<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R \
             /Resources << /Font << /F1 {} 0 R /F2 {} 0 R >> >> >>",
            fonts[0], fonts[1]
        ));
        kids += &format!("{page} 0 R ");
        count += 1;
    }
    if let Some(object) = pdf.objects.get_mut(pages - 1) {
        *object = format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>").into_bytes();
    }
    let catalog = pdf.object(format!("<< /Type /Catalog /Pages {pages} 0 R >>"));
    pdf.build(catalog, "")
}

fn page(parts: &[usize]) -> String {
    let (mut content, mut y) = (String::new(), 790);
    for part in parts {
        let mut words = Words::of(*part);
        content += &format!("BT /F2 14 Tf 1 0 0 1 60 {y} Tm (Part {part} {}) Tj ET\n", words.word());
        y -= 22;
        for paragraph in [words.paragraph(), words.paragraph()] {
            for line in broken(&paragraph) {
                content += &format!("BT /F1 9 Tf 1 0 0 1 60 {y} Tm ({line}) Tj ET\n");
                y -= 12;
            }
            y -= 10;
        }
        for row in 0..3 {
            let cells = [words.word(), words.word(), words.number(1000).to_string()];
            for (nth, cell) in cells.iter().enumerate() {
                let x = 60 + nth * 150;
                content += &format!("{x} {} 150 16 re S BT /F1 9 Tf 1 0 0 1 {} {y} Tm ({cell}) Tj ET\n", y - 4, x + 4);
            }
            y -= if row == 2 { 30 } else { 16 };
        }
    }
    content
}

/// A text in lines.
fn broken(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.len() + word.len() < LINE => {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
