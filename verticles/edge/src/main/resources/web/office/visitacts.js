// What the host's office does about one visit: confirm it, put it right, cancel it; and read what
// happened to it.

import { newKey, Problem } from "../shared/api.js";
import { byId, fill, h } from "../shared/dom.js";
import { day, localDate, money, time, words } from "../shared/format.js";
import { ask } from "./ask.js";
import { facilityCodes } from "./restrictions.js";

export async function verify(office, { id }, of, refresh) {
  const { texts } = office;
  await act(office, refresh, texts.verifiedDone, {
    title: texts.verifyAsk,
    text: of,
    yes: texts.verify,
    act: () => office.api.post(`${path(id)}/verify`, {}, { key: newKey() }),
  });
}

export async function cancel(office, { id }, of, refresh) {
  const { texts } = office;
  await act(office, refresh, texts.cancelled, {
    title: texts.cancelAsk,
    text: `${of}. ${texts.cancelText}`,
    yes: texts.cancelVisit,
    grave: true,
    fields: [{ name: "reason", label: texts.reason, kind: "long", required: true }],
    act: (values) => office.api.post(`${path(id)}/cancel`, values, { key: newKey() }),
  });
}

export async function correct(office, visit, of, refresh) {
  const { texts } = office;
  const currency = visit.cost?.currency || office.club.currency;
  await act(office, refresh, texts.correctedDone, {
    title: texts.correctAsk,
    text: `${of}. ${texts.correctText}`,
    yes: texts.correct,
    fields: [
      { name: "guests", label: texts.guestsLabel, kind: "number", value: String(visit.guests ?? 0), max: 3 },
      {
        name: "services",
        label: texts.services,
        kind: "text",
        value: (visit.services ?? []).join(", "),
        hint: texts.servicesHint,
      },
      {
        name: "cost",
        label: fill(texts.costIn, { currency }),
        kind: "text",
        value: visit.cost ? String(major(visit.cost)) : "",
        hint: texts.costHint,
        max: 20,
      },
      { name: "reason", label: texts.reason, kind: "long", required: true },
    ],
    act: (values) =>
      office.api.post(`${path(visit.id)}/correct`, correction(visit, values, currency, texts), {
        key: newKey(),
      }),
  });
}

/** What differs alone is sent: what is left out stays as it is. */
function correction(visit, { guests = 0, services, cost, reason }, currency, texts) {
  const changed = { reason };
  if (guests !== (visit.guests ?? 0)) {
    changed.guests = guests;
  }
  const named = facilityCodes(services);
  if (named.join() !== (visit.services ?? []).join()) {
    Object.assign(changed, named.length ? { services: named } : { noServices: true });
  }
  if (cost !== undefined && String(cost) !== String(visit.cost ? major(visit.cost) : "")) {
    changed.cost = { amount: minor(cost, currency, texts), currency };
  }
  return changed;
}

function digits(currency) {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
}

function major({ amount, currency }) {
  return (Number(amount) / 10 ** digits(currency)).toFixed(digits(currency));
}

function minor(text, currency, texts) {
  const value = Number(String(text).replace(",", "."));
  if (!Number.isFinite(value) || value < 0) {
    throw new Problem({ code: "VALIDATION_ERROR", status: 400, field: "cost", detail: texts.costWrong });
  }
  return Math.round(value * 10 ** digits(currency));
}

async function act(office, refresh, told, options) {
  if (await ask(office.texts, options)) {
    office.say(told);
    refresh();
  }
}

/** Everything that happened to a visit, oldest first, in the dialog. */
export async function pastOf(office, { id, visitingClubId }, of) {
  const { texts } = office;
  const zone = office.clubs.get(visitingClubId)?.timeZone;
  const list = h(
    "ol",
    { class: "past", "data-testid": "past-list" },
    h("li", { class: "muted" }, texts.loading),
  );
  const shown = ask(texts, { title: texts.pastTitle, text: of, yes: texts.close, act: async () => true });
  byId("ask-no").hidden = true;
  byId("ask-fields").hidden = false;
  byId("ask-fields").replaceChildren(list);
  const { entries = [] } = await office.api.get(`${path(id)}/history`).catch((problem) => {
    list.replaceChildren(h("li", {}, problem.detail || problem.code));
    return {};
  });
  if (entries.length) {
    list.replaceChildren(...entries.map((entry) => pastRow(entry, zone, office)));
  }
  await shown;
  byId("ask-no").hidden = false;
}

function pastRow(
  { type, at, services = [], cost, guests, checkOutTime, reason, stars, noServices },
  zone,
  office,
) {
  const { texts } = office;
  const when = `${day(localDate(at, zone), localDate(office.now(), zone))}, ${time(at, zone)}`;
  const facts = [
    guests !== undefined && guests !== null && fill(texts.guestsWere, { n: guests }),
    services.length > 0 && services.map(words).join(", "),
    noServices && texts.noServices,
    cost && money(cost.amount ?? 0, cost.currency),
    checkOutTime && fill(texts.leftAt, { time: time(checkOutTime, zone) }),
    stars && fill(texts.starsWere, { n: stars }),
    reason,
  ];
  return h(
    "li",
    {},
    h("strong", {}, texts.visitEvents[type] ?? type),
    h("p", { class: "item-note" }, [when, ...facts].filter(Boolean).join(" · ")),
  );
}

const path = (id) => `/visits/${encodeURIComponent(id)}`;
