//! Which methods an address takes, read from the OpenAPI document. It tells a wrong method (405)
//! from an unknown address (404), which actix-web's router does not.

use actix_web::dev::ResourceDef;
use actix_web::http::Method;
use utoipa::openapi::OpenApi;
use utoipa::openapi::path::PathItem;

/// The addresses under `/api/v1` with their methods.
pub(crate) struct MethodTable(Vec<(ResourceDef, Vec<Method>)>);

impl MethodTable {
    /// Reads the table from the document.
    pub(crate) fn of(document: &OpenApi) -> Self {
        let paths = document.paths.paths.iter();
        Self(paths.map(|(path, item)| (ResourceDef::new(path.as_str()), methods(item))).collect())
    }

    /// The methods that the address takes; `None` when nothing is there.
    pub(crate) fn allowed(&self, path: &str) -> Option<Vec<Method>> {
        let matching = self.0.iter().filter(|(pattern, _)| pattern.is_match(path));
        let methods: Vec<Method> = matching.flat_map(|(_, methods)| methods.clone()).collect();
        if methods.is_empty() { None } else { Some(methods) }
    }
}

fn methods(item: &PathItem) -> Vec<Method> {
    let present = [
        (Method::GET, &item.get),
        (Method::POST, &item.post),
        (Method::PUT, &item.put),
        (Method::PATCH, &item.patch),
        (Method::DELETE, &item.delete),
    ];
    present.into_iter().filter(|(_, operation)| operation.is_some()).map(|(method, _)| method).collect()
}
