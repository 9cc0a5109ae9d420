//! Days and times as spreadsheets count them: days since an epoch, with the time as a fraction.

/// Days from 0000-03-01 to 1970-01-01, for the calendar below.
const DAYS_TO_1970: i64 = 719_468;

/// Days from 1970-01-01 back to the day 0 of the epochs. Excel counts a 29 February 1900 that never was, so its days up
/// to then are one later.
const EPOCH_1900: i64 = -25_569;
const EPOCH_1904: i64 = -24_107;

/// 31 December 9999, the last day that is shown as a date.
const LAST_DAY: f64 = 2_958_466.0;

const MILLISECONDS_PER_DAY: i64 = 86_400_000;

/// A moment, as a calendar and a clock show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) year: i64,
    pub(super) month: usize,
    pub(super) day: u32,
    /// 0 is Sunday.
    pub(super) weekday: usize,
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) second: u32,
    pub(super) millisecond: u32,
}

/// The moment that a number stands for; none for a number that no calendar shows. It is rounded to whole seconds unless
/// `fractions` are shown.
pub(super) fn moment(serial: f64, since_1904: bool, fractions: bool) -> Option<Moment> {
    if !(0.0..LAST_DAY).contains(&serial) {
        return None;
    }
    let milliseconds = rounded(serial, fractions);
    let (days, of_day) = (milliseconds.div_euclid(MILLISECONDS_PER_DAY), milliseconds.rem_euclid(MILLISECONDS_PER_DAY));
    let clock = u32::try_from(of_day).unwrap_or(0);
    let since_1970 = match (since_1904, days) {
        (true, days) => days + EPOCH_1904,
        (false, 0..=59) => days + EPOCH_1900 + 1,
        (false, days) => days + EPOCH_1900,
    };
    let (mut year, mut month, mut day) = civil(since_1970);
    let mut weekday = usize::try_from((since_1970 + 4).rem_euclid(7)).unwrap_or(0);
    if !since_1904 && days <= 60 {
        // As Excel shows them: the day 0 of January 1900, and the day that never was.
        (year, month, day) = match days {
            0 => (1900, 1, 0),
            60 => (1900, 2, 29),
            _ => (year, month, day),
        };
        weekday = usize::try_from((days + 6).rem_euclid(7)).unwrap_or(0);
    }
    let (hour, minute) = (clock / 3_600_000, clock / 60_000 % 60);
    Some(Moment { year, month, day, weekday, hour, minute, second: clock / 1_000 % 60, millisecond: clock % 1_000 })
}

/// A duration in whole milliseconds, rounded to seconds unless `fractions` are shown.
pub(super) fn rounded(serial: f64, fractions: bool) -> i64 {
    let milliseconds = serial * MILLISECONDS_PER_DAY as f64;
    if fractions {
        milliseconds.round() as i64
    } else {
        ((milliseconds / 1_000.0).round() as i64).saturating_mul(1_000)
    }
}

/// Year, month and day of a day counted from 1970-01-01, by Howard Hinnant's algorithm for the Gregorian calendar.
fn civil(days: i64) -> (i64, usize, u32) {
    let days = days + DAYS_TO_1970;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, usize::try_from(month).unwrap_or(1), u32::try_from(day).unwrap_or(1))
}
