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

/** Who has to act next; null where nobody has to. */
export function turn(office, { state, authorClubId, amendment }) {
  const author = ["PROPOSED", "COUNTERED"].includes(state) ? authorClubId : amendment?.authorClubId;
  return author ? (author === office.user.clubId ? "theirs" : "ours") : null;
}
