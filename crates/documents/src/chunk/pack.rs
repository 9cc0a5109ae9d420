//! Packs units into chunks.

use std::ops::Range;
use std::rc::Rc;

use crate::Marker;

use super::split::{Cut, Level, Piece, sentences, split};
use super::units::{Cuts, Part, Path, Role};
use super::{Chunk, ChunkRules, Tokens};

/// Bytes of a block that are looked at together.
const SLAB_BYTES: usize = 64 << 10;

/// A piece of a block that is not cut any more.
#[derive(Clone)]
struct Unit {
    range: Range<usize>,
    tokens: usize,
    block: usize,
    role: Role,
    path: Path,
    marker: Option<Marker>,
    /// What stands around pieces of its block, where it is only a piece.
    around: Option<Rc<Around>>,
    is_first: bool,
    is_last: bool,
}

/// What makes a piece of a block readable: the header of a table, the fences of code.
struct Around {
    before: String,
    before_tokens: usize,
    after: String,
    after_tokens: usize,
}

impl Unit {
    fn is_glue(&self) -> bool {
        matches!(self.role, Role::Heading | Role::Marker)
    }

    /// What stands before it where a chunk begins with it, with its tokens.
    fn before(&self) -> Option<(&str, usize)> {
        let around = self.around.as_ref().filter(|_| !self.is_first)?;
        Some((&around.before, around.before_tokens))
    }

    /// What stands behind it where a chunk ends with it, with its tokens.
    fn after(&self) -> Option<(&str, usize)> {
        let around = self.around.as_ref().filter(|_| !self.is_last)?;
        Some((&around.after, around.after_tokens))
    }
}

pub(super) struct Packer<'a> {
    text: &'a str,
    rules: &'a ChunkRules,
    tokens: &'a dyn Tokens,
    chunks: Vec<Chunk>,
    open: Vec<Unit>,
    /// Tokens of the open units.
    held: usize,
    /// What of the chunk before is repeated in front of the open units, and its tokens.
    overlap: Option<(usize, usize)>,
    path: Path,
    /// Level of the last heading.
    level: u8,
    /// Tokens that are left to a chunk below the path.
    room: usize,
    marker: Option<Marker>,
    starts: Vec<usize>,
    /// A place in the text in bytes and in characters: the beginning of the last chunk.
    counted: (usize, usize),
}

impl<'a> Packer<'a> {
    pub(super) fn new(text: &'a str, rules: &'a ChunkRules, tokens: &'a dyn Tokens) -> Self {
        Self {
            text,
            rules,
            tokens,
            chunks: Vec::new(),
            open: Vec::new(),
            held: 0,
            level: 0,
            overlap: None,
            path: Rc::from([]),
            room: rules.max.max(1),
            marker: None,
            starts: Vec::new(),
            counted: (0, 0),
        }
    }

    /// A new page, slide or sheet begins.
    pub(super) fn mark(&mut self, marker: &Marker) {
        self.marker = Some(marker.clone());
    }

    /// What follows stands under these headings.
    pub(super) fn at(&mut self, path: &Path) {
        if Rc::ptr_eq(path, &self.path) {
            return;
        }
        self.path = path.clone();
        let above = self.count(&path.join(" > "));
        self.room = (self.rules.max.max(2) - above.min(self.rules.max / 2)).max(1);
    }

    /// A heading of this level follows. Up to level 2 it ends the chunk, unless that is only the heading above it; below,
    /// it ends one that is large enough.
    pub(super) fn border(&mut self, level: u8) {
        let is_large = self.held * 2 >= self.rules.target;
        let bare = self.open.iter().all(Unit::is_glue);
        let deeper = level > std::mem::replace(&mut self.level, level);
        if level <= 2 && !(bare && deeper) || level > 2 && is_large && !bare {
            let markers = self.open.iter().rev().take_while(|unit| unit.role == Role::Marker).count();
            let kept = self.open.split_off(self.open.len() - markers);
            self.emit();
            self.keep(kept);
        }
    }

    pub(super) fn part(&mut self, part: &Part<'_>) {
        let mut starts = std::mem::take(&mut self.starts);
        if part.range.len() > SLAB_BYTES {
            self.slabs(part, &mut starts);
            self.starts = starts;
            return;
        }
        starts.clear();
        self.tokens.starts(&self.text[part.range.clone()], &mut starts);
        let whole = match part.cut {
            Cuts::Items(_) | Cuts::Rows(_) => self.room.min(self.rules.target),
            Cuts::At(_) | Cuts::Code => self.room,
        };
        if starts.len() <= whole {
            let range = part.range.clone();
            self.add(self.unit(part, range, starts.len(), part.role));
        } else {
            let around = self.around(part);
            self.pieces(part, part.range.clone(), &starts, around.as_ref());
        }
        self.starts = starts;
    }

