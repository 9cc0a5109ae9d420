//! The addresses of pages that a text names. Linear in the text, however long an address is.

use url::Url;

/// Different addresses that are found at most.
const LINKS_MAX: usize = 16;
/// Addresses that are looked at, at most, those that are repeated and those that are none included.
const LOOKS_MAX: usize = 256;
/// Bytes of an address at most; a longer one is passed over.
const LINK_BYTES_MAX: usize = 2_048;

/// An http or https address without a user name or password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link(Url);

impl Link {
    /// Whether it points at the host or at one of its subdomains. The host is in lower case.
    pub(super) fn is_within(&self, host: &str) -> bool {
        let own = self.0.host_str().unwrap_or_default().trim_end_matches('.');
        own.strip_suffix(host).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    }

    /// The address.
    pub(super) fn into_url(self) -> String {
        self.0.into()
    }
}

/// The first addresses of a text, each once.
pub(super) fn links(text: &str) -> Vec<Link> {
    let mut found: Vec<Link> = Vec::new();
    let mut looks = 0;
    let mut rest = text;
    while found.len() < LINKS_MAX && looks < LOOKS_MAX {
        let Some(colon) = rest.find("://") else { break };
        let start = start_of_scheme(rest.as_bytes(), colon);
        let after = &rest[colon + "://".len()..];
        let end = rest.len() - after.len() + after.find(ends_address).unwrap_or(after.len());
        if let Some(start) = start {
            looks += 1;
            found.extend(parse(&rest[start..end]).filter(|link| !found.contains(link)));
        }
        rest = &rest[end..];
    }
    found
}

/// Where the scheme before the colon begins, if it is one of ours.
fn start_of_scheme(bytes: &[u8], colon: usize) -> Option<usize> {
    let start = ["https", "http"].into_iter().find_map(|scheme| {
        let start = colon.checked_sub(scheme.len())?;
        bytes[start..colon].eq_ignore_ascii_case(scheme.as_bytes()).then_some(start)
    })?;
    // `git+https://…` is the address of something else.
    let before = start.checked_sub(1).map(|before| bytes[before]);
    before.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'+' | b'-')).then_some(start)
}

/// What stands neither in an address nor in the prose of an alphabet around it.
fn ends_address(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '`' | '{' | '}' | '|' | '\\' | '^' | '，' | '。' | '」')
}

fn parse(raw: &str) -> Option<Link> {
    let raw = without_punctuation(raw);
    if raw.len() > LINK_BYTES_MAX {
        return None;
    }
    let mut url = Url::parse(raw).ok()?;
    // A key that a text gives away is not repeated.
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    Some(Link(url))
}

/// Without what belongs to the sentence around it: `(see https://docs.rs/url).`
fn without_punctuation(raw: &str) -> &str {
    let surplus = |open, close| raw.matches(close).count().saturating_sub(raw.matches(open).count());
    let (mut round, mut square) = (surplus('(', ')'), surplus('[', ']'));
    raw.trim_end_matches(|c| match c {
        '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' => true,
        ')' if round > 0 => {
            round -= 1;
            true
        }
        ']' if square > 0 => {
            square -= 1;
            true
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        links(text).into_iter().map(Link::into_url).collect()
    }

    #[test]
    fn addresses_are_found_in_prose() {
        for (text, expected) in [
            ("none", vec![]),
            ("http:// https:// ://", vec![]),
            ("See https://docs.rs/url/2.5.", vec!["https://docs.rs/url/2.5"]),
            ("(https://x.org/a_(b)), [http://y.org]", vec!["https://x.org/a_(b)", "http://y.org/"]),
            ("HTTPS://X.org/Path?q=1#f", vec!["https://x.org/Path?q=1#f"]),
            ("<a href=\"https://x.org\">", vec!["https://x.org/"]),
            ("siehe：https://bücher.example，danke", vec!["https://xn--bcher-kva.example/"]),
            ("https://x.org https://x.org/ http://x.org", vec!["https://x.org/", "http://x.org/"]),
            ("git+https://x.org ftp://x.org file:///etc ssh://x", vec![]),
            ("https://web.archive.org/web/https://x.org", vec!["https://web.archive.org/web/https://x.org"]),
            ("https://me:hunter2@x.org/", vec!["https://x.org/"]),
            ("https://[::1]:80000 https://[::1]/a", vec!["https://[::1]/a"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn a_host_includes_its_subdomains_and_nothing_that_looks_like_it() {
        for (url, within) in [
            ("https://docs.rs/", true),
            ("https://DOCS.rs./", true),
            ("https://api.docs.rs/", true),
            ("https://docs.rs@evil.example/", false),
            ("https://evildocs.rs/", false),
            ("https://docs.rs.evil.example/", false),
            ("https://evil.example/docs.rs", false),
        ] {
            assert_eq!(links(url)[0].is_within("docs.rs"), within, "{url}");
        }
    }

    #[test]
    fn ten_megabytes_of_addresses_take_no_time_and_give_sixteen() {
        let different: String = (0..10_000).map(|number| format!("https://x.org/{number} ")).collect();
        assert_eq!(links(&different).len(), LINKS_MAX);
        for text in ["http://)", "https://x.org/ ", "a:// "] {
            assert!(links(&text.repeat(10_000_000 / text.len())).len() <= 1, "{text}");
        }
    }
}
