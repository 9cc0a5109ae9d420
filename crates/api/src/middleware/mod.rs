//! What happens around every handler. From the outside in: [`observe`] names, times and counts the
//! request and puts the headers on its answer; [`guard`] holds the limits and catches panics.

mod guard;
mod headers;
mod observe;
mod request_id;

pub(crate) use guard::guard;
pub(crate) use observe::observe;
