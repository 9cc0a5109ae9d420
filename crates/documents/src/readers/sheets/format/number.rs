//! Numbers that are no dates: digits, thousands, percent, fractions, scientific notation.

use super::super::pattern::{Section, Token};

/// Digits that a spreadsheet keeps of a number.
const SIGNIFICANT: usize = 15;

/// Decimals that are shown at most.
const DECIMALS_MAX: usize = 30;

/// From here on a number without a format is shown in scientific notation.
const PLAIN_MAX: f64 = 1e21;
const PLAIN_MIN: f64 = 1e-9;

/// A number without a format.
pub(super) fn general(number: f64) -> String {
    if !number.is_finite() {
        return "#NUM!".to_owned();
    }
    // Through 15 digits, so that the noise of binary fractions does not show: 0.1 + 0.2 is 0.3.
    let rounded: f64 = format!("{number:.*e}", SIGNIFICANT - 1).parse().unwrap_or(number);
    if rounded == 0.0 {
        return "0".to_owned();
    }
    if (PLAIN_MIN..PLAIN_MAX).contains(&rounded.abs()) {
        return rounded.to_string();
    }
    let text = format!("{rounded:E}");
    let (mantissa, exponent) = text.split_once('E').unwrap_or((&text, "0"));
    let sign = if exponent.starts_with('-') { "" } else { "+" };
    format!("{mantissa}E{sign}{exponent}")
}

