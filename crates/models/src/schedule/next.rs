//! From the calendar's times to points in time, over the changes of the clocks.
//!
//! As in Vixie cron: a time of day that the clocks skip counts at the first moment after the gap, and one
//! that they show twice counts the first time. What follows the clock through every hour (`*` or `*/n` as
//! its hours) is neither made up for nor held back.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono::{LocalResult, NaiveTime};
use chrono_tz::Tz;

use super::cron::Cron;
use crate::time::Time;

/// The longest that clocks were ever moved, but for days that whole countries left out.
const FOLD: TimeDelta = TimeDelta::hours(3);
/// A day of the calendar comes back after at most so many days: 29 February over a century without one.
const DAYS_MAX: u64 = 8 * 366 + 1;
/// The longest gap, in minutes: a country that crosses the date line leaves out a day.
const GAP_MAX: u32 = 25 * 60;

/// The first point after `after` at which the clocks of a zone show one of the times.
pub(super) fn next(cron: &Cron, zone: Tz, after: Time) -> Time {
    let local = after.with_timezone(&zone).naive_local();
    let mut found: Option<(Time, NaiveDateTime)> = None;
    for shown in from(cron, local - FOLD) {
        // Clocks that go back show a later time earlier, but not by more than the fold.
        if found.is_some_and(|(_, first)| shown > first + FOLD) {
            break;
        }
        for point in points(cron, zone, shown) {
            if point > after && found.is_none_or(|(best, _)| point < best) {
                found = Some((point, found.map_or(shown, |(_, first)| first)));
            }
        }
    }
    // Every cron that parses has times without end; only the end of the calendar has none after it.
    found.map_or(DateTime::<Utc>::MAX_UTC, |(point, _)| point)
}

/// The local times of a cron from a time on.
fn from(cron: &Cron, start: NaiveDateTime) -> impl Iterator<Item = NaiveDateTime> {
    let days = (0..DAYS_MAX).filter_map(move |days| start.date().checked_add_days(Days::new(days)));
    let matching = days.filter(|day| cron.has_day(day.month(), day.day(), day.weekday().num_days_from_sunday()));
    matching.flat_map(|day| times(cron, day)).filter(move |shown| *shown >= start)
}

fn times(cron: &Cron, day: NaiveDate) -> impl Iterator<Item = NaiveDateTime> {
    cron.times().filter_map(move |(hour, minute)| Some(day.and_time(NaiveTime::from_hms_opt(hour, minute, 0)?)))
}

/// When the clocks show a time.
fn points(cron: &Cron, zone: Tz, shown: NaiveDateTime) -> Vec<Time> {
    match zone.from_local_datetime(&shown) {
        LocalResult::Single(point) => vec![point.to_utc()],
        LocalResult::Ambiguous(first, second) if cron.is_every_hour() => vec![first.to_utc(), second.to_utc()],
        LocalResult::Ambiguous(first, _) => vec![first.to_utc()],
        LocalResult::None if cron.is_every_hour() => Vec::new(),
        LocalResult::None => after_gap(zone, shown).into_iter().collect(),
    }
}

fn after_gap(zone: Tz, shown: NaiveDateTime) -> Option<Time> {
    let later = (1..=GAP_MAX).map(|minutes| shown + TimeDelta::minutes(minutes.into()));
    let point = later.filter_map(|shown| zone.from_local_datetime(&shown).earliest()).next()?;
    Some(point.to_utc())
}

#[cfg(test)]
mod tests {
    use super::super::Timing;
    use crate::time::Time;

    fn time(text: &str) -> Time {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check(fields: &str, zone: &str, after: &str, expected: &[&str]) {
        let timing = Timing::cron(fields, zone).unwrap();
        let mut at = time(after);
        for expected in expected {
            at = timing.next(at);
            assert_eq!(at, time(expected), "{fields} in {zone}");
        }
    }

    #[test]
    fn times_follow_each_other() {
        let utc = "UTC";
        check("0 0 * * *", utc, "2026-01-01T00:00:00Z", &["2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z"]);
        check("*/20 * * * *", utc, "2026-01-01T23:39:59Z", &["2026-01-01T23:40:00Z", "2026-01-02T00:00:00Z"]);
        check("30 4 1 * *", utc, "2026-01-31T00:00:00Z", &["2026-02-01T04:30:00Z", "2026-03-01T04:30:00Z"]);
        check("0 0 29 2 *", utc, "2026-01-01T00:00:00Z", &["2028-02-29T00:00:00Z", "2032-02-29T00:00:00Z"]);
        check("0 0 29 2 *", utc, "2096-03-01T00:00:00Z", &["2104-02-29T00:00:00Z"]);
        check("0 9 * * mon-fri", "Asia/Kolkata", "2026-11-20T12:00:00Z", &["2026-11-23T03:30:00Z"]);
    }

    #[test]
    fn where_both_days_are_restricted_either_is_enough() {
        check("0 0 13 * 5", "UTC", "2026-11-12T12:00:00Z", &["2026-11-13T00:00:00Z", "2026-11-20T00:00:00Z"]);
        check("0 0 13 * 1", "UTC", "2026-11-12T12:00:00Z", &["2026-11-13T00:00:00Z", "2026-11-16T00:00:00Z"]);
        check("0 0 */2 * 1", "UTC", "2026-11-12T12:00:00Z", &["2026-11-23T00:00:00Z"]);
    }

    /// Clocks in Berlin go from 2:00 to 3:00 at 1:00 UTC.
    #[test]
    fn a_time_that_the_clocks_skip_counts_right_after_the_gap() {
        let berlin = "Europe/Berlin";
        let skipped = ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"];
        check("30 2 * * *", berlin, "2026-03-27T12:00:00Z", &skipped);
        check("30 2 29 3 *", berlin, "2026-01-01T00:00:00Z", &["2026-03-29T01:00:00Z", "2027-03-29T00:30:00Z"]);
        let every = ["2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z"];
        check("*/30 * * * *", berlin, "2026-03-29T00:00:00Z", &every);
    }

    /// Clocks in Berlin go from 3:00 to 2:00 at 1:00 UTC.
    #[test]
    fn a_time_that_the_clocks_show_twice_counts_once() {
        let berlin = "Europe/Berlin";
        let twice = ["2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"];
        check("30 2 * * *", berlin, "2026-10-23T12:00:00Z", &twice);
        let every = ["2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:00:00Z"];
        check("*/30 * * * *", berlin, "2026-10-25T00:00:00Z", &every);
    }

    #[test]
    fn a_day_that_a_country_left_out_counts_at_the_start_of_the_next() {
        check("0 12 30 12 *", "Pacific/Apia", "2011-12-01T00:00:00Z", &["2011-12-30T10:00:00Z"]);
    }

    #[test]
    fn an_interval_counts_from_where_it_is_asked() {
        let timing = Timing::Every(std::time::Duration::from_secs(90));
        assert_eq!(timing.next(time("2026-01-01T00:00:00Z")), time("2026-01-01T00:01:30Z"));
    }
}
