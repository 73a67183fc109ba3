// What one's own club can do about an agreement in the state that it is in.

import { newKey } from "../shared/api.js";
import { fill, h } from "../shared/dom.js";
import { ask } from "./ask.js";
import { action } from "./panel.js";

const OFFERED = ["PROPOSED", "COUNTERED"];
const LIVE = ["ACTIVE", "SUSPENDED"];

/**
 * The rows: when an act is offered, the right it needs, its path, and what it asks. The server has the
 * last word; what is not offered here would be refused there.
 */
const ACTS = [
  { name: "approve", right: "agreement.approve", when: ours, look: "", body: signed },
  { name: "counter", right: "agreement.propose", when: ours, form: true },
  { name: "reject", right: "agreement.approve", when: ours, reason: true, grave: true },
  { name: "withdraw", right: "agreement.propose", when: withdrawable, grave: true },
  {
    name: "approve-amendment",
    path: "amendment/approve",
    right: "agreement.approve",
    when: amendedByThem,
    look: "",
    body: ({ amendment }) => signed(amendment),
  },
  {
    name: "reject-amendment",
    path: "amendment/reject",
    right: "agreement.approve",
    when: amendedByThem,
    grave: true,
  },
  { name: "withdraw-amendment", path: "amendment/withdraw", right: "agreement.propose", when: amendedByUs },
  { name: "amend", right: "agreement.propose", when: amendable, form: true },
  {
    name: "suspend",
    right: "agreement.suspend",
    when: ({ state }) => state === "ACTIVE",
    reason: true,
    grave: true,
  },
  { name: "resume", right: "agreement.suspend", when: ({ state }) => state === "SUSPENDED", look: "" },
  {
    name: "terminate",
    right: "agreement.suspend",
    when: terminable,
    reason: true,
    lastDay: true,
    grave: true,
  },
  { name: "revoke-termination", right: "agreement.suspend", when: revocable },
];

function ours({ state, authorClubId }, us) {
  return OFFERED.includes(state) && authorClubId !== us;
}

function withdrawable({ state, clubId }, us) {
  return OFFERED.includes(state) && clubId === us;
}

function amendedByThem({ amendment }, us) {
  return Boolean(amendment) && amendment.authorClubId !== us;
}

function amendedByUs({ amendment }, us) {
  return Boolean(amendment) && amendment.authorClubId === us;
}

function amendable({ state, amendment, notice }) {
  return ["APPROVED", ...LIVE].includes(state) && !amendment && !notice;
}

function terminable({ state, notice }) {
  return ["APPROVED", ...LIVE].includes(state) && !notice;
}

function revocable({ notice }, us) {
  return notice?.byClubId === us;
}

/** What was read is what is signed: other terms that came meanwhile are not. */
function signed({ termsVersion, termsHash }) {
  return { termsVersion, termsHash };
}

/** The buttons. `context.path` is the agreement's, `context.refresh()` reads it anew. */
export function actionsOf(office, agreement, context) {
  const { texts } = office;
  return ACTS.filter(({ right, when }) => office.can(right) && when(agreement, office.user.clubId)).map(
    (act) =>
      act.form
        ? h(
            "a",
            {
              class: "button quiet small",
              "data-testid": act.name,
              href: `#/agreements/${agreement.id}/${act.name}`,
            },
            texts.acts[act.name].label,
          )
        : action(act.name, texts.acts[act.name].label, () => perform(office, agreement, act, context), {
            look: act.look ?? "quiet",
          }),
  );
}

async function perform(office, agreement, act, { path, refresh }) {
  const { texts } = office;
  const words = texts.acts[act.name];
  const values = { days: agreement.noticeDays ?? 0, version: agreement.termsVersion };
  const key = newKey();
  const done = await ask(texts, {
    title: words.ask,
    text: fill(words.text ?? "", values),
    yes: words.label,
    grave: Boolean(act.grave),
    fields: fieldsOf(act, texts, values),
    act: (given) =>
      office.api.post(
        `${path}/${act.path ?? act.name}`,
        { ...given, ...(act.body ? act.body(agreement) : {}) },
        { key },
      ),
  });
  if (done) {
    office.say(words.done);
    refresh();
  }
}

function fieldsOf({ reason, lastDay }, texts, values) {
  return [
    lastDay && {
      name: "lastDay",
      label: texts.lastDay,
      kind: "date",
      hint: fill(texts.lastDayHint, values),
    },
    reason && { name: "reason", label: texts.reasonOptional, kind: "long", hint: texts.reasonSeen },
  ].filter(Boolean);
}
