//! Who someone is: registration, login, tokens, logins in the plural, and one's own account.
//!
//! An access token lives 15 minutes and says only which login it belongs to; what its user may do
//! is read from the database at each request. A refresh token is random bytes, hashed at rest and
//! exchanged at every use; an old one that comes back ends the login.

pub mod account;
mod authenticate;
mod jwt_ring;
mod login;
pub mod logins;
mod logout;
pub(crate) mod password;
mod refresh;
mod register;
mod session;
mod throttle;
mod token;

pub use authenticate::authenticate;
pub use login::{Login, login};
pub use logout::logout;
pub use refresh::refresh;
pub use register::{Register, register};
pub use session::{Caller, LoggedIn};
