//! Where a call goes.

use models::connection::{BaseUrl, ConnectionKind};
use models::ids::ConnectionId;
use models::secret::SecretString;

use crate::pass::Target;

/// A connection with its key in clear, made for one call and dropped after it.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// The connection, for the breaker.
    pub connection_id: ConnectionId,
    /// Which vendor.
    pub kind: ConnectionKind,
    /// Where it listens.
    pub base_url: BaseUrl,
    /// Its key. `None` sends no credentials.
    pub secret: Option<SecretString>,
    /// Which addresses may be called.
    pub reach: Reach,
}

impl Endpoint {
    pub(crate) fn target(&self, model: &str) -> Target {
        let base_url = self.base_url.as_str().to_owned();
        Target { connection_id: self.connection_id, base_url, model: model.to_owned() }
    }
}

/// Which addresses a call may go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Any address but those that hand out a cloud machine's credentials: for what administrators configure.
    Anywhere,
    /// Addresses of the public internet only: for what members configure.
    PublicOnly,
}
