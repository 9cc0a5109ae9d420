//! Numbers as a spreadsheet shows them: 0.5 with the format `0 %` is `50 %`.

mod number;

use super::{
    dates,
    pattern::{Section, Token, sections},
};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// Dates in the form of the machine they are shown on are given in the form that every machine reads.
const SYSTEM_DATE: &str = "yyyy-mm-dd";
const SYSTEM_TIME: &str = "hh:mm:ss";

/// A number format.
#[derive(Debug, Clone, Default)]
pub(crate) struct Format {
    sections: Vec<Section>,
}

impl Format {
    /// Reads a format code such as `#,##0.00;[Red]-#,##0.00`.
    pub(crate) fn parse(code: &str) -> Self {
        let mut sections = sections(code);
        for section in sections.iter_mut().filter(|section| section.of_the_system) {
            let times = section.tokens.iter().any(|token| matches!(token, Token::Date('h' | 's', _)));
            let form = if times { SYSTEM_TIME } else { SYSTEM_DATE };
            section.tokens = super::pattern::sections(form).into_iter().next().unwrap_or_default().tokens;
        }
        Self { sections }
    }

    /// The format that every workbook knows by this number.
    pub(crate) fn built_in(id: u32) -> Self {
        Self::parse(match id {
            1 => "0",
            2 => "0.00",
            3 => "#,##0",
            4 => "#,##0.00",
            5 | 6 => "$#,##0;($#,##0)",
            7 | 8 => "$#,##0.00;($#,##0.00)",
            9 => "0%",
            10 => "0.00%",
            11 => "0.00E+00",
            12 => "# ?/?",
            13 => "# ??/??",
            // The form of these depends on the machine.
            14 | 27..=31 | 34..=36 | 50..=54 | 57 | 58 => SYSTEM_DATE,
            15 => "d-mmm-yy",
            16 => "d-mmm",
            17 => "mmm-yy",
            18 => "h:mm AM/PM",
            19 => "h:mm:ss AM/PM",
            20 | 32 | 55 => "h:mm",
            21 | 33 | 56 => "h:mm:ss",
            22 => "yyyy-mm-dd h:mm",
            37 | 38 => "#,##0;(#,##0)",
            39 | 40 => "#,##0.00;(#,##0.00)",
            41 => "#,##0;(#,##0);\"-\"",
            42 => "$#,##0;($#,##0);\"-\"",
            43 => "#,##0.00;(#,##0.00);\"-\"",
            44 => "$#,##0.00;($#,##0.00);\"-\"",
            45 => "mm:ss",
            46 => "[h]:mm:ss",
            47 => "mm:ss.0",
            48 => "##0.0E+0",
            _ => "General",
        })
    }

    /// A number as it is shown.
    pub(crate) fn show(&self, number: f64, since_1904: bool) -> String {
        let Some((section, signed)) = self.section(number) else { return number::general(number) };
        let shown = if section.is_date() {
            date(section, number, since_1904).unwrap_or_else(|| number::general(number))
        } else {
            number::show(section, if signed { number } else { number.abs() })
        };
        shown.trim().to_owned()
    }

    /// A text as it is shown.
    pub(crate) fn show_text(&self, text: &str) -> String {
        let Some(section) = self.sections.get(3) else { return text.to_owned() };
        let mut shown = String::new();
        for token in &section.tokens {
            match token {
                Token::Literal(literal) => shown.push_str(literal),
                Token::Text | Token::General => shown.push_str(text),
                _ => {}
            }
        }
        shown
    }

    /// The section for a number, and whether the sign is still to be shown.
    fn section(&self, number: f64) -> Option<(&Section, bool)> {
        let numeric = self.sections.get(..self.sections.len().min(3))?;
        if numeric.iter().any(|section| section.condition.is_some()) {
            let holds = |section: &&Section| section.condition.is_none_or(|condition| condition.holds(number));
            return numeric.iter().find(holds).map(|section| (section, true));
        }
        match numeric {
            [] => None,
            [one] => Some((one, true)),
            [_, negative, ..] if number < 0.0 => Some((negative, false)),
            [_, _, zero] if number == 0.0 => Some((zero, true)),
            [positive, ..] => Some((positive, true)),
        }
    }
}

