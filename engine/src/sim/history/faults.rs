//! Failing and repairing by hand, now or at a time.

use super::{Happening, History, Last};
use crate::ids::Id;
use crate::units::Ticks;

/// A meddling of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Fails a component, domain or named cable.
    Fail {
        /// Which.
        id: Id,
        /// For how long; until repaired by hand when `None`.
        lasts: Option<Ticks>,
    },
    /// Repairs one, whatever failed it.
    Repair {
        /// Which.
        id: Id,
    },
}

/// Why a part was not failed or repaired. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultError {
    /// No part has this id.
    Unknown,
    /// Pools and clients have no failure of their own: fail their members, or what they need.
    NotByItself,
    /// It is down already.
    AlreadyFailed,
    /// It works already.
    AlreadyWorks,
}

impl History {
    /// Fails a component, domain or named cable now. It is repaired after `lasts`, or by hand.
    ///
    /// # Errors
    /// [`FaultError`]; nothing is changed then.
    pub fn fail(&mut self, id: &Id, lasts: Option<Ticks>) -> Result<Happening, FaultError> {
        self.do_fault(&Fault::Fail { id: id.clone(), lasts })
    }

    /// Repairs a component, domain or named cable now, whatever failed it.
    ///
    /// # Errors
    /// [`FaultError`]; nothing is changed then.
    pub fn repair(&mut self, id: &Id) -> Result<Happening, FaultError> {
        self.do_fault(&Fault::Repair { id: id.clone() })
    }

    /// Schedules a fault; one in the past happens at the next step. What is down already when its time comes is then kept
    /// down, by whatever lasts longest; a repair of what works changes nothing.
    pub fn schedule(&mut self, at: Ticks, fault: Fault) {
        let at = at.max(self.now);
        let place = self.faults.partition_point(|(other, _)| *other <= at);
        self.faults.insert(place, (at, fault));
        self.set_fault_timer();
    }

    /// Whether a fault names something that a person can fail and repair.
    ///
    /// # Errors
    /// [`FaultError::Unknown`] or [`FaultError::NotByItself`].
    pub fn can_be_by_hand(&self, id: &Id) -> Result<(), FaultError> {
        self.event_by_hand(id).map(|_| ())
    }

    pub(super) fn next_fault(&mut self) {
        if let Some((_, fault)) = self.faults.pop_front() {
            self.set_fault_timer();
            // What works already need not be repaired.
            if let (Err(FaultError::AlreadyFailed), Fault::Fail { id, lasts }) = (self.do_fault(&fault), fault) {
                self.keep_down(&id, lasts);
            }
        }
    }

    /// A part that is down is kept down for so long at least, as if it had been failed by hand.
    fn keep_down(&mut self, id: &Id, lasts: Option<Ticks>) {
        let Ok(event) = self.event_by_hand(id) else { return };
        let own = match (self.phases[event].by_hand, self.model.events[event].group) {
            (false, Some(place)) => self.left_of_member(place),
            _ => Ticks(self.timers.at(event).map_or(u64::MAX, |due| due.since(self.now).0)),
        };
        let lasts = lasts.map_or(Ticks(u64::MAX), |lasts| lasts.max(own));
        self.set_event(event, true, true);
        self.last = Some(Last { event: event as u32, failed: true, by_hand: true });
        self.timers.set(event, self.now.after(lasts));
        if let Some(place) = self.model.events[event].group {
            self.member_kept_down(place);
        }
        self.look(Some(event as u32));
    }

    /// Whether something was failed by hand that nothing will ever repair.
    pub(in crate::sim) fn is_held_for_ever(&self) -> bool {
        let endless = |event: usize| self.phases[event].by_hand && self.timers.at(event).is_none();
        self.hands_on > 0 && self.faults.is_empty() && (0..self.phases.len()).any(endless)
    }

    fn set_fault_timer(&mut self) {
        let timer = self.fault_timer();
        match self.faults.front() {
            Some((at, _)) => self.timers.set(timer, *at),
            None => self.timers.stop(timer),
        }
    }

    fn event_by_hand(&self, id: &Id) -> Result<usize, FaultError> {
        match self.model.by_hand.get(id) {
            Some(event) => Ok(*event as usize),
            None if self.model.pools.contains_key(id) || *id == Id::clients() => Err(FaultError::NotByItself),
            None => Err(FaultError::Unknown),
        }
    }

    fn do_fault(&mut self, fault: &Fault) -> Result<Happening, FaultError> {
        let (id, down, lasts) = match fault {
            Fault::Fail { id, lasts } => (id, true, *lasts),
            Fault::Repair { id } => (id, false, None),
        };
        let event = self.event_by_hand(id)?;
        match (self.phases[event].down, down) {
            (true, true) => Err(FaultError::AlreadyFailed),
            (false, false) => Err(FaultError::AlreadyWorks),
            _ => {
                self.change(event, down, true, lasts);
                Ok(self.latest().expect("a change is the latest thing that happened"))
            }
        }
    }
}
