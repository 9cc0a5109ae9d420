//! One test, two databases.
#![expect(clippy::expect_used, reason = "test support fails by panicking, with a sentence")]

use std::future::Future;

use crate::{Database, TestApp};

/// What a test may ask for as its argument.
pub trait Start {
    /// Makes it for a test on this database.
    fn start(database: Database) -> impl Future<Output = Self>;
}

impl Start for Database {
    async fn start(database: Database) -> Self {
        database
    }
}

impl Start for TestApp {
    async fn start(database: Database) -> Self {
        Self::start(database).await
    }
}

/// Runs a test on a runtime of its own, as the server has one.
pub fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("starting the test's runtime");
    runtime.block_on(test);
}

/// Writes each test once and makes two of it, `<name>::sqlite` and `<name>::postgres`. The argument
/// is a [`TestApp`] with the usual settings, or a [`Database`] to build one from.
///
/// ```ignore
/// on_both_databases! {
///     async fn health_answers(app: TestApp) {
///         app.anonymous().get("/health").await.ok();
///     }
/// }
/// ```
#[macro_export]
macro_rules! on_both_databases {
    ($($(#[$meta:meta])* async fn $name:ident($argument:ident: $kind:ty) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, reason = "what the tests of the file use, as each of them may")]
            use super::*;

            $(#[$meta])*
            async fn claim($argument: $kind) $body

            #[test]
            fn sqlite() {
                $crate::run(async { claim(<$kind as $crate::Start>::start($crate::Database::Sqlite).await).await });
            }

            #[test]
            fn postgres() {
                $crate::run(async { claim(<$kind as $crate::Start>::start($crate::Database::Postgres).await).await });
            }
        }
    )+};
}
