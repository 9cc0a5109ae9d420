//! What may be searched and cited: collections, their documents, where those come from, and search.

mod fuse;
mod select;
