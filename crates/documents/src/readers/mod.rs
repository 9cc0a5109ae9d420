//! One reader per format. Each pushes its blocks into an [`crate::Output`].

pub(crate) mod code;
pub(crate) mod csv;
pub(crate) mod eml;
pub(crate) mod image;
pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod text;
pub(crate) mod xml;
pub(crate) mod docx;
pub(crate) mod flow;
pub(crate) mod ooxml;
