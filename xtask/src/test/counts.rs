//! How many tests each runner says it ran.

use std::fmt;
use std::ops::AddAssign;

/// Tests by how they ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    pub(crate) skipped: u32,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// `Summary [0.1s] 24 tests run: 23 passed (1 slow), 1 failed, 2 skipped`
pub(crate) fn nextest(text: &str) -> Option<Counts> {
    let line = plain(text).lines().rfind(|line| line.trim_start().starts_with("Summary ["))?.to_owned();
    let (_, ends) = line.split_once("run:")?;
    Some(sum(ends))
}

/// `Tests  1 failed | 12 passed | 2 skipped (15)`
pub(crate) fn vitest(text: &str) -> Option<Counts> {
    let plain = plain(text);
    let line = plain.lines().rfind(|line| line.trim_start().starts_with("Tests "))?;
    Some(sum(line))
}

/// One line per ending: `5 passed (10.2s)`, `1 flaky`, `2 did not run`.
pub(crate) fn playwright(text: &str) -> Option<Counts> {
    let plain = plain(text);
    let ends: Vec<&str> = plain.lines().filter(|line| line.starts_with("  ") && ending(line.trim())).collect();
    (!ends.is_empty()).then(|| sum(&ends.join(", ")))
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out`, once per crate
pub(crate) fn libtest(text: &str) -> Option<Counts> {
    let plain = plain(text);
    let ends: Vec<&str> = plain.lines().filter_map(|line| line.strip_prefix("test result: ")).collect();
    (!ends.is_empty()).then(|| sum(&ends.join("; ")))
}

/// `openai (Python): 49 passed, 0 failed, 0 skipped`, as the last line
pub(crate) fn clients(text: &str) -> Option<Counts> {
    let (_, ends) = text.lines().next_back()?.rsplit_once(": ")?;
    ends.ends_with(" skipped").then(|| sum(ends)).filter(|counts| *counts != Counts::default())
}

/// The attributes of the first `<testsuites>` of a JUnit report.
pub(crate) fn junit(report: &str) -> Option<Counts> {
    let (_, after) = report.split_once("<testsuites ")?;
    let (attributes, _) = after.split_once('>')?;
    let number = |name: &str| -> Option<u32> {
        let (_, value) = attributes.split_once(&format!("{name}=\""))?;
        value.split_once('"')?.0.parse().ok()
    };
    let (tests, skipped) = (number("tests")?, number("skipped")?);
    let failed = number("failures")? + number("errors")?;
    Some(Counts { passed: tests.saturating_sub(failed + skipped), failed, skipped })
}

/// Adds up `<number> <word>` pairs. A flaky test has failed; one that did not run was skipped.
fn sum(text: &str) -> Counts {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut counts = Counts::default();
    for pair in words.windows(2) {
        let (Ok(number), word) = (pair[0].parse::<u32>(), pair[1]) else { continue };
        match word {
            "passed" => counts.passed += number,
            "failed" | "flaky" | "timed" | "exec" | "interrupted" => counts.failed += number,
            "skipped" | "ignored" | "did" | "todo" => counts.skipped += number,
            _ => {}
        }
    }
    counts
}

fn ending(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let number = words.next().is_some_and(|word| word.parse::<u32>().is_ok());
    number && matches!(words.next(), Some("passed" | "failed" | "flaky" | "skipped" | "did" | "interrupted"))
}

/// Text without colours.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(counts: Option<Counts>, expected: &str) {
        assert_eq!(counts.map(|counts| counts.to_string()).as_deref(), Some(expected));
    }

    #[test]
    fn nextest_says_it_in_its_summary() {
        let text =
            "     Summary [   0.100s] 24 tests run: 21 passed (1 slow), 2 failed, 1 timed out, 5 skipped\n    FAIL x";
        check(nextest(text), "21 passed, 3 failed, 5 skipped");
        assert_eq!(nextest("error: no tests to run"), None);
    }

    #[test]
    fn vitest_says_it_in_colours() {
        let text = " Test Files  2 passed (2)\n\u{1b}[2m      Tests \u{1b}[22m \u{1b}[31m1 failed\u{1b}[39m | 12 passed | 2 skipped | 1 todo (16)\n";
        check(vitest(text), "12 passed, 1 failed, 3 skipped");
    }

    #[test]
    fn playwright_says_it_line_by_line() {
        let text = "  ok 1 a.spec.ts:3:1 › 7 passed things (1s)\n\n  1 failed\n    a.spec.ts:3:1\n  1 flaky\n  2 did not run\n  5 passed (10.2s)\n";
        check(playwright(text), "5 passed, 2 failed, 2 skipped");
        assert_eq!(playwright("Error: No tests found"), None);
    }

    #[test]
    fn libtest_says_it_per_crate() {
        let text = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\ntest result: ok. 1 passed; 1 failed; 0 ignored";
        check(libtest(text), "4 passed, 1 failed, 1 skipped");
    }

    #[test]
    fn clients_say_it_at_their_end() {
        check(
            clients("a warning\nopenai (Python 3): 49 passed, 1 failed, 0 skipped\n"),
            "49 passed, 1 failed, 0 skipped",
        );
        assert_eq!(clients("openai: 49 passed, 1 failed, 0 skipped\nSegmentation fault"), None);
        assert_eq!(clients("openai: 0 passed, 0 failed, 0 skipped"), None);
    }

    #[test]
    fn junit_says_it_in_attributes() {
        let report = r#"<testsuites errors="1" failures="2" skipped="3" tests="10" time="59.1">"#;
        check(junit(report), "4 passed, 3 failed, 3 skipped");
    }
}
