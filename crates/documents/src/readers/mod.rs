//! One reader per format. Each pushes its blocks into an [`crate::Output`].

pub(crate) mod code;
pub(crate) mod csv;
pub(crate) mod docx;
pub(crate) mod eml;
pub(crate) mod flow;
pub(crate) mod image;
pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod ooxml;
pub(crate) mod pdf;
pub(crate) mod text;
pub(crate) mod xml;
#[cfg(test)]
pub(crate) mod outline;
