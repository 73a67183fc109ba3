// Where somebody is signed in, in words.

import { fill } from "./dom.js";
import { dayTime } from "./format.js";

/** What it is ("Firefox on Linux"), where and since when. Times are told in the reader's own zone. */
export function sessionWords({ device, network, clubId, lastUsedAt, begunAt }, { texts, clubName, nowMs }) {
  const when = (at) => dayTime(at, undefined, nowMs);
  return {
    title: device || texts.unknownDevice,
    about: [network && fill(texts.fromNetwork, { network }), clubName(clubId)].filter(Boolean).join(" · "),
    times: fill(texts.sessionTimes, { used: when(lastUsedAt), begun: when(begunAt) }),
  };
}
