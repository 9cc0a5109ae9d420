//! Formulas of Office (OMML) as LaTeX, built from events without recursion: an element becomes text when it ends.

use super::math_signs::{self, accent, escape_into};
use crate::xml::Tag;

/// A formula in the making.
#[derive(Debug, Default)]
pub(crate) struct Formula {
    open: Vec<Part>,
    /// Depth of properties, whose elements are no content.
    properties: usize,
}

/// An element of a formula that is open.
#[derive(Debug, Default)]
struct Part {
    name: String,
    children: Vec<(String, String)>,
    properties: Vec<(String, String)>,
}

impl Formula {
    /// An element begins. The first one is the formula itself.
    pub(crate) fn start(&mut self, tag: &Tag<'_>) {
        if self.properties > 0 || tag.name.ends_with("Pr") {
            self.properties += 1;
            if let Some(part) = self.open.last_mut() {
                let value = tag.attr("val").unwrap_or_default().into_owned();
                part.properties.push((tag.name.to_owned(), value));
            }
            return;
        }
        self.open.push(Part { name: tag.name.to_owned(), ..Part::default() });
    }

    /// Text of the formula.
    pub(crate) fn text(&mut self, text: &str) {
        let Some(part) = self.open.last_mut().filter(|part| self.properties == 0 && part.name == "t") else { return };
        let mut latex = String::new();
        escape_into(text, &mut latex);
        part.children.push((String::new(), latex));
    }

    /// An element ends. Gives the formula when it was the last one.
    pub(crate) fn end(&mut self) -> Option<String> {
        if self.properties > 0 {
            self.properties -= 1;
            return None;
        }
        let part = self.open.pop()?;
        let latex = part.latex();
        match self.open.last_mut() {
            Some(outer) => {
                outer.children.push((part.name, latex));
                None
            }
            None => Some(latex.trim().to_owned()),
        }
    }
}

impl Part {
    fn latex(&self) -> String {
        match self.name.as_str() {
            "f" => self.fraction(),
            "sSup" => format!("{{{}}}^{{{}}}", self.child("e"), self.child("sup")),
            "sSub" => format!("{{{}}}_{{{}}}", self.child("e"), self.child("sub")),
            "sSubSup" => format!("{{{}}}_{{{}}}^{{{}}}", self.child("e"), self.child("sub"), self.child("sup")),
            "sPre" => format!("{{}}_{{{}}}^{{{}}}{{{}}}", self.child("sub"), self.child("sup"), self.child("e")),
            "rad" if self.child("deg").is_empty() => format!("\\sqrt{{{}}}", self.child("e")),
            "rad" => format!("\\sqrt[{}]{{{}}}", self.child("deg"), self.child("e")),
            "d" => self.delimited(),
            "nary" => self.operator(),
            "func" => format!("{}{{{}}}", math_signs::function(self.child("fName")), self.child("e")),
            "limLow" => self.limit('_', "\\underset"),
            "limUpp" => self.limit('^', "\\overset"),
            "bar" if self.property("pos") == Some("top") => format!("\\overline{{{}}}", self.child("e")),
            "bar" => format!("\\underline{{{}}}", self.child("e")),
            "acc" => format!("{}{{{}}}", accent(self.property("chr").unwrap_or("\u{302}")), self.child("e")),
            "groupChr" if self.property("pos") == Some("top") => format!("\\overbrace{{{}}}", self.child("e")),
            "groupChr" => format!("\\underbrace{{{}}}", self.child("e")),
            "borderBox" => format!("\\boxed{{{}}}", self.child("e")),
            "m" => format!("\\begin{{matrix}}{}\\end{{matrix}}", self.joined("mr", " \\\\ ")),
            "mr" => self.joined("e", " & "),
            "eqArr" => format!("\\begin{{aligned}}{}\\end{{aligned}}", self.joined("e", " \\\\ ")),
            "r" if self.property("nor").is_some() => format!("\\text{{{}}}", self.content()),
            "oMathPara" => self.joined("oMath", " \\\\ "),
            _ => self.content(),
        }
    }

    fn fraction(&self) -> String {
        let (above, below) = (self.child("num"), self.child("den"));
        match self.property("type") {
            Some("lin" | "skw") => format!("{above}/{below}"),
            Some("noBar") => format!("{{{above} \\atop {below}}}"),
            _ => format!("\\frac{{{above}}}{{{below}}}"),
        }
    }

    fn delimited(&self) -> String {
        let sign = |name: &str, usual: &str| {
            let mut sign = String::new();
            match self.property(name).unwrap_or(usual) {
                "" => sign.push('.'),
                text => escape_into(text, &mut sign),
            }
            sign
        };
        let separator = self.property("sepChr").unwrap_or("|");
        let content = self.joined("e", separator);
        format!("\\left{}{content}\\right{}", sign("begChr", "("), sign("endChr", ")"))
    }

    fn operator(&self) -> String {
        let mut latex = String::new();
        escape_into(self.property("chr").unwrap_or("∫"), &mut latex);
        let mut latex = latex.trim_end().to_owned();
        for (sign, limit) in [("_", self.child("sub")), ("^", self.child("sup"))] {
            if !limit.is_empty() {
                latex.push_str(&format!("{sign}{{{limit}}}"));
            }
        }
        format!("{latex}{{{}}}", self.child("e"))
    }

    fn limit(&self, sign: char, above_or_below: &str) -> String {
        let (base, limit) = (math_signs::function(self.child("e")), self.child("lim"));
        if base.starts_with('\\') {
            format!("{base}{sign}{{{limit}}}")
        } else {
            format!("{above_or_below}{{{limit}}}{{{base}}}")
        }
    }

    fn child(&self, name: &str) -> &str {
        self.children.iter().find(|(child, _)| child == name).map_or("", |(_, latex)| latex.trim())
    }

    fn joined(&self, name: &str, separator: &str) -> String {
        let wanted: Vec<&str> =
            self.children.iter().filter(|(child, _)| child == name).map(|(_, latex)| latex.trim()).collect();
        wanted.join(separator)
    }

    fn content(&self) -> String {
        self.children.iter().map(|(_, latex)| latex.as_str()).collect()
    }

    fn property(&self, name: &str) -> Option<&str> {
        self.properties.iter().find(|(property, _)| property == name).map(|(_, value)| value.as_str())
    }
}
