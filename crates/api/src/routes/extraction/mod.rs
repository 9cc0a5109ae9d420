//! Reading files for those who keep them, as BrainDrive's clients ask for it. Nothing is stored.

mod files;
mod process;
mod shapes;
mod text_context;
mod types;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(types::supported_file_types)
        .service(process::process_document)
        .service(process::process_documents)
        .service(text_context::process_text_context);
}
