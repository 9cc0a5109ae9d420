//! What SQLite is told once, before its first connection. It saves a third of the CPU of a list.
#![expect(unsafe_code, reason = "SQLite is a C library, and Diesel does not offer these calls")]

use std::ffi::{c_char, c_int};
use std::ptr::null_mut;
use std::sync::Once;

use libsqlite3_sys::{
    SQLITE_CONFIG_MEMSTATUS, SQLITE_CONFIG_MULTITHREAD, SQLITE_DBCONFIG_ENABLE_QPSG, SQLITE_OK, sqlite3,
    sqlite3_api_routines, sqlite3_auto_extension, sqlite3_config, sqlite3_db_config,
};

static ONCE: Once = Once::new();

/// What SQLite calls for each new connection.
type Extension = unsafe extern "C" fn(*mut sqlite3, *mut *mut c_char, *const sqlite3_api_routines) -> c_int;

/// Adds sqlite-vec to each connection. Turns off the lock around each connection and the counting of memory, which take a mutex for
/// each value that is read and each allocation. Every connection here belongs to one thread at a
/// time, which is what SQLite asks for in return.
pub(crate) fn tune_sqlite() {
    ONCE.call_once(|| {
        // SAFETY: the first two calls take no pointers, and once SQLite runs they change nothing
        // and say so; the third takes a function of the signature that SQLite documents; the
        // fourth takes one that has it too and is declared without, because its crate knows no SQLite.
        let outcomes = unsafe {
            [
                sqlite3_config(SQLITE_CONFIG_MULTITHREAD),
                sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0),
                sqlite3_auto_extension(Some(keep_plans)),
                sqlite3_auto_extension(Some(std::mem::transmute::<unsafe extern "C" fn(), Extension>(
                    sqlite_vec::sqlite3_vec_init,
                ))),
            ]
        };
        if outcomes != [SQLITE_OK; 4] {
            tracing::debug!("SQLite was in use before it was tuned; it is slower and works the same");
        }
    });
}

/// For each new connection: a prepared statement keeps its plan. SQLite would otherwise prepare
/// any statement anew whose `LIMIT` is a bound value, and Diesel binds them all.
unsafe extern "C" fn keep_plans(
    connection: *mut sqlite3,
    _message: *mut *mut c_char,
    _routines: *const sqlite3_api_routines,
) -> c_int {
    // SAFETY: SQLite passes a connection that it has just opened; the option takes an int and a
    // pointer that may be null.
    unsafe { sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_QPSG, 1 as c_int, null_mut::<c_int>()) }
}
