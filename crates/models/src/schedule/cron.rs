//! Five fields: minute, hour, day of the month, month, day of the week.

/// Times of the calendar, as crontab(5) writes them: `*`, numbers, ranges, lists, steps, and names of
/// months and days. Where both days are restricted, either is enough, as in every cron.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cron {
    text: String,
    minutes: u64,
    hours: u64,
    days: u64,
    months: u64,
    weekdays: u64,
    any_day: bool,
    any_weekday: bool,
    any_hour: bool,
}

/// Why five fields are not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadCron {
    /// There are not five.
    #[error("there must be five fields: minute, hour, day of the month, month, day of the week")]
    Fields,
    /// One is wrong.
    #[error("the {field} `{text}` is not understood; it takes {min} to {max}, `*`, ranges, lists and steps")]
    Field {
        /// Which one.
        field: &'static str,
        /// What it says.
        text: String,
        /// The smallest number.
        min: u8,
        /// The largest number.
        max: u8,
    },
    /// Such a day does not exist.
    #[error("no month has such a day")]
    Never,
}

struct Field {
    name: &'static str,
    min: u8,
    max: u8,
    names: &'static [&'static str],
}

const MINUTE: Field = Field { name: "minute", min: 0, max: 59, names: &[] };
const HOUR: Field = Field { name: "hour", min: 0, max: 23, names: &[] };
const DAY: Field = Field { name: "day of the month", min: 1, max: 31, names: &[] };
const MONTH: Field = Field {
    name: "month",
    min: 1,
    max: 12,
    names: &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
};
/// Sunday is 0 and 7.
const WEEKDAY: Field =
    Field { name: "day of the week", min: 0, max: 7, names: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"] };

/// Days of each month, in a leap year.
const LENGTHS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

impl Cron {
    /// Reads five fields.
    pub fn parse(text: &str) -> Result<Self, BadCron> {
        let fields: Vec<&str> = text.split_whitespace().collect();
        let [minute, hour, day, month, weekday] = fields[..] else { return Err(BadCron::Fields) };
        let mut weekdays = WEEKDAY.parse(weekday)?;
        if weekdays & (1 << 7) != 0 {
            weekdays = (weekdays | 1) & !(1 << 7);
        }
        let cron = Self {
            text: fields.join(" "),
            minutes: MINUTE.parse(minute)?,
            hours: HOUR.parse(hour)?,
            days: DAY.parse(day)?,
            months: MONTH.parse(month)?,
            weekdays,
            any_day: day.starts_with('*'),
            any_weekday: weekday.starts_with('*'),
            any_hour: hour.starts_with('*'),
        };
        if cron.ever() { Ok(cron) } else { Err(BadCron::Never) }
    }

    /// The five fields with one space between them.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it follows the clock through every hour, and not certain times of the day.
    pub(super) fn is_every_hour(&self) -> bool {
        self.any_hour
    }

    pub(super) fn has_day(&self, month: u32, day: u32, weekday: u32) -> bool {
        let by_day = bit(self.days, day);
        let by_weekday = bit(self.weekdays, weekday);
        let day = if self.any_day || self.any_weekday { by_day && by_weekday } else { by_day || by_weekday };
        bit(self.months, month) && day
    }

    /// The times of day, in order, as hour and minute.
    pub(super) fn times(&self) -> impl Iterator<Item = (u32, u32)> {
        let (hours, minutes) = (self.hours, self.minutes);
        let minutes = move |hour| (0..60).filter(move |minute| bit(minutes, *minute)).map(move |minute| (hour, minute));
        (0..24).filter(move |hour| bit(hours, *hour)).flat_map(minutes)
    }

    fn ever(&self) -> bool {
        let exists = |(month, length): (u32, &u32)| {
            bit(self.months, month) && (1..=*length).any(|day| (0..7).any(|weekday| self.has_day(month, day, weekday)))
        };
        (1..).zip(&LENGTHS).any(exists)
    }
}

fn bit(bits: u64, number: u32) -> bool {
    bits & (1 << number) != 0
}

impl Field {
    fn parse(&self, text: &str) -> Result<u64, BadCron> {
        let wrong = || BadCron::Field { field: self.name, text: text.to_owned(), min: self.min, max: self.max };
        let mut bits = 0;
        for part in text.split(',') {
            bits |= self.part(part).ok_or_else(wrong)?;
        }
        Ok(bits)
    }

    /// `*`, `a`, `a-b`, each perhaps with `/step`. A bare `a/step` goes on to the end, as in most crons.
    fn part(&self, text: &str) -> Option<u64> {
        let (range, step) = text.split_once('/').map_or((text, None), |(range, step)| (range, Some(step)));
        let step = step.map_or(Some(1), |step| step.parse::<u8>().ok().filter(|step| *step > 0))?;
        let (from, to) = match range.split_once('-') {
            _ if range == "*" => (self.min, self.max),
            Some((from, to)) => (self.number(from)?, self.number(to)?),
            None if text.contains('/') => (self.number(range)?, self.max),
            None => (self.number(range)?, self.number(range)?),
        };
        if from > to {
            return None;
        }
        Some((from..=to).step_by(step.into()).fold(0, |bits, number| bits | 1 << number))
    }

    fn number(&self, text: &str) -> Option<u8> {
        let named = self.names.iter().position(|name| name.eq_ignore_ascii_case(text));
        let number = match named {
            Some(place) => u8::try_from(place).ok()? + self.min,
            None if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok()?,
            None => return None,
        };
        (self.min..=self.max).contains(&number).then_some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_cron_is_refused_with_the_field_that_is_wrong() {
        let cases = [
            ("", "there must be five fields"),
            ("* * * *", "there must be five fields"),
            ("60 * * * *", "the minute `60`"),
            ("* 24 * * *", "the hour `24`"),
            ("* * 0 * *", "the day of the month `0`"),
            ("* * * foo *", "the month `foo`"),
            ("* * * * 8", "the day of the week `8`"),
            ("*/0 * * * *", "the minute `*/0`"),
            ("5-1 * * * *", "the minute `5-1`"),
            ("+5 * * * *", "the minute `+5`"),
            ("1,,2 * * * *", "the minute `1,,2`"),
            ("0 0 30 2 *", "no month has such a day"),
            ("0 0 31 4,6,9,11 *", "no month has such a day"),
        ];
        for (text, expected) in cases {
            let error = Cron::parse(text).unwrap_err().to_string();
            assert!(error.starts_with(expected), "{text}: {error}");
        }
    }

    #[test]
    fn names_ranges_lists_and_steps_are_understood() {
        let same = [
            ("0 0 * jan,dec sun", "0 0 * 1,12 7"),
            ("*/15 * * * *", "0,15,30,45 * * * *"),
            ("10/20 * * * *", "10,30,50 * * * *"),
            ("0 9-17/4 * * Mon-Fri", "0 9,13,17 * * 1,2,3,4,5"),
        ];
        for (one, other) in same {
            let (mut one, other) = (Cron::parse(one).unwrap(), Cron::parse(other).unwrap());
            one.text = other.text.clone();
            assert_eq!(one, other);
        }
    }
}