    pub(super) fn finish(mut self) -> Vec<Chunk> {
        self.emit();
        self.chunks
    }

    fn unit(&self, part: &Part<'_>, range: Range<usize>, tokens: usize, role: Role) -> Unit {
        Unit {
            is_first: range.start == part.range.start,
            is_last: range.end == part.range.end,
            range,
            tokens,
            block: part.block,
            role,
            path: self.path.clone(),
            marker: self.marker.clone(),
            around: None,
        }
    }

    /// Adds a block that is far too long, some of it at a time: where the tokens of a sheet of millions of cells begin
    /// takes more memory than the sheet.
    fn slabs(&mut self, part: &Part<'_>, starts: &mut Vec<usize>) {
        let around = self.around(part);
        let mut start = part.range.start;
        while start < part.range.end {
            let end = slab_end(self.text, part, start);
            starts.clear();
            self.tokens.starts(&self.text[start..end], starts);
            self.pieces(part, start..end, starts, around.as_ref());
            start = end;
        }
    }

    /// Cuts a block that is too long, or some of it, and adds its pieces.
    fn pieces(&mut self, part: &Part<'_>, range: Range<usize>, starts: &[usize], around: Option<&Rc<Around>>) {
        let limit = self.room - around.map_or(0, |around| around.before_tokens + around.after_tokens);
        let cut = Cut { text: self.text, starts, from: range.start, limit };
        let mut pieces: Vec<Piece> = Vec::new();
        match part.cut {
            Cuts::At(level) => split(&cut, range, level, &mut pieces),
            Cuts::Code => split(&cut, range, Level::Paragraph, &mut pieces),
            Cuts::Items(breaks) | Cuts::Rows(breaks) => {
                let inner =
                    breaks.partition_point(|at| *at <= range.start)..breaks.partition_point(|at| *at < range.end);
                let mut start = range.start;
                for end in breaks[inner].iter().copied().chain([range.end]) {
                    if cut.count(&(start..end)) > limit {
                        split(&cut, start..end, Level::Sentence, &mut pieces);
                    } else {
                        pieces.push(Piece { range: start..end, is_fragment: false });
                    }
                    start = end;
                }
            }
        }
        for piece in pieces {
            // A heading too long for a chunk is text like any other; half a sentence is not repeated.
            let role = match part.role {
                Role::Prose if !piece.is_fragment => Role::Prose,
                Role::Prose | Role::Heading | Role::Marker | Role::Other => Role::Other,
            };
            let tokens = cut.count(&piece.range);
            let unit = self.unit(part, piece.range, tokens, role);
            self.add(Unit { around: around.cloned(), ..unit });
        }
    }

    fn around(&self, part: &Part<'_>) -> Option<Rc<Around>> {
        let text = &self.text[part.range.clone()];
        let (before, after) = match part.cut {
            Cuts::Rows(breaks) => {
                let end = breaks.get(1).copied().unwrap_or(part.range.end);
                (self.text[part.range.start..end].trim_end().to_owned() + "\n", String::new())
            }
            Cuts::Code => {
                let fence = text.lines().next().unwrap_or_default();
                let end: String = fence.chars().take_while(|character| *character == '`').collect();
                (format!("{fence}\n"), format!("\n{end}"))
            }
            Cuts::At(_) | Cuts::Items(_) => return None,
        };
        let (before_tokens, after_tokens) = (self.count(&before), self.count(&after));
        let is_small = (before_tokens + after_tokens) * 3 <= self.room;
        is_small.then(|| Rc::new(Around { before, before_tokens, after, after_tokens }))
    }

    fn count(&self, text: &str) -> usize {
        let mut starts = Vec::new();
        self.tokens.starts(text, &mut starts);
        starts.len()
    }

    fn add(&mut self, unit: Unit) {
        let own = unit.tokens + unit.after().map_or(0, |(_, tokens)| tokens);
        let before = self.open.first().unwrap_or(&unit).before().map_or(0, |(_, tokens)| tokens);
        let size = self.held + before + self.overlap.map_or(0, |(_, tokens)| tokens);
        let fits = size + own <= self.rules.target || size * 2 < self.rules.target;
        if !(self.open.is_empty() || fits && size + own <= self.room) {
            self.close(own + unit.before().map_or(0, |(_, tokens)| tokens));
        }
        self.held += unit.tokens;
        self.open.push(unit);
    }

    fn keep(&mut self, units: Vec<Unit>) {
        self.held = units.iter().map(|unit| unit.tokens).sum();
        self.open = units;
    }

