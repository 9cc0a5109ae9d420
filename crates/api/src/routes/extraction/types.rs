//! Which files are read.

use std::collections::BTreeMap;

use actix_web::get;
use managers::extraction::{self, FILE_BYTES_MAX, FILES_MAX};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::ApiError;
use crate::extract::{Actor, Json};

/// Which files are read.
#[derive(Serialize, ToSchema)]
#[schema(as = SupportedFileTypes)]
pub(super) struct SupportedTypesBody {
    /// By media type, the word for what a file is.
    supported_types: BTreeMap<&'static str, String>,
    /// Without the dot.
    extensions: Vec<&'static str>,
    /// All words.
    canonical_types: Vec<String>,
    max_file_size_mb: usize,
    max_files_per_request: usize,
}

/// List the types of files that are read
#[utoipa::path(tag = "documents", responses((status = 200, body = SupportedTypesBody), ApiError), security(("bearer" = [])))]
#[get("/documents/supported-types")]
pub(super) async fn supported_file_types(_actor: Actor) -> Json<SupportedTypesBody> {
    let types = extraction::supported_types();
    Json(SupportedTypesBody {
        supported_types: types.media_types.into_iter().collect(),
        extensions: types.extensions,
        canonical_types: types.words,
        max_file_size_mb: FILE_BYTES_MAX >> 20,
        max_files_per_request: FILES_MAX,
    })
}
