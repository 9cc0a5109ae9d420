//! Which result answers which call, where neither is named.

/// The calls that wait for their results.
#[derive(Debug, Default)]
pub(super) struct Calls {
    made: usize,
    /// Id and tool, in the order of the calls.
    waiting: Vec<(String, String)>,
}

impl Calls {
    /// A call; its id is made up where it has none.
    pub(super) fn made(&mut self, id: Option<String>, tool: &str) -> String {
        let id = id.filter(|id| !id.is_empty()).unwrap_or_else(|| format!("call_{}", self.made));
        self.made += 1;
        self.waiting.push((id.clone(), tool.to_owned()));
        id
    }

    /// A result: it answers the call with its id, else the first that waits for its tool, else the first that waits.
    pub(super) fn answered(&mut self, id: Option<String>, tool: Option<&str>) -> String {
        let id = id.filter(|id| !id.is_empty());
        let place = match (&id, tool) {
            (Some(id), _) => self.waiting.iter().position(|(waiting, _)| waiting == id),
            (None, Some(tool)) => self.waiting.iter().position(|(_, waiting)| waiting == tool),
            (None, None) => None,
        };
        let place = place.or_else(|| (id.is_none() && !self.waiting.is_empty()).then_some(0));
        let found = place.map(|place| self.waiting.remove(place).0);
        id.or(found).unwrap_or_else(|| format!("call_{}", self.made))
    }
}