    /// Ends the open chunk inside a section. Headings and markers at its end go with what follows, and so do its last
    /// sentences, if they leave room for `next` tokens.
    fn close(&mut self, next: usize) {
        let glued = self.open.iter().rev().take_while(|unit| unit.is_glue()).count();
        let mut kept = self.open.split_off(self.open.len() - glued);
        let tokens: usize = kept.iter().map(|unit| unit.tokens).sum();
        if self.open.is_empty() || tokens + next > self.room {
            self.open.append(&mut kept);
            self.emit();
            return;
        }
        let overlap = if kept.iter().any(|unit| unit.role == Role::Heading) {
            None
        } else {
            self.tail(self.rules.overlap.min(self.room - tokens - next))
        };
        self.emit();
        self.keep(kept);
        self.overlap = overlap;
    }

    /// Where the last whole sentences of the open chunk begin that have at most this many tokens, and how many those are.
    /// Never more than half of it.
    fn tail(&self, limit: usize) -> Option<(usize, usize)> {
        let limit = limit.min(self.open.iter().map(|unit| unit.tokens).sum::<usize>() / 2);
        let (mut from, mut taken) = (None, 0);
        for unit in self.open.iter().rev().take_while(|unit| unit.role == Role::Prose) {
            if taken + unit.tokens <= limit {
                taken += unit.tokens;
                from = Some(unit.range.start);
                continue;
            }
            let text = &self.text[unit.range.clone()];
            let ends: Vec<usize> = sentences(text).collect();
            let mut end = text.len();
            for start in ends.iter().rev().skip(1) {
                let tokens = self.count(&text[*start..end]);
                if taken + tokens > limit {
                    break;
                }
                taken += tokens;
                from = Some(unit.range.start + start);
                end = *start;
            }
            break;
        }
        from.filter(|_| taken > 0).map(|from| (from, taken))
    }

    fn emit(&mut self) {
        let open = std::mem::take(&mut self.open);
        let overlap = self.overlap.take();
        let held = std::mem::take(&mut self.held);
        let (Some(first), Some(last)) = (open.first(), open.last()) else { return };
        let (start, repeated) = overlap.unwrap_or((first.range.start, 0));
        let said = self.text[start..last.range.end].trim_end();
        if said.trim_start().is_empty() {
            return;
        }
        let (before, before_tokens) = first.before().unwrap_or_default();
        let (after, after_tokens) = last.after().unwrap_or_default();
        let text = [before, said, after].concat();
        let tokens = held + repeated + before_tokens + after_tokens;
        let content = open.iter().find(|unit| !unit.is_glue()).unwrap_or(last);
        let characters = self.characters(start, said);
        self.chunks.push(Chunk {
            id: String::new(),
            ordinal: self.chunks.len(),
            path: common(&open),
            marker: content.marker.clone(),
            bytes: start..start + said.len(),
            characters,
            blocks: first.block..last.block + 1,
            text,
            tokens,
        });
    }

    fn characters(&mut self, start: usize, said: &str) -> Range<usize> {
        let (bytes, characters) = self.counted;
        let from = characters + self.text.get(bytes..start).unwrap_or_default().chars().count();
        self.counted = (start, from);
        from..from + said.chars().count()
    }
}

/// Where some of a block ends: between its rows, items, paragraphs or lines, or at last anywhere.
fn slab_end(text: &str, part: &Part<'_>, start: usize) -> usize {
    let end = part.range.end;
    if end - start <= SLAB_BYTES {
        return end;
    }
    let most = text.floor_char_boundary(start + SLAB_BYTES);
    match part.cut {
        Cuts::Items(breaks) | Cuts::Rows(breaks) => {
            let behind = breaks.partition_point(|at| *at <= most);
            let last = behind.checked_sub(1).and_then(|at| breaks.get(at)).filter(|at| **at > start);
            last.or_else(|| breaks.get(behind)).copied().unwrap_or(end)
        }
        Cuts::At(_) | Cuts::Code => {
            let slab = &text[start..most];
            let mark = ["\n\n", "\n", " "].into_iter().find_map(|mark| Some(slab.rfind(mark)? + mark.len()));
            start + mark.unwrap_or(slab.len())
        }
    }
}

/// The headings above all that the units say.
fn common(units: &[Unit]) -> Vec<String> {
    let said = |unit: &&Unit| !unit.is_glue();
    let Some(first) = units.iter().find(said).or(units.last()) else { return Vec::new() };
    let mut length = first.path.len();
    for unit in units.iter().filter(said) {
        let shared = first.path.iter().zip(unit.path.iter()).take_while(|(one, other)| one == other).count();
        length = length.min(shared);
    }
    first.path.iter().take(length).cloned().collect()
}