/// A date, a time or a duration.
fn date(section: &Section, number: f64, since_1904: bool) -> Option<String> {
    let tokens = &section.tokens;
    let fractions = tokens.iter().any(|token| matches!(token, Token::Fraction(_)));
    let elapses = tokens.iter().any(|token| matches!(token, Token::Elapsed(..)));
    let milliseconds = dates::rounded(number, fractions);
    let moment = dates::moment(if elapses { number.abs() } else { number }, since_1904, fractions);
    let moment = if elapses { moment.or(dates::moment(number.abs().fract(), since_1904, fractions)) } else { moment }?;
    let half_day = tokens.iter().any(|token| matches!(token, Token::HalfDay(..)));
    let mut shown = if elapses && number < 0.0 { "-".to_owned() } else { String::new() };
    for (at, token) in tokens.iter().enumerate() {
        let padded = |value: u32, count: usize| if count > 1 { format!("{value:02}") } else { value.to_string() };
        match token {
            Token::Literal(text) => shown.push_str(text),
            Token::Date('y', 1 | 2) => shown.push_str(&format!("{:02}", moment.year % 100)),
            Token::Date('y' | 'e', _) => shown.push_str(&moment.year.to_string()),
            Token::Date('m', count) if is_minute(tokens, at) => shown.push_str(&padded(moment.minute, *count)),
            Token::Date('m', count) => {
                let name = MONTHS.get(moment.month.wrapping_sub(1)).unwrap_or(&"");
                shown.push_str(&named(name, u32::try_from(moment.month).unwrap_or(0), *count));
            }
            Token::Date('d', count) => {
                shown.push_str(&named(DAYS.get(moment.weekday).unwrap_or(&""), moment.day, *count))
            }
            Token::Date('h', count) if half_day => shown.push_str(&padded((moment.hour + 11) % 12 + 1, *count)),
            Token::Date('h', count) => shown.push_str(&padded(moment.hour, *count)),
            Token::Date(_, count) => shown.push_str(&padded(moment.second, *count)),
            Token::Elapsed(unit, count) => {
                let per_unit = if *unit == 'h' {
                    3_600_000
                } else if *unit == 'm' {
                    60_000
                } else {
                    1_000
                };
                let count = (*count).min(8);
                shown.push_str(&format!("{:0count$}", milliseconds.unsigned_abs() / per_unit));
            }
            Token::HalfDay(morning, evening) => shown.push_str(if moment.hour < 12 { morning } else { evening }),
            Token::Fraction(digits) => {
                let text = format!("{:03}", moment.millisecond);
                shown.push('.');
                shown.extend(text.chars().chain(std::iter::repeat('0')).take((*digits).min(9)));
            }
            Token::Slash => shown.push('/'),
            Token::Comma => shown.push(','),
            Token::Point => shown.push('.'),
            Token::Percent => shown.push('%'),
            Token::Digit(_) | Token::Exponent(_) | Token::Text | Token::General => {}
        }
    }
    Some(shown)
}

/// A month or a day: as a number, padded, abbreviated, in full, or as its first letter.
fn named(name: &str, number: u32, count: usize) -> String {
    match count {
        1 => number.to_string(),
        2 => format!("{number:02}"),
        3 => name.chars().take(3).collect(),
        5 => name.chars().take(1).collect(),
        _ => name.to_owned(),
    }
}

/// `m` is a minute after hours and before seconds.
fn is_minute(tokens: &[Token], at: usize) -> bool {
    let part = |token: &&Token| matches!(token, Token::Date(..) | Token::Elapsed(..));
    let before = tokens.iter().take(at).rev().find(part);
    let after = tokens.iter().skip(at + 1).find(part);
    matches!(before, Some(Token::Date('h', _) | Token::Elapsed('h', _)))
        || matches!(after, Some(Token::Date('s', _) | Token::Elapsed('s', _)))
}

#[cfg(test)]
mod tests;
