//! Words without meaning, always the same.

/// A word that stands in every part of every sample.
pub(super) const KNOWN: &str = "pallium";

/// Syllables that words are made of: two to four of them.
const SYLLABLES: [&str; 32] = [
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "qui", "ro", "su", "ta", "ve", "wi", "xo",
    "yu", "za", "bre", "cli", "dro", "flu", "gra", "kle", "pri", "sto", "tru", "spa", "ne",
];

/// A row of pseudo-random numbers (Knuth's MMIX generator), and what is made of it.
#[derive(Debug, Clone)]
pub(super) struct Words(u64);

impl Words {
    /// The words of a part.
    pub(super) fn of(part: usize) -> Self {
        let mut words = Self(part as u64 + 1);
        words.number(2);
        words
    }

    /// A number below `end`, which is at least 1.
    pub(super) fn number(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    pub(super) fn word(&mut self) -> String {
        let syllables = 2 + self.number(3);
        (0..syllables).map(|_| SYLLABLES[self.number(SYLLABLES.len() as u64) as usize]).collect()
    }

    pub(super) fn sentence(&mut self) -> String {
        let mut sentence = self.word();
        sentence[..1].make_ascii_uppercase();
        for _ in 0..6 + self.number(12) {
            sentence.push(' ');
            sentence.push_str(&self.word());
        }
        sentence.push('.');
        sentence
    }

    /// Some sentences; the first is about [`KNOWN`].
    pub(super) fn paragraph(&mut self) -> String {
        let mut paragraph = format!("About {KNOWN}.");
        for _ in 0..3 + self.number(4) {
            paragraph.push(' ');
            paragraph.push_str(&self.sentence());
        }
        paragraph
    }
}
