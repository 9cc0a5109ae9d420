//! Whether each package has a licence that we accept.

use std::collections::BTreeSet;

use super::graph::Graph;

/// Packages whose licence is missing or not on the list.
pub(super) fn broken(graph: &Graph, allowed: &BTreeSet<String>) -> Vec<String> {
    let refused = graph.packages.iter().filter(|(_, licence)| !accepts(licence, allowed));
    refused.map(|(package, licence)| format!("licence of `{package}` is not accepted: `{licence}`")).collect()
}

/// Whether an SPDX expression can be satisfied. `/` is how old manifests wrote `OR`.
fn accepts(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = tokens.as_slice();
    any(&mut rest, allowed).is_some_and(|accepted| accepted && rest.is_empty())
}

/// `a OR b`. Both sides are always read; `None` is a syntax error.
fn any(tokens: &mut &[&str], allowed: &BTreeSet<String>) -> Option<bool> {
    let mut accepted = all(tokens, allowed)?;
    while take(tokens, "OR") {
        accepted |= all(tokens, allowed)?;
    }
    Some(accepted)
}

/// `a AND b`, which binds closer than `OR`.
fn all(tokens: &mut &[&str], allowed: &BTreeSet<String>) -> Option<bool> {
    let mut accepted = one(tokens, allowed)?;
    while take(tokens, "AND") {
        accepted &= one(tokens, allowed)?;
    }
    Some(accepted)
}

/// A name, a name with an exception, or an expression in parentheses.
fn one(tokens: &mut &[&str], allowed: &BTreeSet<String>) -> Option<bool> {
    if take(tokens, "(") {
        let accepted = any(tokens, allowed)?;
        return take(tokens, ")").then_some(accepted);
    }
    let (name, rest) = tokens.split_first()?;
    *tokens = rest;
    if !take(tokens, "WITH") {
        return Some(allowed.contains(*name));
    }
    let (exception, rest) = tokens.split_first()?;
    *tokens = rest;
    // An exception only gives more rights, so the licence alone is enough.
    Some(allowed.contains(*name) || allowed.contains(&format!("{name} WITH {exception}")))
}

fn take(tokens: &mut &[&str], word: &str) -> bool {
    match tokens.split_first() {
        Some((first, rest)) if *first == word => {
            *tokens = rest;
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expression: &str, accepted: bool) {
        let allowed = ["MIT", "ISC", "Apache-2.0"].map(str::to_owned).into();
        assert_eq!(accepts(expression, &allowed), accepted, "{expression}");
    }

    #[test]
    fn one_side_of_or_and_both_sides_of_and_must_be_accepted() {
        check("MIT", true);
        check("GPL-3.0", false);
        check("GPL-3.0 OR MIT", true);
        check("Unlicense/MIT", true);
        check("MIT AND GPL-3.0", false);
        check("(GPL-3.0 OR MIT) AND ISC", true);
        check("ISC AND GPL-3.0 OR MIT", true);
        check("Apache-2.0 WITH LLVM-exception", true);
        check("", false);
        check("MIT OR", false);
        check("(MIT", false);
    }
}
