//! Excel workbooks. They are read here and not by a library of spreadsheets, because rows, formats, merged cells and
//! what is hidden are needed at once, and a sheet must not be held in memory as a rectangle.

mod sheet;
pub(crate) mod strings;
pub(crate) mod styles;
#[cfg(test)]
mod tests;

use self::{strings::Strings, styles::Styles};
use crate::{
    Error, Output, Result, WarningKind,
    package::Package,
    readers::{
        ooxml::{self, Relationships},
        sheets::grid::Sheet,
    },
    xml::{Event, Xml},
};

/// Where the workbook stands when no relationship says so.
const WORKBOOK: &str = "xl/workbook.xml";

/// What the sheets of a workbook share.
pub(super) struct Workbook<'a> {
    pub(super) package: &'a Package<'a>,
    pub(super) strings: Strings,
    pub(super) styles: Styles,
    pub(super) since_1904: bool,
}

struct Listed {
    name: String,
    part: Option<String>,
    hidden: bool,
}

/// Reads an Excel workbook.
///
/// # Errors
///
/// What its package and its main part say; damage to a sheet is a warning.
pub(crate) fn read(bytes: &[u8], output: &mut Output<'_>) -> Result<()> {
    let package = Package::open(bytes, output.limits())?;
    let main = ooxml::main_part(&package, WORKBOOK, output)?;
    ooxml::properties(&package, output);
    let relationships = Relationships::of(&package, &main, output)?;
    if main.to_lowercase().ends_with(".bin") {
        return super::xlsb::read(&package, &main, &relationships, output);
    }
    let (listed, since_1904) = list(&package, &main, &relationships, output)?;
    let part = |kind: &str| relationships.part(kind).map(str::to_owned);
    let strings =
        part("sharedStrings").map_or(Ok(Strings::default()), |part| Strings::read(&package, &part, output))?;
    let styles = match part("styles").map_or(Ok(Styles::default()), |part| Styles::read(&package, &part, output)) {
        Err(Error::Corrupt { .. }) => {
            output.warn(WarningKind::Damaged, "styles");
            Styles::default()
        }
        other => other?,
    };
    let workbook = Workbook { package: &package, strings, styles, since_1904 };
    output.document().metadata.pages = u32::try_from(listed.len()).ok();
    for Listed { name, part, hidden } in listed {
        let sheet = Sheet { name: &name, hidden };
        let read = part.map_or(Err(Error::corrupt("no part")), |part| sheet::read(&workbook, &part, &sheet, output));
        match read {
            Err(Error::Corrupt { .. }) => output.warn(WarningKind::Damaged, format!("the sheet {name}")),
            other => other?,
        }
    }
    Ok(())
}

/// The sheets in the order of their tabs, and whether days are counted from 1904.
fn list(
    package: &Package<'_>,
    main: &str,
    relationships: &Relationships,
    output: &Output<'_>,
) -> Result<(Vec<Listed>, bool)> {
    let Some(source) = package.part(main)? else { return Err(Error::corrupt("the workbook is missing")) };
    let mut xml = Xml::new(source, main, output.limits())?;
    let (mut listed, mut since_1904) = (Vec::new(), false);
    loop {
        match xml.next()? {
            Event::Start(tag) if tag.name == "workbookPr" => {
                since_1904 = tag.attr("date1904").is_some_and(|value| matches!(value.as_ref(), "1" | "true"));
            }
            Event::Start(tag) if (tag.parent.1, tag.name) == ("sheets", "sheet") => {
                let name = tag.attr("name").unwrap_or_default().into_owned();
                let hidden = tag.attr("state").is_some_and(|state| state != "visible");
                let target =
                    tag.attr_ns("r", "id").and_then(|id| relationships.get(&id)).map(|found| found.target.clone());
                listed.push(Listed { name, part: target, hidden });
            }
            Event::Eof => return Ok((listed, since_1904)),
            _ => {}
        }
    }
}
