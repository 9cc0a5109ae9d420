//! What a person who looks at the page does not see.

use super::tree::{Id, Tree};

/// Whether an element is hidden by its own attributes.
pub(super) fn is_hidden(tree: &Tree, id: Id) -> bool {
    if tree.attribute(id, "hidden").is_some_and(|value| !value.eq_ignore_ascii_case("until-found")) {
        return true;
    }
    tree.attribute(id, "style").is_some_and(hides)
}

fn hides(style: &str) -> bool {
    let (mut color, mut background) = (None, None);
    for declaration in style.split(';') {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let value = value.trim().trim_end_matches("!important").trim().to_ascii_lowercase();
        match property.trim().to_ascii_lowercase().as_str() {
            "display" if value == "none" => return true,
            "visibility" if value == "hidden" || value == "collapse" => return true,
            "opacity" if number(&value) == Some(0.0) => return true,
            // Nobody reads a letter of one pixel.
            "font-size" if number(&value).is_some_and(|size| size <= 0.01 || size <= 1.0 && value.ends_with("px")) => {
                return true;
            }
            "color" => color = Some(value),
            "background" | "background-color" => background = Some(value),
            _ => {}
        }
    }
    color.is_some() && color.as_deref().map(plain) == background.as_deref().map(plain)
}

fn number(value: &str) -> Option<f64> {
    let end = value.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(value.len());
    value[..end].parse().ok()
}

/// White has several names.
fn plain(color: &str) -> &str {
    match color {
        "#fff" | "#ffffff" | "rgb(255,255,255)" | "rgb(255, 255, 255)" => "white",
        "#000" | "#000000" | "rgb(0,0,0)" | "rgb(0, 0, 0)" => "black",
        color => color,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_that_hide() {
        for style in
            ["display: none", "color:#fff; background-color: white", "FONT-SIZE:0", "opacity:0.0", "font-size:1px"]
        {
            assert!(hides(style), "{style}");
        }
        for style in
            ["display:block", "color:#fff", "opacity:0.5", "font-size:10px", "font-size:0.8em", "font-size:1em", "x"]
        {
            assert!(!hides(style), "{style}");
        }
    }
}
