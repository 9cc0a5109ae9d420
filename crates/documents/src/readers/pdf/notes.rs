//! Footnotes: small paragraphs at the foot of a page that begin with a number which the text above refers to.

use std::collections::HashSet;

use crate::{Note, Output, Result, Span};

use super::page::{Draft, TextDraft};

/// A footnote is at most this large, as a share of the size of the text.
const SMALLER: f32 = 0.96;

/// The labels that are taken.
#[derive(Debug, Default)]
pub(super) struct Notes {
    labels: HashSet<String>,
}

/// Takes the footnotes of one page out of it and makes references of the raised numbers that refer to them.
pub(super) fn take(drafts: Vec<Draft>, body: f32, notes: &mut Notes, output: &mut Output<'_>) -> Result<Vec<Draft>> {
    let referred: HashSet<String> = drafts.iter().filter_map(as_text).flat_map(references).collect();
    let mut labels: Vec<(String, String)> = Vec::new();
    let mut kept = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let number =
            as_text(&draft).filter(|text| text.size <= body * SMALLER).and_then(|text| number(text, &referred));
        match (draft, number) {
            (Draft::Text(text), Some(number)) if labels.iter().all(|(taken, _)| *taken != number) => {
                let label = notes.label(&number);
                output.note(Note { label: label.clone(), text: body_of(text.spans, &number) })?;
                labels.push((number, label));
            }
            (draft, _) => kept.push(draft),
        }
    }
    for draft in &mut kept {
        if let Draft::Text(text) = draft {
            refer(&mut text.spans, &labels);
        }
    }
    Ok(kept)
}

impl Notes {
    fn label(&mut self, number: &str) -> String {
        let mut label = number.to_owned();
        let mut round = 1;
        while !self.labels.insert(label.clone()) {
            round += 1;
            label = format!("{number}-{round}");
        }
        label
    }
}

fn as_text(draft: &Draft) -> Option<&TextDraft> {
    match draft {
        Draft::Text(text) => Some(text),
        Draft::Table(_) => None,
    }
}

/// The raised numbers inside a paragraph.
fn references(text: &TextDraft) -> Vec<String> {
    text.spans.iter().skip(1).filter_map(|span| span.note.clone()).collect()
}

/// The number that a paragraph begins with, if the text refers to it.
fn number(text: &TextDraft, referred: &HashSet<String>) -> Option<String> {
    let first = text.spans.first()?;
    let number = match &first.note {
        Some(number) => number.clone(),
        None => first.text.split_whitespace().next()?.trim_end_matches(['.', ')']).to_owned(),
    };
    referred.contains(&number).then_some(number)
}

fn body_of(mut spans: Vec<Span>, number: &str) -> Vec<Span> {
    if let Some(first) = spans.first_mut() {
        first.note = None;
        let rest = first.text.trim_start().strip_prefix(number).unwrap_or(&first.text);
        first.text = rest.trim_start_matches(['.', ')', ' ']).to_owned();
    }
    spans.retain(|span| !span.text.is_empty());
    if let Some(first) = spans.first_mut() {
        first.text = first.text.trim_start().to_owned();
    }
    for span in &mut spans {
        span.note = None;
    }
    spans
}

/// Raised numbers become references where a note answers them, and plain text elsewhere.
fn refer(spans: &mut [Span], labels: &[(String, String)]) {
    for span in spans.iter_mut() {
        let Some(number) = span.note.take() else { continue };
        if let Some((_, label)) = labels.iter().find(|(taken, _)| *taken == number) {
            let space = if span.text.ends_with(' ') { " " } else { "" };
            span.text = space.to_owned();
            span.note = Some(label.clone());
        }
    }
}
