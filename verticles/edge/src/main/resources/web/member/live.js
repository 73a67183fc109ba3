// What happens to the member, the moment it happens: said once, politely, and shown in the lists without a
// reload.

import { byId, fill, h } from "../shared/dom.js";
import { Positions, PushClient } from "../shared/push.js";
import { reason } from "../shared/verdict.js";

const OLD_MS = 60_000;
const CATCH_UP_MS = 2_000;
const TOAST_MS = 12_000;
const WORDS = {
  VisitOpened: "opened",
  CheckInRefused: "refused",
  VisitClosed: "closed",
  VisitAnnulled: "annulled",
  VisitCancelled: "cancelled",
};

/**
 * Follows the feed "me". `refresh(kinds)` reads lists anew; `clock()` is the platform's time. What was missed
 * while away comes at once after connecting and is old: it is shown in the lists, not announced.
 */
export function follow({ texts, api, session, clubs, clock, refresh, onStop }) {
  let given = null;
  let liveMs = Date.now();
  return new PushClient({
    feeds: ["me"],
    positions: new Positions(`member.${session.user.id}.`),
    token: async ({ renew }) => {
      given = await (renew ? session.renew(api, given) : session.token(api));
      return given;
    },
    onMessages: (feed, messages) => {
      const settled = Date.now() - liveMs > CATCH_UP_MS;
      messages
        .filter(({ at }) => settled || isRecent(at, clock()))
        .forEach((message) => say(message, texts, clubs));
      refresh(kindsOf(messages));
    },
    onGap: () => refresh(["visits", "allowances", "letters", "reservations", "notices", "sessions"]),
    onState: (state) => {
      liveMs = Date.now();
      showState(state === "live" ? "live" : navigator.onLine ? "waiting" : "offline", texts);
    },
    onStop,
  }).start();
}

export function showState(state, texts) {
  const badge = byId("live");
  badge.className = `badge ${state === "live" ? "good" : "warn"}`;
  badge.dataset.state = state;
  badge.replaceChildren(h("span", { class: "dot", "aria-hidden": "true" }), texts[state]);
}

function kindsOf(messages) {
  const notices = messages.some(({ type }) => type.startsWith("Notification"));
  const visits = messages.some(({ type }) => type in WORDS || type.startsWith("Visit"));
  const reservations = messages.some(({ type }) => type.startsWith("Reservation"));
  const letters = messages.some(({ type }) => type.startsWith("Letter"));
  return [
    ...(visits ? ["visits", "allowances"] : []),
    ...(letters ? ["letters"] : []),
    ...(reservations ? ["reservations"] : []),
    ...(notices ? ["notices"] : []),
    ...(messages.some(({ type }) => type === "SessionEnded") ? ["sessions"] : []),
  ];
}

function isRecent(at, nowMs) {
  return !at || Math.abs(nowMs - Date.parse(at)) < OLD_MS;
}

/** A notice about a visit says what the visit's own message has just said. */
function say({ type, data = {} }, texts, clubs) {
  const key = WORDS[type] ?? (type === "NotificationCreated" && data.type !== "VISIT" ? "notice" : null);
  if (!key) {
    return;
  }
  const club = clubs.get(data.visitingClubId)?.name ?? texts.otherClub;
  const why = data.verdict ? reason(data.verdict.code, data.verdict.numbers ?? {}, texts) : "";
  toast(fill(texts[key], { club, why }).trim(), key, texts);
}

function toast(text, kind, texts) {
  const node = h(
    "div",
    { class: `toast ${kind}`, "data-testid": "toast", "data-kind": kind },
    h("p", {}, text),
    h(
      "button",
      {
        type: "button",
        class: "button bare small",
        "aria-label": texts.dismiss,
        onclick: () => node.remove(),
      },
      "×",
    ),
  );
  byId("toasts").append(node);
  setTimeout(() => node.remove(), TOAST_MS);
}
