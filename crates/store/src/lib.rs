//! The only room that knows Diesel and SQL.
