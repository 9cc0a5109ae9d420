//! Which candidates become passages: no text twice, not all from one document, neighbours as one, within the budget.

use std::collections::HashSet;

use models::ids::DocumentId;
use models::knowledge::{Candidate, Chunk, CutReason, Fate};

/// Chunks that a model thought less of than this, from 0 to 1, are left out.
const RERANKED_MIN: f64 = 0.2;

/// How much a search gives.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// Most passages.
    pub(super) passages: usize,
    /// Most passages of one document.
    pub(super) of_document: usize,
    /// Most tokens of all passages together.
    pub(super) tokens: u32,
}

/// Chunks of one document that follow each other, by their places in the list of candidates.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    /// In reading order.
    pub(super) members: Vec<usize>,
    /// Place in the list of the one that fits best.
    pub(super) best: usize,
}

/// Decides each candidate's fate; they come best first. The groups are what is taken, the best first.
pub(super) fn select(candidates: &mut [Candidate], room: Room) -> Vec<Group> {
    let mut taken = Taken { groups: Vec::new(), texts: HashSet::new(), tokens: 0 };
    for nth in 0..candidates.len() {
        let fate = taken.decide(candidates, nth, room);
        candidates[nth].fate = fate;
    }
    taken.groups.sort_by_key(|group| group.best);
    taken.groups
}

struct Taken {
    groups: Vec<Group>,
    texts: HashSet<String>,
    tokens: u32,
}

impl Taken {
    fn decide(&mut self, candidates: &[Candidate], nth: usize, room: Room) -> Fate {
        let cut = |reason| Fate::Cut { reason };
        let Candidate { chunk, reranked, .. } = &candidates[nth];
        if reranked.is_some_and(|score| score < RERANKED_MIN) {
            return cut(CutReason::RankedDown);
        }
        let text = plain(&chunk.text);
        if self.texts.contains(&text) {
            return cut(CutReason::SameText);
        }
        let touching = self.touching(candidates, chunk);
        if touching.is_empty() {
            let of_document = |group: &&Group| document(candidates, group) == chunk.document_id;
            if self.groups.len() >= room.passages {
                return cut(CutReason::BelowLimit);
            }
            if self.groups.iter().filter(of_document).count() >= room.of_document {
                return cut(CutReason::TooManyOfDocument);
            }
        }
        // The first is given in any case: a search that found something says something.
        if !self.groups.is_empty() && self.tokens.saturating_add(chunk.tokens) > room.tokens {
            return cut(CutReason::TokenBudget);
        }
        self.tokens = self.tokens.saturating_add(chunk.tokens);
        self.texts.insert(text);
        if touching.is_empty() {
            self.groups.push(Group { members: vec![nth], best: nth });
            return Fate::Taken;
        }
        self.join(candidates, nth, &touching);
        Fate::Merged
    }

    /// The groups that end just before the chunk or begin just after it.
    fn touching(&self, candidates: &[Candidate], chunk: &Chunk) -> Vec<usize> {
        let touches = |group: &Group| {
            let [first, last] = [group.members.first(), group.members.last()]
                .map(|member| member.map_or(0, |member| candidates[*member].chunk.index));
            document(candidates, group) == chunk.document_id
                && (first == chunk.index.saturating_add(1) || last.saturating_add(1) == chunk.index)
        };
        (0..self.groups.len()).filter(|nth| touches(&self.groups[*nth])).collect()
    }

    fn join(&mut self, candidates: &[Candidate], nth: usize, touching: &[usize]) {
        let mut joined = Group { members: vec![nth], best: nth };
        for at in touching.iter().rev() {
            let group = self.groups.remove(*at);
            joined.best = joined.best.min(group.best);
            joined.members.extend(group.members);
        }
        joined.members.sort_by_key(|member| candidates[*member].chunk.index);
        self.groups.push(joined);
    }
}

fn document(candidates: &[Candidate], group: &Group) -> DocumentId {
    candidates[group.best].chunk.document_id
}

/// What two texts have in common that differ only in spaces.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of chunks that follow each other, in reading order. Chunks of prose repeat the end of the one before.
pub(super) fn text_of(chunks: &[&Chunk]) -> String {
    let mut text = String::new();
    let mut end = 0;
    for chunk in chunks {
        let said = if text.is_empty() { chunk.text.as_str() } else { unrepeated(chunk, end) };
        if !text.is_empty() && !text.ends_with('\n') && chunk.start >= end {
            text.push_str("\n\n");
        }
        text.push_str(said);
        end = chunk.end;
    }
    text
}

/// What a chunk says behind a place; all of it where its text is not just its range, as with a table's header.
fn unrepeated(chunk: &Chunk, end: u32) -> &str {
    let length = usize::try_from(chunk.end.saturating_sub(chunk.start)).unwrap_or(usize::MAX);
    let repeated = usize::try_from(end.saturating_sub(chunk.start)).unwrap_or(usize::MAX);
    if repeated == 0 || chunk.text.chars().count() != length {
        return &chunk.text;
    }
    let from = chunk.text.char_indices().nth(repeated).map_or(chunk.text.len(), |(at, _)| at);
    &chunk.text[from..]
}

/// How many passages each document has room for: all, where there is only one document.
pub(super) fn of_document(candidates: &[Candidate], passages: usize, usual: usize) -> usize {
    let documents: HashSet<DocumentId> = candidates.iter().map(|it| it.chunk.document_id).collect();
    if documents.len() <= 1 { passages } else { usual }
}

#[cfg(test)]
mod tests;
