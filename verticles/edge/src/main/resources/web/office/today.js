// Today: who is here, who is expected, and who waits for an answer.

import { newKey } from "../shared/api.js";
import { fill, h, plural } from "../shared/dom.js";
import { day, localDate, longDay, money, time, words } from "../shared/format.js";
import { ask } from "./ask.js";
import { action, guestsText, item, Panel } from "./panel.js";

const EVERY_MS = 15_000;
const DECLINE = ["FULLY_BOOKED", "CLOSED_THAT_DAY", "PARTY_TOO_LARGE", "OTHER_REASON"];

export function today(office, root) {
  const panels = [];
  const refresh = (how) => panels.forEach((panel) => panel.refresh(how));
  office.heading(office.texts.views.today, longDay(office.now(), office.club.timeZone));
  panels.push(inside(office, refresh));
  if (office.can("reservation.read")) {
    panels.push(waiting(office, refresh), expected(office));
  }
  root.append(...panels.map(({ node }) => node));
  refresh();
  const timer = setInterval(
    () => document.hidden || document.querySelector("dialog[open]") || refresh({ quiet: true }),
    EVERY_MS,
  );
  return () => clearInterval(timer);
}

function inside(office, refresh) {
  const { texts } = office;
  return new Panel(office, {
    name: "inside",
    title: texts.inside,
    none: texts.insideNone,
    count: ({ heads = 0 }) => heads && plural(texts.heads, heads),
    countLook: "good",
    read: () => office.api.get("/inside"),
    draw: ({ visits = [] }) =>
      [...visits]
        .sort((a, b) => b.visit.checkInTime.localeCompare(a.visit.checkInTime))
        .map((each) => insideRow(office, each, refresh)),
  });
}

function insideRow(office, { visit, visitor }, refresh) {
  const { texts } = office;
  const name = visitor?.name || texts.unknownVisitor;
  const since = fill(texts.since, { time: time(visit.checkInTime, office.club.timeZone) });
  const due =
    Number(visit.fee?.amount ?? 0) > 0 && visit.fee.route === "PAY_ON_LEAVING"
      ? fill(texts.due, { amount: money(visit.fee.amount, visit.fee.currency) })
      : "";
  return item({
    title: name,
    notes: [
      [words(visitor?.class), visitor?.homeClub ?? office.clubName(visit.clubId)].filter(Boolean).join(" · "),
      [since, guestsText(visit.guests, texts), words(visit.facility), due].filter(Boolean).join(" · "),
      (visit.namedGuests ?? [])
        .map((guest) => guest.name)
        .filter(Boolean)
        .join(", "),
    ],
    actions: [
      office.can("visit.close") &&
        action("check-out", texts.checkOut, () => checkOut(office, visit, name, refresh), { of: name }),
    ],
    data: { "data-testid": "inside-row", "data-visit-id": visit.id },
  });
}

async function checkOut(office, visit, name, refresh) {
  const { texts } = office;
  const key = newKey();
  const done = await ask(texts, {
    title: fill(texts.checkOutAsk, { name }),
    text: texts.checkOutText,
    yes: texts.checkOut,
    act: () => office.api.post(`/visits/${encodeURIComponent(visit.id)}/check-out`, {}, { key }),
  });
  if (done) {
    office.say(fill(texts.checkedOut, { name }));
    refresh();
  }
}

function waiting(office, refresh) {
  const { texts } = office;
  return new Panel(office, {
    name: "waiting",
    title: texts.waitingTitle,
    none: texts.waitingNone,
    count: ({ pageInfo }) => pageInfo?.total,
    countLook: "warn",
    read: (page) => office.api.get(`/reservations?state=REQUESTED&role=HOST&page=${page}`),
    draw: ({ nodes = [] }) => nodes.map((reservation) => waitingRow(office, reservation, refresh)),
  });
}

function waitingRow(office, reservation, refresh) {
  const { texts } = office;
  const club = office.clubName(reservation.clubId);
  const title = office.people.name(h("span"), reservation.memberId, fill(texts.memberOf, { club }));
  const may = office.can("reservation.decide");
  const of = fill(texts.reservationOf, { club, day: whenText(office, reservation) });
  return item({
    title,
    notes: [club, whatText(office, reservation), texts.requestedBy[reservation.requestedBy]],
    actions: [
      may &&
        action("confirm", texts.confirm, () => confirm(office, reservation, of, refresh), { look: "", of }),
      may && action("decline", texts.decline, () => decline(office, reservation, of, refresh), { of }),
    ],
    data: { "data-testid": "waiting-row", "data-reservation-id": reservation.id },
  });
}

async function confirm(office, { id }, of, refresh) {
  const { texts } = office;
  const done = await ask(texts, {
    title: texts.confirmAsk,
    text: of,
    yes: texts.confirm,
    act: () => office.api.post(`/reservations/${encodeURIComponent(id)}/confirm`, {}, { key: newKey() }),
  });
  if (done) {
    office.say(texts.confirmed);
    refresh();
  }
}

async function decline(office, { id }, of, refresh) {
  const { texts } = office;
  const done = await ask(texts, {
    title: texts.declineAsk,
    text: of,
    yes: texts.decline,
    fields: [
      {
        name: "reason",
        label: texts.reason,
        kind: "select",
        options: DECLINE.map((code) => [code, texts.declineReasons[code]]),
        hint: texts.declineHint,
      },
    ],
    act: (values) =>
      office.api.post(`/reservations/${encodeURIComponent(id)}/decline`, values, { key: newKey() }),
  });
  if (done) {
    office.say(texts.declined);
    refresh();
  }
}

function expected(office) {
  const { texts } = office;
  return new Panel(office, {
    name: "expected",
    title: texts.expected,
    none: texts.expectedNone,
    count: ({ heads = 0 }) => heads && plural(texts.heads, heads),
    read: () => office.api.get("/expected"),
    draw: (answer) =>
      (answer.expected ?? []).map(({ reservation, visitor }) =>
        item({
          title: visitor?.name || texts.unknownVisitor,
          notes: [
            [words(visitor?.class), visitor?.homeClub ?? office.clubName(reservation.clubId)]
              .filter(Boolean)
              .join(" · "),
            whatText(office, reservation),
          ],
          data: { "data-testid": "expected-row", "data-reservation-id": reservation.id },
        }),
      ),
  });
}

function whenText(office, reservation) {
  const date = day(reservation.day, localDate(office.now(), office.club.timeZone));
  return reservation.time ? `${date}, ${reservation.time}` : date;
}

function whatText(office, reservation) {
  const { texts } = office;
  const nights = reservation.nights ? plural(texts.nights, reservation.nights) : "";
  return [
    whenText(office, reservation),
    nights,
    guestsText(reservation.guests?.length, texts),
    words(reservation.facility),
  ]
    .filter(Boolean)
    .join(" · ");
}
