//! A request of one dialect, spelled in another.

mod asked;
mod field;
pub(crate) mod notes;
mod table;

use models::chat::{ChatRequest, Source};

use crate::dialect::Dialect;
use crate::encode::{Encoded, encode_with, sources};
pub(crate) use field::Field;
use notes::Notes;
use table::Fate;

/// A request as a vendor wants it, and what it leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translated {
    /// What to send.
    pub encoded: Encoded,
    /// Fields, in the caller's spelling, that the vendor does not get, and that the caller's documentation allows to
    /// be passed over. For `x-pallium-dropped`.
    pub dropped: Vec<String>,
}

/// The vendor's dialect cannot say what the request asks for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` cannot be passed on to this model: {reason}.")]
pub struct Unsupported {
    /// The field, in the caller's spelling.
    pub field: String,
    /// Why, as half a sentence.
    pub reason: &'static str,
}

/// Spells a request that was read in one dialect, `from`, in another, `to`.
///
/// The limit of tokens is taken for one of the whole answer, thoughts included, as all callers mean it; what
/// [`crate::encode`] sends for our own runs leaves room for thoughts beside it.
pub fn translate(from: Dialect, to: Dialect, request: &ChatRequest) -> Result<Translated, Unsupported> {
    let mut notes = Notes::for_a_caller();
    for field in asked::fields(request) {
        match table::fate(to, field) {
            Fate::Said => {}
            Fate::Dropped => notes.drop(field),
            Fate::Refused(reason) => notes.refuse(field, reason),
        }
    }
    if !shares_files(from, to) && sources(request).any(|source| matches!(source, Source::VendorFile(_))) {
        notes.refuse(Field::VendorFile, "the file lies at another vendor; send its bytes");
    }
    let encoded = encode_with(to, request, &mut notes);
    let (dropped, refused) = notes.close();
    if let Some((field, reason)) = refused {
        return Err(Unsupported { field: field.name(from).to_owned(), reason });
    }
    let dropped = dropped.into_iter().map(|field| field.name(from).to_owned());
    Ok(Translated { encoded, dropped: dropped.chain(request.ignored.iter().cloned()).collect() })
}

/// Whether a file's id means the same in both dialects.
fn shares_files(from: Dialect, to: Dialect) -> bool {
    let is_open_ai = |dialect| matches!(dialect, Dialect::OpenAiChat | Dialect::OpenAiResponses);
    from == to || (is_open_ai(from) && is_open_ai(to))
}
