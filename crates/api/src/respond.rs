//! Answers other than `200` with a body, which is [`crate::extract::Json`].

use actix_web::body::BoxBody;
use actix_web::{HttpRequest, HttpResponse, Responder};
use bytes::{Bytes, BytesMut};
use futures_util::Stream;
use serde::Serialize;
use tokio::io::AsyncReadExt;

/// Bytes read from the disk at a time.
const CHUNK_BYTES: usize = 64 * 1024;

/// `201` with the thing that was made.
#[derive(Debug, Clone)]
pub struct Created<T>(pub T);

impl<T: Serialize> Responder for Created<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse<BoxBody> {
        HttpResponse::Created().json(self.0)
    }
}

/// `202` with the thing that is under way.
#[derive(Debug, Clone)]
pub struct Accepted<T>(pub T);

impl<T: Serialize> Responder for Accepted<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse<BoxBody> {
        HttpResponse::Accepted().json(self.0)
    }
}

/// `204`: done, and nothing to say.
#[derive(Debug, Clone, Copy)]
pub struct NoContent;

impl Responder for NoContent {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse<BoxBody> {
        HttpResponse::NoContent().finish()
    }
}

/// A file in pieces, for a streamed answer.
pub(crate) fn chunks(mut file: tokio::fs::File) -> impl Stream<Item = std::io::Result<Bytes>> {
    async_stream::try_stream! {
        loop {
            let mut chunk = BytesMut::with_capacity(CHUNK_BYTES);
            if file.read_buf(&mut chunk).await? == 0 {
                break;
            }
            yield chunk.freeze();
        }
    }
}
