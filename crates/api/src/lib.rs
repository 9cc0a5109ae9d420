//! HTTP: REST, SSE, OpenAPI and the one error mapping.
