//! Texts as vectors.

use bytes::Bytes;
use dialects::Dialect;
use models::chat::{VendorError, VendorErrorKind};
use models::embedding::{EmbeddingInput, EmbeddingRequest, Embeddings};
use reqwest::header::HeaderMap;
use tokio_util::sync::CancellationToken;

use crate::Providers;
use crate::attempts::Attempts;
use crate::endpoint::Endpoint;
use crate::error::ProviderError;
use crate::forward::{Deadlines, Forward};

impl Providers {
    /// Asks a model for one vector of each text, in their order and all of the same length. Dropping the future closes
    /// the vendor's connection.
    pub async fn embed(
        &self,
        endpoint: &Endpoint,
        model: &str,
        texts: Vec<String>,
    ) -> Result<Embeddings, ProviderError> {
        let dialect = Dialect::of(endpoint.kind).ok_or_else(|| refused("The built-in demo model makes no vectors."))?;
        let wanted = texts.len();
        let request = EmbeddingRequest {
            model: model.to_owned(),
            input: EmbeddingInput::Texts(texts),
            dimensions: None,
            base64: false,
            user: None,
            ignored: Vec::new(),
        };
        let encoded = dialects::encode_embeddings_request(dialect, &request);
        let encoded = encoded.map_err(|_| refused("This vendor makes no vectors. Choose another model."))?;
        let forward = Forward {
            path: encoded.path.to_owned(),
            model: model.to_owned(),
            body: vec![Bytes::from(encoded.body)],
            headers: HeaderMap::new(),
            stream: false,
            deadlines: Deadlines::default(),
            retries: None,
            last_resort: true,
            sent: Attempts::default(),
        };
        let mut answer = self.forward(endpoint, &forward, &CancellationToken::new()).await?;
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            bytes.extend_from_slice(&chunk);
        }
        let read = dialects::decode_embeddings(dialect, &bytes);
        let read = read.and_then(|it| if is_whole(&it, wanted) { Ok(it) } else { Err(garbage()) });
        read.map_err(|error| {
            answer.blame();
            ProviderError::Vendor { status: answer.status, error, retry_after: None, body: None }
        })
    }
}

fn is_whole(answer: &Embeddings, wanted: usize) -> bool {
    let length = answer.vectors.first().map_or(0, Vec::len);
    let sound = |vector: &Vec<f32>| vector.len() == length && vector.iter().all(|it| it.is_finite());
    answer.vectors.len() == wanted && (wanted == 0 || length > 0) && answer.vectors.iter().all(sound)
}

fn garbage() -> VendorError {
    let message = "The vendor did not give one vector of the same length for each text.".to_owned();
    VendorError { kind: VendorErrorKind::Garbage, message, code: None }
}

fn refused(message: &str) -> ProviderError {
    let error = VendorError { kind: VendorErrorKind::BadRequest, message: message.to_owned(), code: None };
    ProviderError::Vendor { status: 400, error, retry_after: None, body: None }
}
