//! Password hashes: Argon2id on blocking threads, a few at a time, so that a flood of logins can
//! take neither the memory nor the processors.

use std::sync::{Arc, LazyLock};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use models::secret::SecretString;
use models::user::Password;
use settings::AuthSettings;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::context::Context;
use crate::error::{Error, Result};

/// Hashes that this process computes at the same time. With the default 19 MiB each they take less
/// than 40 MiB.
const HASHES_AT_ONCE: usize = 2;

/// Shared by the process, because memory and processors are.
static HASHERS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(HASHES_AT_ONCE));

/// What comparing a password with a stored hash showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is another password.
    Wrong,
    /// It is the password.
    Right,
    /// It is the password, and its hash was made with other parameters than today's: store this.
    RightRehashed(String),
}

/// The right to compute one hash. Whoever holds a clone of it still has it.
#[derive(Clone)]
pub(crate) struct Turn(#[expect(dead_code, reason = "holds the permit")] Arc<SemaphorePermit<'static>>);

/// Waits for the right to compute a hash.
pub(crate) async fn turn() -> Result<Turn> {
    HASHERS
        .acquire()
        .await
        .map(|permit| Turn(Arc::new(permit)))
        .map_err(|error| Error::internal("waiting to hash a password", error))
}

/// Hashes a new password.
pub(crate) async fn hash(cx: &Context, password: Password) -> Result<String> {
    let turn = turn().await?;
    let (argon2, salt) = (argon2(&cx.settings.auth)?, cx.random.bytes::<16>()?);
    blocking(turn, move || hash_now(&argon2, password.expose(), &salt)).await
}

/// Compares a password with a stored hash. Without a hash it does the same work and says `Wrong`,
/// so that the time does not tell whether an account exists.
pub(crate) async fn verify(
    cx: &Context,
    turn: Turn,
    password: SecretString,
    stored: Option<String>,
) -> Result<Verdict> {
    let (argon2, salt) = (argon2(&cx.settings.auth)?, cx.random.bytes::<16>()?);
    blocking(turn, move || {
        let Some(stored) = stored.filter(|_| password.expose().len() <= Password::MAX_BYTES) else {
            hash_now(&argon2, "a password that nobody has", &salt)?;
            return Ok(Verdict::Wrong);
        };
        let stored = PasswordHash::new(&stored).map_err(|error| Error::internal("reading a password hash", error))?;
        match argon2.verify_password(password.expose().as_bytes(), &stored) {
            Err(argon2::password_hash::Error::PasswordInvalid) => Ok(Verdict::Wrong),
            Err(error) => Err(Error::internal("comparing a password", error)),
            Ok(()) if is_current(&argon2, &stored) => Ok(Verdict::Right),
            Ok(()) => hash_now(&argon2, password.expose(), &salt).map(Verdict::RightRehashed),
        }
    })
    .await
}

async fn blocking<T: Send + 'static>(turn: Turn, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(move || {
        // Moved in: a caller that goes away must not free the turn while the hash is computed.
        let _turn = turn;
        work()
    })
    .await
    .map_err(|error| Error::internal("hashing a password", error))?
}

fn argon2(settings: &AuthSettings) -> Result<Argon2<'static>> {
    let params = Params::new(settings.argon2_memory_kib, settings.argon2_passes, 1, None)
        .map_err(|error| Error::internal("reading the Argon2 settings", error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(argon2: &Argon2<'_>, password: &str, salt: &[u8]) -> Result<String> {
    argon2
        .hash_password_with_salt(password.as_bytes(), salt)
        .map(|hash| hash.to_string())
        .map_err(|error| Error::internal("hashing a password", error))
}

fn is_current(argon2: &Argon2<'_>, stored: &PasswordHash) -> bool {
    let Ok(params) = Params::try_from(stored) else { return false };
    let today = argon2.params();
    stored.algorithm == Algorithm::Argon2id.ident()
        && (params.m_cost(), params.t_cost(), params.p_cost()) == (today.m_cost(), today.t_cost(), today.p_cost())
}
