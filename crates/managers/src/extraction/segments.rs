//! Pure: a text in pieces of limited size, as BrainDrive's clients put them into a conversation.

/// Most characters of all pieces together.
pub const CHARACTERS_MAX: usize = 60_000;
/// Most pieces.
pub const SEGMENTS_MAX: usize = 25;
/// Most characters of one piece.
pub const SEGMENT_CHARACTERS_MAX: usize = 2_000;
/// Characters that a piece repeats of the one before, where a paragraph was too long for one.
pub const OVERLAP: usize = 200;

/// The pieces of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segments {
    /// In order.
    pub pieces: Vec<Segment>,
    /// Whether the text has more.
    pub truncated: bool,
}

/// A piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Its text.
    pub text: String,
    /// Its characters.
    pub characters: usize,
}

impl Segments {
    /// Cuts a text: neighbouring paragraphs stay together as far as they fit, a longer one is cut into windows that
    /// overlap.
    pub fn of(text: &str) -> Self {
        let mut segments = Self { pieces: Vec::new(), truncated: false };
        let mut total = 0;
        for piece in pieces(text) {
            let characters = piece.chars().count();
            if segments.pieces.len() == SEGMENTS_MAX || total + characters > CHARACTERS_MAX {
                segments.truncated = true;
                break;
            }
            total += characters;
            segments.pieces.push(Segment { text: piece, characters });
        }
        segments
    }
}

fn pieces(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let (mut open, mut open_length) = (String::new(), 0);
    for paragraph in paragraphs(text) {
        let length = paragraph.chars().count();
        if open_length > 0 && open_length + 2 + length > SEGMENT_CHARACTERS_MAX {
            pieces.push(std::mem::take(&mut open));
            open_length = 0;
        }
        if length > SEGMENT_CHARACTERS_MAX {
            pieces.extend(windows(&paragraph));
            continue;
        }
        if open_length > 0 {
            open.push_str("\n\n");
            open_length += 2;
        }
        open.push_str(&paragraph);
        open_length += length;
    }
    if open_length > 0 {
        pieces.push(open);
    }
    pieces
}

/// What stands between blank lines, without the spaces around it.
fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in text.lines() {
        match paragraphs.last_mut() {
            Some(last) if !line.trim().is_empty() => {
                last.push_str(line);
                last.push('\n');
            }
            _ => paragraphs.push(String::new()),
        }
    }
    let trimmed = paragraphs.iter().map(|paragraph| paragraph.trim().to_owned());
    trimmed.filter(|paragraph| !paragraph.is_empty()).collect()
}

fn windows(paragraph: &str) -> Vec<String> {
    let characters: Vec<char> = paragraph.chars().collect();
    let mut windows = Vec::new();
    let mut start = 0;
    loop {
        let end = characters.len().min(start + SEGMENT_CHARACTERS_MAX);
        windows.push(characters[start..end].iter().collect());
        if end == characters.len() {
            return windows;
        }
        start = end - OVERLAP;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths(text: &str) -> (Vec<usize>, bool) {
        let segments = Segments::of(text);
        for segment in &segments.pieces {
            assert_eq!(segment.text.chars().count(), segment.characters);
        }
        (segments.pieces.iter().map(|segment| segment.characters).collect(), segments.truncated)
    }

    #[test]
    fn short_paragraphs_stay_together() {
        let segments = Segments::of(" one\n  two \n \n\nthree\n");
        assert_eq!(segments.pieces, [Segment { text: "one\n  two\n\nthree".into(), characters: 16 }]);
        assert_eq!(lengths(""), (vec![], false));
        assert_eq!(lengths(&format!("{}\n\n{}", "a".repeat(1_500), "b".repeat(600))), (vec![1_500, 600], false));
    }

    #[test]
    fn a_long_paragraph_is_cut_into_windows_that_overlap() {
        assert_eq!(lengths(&"ä".repeat(2_000)), (vec![2_000], false));
        assert_eq!(lengths(&"ä".repeat(3_800)), (vec![2_000, 2_000], false));
        assert_eq!(lengths(&"ä".repeat(3_801)), (vec![2_000, 2_000, 201], false));
        let text: String = (0..3_000_u32).filter_map(char::from_u32).filter(|c| c.is_alphabetic()).collect();
        let pieces = Segments::of(&text).pieces;
        let end: String = pieces[0].text.chars().skip(SEGMENT_CHARACTERS_MAX - OVERLAP).collect();
        assert!(pieces[1].text.starts_with(&end));
    }

    #[test]
    fn what_is_too_much_is_left_out_and_said() {
        let (lengths, truncated) = lengths(&"x".repeat(200_000));
        assert_eq!((lengths.len(), truncated), (SEGMENTS_MAX, true));
        assert!(lengths.iter().sum::<usize>() <= CHARACTERS_MAX);
    }
}
