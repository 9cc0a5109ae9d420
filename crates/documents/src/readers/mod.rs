//! One reader per format. Each pushes its blocks into an [`crate::Output`].

pub(crate) mod text;
