//! What a person does to the running history by hand: failing parts and repairing them.

use nines_engine::ids::Id;
use nines_engine::sim::{FaultError, History, PartState};
use nines_engine::topology::Part;
use nines_engine::units::Ticks;

use super::Bench;
use crate::live::prelude::*;

impl Bench {
    /// Fails a part, or repairs it when it is failed. A pool fails and is repaired with all its members.
    pub fn toggle_failure(self, id: &Id) {
        let failed = self.with_history(|history| match history.state(id) {
            Some(PartState::Failed { .. }) => history.repair(id).map(|_| ()),
            _ => history.fail(id, None).map(|_| ()),
        });
        match failed {
            Some(Err(FaultError::NotByItself)) => self.toggle_members(id),
            _ => self.after_fault(id),
        }
    }

    /// Fails a part for a time.
    pub fn fail_for(self, id: &Id, lasts: Ticks) {
        self.with_history(|history| {
            // One that is down already is failed anew, by hand this time.
            let _ = history.repair(id);
            history.fail(id, Some(lasts)).map(|_| ())
        });
        self.after_fault(id);
    }

    fn toggle_members(self, id: &Id) {
        let document = self.document_now();
        let Some(Part::Pool(pool)) = document.get(id) else {
            self.announce("The clients do not fail. Fail what they need.", true);
            return;
        };
        self.with_history(|history| {
            let is_down =
                |history: &History, member: &Id| matches!(history.state(member), Some(PartState::Failed { .. }));
            let all_down = pool.members.iter().all(|member| is_down(history, member));
            for member in &pool.members {
                let _ = if all_down { history.repair(member) } else { history.fail(member, None) };
            }
            Ok(())
        });
        self.after_fault(id);
    }

    fn after_fault(self, id: &Id) {
        self.publish();
        let state = self.state_signal(id).get_untracked();
        let clients = self.state_signal(&Id::clients()).get_untracked();
        let clients = match clients {
            PartState::Up => "The clients are up.",
            PartState::Degraded => "The clients are served, degraded.",
            _ => "The clients are down.",
        };
        self.announce(format!("{id}: {}. {clients}", state_word(&state)), true);
    }

    fn with_history(self, f: impl FnOnce(&mut History) -> Result<(), FaultError>) -> Option<Result<(), FaultError>> {
        self.inner.try_update_value(|inner| inner.history.as_mut().map(f)).flatten()
    }
}

/// A state in a few words.
fn state_word(state: &PartState) -> String {
    match state {
        PartState::Up => "works".to_string(),
        PartState::Degraded => "degraded".to_string(),
        PartState::Failed { by_hand: true } => "failed by hand".to_string(),
        PartState::Failed { by_hand: false } => "failed".to_string(),
        PartState::Blocked { by } => format!("down, waits for {by}"),
        PartState::NeverWorks => "never works".to_string(),
    }
}
