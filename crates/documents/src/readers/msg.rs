//! Outlook messages: properties as streams of an OLE file, attachments and recipients as storages in it.

mod packed;
mod properties;
#[cfg(test)]
mod tests;

use std::io::Cursor;

use self::properties::{Ole, Properties};
use crate::encoding::Decoded;
use crate::readers::{html, mail, rtf, text};
use crate::{Error, Limit, Metadata, Output, Result, WarningKind};

/// Attachments of one message that are named.
const ATTACHMENTS_MAX: usize = 10_000;

const SUBJECT: u16 = 0x0037;
const SENT: u16 = 0x0039;
const RECEIVED: u16 = 0x0E06;
const SENDER_NAME: u16 = 0x0C1A;
const SENDER_ADDRESS: [u16; 2] = [0x5D01, 0x0C1F];
const TO: u16 = 0x0E04;
const CC: u16 = 0x0E03;
const BODY: u16 = 0x1000;
const PAGE: u16 = 0x1013;
const RICH: u16 = 0x1009;
const MESSAGE_ID: u16 = 0x1035;
const FILE_NAMES: [u16; 2] = [0x3707, 0x3704];
const FILE_KIND: u16 = 0x370E;
/// The storage of a message that is attached.
const INNER: &str = "__substg1.0_3701000D";

/// Reads a message, with the messages that are attached to it.
///
/// # Errors
///
/// [`Error::Corrupt`] for what is no message, [`Error::LimitExceeded`] for messages too deep in one another.
pub(crate) fn read(bytes: &[u8], output: &mut Output<'_>) -> Result<()> {
    let file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Error::corrupt("an Outlook message"))?;
    let mut ole = Ole::new(file, bytes.len());
    // Where messages are, and how deep in one another.
    let mut open = vec![(String::from("/"), 1_u16)];
    while let Some((path, depth)) = open.pop() {
        if depth > output.limits().nesting {
            return Err(Error::LimitExceeded { limit: Limit::Nesting });
        }
        let message = Properties::of(&mut ole, &path, if depth == 1 { 32 } else { 24 })?;
        if depth == 1 {
            output.document().metadata = metadata(&message, &mut ole)?;
        }
        head(&message, &mut ole, depth.min(6) as u8, output)?;
        body(&message, &mut ole, output)?;
        let inner = attachments(&path, &mut ole, output)?;
        open.extend(inner.into_iter().rev().map(|path| (path, depth + 1)));
    }
    Ok(())
}

fn sender(message: &Properties, ole: &mut Ole<'_>) -> Result<Option<String>> {
    let name = message.text(ole, SENDER_NAME)?;
    let mut address = None;
    for id in SENDER_ADDRESS {
        // Inside an organisation, the address is the name of an entry in its directory.
        address = address.or(message.text(ole, id)?.filter(|address| address.contains('@')));
    }
    Ok(match (name, address) {
        (Some(name), Some(address)) if name != address => Some(format!("{name} <{address}>")),
        (name, address) => name.or(address),
    })
}

fn metadata(message: &Properties, ole: &mut Ole<'_>) -> Result<Metadata> {
    let mut metadata = Metadata {
        title: message.text(ole, SUBJECT)?,
        authors: sender(message, ole)?.into_iter().collect(),
        created: message.time(SENT).or(message.time(RECEIVED)),
        ..Metadata::default()
    };
    for (name, id) in [("to", TO), ("cc", CC), ("message_id", MESSAGE_ID)] {
        let value = message.text(ole, id)?;
        metadata.other.extend(value.map(|value| (name.to_owned(), value.trim_matches(['<', '>']).to_owned())));
    }
    Ok(metadata)
}

fn head(message: &Properties, ole: &mut Ole<'_>, level: u8, output: &mut Output<'_>) -> Result<()> {
    let people = [("From", sender(message, ole)?), ("To", message.text(ole, TO)?), ("Cc", message.text(ole, CC)?)];
    let date = message.time(SENT).or(message.time(RECEIVED));
    let all = people.into_iter().chain([("Date", date)]);
    let lines: Vec<String> = all.filter_map(|(name, value)| Some(format!("{name}: {}", value?))).collect();
    let subject = message.text(ole, SUBJECT)?;
    mail::head(subject.as_deref(), level, &lines, output)
}

/// The text as it was written; where there is only a web page or rich text, that.
fn body(message: &Properties, ole: &mut Ole<'_>, output: &mut Output<'_>) -> Result<()> {
    if let Some(said) = message.text(ole, BODY)? {
        return text::read(&Decoded { text: said.into(), offset: None }, output);
    }
    if let Some(page) = message.text(ole, PAGE)? {
        return html::read_html(&page, &html::Page::default(), output).map(drop);
    }
    if let Some(page) = message.binary(ole, PAGE)? {
        let decoded = html::decode(&page, None, output);
        return html::read_html(&decoded.text, &html::Page::default(), output).map(drop);
    }
    let Some(packed) = message.binary(ole, RICH)? else { return Ok(()) };
    let rich = packed::unpack(&packed, output.limits())?;
    match rich.map(|rich| rtf::read(&rich, output)) {
        Some(Err(Error::Corrupt { .. })) | None => output.warn(WarningKind::Damaged, "the text of the message"),
        Some(other) => other?,
    }
    Ok(())
}

/// Names what is attached; gives where attached messages are.
fn attachments(message: &str, ole: &mut Ole<'_>, output: &mut Output<'_>) -> Result<Vec<String>> {
    let (mut labels, mut inner) = (Vec::new(), Vec::new());
    for name in ole.storages(message, "__attach_version1.0_").into_iter().take(ATTACHMENTS_MAX) {
        let path = format!("{message}{name}/");
        let message = format!("{path}{INNER}/");
        if ole.has(&message) {
            inner.push(message);
            continue;
        }
        let attached = Properties::of(ole, &path, 8)?;
        let mut name = None;
        for id in FILE_NAMES {
            name = name.or(attached.text(ole, id)?);
        }
        labels.extend(mail::label(name.as_deref(), attached.text(ole, FILE_KIND)?.as_deref()));
    }
    mail::attachments(labels, output)?;
    Ok(inner)
}