/// A number in a section of a format.
pub(super) fn show(section: &Section, number: f64) -> String {
    let tokens = &section.tokens;
    if !tokens.iter().any(|token| matches!(token, Token::Digit(_))) {
        return without_digits(tokens, number);
    }
    if tokens.contains(&Token::Slash) {
        return fraction(tokens, number);
    }
    let layout = Layout::of(tokens);
    let mut value = number.abs() * 100f64.powi(layout.percents) / 1000f64.powi(layout.thousands_cut);
    let mut exponent = 0;
    if let Some(digits) = layout.exponent_digits {
        (value, exponent) = scientific(value, digits, layout.decimals);
    }
    let text = if value.is_finite() { format!("{value:.*}", layout.decimals) } else { return general(number) };
    let (integer, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let integer = if integer == "0" { "" } else { integer };
    let negative = number < 0.0 && text.chars().any(|digit| matches!(digit, '1'..='9'));
    let mut shown = if negative { "-".to_owned() } else { String::new() };
    shown.push_str(&layout.write(tokens, integer, decimals, exponent));
    shown
}

fn without_digits(tokens: &[Token], number: f64) -> String {
    let mut shown = String::new();
    for token in tokens {
        match token {
            Token::Literal(text) => shown.push_str(text),
            Token::General | Token::Text => shown.push_str(&general(number)),
            Token::Percent => shown.push('%'),
            _ => {}
        }
    }
    shown
}

/// Where the digits of a section stand.
#[derive(Debug, Default)]
struct Layout {
    integers: usize,
    decimals: usize,
    /// Decimals that are shown even if they are zeros.
    decimals_kept: usize,
    grouped: bool,
    thousands_cut: i32,
    percents: i32,
    /// Digits before the point of a mantissa, where the notation is scientific.
    exponent_digits: Option<usize>,
}

impl Layout {
    fn of(tokens: &[Token]) -> Self {
        let mut layout = Self::default();
        let (mut after_point, mut after_exponent, mut commas) = (false, false, 0);
        for token in tokens {
            match token {
                Token::Digit(_) if after_exponent => {}
                Token::Digit(kind) if after_point => {
                    layout.decimals = (layout.decimals + 1).min(DECIMALS_MAX);
                    if *kind == '0' {
                        layout.decimals_kept = layout.decimals;
                    }
                }
                Token::Digit(_) => {
                    layout.integers += 1;
                    layout.grouped |= commas > 0;
                    commas = 0;
                }
                // A comma after the last digit cuts thousands away; between digits it sets them apart.
                Token::Comma if layout.integers > 0 => commas += 1,
                Token::Point => after_point = true,
                Token::Percent => layout.percents += 1,
                Token::Exponent(_) => {
                    after_exponent = true;
                    layout.exponent_digits = Some(layout.integers.max(1));
                }
                _ => {}
            }
        }
        layout.thousands_cut = commas;
        layout
    }

    fn write(&self, tokens: &[Token], integer: &str, decimals: &str, exponent: i32) -> String {
        let mut shown = String::new();
        let digits: Vec<char> = integer.chars().collect();
        let kept = decimals.trim_end_matches('0').len().max(self.decimals_kept);
        let mut decimals = decimals.chars().take(kept);
        let (mut placed, mut after_point, mut after_exponent) = (0, false, false);
        for token in tokens {
            match token {
                Token::Literal(text) => shown.push_str(text),
                Token::Digit(_) if after_exponent => {}
                Token::Digit(_) if after_point => shown.extend(decimals.next()),
                Token::Digit(kind) => {
                    placed += 1;
                    self.write_integer(&digits, placed, *kind, &mut shown);
                }
                Token::Point => {
                    after_point = true;
                    if kept > 0 {
                        shown.push('.');
                    }
                }
                Token::Percent => shown.push('%'),
                Token::Exponent(plus) => {
                    after_exponent = true;
                    let sign = if exponent < 0 {
                        "-"
                    } else if *plus {
                        "+"
                    } else {
                        ""
                    };
                    let width = tokens.iter().rev().take_while(|token| matches!(token, Token::Digit(_))).count().min(4);
                    shown.push_str(&format!("E{sign}{:0width$}", exponent.abs()));
                }
                _ => {}
            }
        }
        shown
    }

    /// The digit of the `placed`th place. The first place takes all digits that have none of their own.
    fn write_integer(&self, digits: &[char], placed: usize, kind: char, shown: &mut String) {
        let places_right = self.integers - placed;
        let have = digits.len();
        let from = if placed == 1 { have } else { have.min(places_right + 1) };
        let to = have.min(places_right);
        if from <= to {
            if kind == '0' {
                shown.push('0');
                self.group(places_right, shown);
            }
            return;
        }
        for right in (to..from).rev() {
            shown.extend(digits.get(have - 1 - right));
            self.group(right, shown);
        }
    }

    fn group(&self, digits_right: usize, shown: &mut String) {
        if self.grouped && digits_right > 0 && digits_right.is_multiple_of(3) {
            shown.push(',');
        }
    }
}

/// Mantissa and exponent; with more than one digit before the point the exponent goes in steps of as many.
fn scientific(value: f64, digits: usize, decimals: usize) -> (f64, i32) {
    if value == 0.0 {
        return (0.0, 0);
    }
    let step = i32::try_from(digits).unwrap_or(1).clamp(1, 9);
    let mut exponent = (value.log10().floor() as i32).div_euclid(step) * step;
    let mut mantissa = value / 10f64.powi(exponent);
    let shown: f64 = format!("{mantissa:.decimals$}").parse().unwrap_or(mantissa);
    if shown >= 10f64.powi(step) {
        exponent += step;
        mantissa /= 10f64.powi(step);
    }
    (mantissa, exponent)
}

/// A number as a whole and a fraction: `# ?/?`.
fn fraction(tokens: &[Token], number: f64) -> String {
    let bar = tokens.iter().position(|token| *token == Token::Slash).unwrap_or(tokens.len());
    let (above, below) = (tokens.get(..bar).unwrap_or_default(), tokens.get(bar + 1..).unwrap_or_default());
    let digits = |tokens: &[Token]| tokens.iter().filter(|token| matches!(token, Token::Digit(_))).count();
    let fixed = below.iter().find_map(|token| match token {
        Token::Literal(text) => text.trim().parse::<u64>().ok().filter(|number| *number > 0),
        _ => None,
    });
    // Digits, a space and digits again before the bar: a whole number stands before the fraction.
    let groups = above.split(|token| !matches!(token, Token::Digit(_))).filter(|group| !group.is_empty()).count();
    let value = number.abs();
    if value > 1e15 {
        return general(number);
    }
    let mut whole = if groups > 1 { value.trunc() } else { 0.0 };
    let rest = value - whole;
    let largest = 10u64.pow(u32::try_from(digits(below).clamp(1, 3)).unwrap_or(1)) - 1;
    let (mut over, under) = match fixed {
        Some(under) => ((rest * under as f64).round() as u64, under),
        None => nearest(rest, largest),
    };
    if groups > 1 && over >= under {
        whole += 1.0;
        over -= under;
    }
    let sign = if number < 0.0 { "-" } else { "" };
    match (groups > 1, over) {
        (true, 0) => format!("{sign}{whole}"),
        (true, over) if whole == 0.0 => format!("{sign}{over}/{under}"),
        (true, over) => format!("{sign}{whole} {over}/{under}"),
        (false, over) => format!("{sign}{over}/{under}"),
    }
}

/// The fraction nearest to a number whose denominator is not above `largest`.
fn nearest(value: f64, largest: u64) -> (u64, u64) {
    let distance = |under: u64| ((value * under as f64).round() / under as f64 - value).abs();
    let mut best = 1;
    for under in 2..=largest {
        if distance(under) + 1e-12 < distance(best) {
            best = under;
        }
    }
    ((value * best as f64).round() as u64, best)
}
