//! One reader per format. Each pushes its blocks into an [`crate::Output`].

pub(crate) mod code;
pub(crate) mod csv;
pub(crate) mod doc;
pub(crate) mod docx;
pub(crate) mod eml;
pub(crate) mod epub;
pub(crate) mod flow;
#[cfg(test)]
mod hostile;
pub(crate) mod html;
pub(crate) mod image;
pub(crate) mod json;
pub(crate) mod mail;
pub(crate) mod markdown;
pub(crate) mod msg;
pub(crate) mod odf;
pub(crate) mod ooxml;
pub(crate) mod order;
#[cfg(test)]
pub(crate) mod outline;
pub(crate) mod pdf;
pub(crate) mod pptx;
pub(crate) mod rtf;
pub(crate) mod sheets;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod xls;
pub(crate) mod xlsb;
pub(crate) mod xlsx;
pub(crate) mod xml;
