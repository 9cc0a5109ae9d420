//! The `{id}` and `{user_id}` of a member's address.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use models::ids::{UserId, WorkspaceId};
use utoipa::IntoParams;
use uuid::Uuid;

use crate::error::{ApiError, Transport};

/// Which member of which workspace. What is not an id names nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MemberOf {
    pub(super) id: WorkspaceId,
    pub(super) user_id: UserId,
}

impl FromRequest for MemberOf {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let part = |name| req.match_info().get(name);
        let ids = part("id").and_then(|id| id.parse().ok()).zip(part("user_id").and_then(|id| id.parse().ok()));
        ready(ids.map(|(id, user_id)| Self { id, user_id }).ok_or_else(|| Transport::NoSuchRoute.into()))
    }
}

/// Documents the address.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only the document reads it")]
pub(crate) struct MemberPath {
    /// The workspace's id, with or without dashes.
    id: Uuid,
    /// The user's id, with or without dashes.
    user_id: Uuid,
}
