//! What the generations of Claude accept; the API refuses the rest instead of ignoring it.

/// The version in a model's id, such as (4, 6) in `claude-opus-4-6`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Generation(u8, u8);

impl Generation {
    /// Reads `claude-3-7-sonnet-20250219` as well as `claude-sonnet-4-20250514`. An id without a version is taken for
    /// the newest, which accepts the least.
    pub(super) fn of(model: &str) -> Self {
        let mut numbers =
            model.split(['-', '.', '@', ':']).filter(|word| word.len() <= 2).filter_map(|word| word.parse().ok());
        match (numbers.next(), numbers.next()) {
            (Some(major), minor) => Self(major, minor.unwrap_or(0)),
            (None, _) => Self(u8::MAX, 0),
        }
    }

    /// Thinks within a budget of tokens.
    pub(super) fn thinks_by_budget(self) -> bool {
        (Self(3, 7)..Self(4, 6)).contains(&self)
    }

    /// Decides itself how long to think, and is told an effort.
    pub(super) fn thinks_by_effort(self) -> bool {
        self >= Self(4, 6)
    }

    /// Goes on with a last message of the assistant.
    pub(super) fn continues(self) -> bool {
        self < Self(4, 6)
    }

    /// Takes temperature and top_p.
    pub(super) fn samples(self) -> bool {
        self < Self(4, 7)
    }

    /// Has an effort between the highest two.
    pub(super) fn knows_xhigh(self) -> bool {
        self >= Self(4, 7)
    }

    /// Keeps its thoughts to itself unless asked for a summary.
    pub(super) fn hides_thoughts(self) -> bool {
        self >= Self(4, 7)
    }
}

#[cfg(test)]
mod tests {
    use super::Generation;

    #[test]
    fn the_generation_is_in_the_id() {
        for (model, generation) in [
            ("claude-3-haiku-20240307", Generation(3, 0)),
            ("claude-3-7-sonnet-latest", Generation(3, 7)),
            ("claude-sonnet-4-20250514", Generation(4, 0)),
            ("claude-opus-4-1-20250805", Generation(4, 1)),
            ("claude-haiku-4-5", Generation(4, 5)),
            ("claude-opus-4-6", Generation(4, 6)),
            ("claude-opus-5", Generation(5, 0)),
            ("claude-next", Generation(u8::MAX, 0)),
        ] {
            assert_eq!(Generation::of(model), generation, "{model}");
        }
    }
}
