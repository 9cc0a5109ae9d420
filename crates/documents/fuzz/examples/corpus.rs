//! Writes the first inputs of each target: samples of its format, whole and as the part that is wrapped.

use std::{fs, io, path::Path};

use documents::{Format, samples};

fn main() -> io::Result<()> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for supported in documents::supported() {
        let target = match supported.format {
            Format::Markdown => "markdown",
            Format::Text => "text",
            _ => supported.extensions.first().copied().unwrap_or_default(),
        };
        let folder = corpus.join(target);
        let Ok(sample) = samples::sample(supported.format, 2) else { continue };
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("sample"), [&[0], sample.as_slice()].concat())?;
        if let Some(part) = samples::part(supported.format, 2) {
            fs::write(folder.join("part"), [&[1], part.as_slice()].concat())?;
        }
    }
    Ok(())
}
