//! Rich text. A lexer of our own, because the crates there are stop at the first file that a word processor of another
//! decade wrote.

pub(crate) mod charset;
mod flow;
mod lexer;
mod table;
mod words;

use std::collections::HashMap;
use std::rc::Rc;

use encoding_rs::Encoding;

use crate::{Error, Limit, Metadata, Output, Result, Style};

use flow::{Flow, Paragraph};
use lexer::{Lexer, Token};

/// Where the text of a group goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Body,
    Nowhere,
    Fonts,
    Styles,
    /// The instruction of a field.
    Field,
    /// The mark in front of an item.
    Mark,
    /// A footnote or a comment; the group that opened it ends it.
    Note,
    /// Something that the file says about itself.
    Fact(&'static str),
}

/// What a group sets back when it closes.
#[derive(Clone)]
struct State {
    target: Target,
    style: Style,
    is_hidden: bool,
    is_deleted: bool,
    paragraph: Paragraph,
    font: i32,
    /// Signs behind a `\u` that stand in for it.
    stand_in: usize,
    link: Option<Rc<str>>,
    /// The group began with `\*`: unknown words in it are passed over.
    is_optional: bool,
}

/// Reads rich text.
pub(crate) fn read(bytes: &[u8], output: &mut Output<'_>) -> Result<()> {
    if !bytes.trim_ascii_start().starts_with(b"{\\rtf") {
        return Err(Error::corrupt("rich text"));
    }
    let mut reader = Reader::new();
    let mut lexer = Lexer::new(bytes);
    while let Some(token) = lexer.next() {
        reader.token(token, &mut lexer, output)?;
    }
    reader.end(output)?;
    reader.flow.finish(output)
}

struct Reader {
    state: State,
    open: Vec<State>,
    flow: Flow,
    encoding: &'static Encoding,
    fonts: HashMap<i32, Option<&'static Encoding>>,
    /// Levels of headings by the number of their style.
    styles: HashMap<i32, u8>,
    /// Bytes of text that are not decoded yet, since a character may have several.
    bytes: Vec<u8>,
    /// The first half of a character outside the first plane.
    high: Option<u16>,
    /// Signs that are still to be passed over.
    stand_ins: usize,
    said: String,
    link: Option<Rc<str>>,
    date: [i32; 5],
}

impl Reader {
    fn new() -> Self {
        let state = State {
            target: Target::Body,
            style: Style::default(),
            is_hidden: false,
            is_deleted: false,
            paragraph: Paragraph::default(),
            font: 0,
            stand_in: 1,
            link: None,
            is_optional: false,
        };
        Self {
            state,
            open: Vec::new(),
            flow: Flow::default(),
            encoding: encoding_rs::WINDOWS_1252,
            fonts: HashMap::new(),
            styles: HashMap::new(),
            bytes: Vec::new(),
            high: None,
            stand_ins: 0,
            said: String::new(),
            link: None,
            date: [0; 5],
        }
    }

    fn token(&mut self, token: Token<'_>, lexer: &mut Lexer<'_>, output: &mut Output<'_>) -> Result<()> {
        match token {
            Token::Text(text) => {
                let skipped = self.stand_ins.min(text.len());
                self.stand_ins -= skipped;
                self.take(text.get(skipped..).unwrap_or_default());
            }
            Token::Byte(_) if self.stand_ins > 0 => self.stand_ins -= 1,
            Token::Byte(byte) => self.take(&[byte]),
            Token::Open => {
                self.say_bytes();
                self.stand_ins = 0;
                if self.open.len() >= usize::from(output.limits().nesting) {
                    return Err(Error::LimitExceeded { limit: Limit::Nesting });
                }
                self.open.push(self.state.clone());
            }
            Token::Close => {
                self.say_bytes();
                self.stand_ins = 0;
                self.close(output)?;
            }
            Token::Sign(_) if self.stand_ins > 0 => self.stand_ins -= 1,
            Token::Sign(sign) => self.sign(sign, output)?,
            Token::Word("bin", count) => lexer.skip(usize::try_from(count.unwrap_or(0)).unwrap_or(0)),
            Token::Word(word, number) => {
                // Some writers leave the stand-in away, and the next word is not one.
                self.stand_ins = 0;
                if word != "u" {
                    self.say_bytes();
                }
                self.word(word, number, output)?;
            }
        }
        Ok(())
    }

