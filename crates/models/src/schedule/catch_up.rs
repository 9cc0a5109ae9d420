//! Which of the times that came make jobs.

use std::time::Duration;

use super::{CatchUp, Schedule, Timing};
use crate::time::Time;

/// A time that no worker met within this span counts as missed.
pub const LATE: Duration = Duration::from_secs(60);
/// Most times that one round makes up for; the next round goes on.
const ROUND_MAX: usize = 100;

/// What a schedule does when its time has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The times that make a job each, in order.
    pub times: Vec<Time>,
    /// The next time, perhaps one that has come too.
    pub next_at: Time,
}

impl Schedule {
    /// What it does now.
    pub fn due(&self, now: Time) -> Due {
        if self.next_at > now {
            return Due { times: Vec::new(), next_at: self.next_at };
        }
        match self.catch_up {
            CatchUp::Once => Due { times: vec![self.next_at], next_at: self.after(now) },
            CatchUp::Skip => {
                let latest = self.after(now - LATE).max(self.next_at);
                let times = if latest <= now && latest > now - LATE { vec![latest] } else { Vec::new() };
                Due { times, next_at: self.after(now) }
            }
            CatchUp::All => {
                let mut times = Vec::new();
                let mut next_at = self.next_at;
                while next_at <= now && times.len() < ROUND_MAX {
                    times.push(next_at);
                    next_at = self.timing.next(next_at);
                }
                Due { times, next_at }
            }
        }
    }

    /// The first of its times after a point, on the grid of an interval.
    fn after(&self, point: Time) -> Time {
        match &self.timing {
            Timing::Cron { .. } => self.timing.next(point),
            Timing::Every(_) if self.next_at > point => self.next_at,
            Timing::Every(span) => {
                let span = (*span).max(Timing::EVERY_MIN);
                let passed = (point - self.next_at).to_std().unwrap_or_default();
                let rounds = u32::try_from(passed.as_millis() / span.as_millis() + 1).unwrap_or(u32::MAX);
                self.next_at + span.saturating_mul(rounds)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ScheduleId;
    use crate::job::Job;

    fn minute(minutes: i64) -> Time {
        Time::from_timestamp_micros(1_790_000_040_000_000 + minutes * 60_000_000).unwrap()
    }

    fn schedule(timing: Timing, catch_up: CatchUp) -> Schedule {
        Schedule {
            id: ScheduleId(uuid::Uuid::nil()),
            name: "x".into(),
            job: Job::PruneJobs,
            timing,
            catch_up,
            enabled: true,
            next_at: minute(0),
            last_at: None,
            last_job_id: None,
            created_at: minute(0),
            updated_at: minute(0),
        }
    }

    #[track_caller]
    fn check(catch_up: CatchUp, now: Time, times: &[i64], next: i64) {
        for timing in [Timing::cron("* * * * *", "UTC").unwrap(), Timing::Every(Duration::from_secs(60))] {
            let due = schedule(timing, catch_up).due(now);
            assert_eq!(due, Due { times: times.iter().map(|it| minute(*it)).collect(), next_at: minute(next) });
        }
    }

    #[test]
    fn a_time_on_time_makes_one_job_by_every_rule() {
        for rule in CatchUp::ALL {
            check(*rule, minute(0) - Duration::from_secs(1), &[], 0);
            check(*rule, minute(0) + Duration::from_secs(1), &[0], 1);
        }
    }

    #[test]
    fn missed_times_are_made_up_for_by_rule() {
        let now = minute(3) + Duration::from_secs(30);
        check(CatchUp::Once, now, &[0], 4);
        check(CatchUp::Skip, now, &[3], 4);
        check(CatchUp::All, now, &[0, 1, 2, 3], 4);
        let daily = schedule(Timing::cron("14 13 * * *", "UTC").unwrap(), CatchUp::Skip);
        let late = daily.due(daily.next_at + Duration::from_secs(7200));
        assert_eq!(late.times, Vec::<Time>::new());
    }

    #[test]
    fn a_round_has_an_end() {
        let due = schedule(Timing::Every(Duration::from_secs(60)), CatchUp::All).due(minute(1000));
        assert_eq!((due.times.len(), due.next_at), (100, minute(100)));
    }
}
