// How an agreement stands between its two clubs. Pure.

/** How a state looks. */
export const LOOKS = {
  ACTIVE: "good",
  APPROVED: "good",
  PROPOSED: "warn",
  COUNTERED: "warn",
  SUSPENDED: "bad",
  REJECTED: "bad",
  WITHDRAWN: "",
  EXPIRED: "",
  TERMINATED: "",
};
/** The other club of an agreement. */
export function partnerOf(office, { clubId, partnerClubId }) {
  return clubId === office.user.clubId ? partnerClubId : clubId;
}

/** The step into force that is to be done next, of those that the platform takes; undefined where none is. */
export function nextStep({ steps = [] }) {
  return steps.find(({ nextTryAt }) => nextTryAt);
}

/** Whether the agreement may come into force at any moment: nothing in between has a day of its own. */
export function mayBegin(saga, nowMs) {
  const next = nextStep(saga);
  return !next || next.step === "LEDGER" || Date.parse(next.nextTryAt) <= nowMs;
}

/** Who has to act next; null where nobody has to. */
export function turn(office, { state, authorClubId, amendment }) {
  const author = ["PROPOSED", "COUNTERED"].includes(state) ? authorClubId : amendment?.authorClubId;
  return author ? (author === office.user.clubId ? "theirs" : "ours") : null;
}
