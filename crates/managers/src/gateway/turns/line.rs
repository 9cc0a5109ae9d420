//! Who is next at one connection. Pure.

use std::collections::VecDeque;

use tokio::sync::oneshot;
use uuid::Uuid;

/// The calls of one connection.
#[derive(Default)]
pub(super) struct Line {
    most: u32,
    running: u32,
    tickets: u64,
    /// By key, the one whose turn is next in front.
    lanes: VecDeque<Lane>,
}

struct Lane {
    who: Uuid,
    calls: VecDeque<Ticket>,
}

struct Ticket {
    number: u64,
    call: oneshot::Sender<()>,
}

impl Line {
    /// Takes a place if there is one and nobody waits for it.
    pub(super) fn enter(&mut self, most: u32) -> bool {
        self.most = most;
        self.call_next();
        let free = self.running < most && self.lanes.is_empty();
        self.running += u32::from(free);
        free
    }

    /// Whether whoever comes now has to wait.
    pub(super) fn is_full(&self, most: u32) -> bool {
        self.running >= most || !self.lanes.is_empty()
    }

    /// Waits behind the calls of the same key.
    pub(super) fn wait(&mut self, who: Uuid, call: oneshot::Sender<()>) -> u64 {
        self.tickets += 1;
        let ticket = Ticket { number: self.tickets, call };
        match self.lanes.iter_mut().find(|lane| lane.who == who) {
            Some(lane) => lane.calls.push_back(ticket),
            None => self.lanes.push_back(Lane { who, calls: VecDeque::from([ticket]) }),
        }
        self.tickets
    }

    /// A place has become free.
    pub(super) fn leave(&mut self) {
        self.running = self.running.saturating_sub(1);
        self.call_next();
    }

    /// A caller has left the line.
    pub(super) fn give_up(&mut self, ticket: u64) {
        for lane in &mut self.lanes {
            lane.calls.retain(|call| call.number != ticket);
        }
        self.lanes.retain(|lane| !lane.calls.is_empty());
    }

    /// Gives free places to those who wait, to one of each key in turn.
    fn call_next(&mut self) {
        while self.running < self.most
            && let Some(mut lane) = self.lanes.pop_front()
        {
            let ticket = lane.calls.pop_front();
            if !lane.calls.is_empty() {
                self.lanes.push_back(lane);
            }
            self.running += u32::from(ticket.is_some_and(|ticket| ticket.call.send(()).is_ok()));
        }
    }

    /// How many wait.
    pub(super) fn waiting(&self) -> usize {
        self.lanes.iter().map(|lane| lane.calls.len()).sum()
    }

    pub(super) fn is_idle(&self) -> bool {
        self.running == 0 && self.lanes.is_empty()
    }

    /// The place of a call in line, from 1.
    pub(super) fn place(&self, ticket: u64) -> usize {
        let found =
            self.lanes.iter().enumerate().find_map(|(lane, it)| {
                it.calls.iter().position(|call| call.number == ticket).map(|behind| (lane, behind))
            });
        let Some((own, behind)) = found else { return 1 };
        let before = self.lanes.iter().enumerate().map(|(lane, it)| {
            let rounds = if lane < own { behind + 1 } else { behind };
            it.calls.len().min(rounds)
        });
        before.sum::<usize>() + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(line: &mut Line, who: u128) -> (u64, oneshot::Receiver<()>) {
        let (call, called) = oneshot::channel();
        (line.wait(Uuid::from_u128(who), call), called)
    }

    #[test]
    fn keys_take_turns_whoever_came_first() {
        let mut line = Line::default();
        assert!(line.enter(1) && !line.enter(1));
        let mut calls: Vec<_> = [7, 7, 7, 8, 9, 8].iter().map(|who| wait(&mut line, *who)).collect();
        let places: Vec<_> = calls.iter().map(|(ticket, _)| line.place(*ticket)).collect();
        assert_eq!(places, [1, 4, 6, 2, 3, 5]);
        let mut order = Vec::new();
        for _ in 0..6 {
            line.leave();
            let next = calls.iter_mut().position(|(_, called)| called.try_recv().is_ok()).unwrap();
            order.push(next);
        }
        assert_eq!(order, [0, 3, 4, 1, 5, 2]);
        line.leave();
        assert!(line.is_idle());
    }

    #[test]
    fn who_leaves_the_line_holds_up_nobody() {
        let mut line = Line::default();
        assert!(line.enter(1));
        let (first, _first) = wait(&mut line, 7);
        let (_, second) = wait(&mut line, 8);
        let (_, mut third) = wait(&mut line, 9);
        line.give_up(first);
        drop(second);
        line.leave();
        assert_eq!((third.try_recv(), line.waiting(), line.is_full(1)), (Ok(()), 0, true));
        line.leave();
        assert!(line.is_idle());
    }

    #[test]
    fn a_larger_limit_lets_those_who_wait_in() {
        let mut line = Line::default();
        assert!(line.enter(1));
        let (_, mut called) = wait(&mut line, 7);
        assert!(line.enter(3), "the one who waits goes first, and there is a place left");
        assert_eq!(called.try_recv(), Ok(()));
        assert!(line.is_full(3));
    }
}
