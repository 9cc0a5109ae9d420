//! Texts and vectors that are the same in each run, made by number and not kept.

use anyhow::Result;
use models::attachment::FileName;
use models::ids::{ChunkId, CollectionId, ConnectionId, DocumentId, EmbeddingIndexId, UserId};
use models::knowledge::{
    Chunk, Collection, CollectionName, Document, DocumentFacts, DocumentState, EmbeddingIndex, IndexState,
};
use models::time::Time;
use models::user::{Email, Role, User, UserName};
use store::knowledge::documents::Reading;
use uuid::Uuid;

/// Words of the language.
const VOCABULARY: u64 = 50_000;
/// Words of a chunk.
const WORDS: u64 = 260;
/// Groups of vectors.
const GROUPS: u64 = 400;
/// How far vectors of a group lie around its middle, against the middle's own length.
const SPREAD: f32 = 0.8;
/// How far a question lies beside the vector that it asks for.
const BESIDE: f32 = 0.5;

/// Makes everything from numbers.
pub(super) struct Corpus {
    dimensions: usize,
    /// Sums of how frequent words are, for choosing one by a number between 0 and the last.
    frequency: Vec<f64>,
}

/// A document, its text and the vectors of its chunks.
pub(super) struct Made {
    pub(super) document: Document,
    pub(super) reading: Reading,
    pub(super) vectors: Vec<(ChunkId, Vec<f32>)>,
}

/// A generator of numbers; each seed has its own.
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// From 0 to 1.
    fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Around 0, nearly as a bell; the variance is 1.
    fn bell(&mut self) -> f32 {
        let sum: f64 = (0..4).map(|_| self.part()).sum();
        ((sum - 2.0) * 3.0f64.sqrt()) as f32
    }
}

impl Corpus {
    pub(super) fn new(dimensions: usize) -> Self {
        let mut sum = 0.0;
        let frequency = (0..VOCABULARY).map(|rank| {
            sum += 1.0 / (rank as f64 + 2.7);
            sum
        });
        Self { dimensions, frequency: frequency.collect() }
    }

    /// As frequent as in a language: the second half as often as the first.
    fn word(&self, dice: &mut Dice) -> String {
        let whole = self.frequency.last().copied().unwrap_or(1.0);
        let chosen = dice.part() * whole;
        spell(self.frequency.partition_point(|sum| *sum < chosen) as u64)
    }

    fn text(&self, number: u64) -> String {
        let mut dice = Dice::new(number);
        let words: Vec<_> = (0..WORDS).map(|_| self.word(&mut dice)).collect();
        words.join(" ")
    }

    /// Eight words, of which half say what is meant.
    pub(super) fn question(&self, number: u64) -> String {
        let mut dice = Dice::new(number ^ 0xABCD_EF00);
        let mut words = Vec::new();
        for _ in 0..4 {
            words.push(self.word(&mut dice));
            words.push(spell(200 + dice.next() % 8_000));
        }
        words.join(" ")
    }

    fn vector(&self, number: u64) -> Vec<f32> {
        let mut middle = Dice::new(number % GROUPS + (1 << 40));
        let mut own = Dice::new(number + (1 << 41));
        (0..self.dimensions).map(|_| middle.bell() + SPREAD * own.bell()).collect()
    }

    /// A vector beside that of a document's first chunk.
    pub(super) fn near(&self, document: u64, chunks: u64) -> Vec<f32> {
        let mut dice = Dice::new(document + (1 << 42));
        self.vector(document * chunks).into_iter().map(|it| it + BESIDE * dice.bell()).collect()
    }

    /// The chunks whose vectors are nearest, by asking every one.
    pub(super) fn nearest(&self, vector: &[f32], count: u64, chunks: u64, limit: usize) -> Vec<ChunkId> {
        let mut all: Vec<(f32, u64)> = (0..count)
            .map(|number| {
                let other = self.vector(number);
                let dot: f32 = vector.iter().zip(&other).map(|(a, b)| a * b).sum();
                let length = other.iter().map(|it| it * it).sum::<f32>().sqrt();
                (dot / length, number)
            })
            .collect();
        all.sort_by(|a, b| b.0.total_cmp(&a.0));
        all.into_iter().take(limit).map(|(_, number)| self.chunk_id(number / chunks, number)).collect()
    }

