//! What all spreadsheets share: the grid of a sheet, and how numbers are shown.

pub(crate) mod dates;
pub(crate) mod format;
pub(crate) mod grid;
pub(crate) mod pattern;
