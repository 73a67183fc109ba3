// Whom the house does not admit, or not to everything: imposed on one visitor or on a whole club, and
// lifted again.

import { newKey, Problem } from "../shared/api.js";
import { fill, h } from "../shared/dom.js";
import { day, localDate, words } from "../shared/format.js";
import { ask } from "./ask.js";
import { action, item, Panel } from "./panel.js";

const KINDS = ["BAN", "SUSPENSION", "LIMITATION"];
const LASTING = { name: "kind", is: ["SUSPENSION", "LIMITATION"] };
const LIMITED = { name: "kind", is: ["LIMITATION"] };

export function restrictions(office, root) {
  const { texts } = office;
  let live = true;
  const all = h("input", {
    type: "checkbox",
    id: "restrictions-all",
    "data-testid": "restrictions-all",
    onchange: () => {
      live = !all.checked;
      panel.restart();
    },
  });
  const panel = new Panel(office, {
    name: "restrictions",
    title: texts.restrictionsTitle,
    none: texts.restrictionsNone,
    tools: [
      h("div", { class: "check tool" }, all, h("label", { for: "restrictions-all" }, texts.showLifted)),
      office.can("visitor.restrict") &&
        action("impose", texts.impose, () => impose(office, panel), { look: "" }),
    ].filter(Boolean),
    read: (page) => office.api.get(`/restrictions?liveOnly=${live}&page=${page}`),
    draw: ({ nodes = [] }) => nodes.map((each) => row(office, each, panel)),
  });
  root.append(panel.node);
  panel.refresh();
}

function row(office, each, panel) {
  const { texts } = office;
  const today = localDate(office.now(), office.club.timeZone);
  const club = office.clubName(each.clubId);
  const whom = each.memberId ? fill(texts.memberOf, { club }) : fill(texts.allMembersOf, { club });
  const over = each.liftedAt || (each.lastDay && each.lastDay < today);
  const limits = [
    each.facilities?.length && fill(texts.closedTo, { facilities: each.facilities.map(words).join(", ") }),
    each.noGuests && texts.withoutGuests,
  ].filter(Boolean);
  return item({
    title: office.people.name(h("span"), each.memberId, whom),
    badge: each.liftedAt ? texts.lifted : over ? texts.over : texts.kinds[each.kind],
    look: over ? "" : each.kind === "LIMITATION" ? "warn" : "bad",
    notes: [
      [
        over && texts.kinds[each.kind],
        each.lastDay ? fill(texts.untilDay, { day: day(each.lastDay, today) }) : texts.forGood,
        ...limits,
      ]
        .filter(Boolean)
        .join(" · "),
      fill(texts.noteWas, { note: each.reason }),
    ],
    actions: [
      !over &&
        office.can("visitor.restrict") &&
        action("lift", texts.lift, () => lift(office, each, whom, panel), { of: whom }),
    ],
    data: { "data-testid": "restriction-row", "data-restriction-id": each.id },
  });
}

async function lift(office, { id }, whom, panel) {
  const { texts } = office;
  const done = await ask(texts, {
    title: texts.liftAsk,
    text: whom,
    yes: texts.lift,
    act: () => office.api.post(`/restrictions/${encodeURIComponent(id)}/lift`, {}, { key: newKey() }),
  });
  if (done) {
    office.say(texts.liftedDone);
    panel.refresh();
  }
}

async function impose(office, panel) {
  const { texts } = office;
  const key = newKey();
  const done = await ask(texts, {
    title: texts.imposeAsk,
    text: texts.imposeText,
    yes: texts.impose,
    grave: true,
    fields: fields(office),
    act: async (values) => office.api.post("/restrictions", await request(office, values), { key }),
  });
  if (done) {
    office.say(texts.imposed);
    panel.refresh();
  }
}

function fields(office) {
  const { texts } = office;
  const clubs = [...office.clubs.values()]
    .filter(({ id, kind }) => id !== office.user.clubId && kind !== "FEDERATION")
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ code, name }) => [code, `${name} (${code})`]);
  return [
    {
      name: "club",
      label: texts.homeClub,
      kind: "select",
      options: [["", texts.choose], ...clubs],
      required: true,
    },
    { name: "number", label: texts.memberNumber, kind: "text", hint: texts.memberNumberHint, max: 64 },
    {
      name: "kind",
      label: texts.kind,
      kind: "select",
      options: KINDS.map((kind) => [kind, texts.kindsLong[kind]]),
    },
    { name: "lastDay", label: texts.lastDay, kind: "date", hint: texts.restrictionDayHint, only: LASTING },
    {
      name: "facilities",
      label: texts.facilitiesClosed,
      kind: "text",
      hint: texts.facilitiesHint,
      only: LIMITED,
    },
    { name: "noGuests", label: texts.noGuests, kind: "check", only: LIMITED },
    { name: "reason", label: texts.reason, kind: "long", required: true, hint: texts.noteHint },
  ];
}

/** One visitor is named by a visit to this house: the last one that they made. */
async function request(office, { club, number, facilities, ...rest }) {
  const closed = facilityCodes(facilities);
  const restriction = { ...rest, ...(closed.length ? { facilities: closed } : {}) };
  return number
    ? { ...restriction, visitId: await lastVisit(office, club, number) }
    : { ...restriction, clubCode: club };
}

/** "Pool, Spa and gym" is POOL and SPA_AND_GYM. */
export function facilityCodes(text = "") {
  return text
    .split(",")
    .map((name) => name.trim().toUpperCase().replaceAll(/\s+/g, "_"))
    .filter(Boolean);
}

async function lastVisit(office, club, number) {
  const member = await office.api.get(`/members/by-number/${encodeURIComponent(`${club}-${number}`)}`);
  const { nodes = [] } = await office.api.get(
    `/visits?role=HOST&pageSize=1&memberId=${encodeURIComponent(member.id)}`,
  );
  if (!nodes.length) {
    throw new Problem({
      code: "VALIDATION_ERROR",
      status: 400,
      field: "number",
      detail: office.texts.neverHere,
    });
  }
  return nodes[0].id;
}
