//! Mail: the subject as heading, who wrote to whom and when, the text, and what is attached.

use mail_parser::{Address, Message, MessageParser, MimeHeaders, PartType};

use crate::encoding::Decoded;
use crate::{
    Error, Limit, Limits, Metadata, Output, Result, WarningKind,
    readers::{html, mail, text},
};

/// Reads a message, with the messages that are attached to it.
pub(crate) fn read(bytes: &[u8], output: &mut Output<'_>) -> Result<()> {
    check_nesting(bytes, output.limits())?;
    let message = MessageParser::default().parse(bytes).ok_or_else(|| Error::corrupt("a mail message"))?;
    output.document().metadata = metadata(&message);
    let mut open: Vec<(&Message<'_>, u8)> = vec![(&message, 1)];
    while let Some((message, level)) = open.pop() {
        head(message, level, output)?;
        body(message, output)?;
        attachments(message, output)?;
        let inner = message.attachments().filter_map(|part| match &part.body {
            PartType::Message(message) => Some((message, (level + 1).min(6))),
            _ => None,
        });
        let at = open.len();
        open.extend(inner);
        open[at..].reverse();
    }
    Ok(())
}

/// Messages inside messages are dropped one inside the other when they go, and each takes a piece of the stack.
fn check_nesting(bytes: &[u8], limits: &Limits) -> Result<()> {
    let inside = |word: &[u8]| bytes.windows(word.len()).filter(|window| window.eq_ignore_ascii_case(word)).count();
    if inside(b"rfc822") + inside(b"digest") + inside(b"/global") > usize::from(limits.nesting) * 4 {
        return Err(Error::LimitExceeded { limit: Limit::Nesting });
    }
    Ok(())
}

fn metadata(message: &Message<'_>) -> Metadata {
    let mut metadata = Metadata {
        title: message.subject().map(str::to_owned),
        authors: message.from().map(addresses).unwrap_or_default(),
        created: message.date().map(mail_parser::DateTime::to_rfc3339),
        ..Metadata::default()
    };
    for (name, value) in [("to", message.to()), ("cc", message.cc())] {
        if let Some(value) = value {
            metadata.other.push((name.to_owned(), addresses(value).join(", ")));
        }
    }
    if let Some(id) = message.message_id() {
        metadata.other.push(("message_id".to_owned(), id.to_owned()));
    }
    metadata
}

fn addresses(address: &Address<'_>) -> Vec<String> {
    let all = address.iter().filter_map(|one| match (one.name(), one.address()) {
        (Some(name), Some(address)) => Some(format!("{name} <{address}>")),
        (one, other) => one.or(other).map(str::to_owned),
    });
    all.collect()
}

fn head(message: &Message<'_>, level: u8, output: &mut Output<'_>) -> Result<()> {
    let people = [("From", message.from()), ("To", message.to()), ("Cc", message.cc())];
    let mut lines: Vec<String> = people
        .into_iter()
        .filter_map(|(name, address)| Some(format!("{name}: {}", addresses(address?).join(", "))))
        .collect();
    lines.extend(message.date().map(|date| format!("Date: {}", date.to_rfc3339())));
    mail::head(message.subject(), level, &lines, output)
}

/// The text as it was written; where there is only a web page, that.
fn body(message: &Message<'_>, output: &mut Output<'_>) -> Result<()> {
    for part in message.text_bodies() {
        if part.is_encoding_problem {
            output.warn(WarningKind::Damaged, "a part of the mail is encoded wrongly");
        }
        match &part.body {
            PartType::Text(said) => text::read(&Decoded { text: said.as_ref().into(), offset: None }, output)?,
            PartType::Html(page) => drop(html::read_html(page, &html::Page::default(), output)?),
            PartType::Binary(_) | PartType::InlineBinary(_) | PartType::Message(_) | PartType::Multipart(_) => {}
        }
    }
    Ok(())
}

fn attachments(message: &Message<'_>, output: &mut Output<'_>) -> Result<()> {
    let mut labels = Vec::new();
    for part in message.attachments() {
        if matches!(part.body, PartType::Message(_)) {
            continue;
        }
        let kind = part.content_type().map(|kind| match kind.subtype() {
            Some(subtype) => format!("{}/{subtype}", kind.ctype()),
            None => kind.ctype().to_owned(),
        });
        labels.extend(mail::label(part.attachment_name(), kind.as_deref()));
    }
    mail::attachments(labels, output)
}

#[cfg(test)]
mod tests;
