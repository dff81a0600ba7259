//! Lineages: a holder and a target come in; the pairs of larger actors for which the opinion also counts come out.
//!
//! **What it does**: an opinion of a person toward a person also counts for the bodies and states of both.
//! **Why**: what a president says of another is what one state says of the other.
//! **Example**: what Kim says of Xi counts as North Korea on China. What one citizen says of another counts only as it
//! was said, since neither speaks of their state.
//! **Known failures**: statements in a private capacity count for the state too.
//! **Source**: chosen by hand.

use crate::model::actor::ActorId;

/// The pairs for which an opinion of `holder` toward `target` counts, given the ancestors of both, themselves first.
pub(super) fn pairs<'l>(holder: &'l [ActorId], target: &'l [ActorId]) -> Vec<(&'l ActorId, &'l ActorId)> {
    let mut pairs = Vec::with_capacity(4);
    for (rise, above) in holder.iter().enumerate() {
        for (sink, about) in target.iter().enumerate() {
            let apart = !target.contains(above) && !holder.contains(about);
            if apart || rise + sink == 0 && above != about {
                pairs.push((above, about));
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_counts_for_the_state_except_toward_its_own() {
        let of = |ids: &[&str]| ids.iter().map(|id| ActorId::from(*id)).collect::<Vec<ActorId>>();
        let (ilo, abra, mott) = (of(&["QNO.ILO", "QNO"]), of(&["XSU.ABRA", "XSU"]), of(&["QNO.MOTT", "QNO"]));
        assert_eq!(pairs(&ilo, &abra).len(), 4);
        assert_eq!(pairs(&ilo, &mott), [(&ilo[0], &mott[0])]);
        assert_eq!(pairs(&ilo, &of(&["QNO"])), [(&ilo[0], &ilo[1])]);
    }
}
