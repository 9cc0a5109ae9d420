//! Texts as vectors, without any vendor's spelling.

/// A request for embeddings.
#[derive(Debug, Clone, PartialEq)]
pub struct EmbeddingRequest {
    /// The vendor's model id.
    pub model: String,
    /// What is embedded; one vector for each.
    pub input: EmbeddingInput,
    /// Length of the vectors, where the model lets it be chosen.
    pub dimensions: Option<u32>,
    /// Whether the caller wants the vectors as base64 of little-endian 32-bit floats.
    pub base64: bool,
    /// The caller's own name for the person who asks.
    pub user: Option<String>,
    /// Fields of the caller's dialect that were read and have no place here.
    pub ignored: Vec<String>,
}

/// What is embedded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EmbeddingInput {
    /// Texts.
    Texts(Vec<String>),
    /// Texts as the vendor's own token ids.
    Tokens(Vec<Vec<u32>>),
}

/// Embeddings, in the order of what was asked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Embeddings {
    /// The model that answered.
    pub model: String,
    /// One vector for each input.
    pub vectors: Vec<Vec<f32>>,
    /// Prompt tokens, where the vendor told.
    pub input_tokens: Option<u64>,
}
