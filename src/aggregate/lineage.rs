//! Lineages: for which larger actors a statement counts.
//!
//! What Kim says of Xi is also what North Korea says of China. What one citizen says of another is nothing that
//! either says of their state: a pair of which one includes the other's end counts only as it was said.

use crate::model::actor::ActorId;

/// The pairs for which an opinion of `holder` toward `target` counts, given their lineages, themselves first.
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
