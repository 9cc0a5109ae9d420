//! `cargo xtask shape`: sizes of files and functions. A mirror, not a gate.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::workspace::{files, relative, root};

/// Lines beyond which a file or a function is named.
const FILE_LINES_LONG: usize = 400;
const FUNCTION_LINES_LONG: usize = 80;

/// What was measured in one folder.
#[derive(Default)]
struct Shape {
    files: Vec<usize>,
    functions: Vec<usize>,
    test_lines: usize,
    long: Vec<String>,
}

/// Prints a row per room and the names of what is long.
pub(crate) fn shape() -> Result<()> {
    println!(
        "{:<20} {:>6} {:>7}   {:>15}   {:>19}   {:>10}",
        "", "files", "lines", "lines per file", "lines per function", "test:code"
    );
    println!("{:<20} {:>6} {:>7}   {:>15}   {:>19}", "", "", "", "50 / 90 %", "50 / 90 / 99 %");
    let mut long = Vec::new();
    for folder in rooms()? {
        let shape = measure(&folder)?;
        print_row(&relative(&folder), &shape);
        long.extend(shape.long);
    }
    println!("\nfiles over {FILE_LINES_LONG} and functions over {FUNCTION_LINES_LONG} lines: {}", long.len());
    long.iter().for_each(|name| println!("  {name}"));
    Ok(())
}

fn rooms() -> Result<Vec<std::path::PathBuf>> {
    let mut rooms = vec![root().join("frontend/src"), root().join("xtask")];
    for parent in ["crates", "bins"] {
        let parent = root().join(parent);
        let entries = fs::read_dir(&parent).with_context(|| format!("listing {}", parent.display()))?;
        rooms.extend(entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()));
    }
    rooms.sort();
    Ok(rooms)
}

fn measure(folder: &Path) -> Result<Shape> {
    let mut shape = Shape::default();
    for path in files(folder, &[".rs", ".ts", ".tsx"])? {
        let name = relative(&path);
        if name.contains("/generated/") || name.ends_with("schema.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).with_context(|| format!("reading {name}"))?;
        let lines = text.lines().count();
        let tests = if is_test(&name) { lines } else { lines - code_lines(&text) };
        shape.test_lines += tests;
        shape.files.push(lines);
        if lines > FILE_LINES_LONG {
            shape.long.push(format!("{name}: {lines} lines"));
        }
        for (function, lines) in functions(&text) {
            if lines > FUNCTION_LINES_LONG && !is_test(&name) {
                shape.long.push(format!("{name}: {function}: {lines} lines"));
            }
            shape.functions.push(lines);
        }
    }
    shape.files.sort_unstable();
    shape.functions.sort_unstable();
    Ok(shape)
}

fn is_test(name: &str) -> bool {
    name.contains("/tests/") || name.contains(".test.") || name.contains("/test/") && name.starts_with("frontend")
}

/// Lines before the tests at the end of the file.
fn code_lines(text: &str) -> usize {
    text.lines().take_while(|line| line.trim_end() != "#[cfg(test)]").count()
}

/// Each function with its length. rustfmt and prettier put the closing brace under the first
/// letter, so that no parser is needed.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        let indent = &line[..line.len() - line.trim_start().len()];
        let closing = format!("{indent}}}");
        let length = if line.trim_end().ends_with('}') {
            Some(1)
        } else {
            lines[start..].iter().position(|line| line.strip_suffix(';').unwrap_or(line) == closing).map(|end| end + 1)
        };
        found.extend(length.map(|length| (name.to_owned(), length)));
    }
    found
}

/// The name after `fn` or `function`, if the line begins a function with a body.
fn function_name(line: &str) -> Option<&str> {
    let text = line.trim_start();
    if text.starts_with("//") || text.ends_with(';') {
        return None;
    }
    let (before, after) = text.split_once("fn ").or_else(|| text.split_once("function "))?;
    let modifiers = ["pub", "const", "async", "unsafe", "extern", "export", "default", "pub(crate)", "pub(super)"];
    let name = after.split(|c: char| !c.is_alphanumeric() && c != '_').next().filter(|name| !name.is_empty())?;
    before.split_whitespace().all(|word| modifiers.contains(&word)).then_some(name)
}

fn print_row(name: &str, shape: &Shape) {
    let total: usize = shape.files.iter().sum();
    let code = total - shape.test_lines;
    let files = format!("{} / {}", share(&shape.files, 50), share(&shape.files, 90));
    let functions =
        format!("{} / {} / {}", share(&shape.functions, 50), share(&shape.functions, 90), share(&shape.functions, 99));
    let ratio = shape.test_lines as f64 / code.max(1) as f64;
    println!("{name:<20} {:>6} {total:>7}   {files:>15}   {functions:>19}   {ratio:>10.2}", shape.files.len());
}

/// The value that this many percent of a sorted list do not exceed.
fn share(sorted: &[usize], percent: usize) -> usize {
    let index = (sorted.len() * percent).div_ceil(100).max(1) - 1;
    sorted.get(index).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_ends_at_the_brace_below_its_first_letter() {
        let text = "impl A {\n    pub(crate) async fn one(x: i32) -> i32 {\n        if x {\n        }\n        x\n    }\n\n    fn two() {}\n    fn declared();\n}\nexport function three() {\n}\n// fn no() {\n";
        let found: Vec<_> = functions(text);
        let expected = [("one", 5), ("two", 1), ("three", 2)].map(|(name, lines)| (name.to_owned(), lines));
        assert_eq!(found, expected);
    }

    #[test]
    fn shares_of_a_list_are_members_of_it() {
        assert_eq!((share(&[1, 2, 3, 4], 50), share(&[1, 2, 3, 4], 90), share(&[], 50)), (2, 4, 0));
    }
}
