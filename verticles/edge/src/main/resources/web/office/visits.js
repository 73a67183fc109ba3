// All visits, filtered and page by page; each can be put right.

import { fill, h, plural } from "../shared/dom.js";
import { day, localDate, money, time, words } from "../shared/format.js";
import { fee, problemText } from "../shared/verdict.js";
import { Fields } from "./form.js";
import { action, guestsText, item, Panel } from "./panel.js";
import { cancel, correct, pastOf, verify } from "./visitacts.js";

const STATUSES = ["", "CHECKED_IN", "CHECKED_OUT", "CANCELLED", "NO_SHOW"];
const ROLES = ["HOST", "HOME"];
const LOOKS = { CHECKED_IN: "good", ANNULLED: "bad", CANCELLED: "bad" };

export function visits(office, root) {
  const { texts } = office;
  const filter = new Fields(
    [
      {
        name: "role",
        label: texts.show,
        kind: "select",
        options: ROLES.map((role) => [role, texts.visitRoles[role]]),
      },
      {
        name: "status",
        label: texts.status,
        kind: "select",
        options: STATUSES.map((status) => [status, status ? texts.visitStates[status] : texts.anyStatus]),
      },
      { name: "from", label: texts.fromDay, kind: "date" },
      { name: "to", label: texts.toDay, kind: "date" },
    ],
    { needed: texts.needed, inline: true },
  );
  const query = () => new URLSearchParams(filter.values() ?? {}).toString();
  const panel = new Panel(office, {
    name: "visits",
    title: texts.visitsTitle,
    none: texts.visitsNone,
    tools: [action("csv", texts.csv, () => download(office, query()))],
    read: (page) => office.api.get(`/visits?${query()}&page=${page}`),
    draw: ({ nodes = [] }) => nodes.map((visit) => row(office, visit, () => panel.refresh())),
  });
  filter.node.addEventListener("change", () => panel.restart());
  root.append(
    h("section", { class: "card block panel", "aria-label": texts.filter }, filter.node),
    panel.node,
  );
  panel.refresh();
}

function row(office, visit, refresh) {
  const { texts } = office;
  const host = visit.visitingClubId === office.user.clubId;
  const club = office.clubName(visit.clubId);
  const state = visit.state || visit.status;
  const cost = visit.cost && money(visit.cost.amount ?? 0, visit.cost.currency);
  const marks = [
    visit.overridden && texts.letInByManager,
    visit.alreadyHappened && texts.toldLater,
    visit.corrected && texts.corrected,
    visit.verified && texts.verified,
    visit.closedByHouse && texts.closedByHouse,
  ].filter(Boolean);
  const of = `${club}, ${whenText(office, visit)}`;
  return item({
    title: office.people.name(h("span"), visit.memberId, fill(texts.memberOf, { club })),
    badge: texts.visitStates[state] ?? words(state),
    look: LOOKS[state] ?? "",
    notes: [
      host ? null : fill(texts.atHost, { club: office.clubName(visit.visitingClubId) }),
      [whenText(office, visit), guestsText(visit.guests, texts), words(visit.facility)]
        .filter(Boolean)
        .join(" · "),
      [
        Number(visit.fee?.amount ?? 0) > 0 && fee(visit.fee, texts),
        visit.services?.length && visit.services.map(words).join(", "),
        cost && fill(texts.costWas, { cost }),
      ]
        .filter(Boolean)
        .join(" · "),
      visit.rating && plural(texts.stars, visit.rating.stars),
      marks.join(" · "),
    ],
    actions: host ? actions(office, visit, state, of, refresh) : [pastButton(office, visit, of)],
    data: { "data-testid": "visit-row", "data-visit-id": visit.id, "data-state": state },
  });
}

function actions(office, visit, state, of, refresh) {
  const { texts } = office;
  const took = ["CHECKED_IN", "CHECKED_OUT"].includes(state);
  return [
    took &&
      !visit.verified &&
      office.can("visit.verify") &&
      action("verify", texts.verify, () => verify(office, visit, of, refresh), { of }),
    took &&
      office.can("visit.correct") &&
      action("correct", texts.correct, () => correct(office, visit, of, refresh), { of }),
    took &&
      office.can("visit.cancel") &&
      action("cancel", texts.cancelVisit, () => cancel(office, visit, of, refresh), { of }),
    pastButton(office, visit, of),
  ];
}

function pastButton(office, visit, of) {
  return action("past", office.texts.past, () => pastOf(office, visit, of), { look: "bare", of });
}

function whenText(office, visit) {
  const zone = office.clubs.get(visit.visitingClubId)?.timeZone;
  const date = day(localDate(visit.checkInTime, zone), localDate(office.now(), zone));
  const from = time(visit.checkInTime, zone);
  return `${date}, ${visit.checkOutTime ? `${from}–${time(visit.checkOutTime, zone)}` : from}`;
}

/** The file is made by the server; the browser only keeps it. */
async function download(office, query) {
  const { texts } = office;
  try {
    const text = await office.api.file(`/visits.csv?${query}`, { timeoutMs: 30_000 });
    const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    const name = `visits-${office.club.code}-${localDate(office.now(), office.club.timeZone)}.csv`;
    h("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    office.say(fill(texts.csvDone, { name }));
  } catch (problem) {
    office.say(problem.code ? problemText(problem, texts) : problem.message);
  }
}