    pub(super) fn user(&self) -> Result<User> {
        let id = UserId(Uuid::from_u128(1));
        let (email, name) = (Email::parse("bench@example.org")?, UserName::parse("Bench")?);
        let at = Time::UNIX_EPOCH;
        Ok(User { id, email, name, role: Role::Member, disabled_at: None, created_at: at, updated_at: at })
    }

    pub(super) fn collection(&self) -> Result<Collection> {
        Ok(Collection {
            id: CollectionId(Uuid::from_u128(2)),
            owner_id: UserId(Uuid::from_u128(1)),
            workspace_id: None,
            name: CollectionName::parse("Bench")?,
            description: String::new(),
            created_at: Time::UNIX_EPOCH,
            updated_at: Time::UNIX_EPOCH,
        })
    }

    pub(super) fn index(&self) -> EmbeddingIndex {
        EmbeddingIndex {
            id: EmbeddingIndexId(Uuid::from_u128(3)),
            collection_id: CollectionId(Uuid::from_u128(2)),
            connection_id: ConnectionId(Uuid::from_u128(4)),
            model: "bench".into(),
            dimensions: None,
            state: IndexState::Serving,
            created_at: Time::UNIX_EPOCH,
        }
    }

    pub(super) fn document_id(&self, number: u64) -> DocumentId {
        DocumentId(Uuid::from_u128(1_000 + u128::from(number)))
    }

    fn chunk_id(&self, document: u64, number: u64) -> ChunkId {
        let mut dice = Dice::new(number + (1 << 43));
        ChunkId::of(self.document_id(document), u128::from(dice.next()) << 64 | u128::from(dice.next()))
    }

    pub(super) fn document(&self, number: u64, chunks: u64) -> Result<Made> {
        let id = self.document_id(number);
        let document = Document {
            id,
            owner_id: UserId(Uuid::from_u128(1)),
            collection_id: Some(CollectionId(Uuid::from_u128(2))),
            source_id: None,
            attachment_id: None,
            name: FileName::parse(&format!("{} {number}.pdf", spell(number)))?,
            path: None,
            media_type: "application/pdf".into(),
            bytes: 100_000,
            blob: format!("{number:064x}"),
            state: DocumentState::Queued,
            error: None,
            facts: DocumentFacts::default(),
            chunks: 0,
            stale: false,
            indexed_at: None,
            created_at: Time::UNIX_EPOCH,
            updated_at: Time::UNIX_EPOCH,
        };
        let made: Vec<Chunk> = (0..chunks).map(|index| self.chunk(number, number * chunks + index, index)).collect();
        let vectors = made.iter().zip(number * chunks..).map(|(it, number)| (it.id, self.vector(number))).collect();
        let markdown = made.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join("\n\n");
        let facts = DocumentFacts { title: Some(spell(number)), ..DocumentFacts::default() };
        let reading = Reading { blob: document.blob.clone(), markdown, facts, chunks: made };
        Ok(Made { document, reading, vectors })
    }

    fn chunk(&self, document: u64, number: u64, index: u64) -> Chunk {
        Chunk {
            id: self.chunk_id(document, number),
            document_id: self.document_id(document),
            index: index as u32,
            heading_path: vec![format!("Chapter {index}")],
            page: Some(index as u32 + 1),
            start: 0,
            end: 1,
            text: self.text(number),
            tokens: 400,
        }
    }
}

/// A word of its own for each number, the shorter the more frequent.
fn spell(number: u64) -> String {
    const SYLLABLES: [&str; 24] = [
        "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we", "xi",
        "yo", "zu", "bra", "cle", "dri", "fro",
    ];
    let mut rest = number + 24;
    let mut word = String::new();
    while rest > 0 {
        word.push_str(SYLLABLES[(rest % 24) as usize]);
        rest /= 24;
    }
    word
}
