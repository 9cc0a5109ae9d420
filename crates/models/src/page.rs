//! Cursor pages.

/// One page of a list. `next` is the cursor of the page after it, `None` at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in the list's order.
    pub items: Vec<T>,
    /// Where the next page starts.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Converts each row and keeps the cursor.
    pub fn map<U>(self, convert: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(convert).collect(), next: self.next }
    }
}

/// Rows asked for when the caller does not say.
pub const LIMIT_DEFAULT: u32 = 50;
/// Most rows of one page.
pub const LIMIT_MAX: u32 = 200;