    fn take(&mut self, text: &[u8]) {
        if self.state.target != Target::Nowhere {
            self.bytes.extend_from_slice(text);
        }
    }

    /// Decodes the bytes so far and says them.
    fn say_bytes(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let encoding = self.fonts.get(&self.state.font).copied().flatten().unwrap_or(self.encoding);
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        self.say(&text);
    }

    fn say(&mut self, text: &str) {
        match self.state.target {
            Target::Body | Target::Note if self.state.is_deleted => {}
            Target::Body | Target::Note if self.state.is_hidden => self.flow.hide(text),
            Target::Body | Target::Note => self.flow.say(text, self.state.style, self.state.link.as_deref()),
            Target::Mark => self.flow.mark.push_str(text),
            Target::Field | Target::Styles | Target::Fact(_) => self.said.push_str(text),
            Target::Nowhere | Target::Fonts => {}
        }
    }

    fn sign(&mut self, sign: u8, output: &mut Output<'_>) -> Result<()> {
        match sign {
            b'{' | b'}' | b'\\' => self.take(&[sign]),
            b'~' => self.take(b" "),
            b'_' => self.take(b"-"),
            b'*' => self.state.is_optional = true,
            b'\n' | b'\r' => self.end(output)?,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, output: &mut Output<'_>) -> Result<()> {
        self.say_bytes();
        match self.state.target {
            Target::Body | Target::Note => {
                let paragraph = Paragraph { heading: self.heading(), ..self.state.paragraph.clone() };
                self.flow.end(&paragraph, output)
            }
            _ => Ok(()),
        }
    }

    fn heading(&self) -> Option<u8> {
        self.state.paragraph.heading.or_else(|| self.styles.get(&self.state.paragraph.style).copied())
    }

    /// Ends a group: what it said goes where it belongs.
    fn close(&mut self, output: &mut Output<'_>) -> Result<()> {
        let Some(outer) = self.open.pop() else { return Ok(()) };
        let inner = std::mem::replace(&mut self.state, outer);
        let changes = inner.target != self.state.target;
        match inner.target {
            Target::Note if changes => self.flow.end_note(output)?,
            Target::Field if changes => {
                self.link = link(&std::mem::take(&mut self.said)).map(Rc::from);
            }
            Target::Styles => self.name_style(inner.paragraph.style),
            Target::Fact(fact) if changes => self.fact(fact, &mut output.document().metadata),
            _ => {}
        }
        Ok(())
    }

    /// A style that is called a heading makes headings.
    fn name_style(&mut self, number: i32) {
        let name = std::mem::take(&mut self.said).to_lowercase();
        let level =
            name.trim().trim_end_matches(';').strip_prefix("heading ").and_then(|level| level.trim().parse().ok());
        if let Some(level @ 1..=6) = level {
            self.styles.insert(number, level);
        }
    }

    fn fact(&mut self, fact: &str, metadata: &mut Metadata) {
        let said = std::mem::take(&mut self.said).trim().to_owned();
        let [year, month, day, hour, minute] = std::mem::take(&mut self.date);
        let date = (year > 0).then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}"));
        match fact {
            "creatim" => metadata.created = date,
            "revtim" => metadata.modified = date,
            _ if said.is_empty() => {}
            "title" => metadata.title = Some(said),
            "author" => metadata.authors.push(said),
            fact => metadata.other.push((fact.to_owned(), said)),
        }
    }
}

/// The address of a field `HYPERLINK "address"`.
fn link(instruction: &str) -> Option<String> {
    let rest = instruction.trim().strip_prefix("HYPERLINK")?.trim();
    let address = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split_whitespace().next()?,
    };
    // `\l` leads to a place in the document.
    (!address.is_empty() && !address.starts_with('\\')).then(|| address.to_owned())
}

#[cfg(test)]
mod tests;
