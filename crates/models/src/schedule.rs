//! What makes jobs again and again.

mod catch_up;
mod cron;
mod next;

use std::time::Duration;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::ids::{JobId, ScheduleId};
use crate::job::{Job, words};
use crate::time::Time;

pub use catch_up::{Due, LATE};
pub use cron::{BadCron, Cron};

/// A schedule.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// Names the schedule.
    pub id: ScheduleId,
    /// What people call it; no two have the same.
    pub name: String,
    /// What it makes.
    pub job: Job,
    /// When.
    pub timing: Timing,
    /// What becomes of the times that passed while no worker ran.
    pub catch_up: CatchUp,
    /// Whether it makes jobs.
    pub enabled: bool,
    /// The next time.
    pub next_at: Time,
    /// The last time that made a job.
    pub last_at: Option<Time>,
    /// The job that it made last.
    pub last_job_id: Option<JobId>,
    /// When it was made.
    pub created_at: Time,
    /// When it was changed.
    pub updated_at: Time,
}

words! {
    /// What becomes of the times that passed while no worker ran.
    CatchUp {
        /// Nothing; the next time counts.
        Skip = "skip",
        /// One job for all of them.
        Once = "once",
        /// A job for each.
        All = "all",
    }
}

/// Times that follow each other without end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub enum Timing {
    /// By the calendar of a time zone.
    Cron {
        /// Which minutes.
        cron: Cron,
        /// Where.
        time_zone: Tz,
    },
    /// The same span again and again; at least a second.
    Every(Duration),
}

impl Timing {
    /// The shortest interval.
    pub const EVERY_MIN: Duration = Duration::from_secs(1);

    /// Reads five fields and the IANA name of a time zone, such as `Europe/Berlin`.
    pub fn cron(fields: &str, time_zone: &str) -> Result<Self, BadTiming> {
        let time_zone = time_zone.parse().map_err(|_| BadTiming::TimeZone)?;
        Ok(Self::Cron { cron: Cron::parse(fields)?, time_zone })
    }

    /// The first time after `after`. An interval counts from there.
    pub fn next(&self, after: Time) -> Time {
        match self {
            Self::Cron { cron, time_zone } => next::next(cron, *time_zone, after),
            Self::Every(span) => after + (*span).max(Self::EVERY_MIN),
        }
    }
}

/// The text is no timing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadTiming {
    /// The five fields are wrong.
    #[error(transparent)]
    Cron(#[from] BadCron),
    /// The time zone is not known.
    #[error("the time zone must be an IANA name, such as Europe/Berlin")]
    TimeZone,
}

/// How a timing is kept.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Cron { cron: String, time_zone: String },
    Every { every_ms: u64 },
}

impl TryFrom<Written> for Timing {
    type Error = BadTiming;

    fn try_from(written: Written) -> Result<Self, BadTiming> {
        match written {
            Written::Cron { cron, time_zone } => Self::cron(&cron, &time_zone),
            Written::Every { every_ms } => Ok(Self::Every(Duration::from_millis(every_ms))),
        }
    }
}

impl From<Timing> for Written {
    fn from(timing: Timing) -> Self {
        match timing {
            Timing::Cron { cron, time_zone } => {
                Self::Cron { cron: cron.as_str().to_owned(), time_zone: time_zone.name().to_owned() }
            }
            Timing::Every(span) => Self::Every { every_ms: u64::try_from(span.as_millis()).unwrap_or(u64::MAX) },
        }
    }
}
