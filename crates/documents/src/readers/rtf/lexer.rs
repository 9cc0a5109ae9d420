//! The signs of RTF: groups, control words, bytes of text.

/// One sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Open,
    Close,
    /// A control word and its number.
    Word(&'a str, Option<i32>),
    /// A control sign: `\~`, `\*`.
    Sign(u8),
    /// A byte of text, written as `\'hh`.
    Byte(u8),
    /// Bytes of text as they stand.
    Text(&'a [u8]),
}

/// Reads signs up to the end of the bytes, whatever they are.
pub(super) struct Lexer<'a> {
    rest: &'a [u8],
}

impl<'a> Lexer<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Passes over bytes that are no RTF.
    pub(super) fn skip(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    fn control(&mut self) -> Option<Token<'a>> {
        let (&first, rest) = self.rest.split_first()?;
        if first == b'\'' {
            let digit = |at: usize| rest.get(at).and_then(|byte| char::from(*byte).to_digit(16));
            let (Some(high), Some(low)) = (digit(0), digit(1)) else {
                self.rest = rest;
                return Some(Token::Text(&[]));
            };
            self.rest = rest.get(2..).unwrap_or_default();
            return Some(Token::Byte(u8::try_from(high * 16 + low).unwrap_or(b'?')));
        }
        if !first.is_ascii_alphabetic() {
            self.rest = rest;
            return Some(Token::Sign(first));
        }
        let length = self.rest.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(self.rest.len());
        let (word, behind) = self.rest.split_at(length);
        let sign = usize::from(behind.first() == Some(&b'-'));
        let digits = behind.get(sign..).unwrap_or_default();
        let digits = digits.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(digits.len());
        let end = if digits == 0 { 0 } else { sign + digits };
        let (number, behind) = behind.split_at(end);
        let number = std::str::from_utf8(number).ok().and_then(|number| number.parse::<i64>().ok());
        let number = number.map(|number| number.clamp(i64::from(i32::MIN), i64::from(i32::MAX)));
        self.rest = behind.strip_prefix(b" ").unwrap_or(behind);
        let word = std::str::from_utf8(word).unwrap_or_default();
        Some(Token::Word(word, number.and_then(|number| i32::try_from(number).ok())))
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let (&first, rest) = self.rest.split_first()?;
            match first {
                b'{' | b'}' => {
                    self.rest = rest;
                    return Some(if first == b'{' { Token::Open } else { Token::Close });
                }
                b'\\' => {
                    self.rest = rest;
                    return self.control();
                }
                b'\r' | b'\n' | 0 => self.rest = rest,
                _ => {
                    let is_sign = |byte: &u8| matches!(byte, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0);
                    let length = self.rest.iter().position(is_sign).unwrap_or(self.rest.len());
                    let (text, behind) = self.rest.split_at(length);
                    self.rest = behind;
                    return Some(Token::Text(text));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_told_apart() {
        let found: Vec<Token<'_>> = Lexer::new(b"{\\b1 a\r\nb\\par\\u-10?\\'e4\\~\\*\\x-}\\'g\\").collect();
        let expected = [
            Token::Open,
            Token::Word("b", Some(1)),
            Token::Text(b"a"),
            Token::Text(b"b"),
            Token::Word("par", None),
            Token::Word("u", Some(-10)),
            Token::Text(b"?"),
            Token::Byte(0xe4),
            Token::Sign(b'~'),
            Token::Sign(b'*'),
            Token::Word("x", None),
            Token::Text(b"-"),
            Token::Close,
            Token::Text(b""),
            Token::Text(b"g"),
        ];
        assert_eq!(found, expected);
    }
}
