//! What control words do.

use crate::{Output, Result, Style};

use super::{Paragraph, Reader, Target, charset};

impl Reader {
    pub(super) fn word(&mut self, word: &str, number: Option<i32>, output: &mut Output<'_>) -> Result<()> {
        if self.target(word) {
            return Ok(());
        }
        if std::mem::take(&mut self.state.is_optional) && !matches!(word, "shpinst" | "shptxt") {
            self.state.target = Target::Nowhere;
            return Ok(());
        }
        if self.state.target == Target::Nowhere {
            return Ok(());
        }
        if let Some(text) = sign(word) {
            self.say(text);
            return Ok(());
        }
        let is_on = number != Some(0);
        match word {
            "u" => self.unicode(number.unwrap_or(0)),
            "uc" => self.state.stand_in = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(16),
            "ansicpg" => self.encoding = charset::of_page(number.unwrap_or(1252)),
            "mac" => self.encoding = charset::of_page(10_000),
            "f" => self.state.font = number.unwrap_or(0),
            "fcharset" if self.state.target == Target::Fonts => {
                self.fonts.insert(self.state.font, charset::of_font(number.unwrap_or(0)));
            }
            "par" | "sect" | "page" => self.end(output)?,
            "line" | "lbr" => self.say("\n"),
            "pard" => self.state.paragraph = Paragraph::default(),
            "plain" => {
                self.state.style = Style::default();
                self.state.is_hidden = false;
                self.state.is_deleted = false;
            }
            "s" => self.state.paragraph.style = number.unwrap_or(0),
            "b" => self.state.style.strong = is_on,
            "i" => self.state.style.emphasis = is_on,
            "strike" | "striked" => self.state.style.strike = is_on,
            "v" => self.state.is_hidden = is_on,
            "deleted" => self.state.is_deleted = is_on,
            "outlinelevel" => {
                let level = number.and_then(|level| u8::try_from(level).ok()).filter(|level| *level < 9);
                self.state.paragraph.heading = level.map(|level| (level + 1).min(6));
            }
            "ls" => self.state.paragraph.is_item = is_on,
            "ilvl" => self.state.paragraph.depth = number.and_then(|depth| u8::try_from(depth).ok()).unwrap_or(0),
            "yr" | "mo" | "dy" | "hr" | "min" => self.date(word, number.unwrap_or(0)),
            "nofpages" => output.document().metadata.pages = number.and_then(|pages| u32::try_from(pages).ok()),
            _ => self.table(word, number, output)?,
        }
        Ok(())
    }

    /// Words that say where the text of their group goes.
    fn target(&mut self, word: &str) -> bool {
        if self.state.target == Target::Nowhere {
            return false;
        }
        let target = match word {
            "fonttbl" => Target::Fonts,
            "stylesheet" => Target::Styles,
            "fldinst" => Target::Field,
            "listtext" | "pntext" => Target::Mark,
            "title" => Target::Fact("title"),
            "author" => Target::Fact("author"),
            "subject" => Target::Fact("subject"),
            "keywords" => Target::Fact("keywords"),
            "doccomm" => Target::Fact("comment"),
            "creatim" => Target::Fact("creatim"),
            "revtim" => Target::Fact("revtim"),
            "colortbl" | "pict" | "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr"
            | "footerf" | "xe" | "tc" | "tcn" | "rxe" | "bxe" | "nonesttables" | "sn" | "sv" | "objdata"
            | "operator" | "printim" | "ftnsep" | "ftnsepc" | "aftnsep" | "aftnsepc" | "filetbl" | "revtbl" => {
                Target::Nowhere
            }
            "footnote" | "annotation" => {
                self.flow.begin_note(if word == "footnote" { "fn" } else { "comment" });
                self.state.paragraph = Paragraph::default();
                self.state.link = None;
                Target::Note
            }
            "fldrslt" => {
                self.state.link = self.link.take().or(self.state.link.take());
                return true;
            }
            _ => return false,
        };
        self.state.is_optional = false;
        self.said.clear();
        self.state.target = target;
        true
    }

    /// A character by its number; those above the first plane come in two halves, and all of them may be negative.
    fn unicode(&mut self, number: i32) {
        self.say_bytes();
        self.stand_ins = self.state.stand_in;
        let unit = u16::try_from(number & 0xffff).unwrap_or(0);
        let mut said = String::new();
        match (self.high.take(), unit) {
            (None, 0xd800..=0xdbff) => self.high = Some(unit),
            (Some(high), unit) => {
                let decoded = char::decode_utf16([high, unit]);
                said.extend(decoded.map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)));
            }
            // Signs of fonts that have no letters.
            (None, 0xf020..=0xf0ff) if self.state.target == Target::Mark => said.push('•'),
            (None, unit) => said.push(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)),
        }
        self.say(&said);
    }

    fn date(&mut self, word: &str, number: i32) {
        let at = ["yr", "mo", "dy", "hr", "min"].iter().position(|name| *name == word);
        if let Some(part) = at.and_then(|at| self.date.get_mut(at)) {
            *part = number;
        }
    }

    fn table(&mut self, word: &str, number: Option<i32>, output: &mut Output<'_>) -> Result<()> {
        if self.state.target != Target::Body {
            return Ok(());
        }
        let flow = &mut self.flow;
        match word {
            "intbl" => self.state.paragraph.in_table = true,
            "trowd" => flow.table.get_or_insert_default().define(),
            "trhdr" => flow.table.get_or_insert_default().header(),
            "clmrg" => flow.table.get_or_insert_default().join(),
            "clvmrg" => flow.table.get_or_insert_default().below(),
            "cellx" => {
                let cells = output.limits().cells;
                flow.table.get_or_insert_default().edge(number.unwrap_or(0), cells)?;
            }
            "cell" => flow.end_cell(output)?,
            "row" => flow.table.get_or_insert_default().row(),
            // Tables inside cells are the lines of the cell.
            "nestcell" => self.say(" "),
            "nestrow" => self.say("\n"),
            _ => {}
        }
        Ok(())
    }
}

/// Words that stand for a sign.
fn sign(word: &str) -> Option<&'static str> {
    Some(match word {
        "tab" | "emspace" | "enspace" | "qmspace" => " ",
        "emdash" => "—",
        "endash" => "–",
        "bullet" => "•",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        _ => return None,
    })
}
