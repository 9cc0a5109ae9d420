//! One libpq connection that waits on its socket.
//!
//! Diesel shows the notifications that have arrived, but not the socket on which to wait for the
//! next one, so this file speaks to libpq itself. It is the only unsafe code of the room.
#![expect(unsafe_code, reason = "libpq is a C library")]

use std::ffi::{CStr, CString};
use std::os::fd::{BorrowedFd, OwnedFd};
use std::ptr::NonNull;

use tokio::io::unix::AsyncFd;

/// A connection that listens.
pub(super) struct Link {
    /// A descriptor of our own for libpq's socket, because libpq closes its own when the
    /// connection breaks, and the number may then name something else.
    socket: AsyncFd<OwnedFd>,
    connection: Connection,
}

struct Connection(NonNull<pq_sys::PGconn>);

// SAFETY: libpq lets any thread use a connection, one at a time, and `Connection` is not `Sync`.
unsafe impl Send for Connection {}

impl Drop for Connection {
    fn drop(&mut self) {
        // SAFETY: the pointer came from `PQconnectdb` and is finished once.
        unsafe { pq_sys::PQfinish(self.0.as_ptr()) }
    }
}

impl Link {
    /// Connects on a blocking thread and listens.
    pub(super) async fn connect(url: &str, channels: &[&'static str]) -> Result<Self, String> {
        let url = CString::new(url).map_err(|_| "the address holds a NUL".to_owned())?;
        let statements = channels.iter().map(|channel| format!("LISTEN {channel};")).collect::<String>();
        let statements = CString::new(statements).map_err(|_| "a channel holds a NUL".to_owned())?;
        let connected = tokio::task::spawn_blocking(move || Connection::open(&url, &statements)).await;
        let connection = connected.map_err(|error| error.to_string())??;
        let socket = connection.socket().map_err(|error| error.to_string())?;
        // SAFETY: the descriptor is owned, so it stays open for as long as it is registered.
        let socket = unsafe { AsyncFd::register(socket) }.map_err(|error| error.to_string())?;
        Ok(Self { socket, connection })
    }

    /// The next notification, as channel and payload; an error when the connection broke.
    pub(super) async fn next(&mut self) -> Result<(String, String), String> {
        if let Some(said) = self.connection.take() {
            return Ok(said);
        }
        loop {
            let mut guard = self.socket.readable().await.map_err(|error| error.to_string())?;
            self.connection.consume()?;
            if let Some(said) = self.connection.take() {
                // The socket still counts as readable, so the next call asks it for more.
                return Ok(said);
            }
            guard.clear_ready();
        }
    }
}

impl Connection {
    fn open(url: &CStr, statements: &CStr) -> Result<Self, String> {
        // SAFETY: both strings end with NUL and outlive the calls; the result is cleared once.
        unsafe {
            let connection = NonNull::new(pq_sys::PQconnectdb(url.as_ptr())).ok_or("libpq is out of memory")?;
            let connection = Self(connection);
            if pq_sys::PQstatus(connection.0.as_ptr()) != pq_sys::ConnStatusType::CONNECTION_OK {
                return Err(connection.error());
            }
            let result = pq_sys::PQexec(connection.0.as_ptr(), statements.as_ptr());
            let status = pq_sys::PQresultStatus(result);
            pq_sys::PQclear(result);
            if status != pq_sys::ExecStatusType::PGRES_COMMAND_OK {
                return Err(connection.error());
            }
            Ok(connection)
        }
    }

    fn socket(&self) -> std::io::Result<OwnedFd> {
        // SAFETY: the connection is open, so its socket is; it is borrowed for this statement.
        unsafe { BorrowedFd::borrow_raw(pq_sys::PQsocket(self.0.as_ptr())) }.try_clone_to_owned()
    }

    /// Reads what has arrived.
    fn consume(&mut self) -> Result<(), String> {
        // SAFETY: the connection is open.
        let read = unsafe { pq_sys::PQconsumeInput(self.0.as_ptr()) };
        if read == 1 { Ok(()) } else { Err(self.error()) }
    }

    /// The oldest notification that has arrived and was not taken.
    fn take(&mut self) -> Option<(String, String)> {
        // SAFETY: the connection is open; a notification's two strings end with NUL, and it is
        // freed once, after they were copied.
        unsafe {
            let notification = NonNull::new(pq_sys::PQnotifies(self.0.as_ptr()))?;
            let text = |pointer| CStr::from_ptr(pointer).to_string_lossy().into_owned();
            let said = (text(notification.as_ref().relname), text(notification.as_ref().extra));
            pq_sys::PQfreemem(notification.as_ptr().cast());
            Some(said)
        }
    }

    /// libpq's words, which name host and user and no password.
    fn error(&self) -> String {
        // SAFETY: the connection is open, and its message ends with NUL until the next call.
        let message = unsafe { CStr::from_ptr(pq_sys::PQerrorMessage(self.0.as_ptr())) };
        message.to_string_lossy().trim().to_owned()
    }
}
