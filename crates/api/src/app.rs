//! The app: every face of the server on one port. The door and the tests build it from here.

use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, Error, HttpRequest, HttpResponse, get, web};
use bytes::Bytes;
use managers::context::Context;
use utoipa_actix_web::{AppExt, scope};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::error::{ApiError, Transport};
use crate::gateway;
use crate::method_table::MethodTable;
use crate::middleware::{guard, observe};
use crate::operations::MetricsPage;
use crate::static_files::Frontend;
use crate::{openapi, operations, routes};

/// Where the OpenAPI document is.
const DOCUMENT: &str = "/api/v1/openapi.json";

/// Adds routes of another room, such as the MCP server, below the same middleware.
pub type Mount = fn(&mut web::ServiceConfig);

/// Everything that the app is made of. Each HTTP worker makes its own [`App`] from a clone.
#[derive(Clone)]
pub struct Shell {
    context: web::Data<Context>,
    frontend: web::Data<Frontend>,
    metrics: web::Data<MetricsPage>,
    document: web::Data<Document>,
    mount: Mount,
}

/// The OpenAPI document as it is sent, and what it says about methods.
struct Document {
    json: Bytes,
    methods: MethodTable,
}

impl Shell {
    /// Gathers the parts.
    pub fn new(context: Context, frontend: Frontend, metrics: MetricsPage, mount: Mount) -> Self {
        let document =
            Document { json: openapi::openapi_json().into(), methods: MethodTable::of(&openapi::document()) };
        Self {
            context: web::Data::new(context),
            frontend: web::Data::new(frontend),
            metrics: web::Data::new(metrics),
            document: web::Data::from(Arc::new(document)),
            mount,
        }
    }

    /// Makes the app of one worker.
    pub fn app(
        &self,
    ) -> App<
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<impl MessageBody + use<>>,
            Error = Error,
            InitError = (),
        > + use<>,
    > {
        let body_bytes_max = self.context.settings.server.body_bytes_max;
        App::new()
            .app_data(self.context.clone())
            .app_data(self.frontend.clone())
            .app_data(self.metrics.clone())
            .app_data(self.document.clone())
            .app_data(web::PayloadConfig::new(body_bytes_max))
            .service(openapi_document)
            .service(docs)
            .service(SwaggerUi::new("/api/v1/docs/{_:.*}").config(Config::from(DOCUMENT)))
            .configure(operations::register)
            .configure(|cfg| gateway::register(cfg, &self.context))
            .configure(self.mount)
            .into_utoipa_app()
            .service(scope::scope("/api/v1").configure(routes::register))
            .into_app()
            .default_service(web::to(otherwise))
            .wrap(from_fn(guard))
            .wrap(from_fn(observe))
    }
}

#[get("/api/v1/openapi.json")]
async fn openapi_document(document: web::Data<Document>) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(document.json.clone())
}

#[get("/api/v1/docs")]
async fn docs() -> web::Redirect {
    web::Redirect::to("/api/v1/docs/").permanent()
}

/// What no route took: a view or a file of the web app, or a mistake.
async fn otherwise(
    req: HttpRequest,
    document: web::Data<Document>,
    frontend: web::Data<Frontend>,
) -> Result<HttpResponse, ApiError> {
    if !req.path().starts_with("/api/") {
        return frontend.serve(&req);
    }
    Err(match document.methods.allowed(req.path()) {
        Some(allow) => Transport::MethodNotAllowed { allow }.into(),
        None => Transport::NoSuchRoute.into(),
    })
}
