//! The pattern of a number format, cut into what each of its signs means.

/// A sign of a pattern.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// Text that is shown as it stands.
    Literal(String),
    /// A digit: `0` shows zeros, `#` and `?` do not.
    Digit(char),
    Point,
    Comma,
    Percent,
    /// Scientific notation; whether a plus is shown.
    Exponent(bool),
    /// The bar of a fraction.
    Slash,
    /// The text of a cell.
    Text,
    /// The number as it is shown without a format.
    General,
    /// A part of a date or time: its letter and how often it stands there.
    Date(char, usize),
    /// Hours, minutes or seconds in all, as in `[h]`.
    Elapsed(char, usize),
    /// Forenoon and afternoon, in these words.
    HalfDay(&'static str, &'static str),
    /// Digits of a fraction of a second.
    Fraction(usize),
}

/// When a section is used.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Condition {
    pub(super) operator: Operator,
    pub(super) value: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
}

impl Condition {
    pub(super) fn holds(self, number: f64) -> bool {
        match self.operator {
            Operator::Less => number < self.value,
            Operator::LessOrEqual => number <= self.value,
            Operator::Greater => number > self.value,
            Operator::GreaterOrEqual => number >= self.value,
            Operator::Equal => number == self.value,
            Operator::NotEqual => number != self.value,
        }
    }
}

/// One of the sections of a format.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Section {
    pub(super) tokens: Vec<Token>,
    pub(super) condition: Option<Condition>,
    /// The format is that of the machine it is shown on, so any form of a date is right.
    pub(super) of_the_system: bool,
}

/// Cuts a format into its sections.
pub(super) fn sections(format: &str) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut rest = Rest { characters: format.chars().collect(), at: 0 };
    while let Some(character) = rest.next() {
        let Some(section) = sections.last_mut() else { break };
        match character {
            ';' => sections.push(Section::default()),
            '"' => section.literal(&rest.until('"')),
            '\\' | '!' => section.literal(&rest.next().map(String::from).unwrap_or_default()),
            // The width of a sign, and a sign that fills the cell.
            '_' => {
                rest.next();
                section.literal(" ");
            }
            '*' => {
                rest.next();
            }
            '[' => section.bracket(&rest.until(']')),
            '0' | '#' | '?' => section.tokens.push(Token::Digit(character)),
            '.' => section.point(&mut rest),
            ',' => section.tokens.push(Token::Comma),
            '%' => section.tokens.push(Token::Percent),
            '/' => section.tokens.push(Token::Slash),
            '@' => section.tokens.push(Token::Text),
            'E' | 'e' if matches!(rest.peek(), Some('+' | '-')) => {
                section.tokens.push(Token::Exponent(rest.next() == Some('+')));
            }
            'G' | 'g' if rest.takes("eneral") => section.tokens.push(Token::General),
            'A' | 'a' if rest.takes("m/pm") => section.tokens.push(Token::HalfDay("AM", "PM")),
            'A' | 'a' if rest.takes("/p") => section.tokens.push(Token::HalfDay("a", "p")),
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'e' => {
                let count = 1 + rest.same(character);
                section.tokens.push(Token::Date(character.to_ascii_lowercase(), count));
            }
            // The name of an era, which only goes with years that are not counted from Christ.
            'g' => {}
            other => section.literal(&other.to_string()),
        }
    }
    sections
}

impl Section {
    pub(super) fn is_date(&self) -> bool {
        self.tokens.iter().any(|token| matches!(token, Token::Date(..) | Token::Elapsed(..) | Token::HalfDay(..)))
    }

    fn literal(&mut self, text: &str) {
        match self.tokens.last_mut() {
            Some(Token::Literal(before)) => before.push_str(text),
            _ => self.tokens.push(Token::Literal(text.to_owned())),
        }
    }

    /// A point is one of a number, or of a second where a time has come before.
    fn point(&mut self, rest: &mut Rest) {
        let after_seconds = matches!(self.tokens.last(), Some(Token::Date('s', _) | Token::Elapsed('s', _)));
        if !after_seconds {
            // Between parts of a date it is a point like any other sign.
            let in_date = self.is_date() && rest.peek() != Some('0');
            return if in_date { self.literal(".") } else { self.tokens.push(Token::Point) };
        }
        let digits = rest.same('0');
        if digits > 0 { self.tokens.push(Token::Fraction(digits)) } else { self.literal(".") }
    }

    /// A colour, a condition, a currency, or a time that does not end at a day.
    fn bracket(&mut self, content: &str) {
        if let Some(currency) = content.strip_prefix('$') {
            let (sign, locale) = currency.split_once('-').unwrap_or((currency, ""));
            self.of_the_system |= matches!(locale.to_uppercase().as_str(), "F800" | "F400" | "X-SYSDATE" | "X-SYSTIME");
            return self.literal(sign);
        }
        let lower = content.to_lowercase();
        let first = lower.chars().next();
        if let Some(unit @ ('h' | 'm' | 's')) = first.filter(|first| lower.chars().all(|c| c == *first)) {
            return self.tokens.push(Token::Elapsed(unit, lower.len()));
        }
        const OPERATORS: [(&str, Operator); 6] = [
            ("<=", Operator::LessOrEqual),
            (">=", Operator::GreaterOrEqual),
            ("<>", Operator::NotEqual),
            ("<", Operator::Less),
            (">", Operator::Greater),
            ("=", Operator::Equal),
        ];
        let condition = OPERATORS.iter().find_map(|(sign, operator)| Some((content.strip_prefix(sign)?, *operator)));
        if let Some((value, operator)) = condition
            && let Ok(value) = value.trim().parse()
        {
            self.condition = Some(Condition { operator, value });
        }
    }
}

/// The signs of a format that are still to be read.
struct Rest {
    characters: Vec<char>,
    at: usize,
}

impl Rest {
    fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += 1;
        Some(character)
    }

    fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    /// What stands before `end`, which is passed.
    fn until(&mut self, end: char) -> String {
        let mut text = String::new();
        while let Some(character) = self.next().filter(|character| *character != end) {
            text.push(character);
        }
        text
    }

    /// How many more of the same letter follow; they are passed.
    fn same(&mut self, letter: char) -> usize {
        let mut count = 0;
        while self.peek().is_some_and(|next| next.eq_ignore_ascii_case(&letter)) {
            self.at += 1;
            count += 1;
        }
        count
    }

    /// Whether this text follows, in any case; then it is passed.
    fn takes(&mut self, text: &str) -> bool {
        let mut ahead = self.characters.iter().skip(self.at);
        let follows =
            text.chars().all(|wanted| ahead.next().is_some_and(|next| next.to_lowercase().eq(wanted.to_lowercase())));
        if follows {
            self.at += text.chars().count();
        }
        follows
    }
}
