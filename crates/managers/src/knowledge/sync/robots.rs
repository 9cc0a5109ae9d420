//! What a website asks of machines (RFC 9309).

/// The name under which we look for rules.
const NAME: &str = "pallium";

/// The rules of a website for us.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Robots {
    rules: Vec<Rule>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allows: bool,
    pattern: String,
}

impl Robots {
    /// Nothing may be read.
    pub(super) fn closed() -> Self {
        Self { rules: vec![Rule { allows: false, pattern: "/".into() }] }
    }

    /// Reads the file: the groups that name us, else those for everyone.
    pub(super) fn parse(text: &str) -> Self {
        let (mut ours, mut everyones) = (None::<Vec<Rule>>, Vec::new());
        let (mut names, mut in_rules) = (Vec::<String>::new(), false);
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            match key.as_str() {
                "user-agent" => {
                    if std::mem::take(&mut in_rules) {
                        names.clear();
                    }
                    names.push(value.to_ascii_lowercase());
                    if names.last().is_some_and(|name| name == NAME) {
                        ours.get_or_insert_default();
                    }
                }
                "allow" | "disallow" => {
                    in_rules = true;
                    // An empty pattern forbids nothing.
                    if value.is_empty() {
                        continue;
                    }
                    let rule = Rule { allows: key == "allow", pattern: value.to_owned() };
                    if names.iter().any(|name| name == NAME) {
                        ours.get_or_insert_default().push(rule.clone());
                    }
                    if names.iter().any(|name| name == "*") {
                        everyones.push(rule);
                    }
                }
                _ => {}
            }
        }
        Self { rules: ours.unwrap_or(everyones) }
    }

    /// Whether a path with its query may be read: the longest pattern decides, and of equal ones the one that allows.
    pub(super) fn allows(&self, path: &str) -> bool {
        let fitting = self.rules.iter().filter(|rule| matches(&rule.pattern, path));
        fitting.max_by_key(|rule| (rule.pattern.len(), rule.allows)).is_none_or(|rule| rule.allows)
    }
}

/// `*` stands for anything and `$` at the end for the end.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else { return !whole || rest.is_empty() };
    for part in between {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    if whole { rest.ends_with(last) } else { rest.contains(last) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, path: &str, allowed: bool) {
        assert_eq!(Robots::parse(text).allows(path), allowed, "{path}");
    }

    #[test]
    fn the_longest_pattern_decides() {
        let text = "User-agent: *\nDisallow: /private\nAllow: /private/open # here\n";
        check(text, "/", true);
        check(text, "/private/a", false);
        check(text, "/private/open/a", true);
        check("User-agent: *\nDisallow: /a\nAllow: /a\n", "/a", true);
        check("User-agent: *\nDisallow:\n", "/a", true);
        check("", "/a", true);
    }

    #[test]
    fn rules_for_us_go_before_those_for_everyone() {
        let text = "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: Pallium\nDisallow: /b\n";
        check(text, "/a", true);
        check(text, "/b", false);
        check("User-agent: other\nDisallow: /\n", "/a", true);
        check("User-agent: pallium\n\nUser-agent: *\nDisallow: /\n", "/a", false);
    }

    #[test]
    fn stars_and_ends_are_understood() {
        let text = "User-agent: *\nDisallow: /*.pdf$\nDisallow: /a/*/c\n";
        check(text, "/x/y.pdf", false);
        check(text, "/x/y.pdf?z", true);
        check(text, "/a/b/c/d", false);
        check(text, "/a/c", true);
    }

    #[test]
    fn a_closed_site_allows_nothing() {
        assert!(!Robots::closed().allows("/"));
    }
}
