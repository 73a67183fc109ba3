// Visits that took place though the rules would have refused them: what becomes of each.

import { newKey } from "../shared/api.js";
import { fill, h } from "../shared/dom.js";
import { day, localDate, time } from "../shared/format.js";
import { ask } from "./ask.js";
import { action, item, Panel } from "./panel.js";

export function flagged(office, root) {
  const { texts } = office;
  const panels = [
    panel(office, "flagged-open", texts.flaggedOpen, texts.flaggedNone, false, () => refresh()),
    panel(office, "flagged-settled", texts.flaggedSettled, texts.flaggedSettledNone, true, () => refresh()),
  ];
  const refresh = () => panels.forEach((each) => each.refresh());
  root.append(...panels.map(({ node }) => node));
  refresh();
}

function panel(office, name, title, none, settled, refresh) {
  return new Panel(office, {
    name,
    title,
    none,
    count: ({ pageInfo }) => (settled ? 0 : pageInfo?.total),
    countLook: "warn",
    read: (page) => office.api.get(`/flagged-visits?settled=${settled}&page=${page}`),
    draw: ({ nodes = [] }) => nodes.map((visit) => row(office, visit, settled, refresh)),
  });
}

function row(office, visit, settled, refresh) {
  const { texts } = office;
  const club = visit.clubId ? office.clubName(visit.clubId) : "";
  const meanwhile = club ? fill(texts.memberOf, { club }) : texts.unknownVisitor;
  const may = !settled && office.can("visit.settle");
  const of = `${meanwhile}, ${when(office, visit.occurredAt)}`;
  const settle = (resolution) => () => settleAsk(office, visit, resolution, of, refresh);
  const look = { ACCEPTED: "good", ANNULLED: "bad" }[visit.resolution];
  return item({
    title: office.people.name(h("span"), visit.memberId, meanwhile),
    badge: settled
      ? visit.overridden
        ? texts.letInByManager
        : texts.resolutions[visit.resolution]
      : visit.overridden
        ? texts.letInByManager
        : texts.toldLater,
    look: settled && !visit.overridden ? look : "warn",
    notes: [
      h("strong", {}, texts.codes[visit.code] ?? visit.code),
      [club, when(office, visit.occurredAt)].filter(Boolean).join(" · "),
      !visit.overridden && fill(texts.toldAt, { when: when(office, visit.toldAt) }),
      !visit.visit && texts.noVisit,
      visit.note && fill(texts.noteWas, { note: visit.note }),
    ],
    actions: [
      may && action("accept", texts.accept, settle("ACCEPTED"), { look: "", of }),
      may && action("annul", texts.annul, settle("ANNULLED"), { of }),
    ],
    data: { "data-testid": settled ? "settled-row" : "flagged-row", "data-visit-id": visit.id },
  });
}

function when(office, at) {
  const zone = office.club.timeZone;
  return `${day(localDate(at, zone), localDate(office.now(), zone))}, ${time(at, zone)}`;
}

async function settleAsk(office, { id }, resolution, of, refresh) {
  const { texts } = office;
  const accepted = resolution === "ACCEPTED";
  const done = await ask(texts, {
    title: accepted ? texts.acceptAsk : texts.annulAsk,
    text: `${of}. ${accepted ? texts.acceptText : texts.annulText}`,
    yes: accepted ? texts.accept : texts.annul,
    grave: !accepted,
    fields: [{ name: "note", label: texts.note, kind: "long", required: true, hint: texts.noteHint }],
    act: ({ note }) =>
      office.api.post(
        `/flagged-visits/${encodeURIComponent(id)}/settle`,
        { resolution, note },
        { key: newKey() },
      ),
  });
  if (done) {
    office.say(texts.settled);
    refresh();
  }
}
