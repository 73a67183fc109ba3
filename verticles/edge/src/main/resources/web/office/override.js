// A manager lets somebody in though terms or house rules say no, and says why.

import { fill, h, plural } from "../shared/dom.js";
import { uuid7 } from "../shared/uuid7.js";
import { explain, problemText } from "../shared/verdict.js";
import { Fields } from "./form.js";

export function override(office, root) {
  const { texts } = office;
  const clubs = [...office.clubs.values()]
    .filter(({ id, kind }) => id !== office.user.clubId && kind !== "FEDERATION")
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ code, name }) => [code, `${name} (${code})`]);
  const form = new Fields(
    [
      {
        name: "club",
        label: texts.homeClub,
        kind: "select",
        options: [["", texts.choose], ...clubs],
        required: true,
      },
      { name: "number", label: texts.memberNumber, kind: "text", required: true, max: 64 },
      { name: "guests", label: texts.guestsLabel, kind: "number", value: "0", max: 2 },
      { name: "facility", label: texts.facility, kind: "text", hint: texts.optional, max: 40 },
      { name: "reason", label: texts.reason, kind: "long", required: true, hint: texts.noteHint },
    ],
    { needed: texts.needed },
  );
  const button = h("button", { class: "button", "data-testid": "let-in" }, texts.letIn);
  const told = h("div", { class: "told", role: "status", "data-testid": "override-verdict" });
  let request = null;
  const submit = async (event) => {
    event.preventDefault();
    const values = form.values();
    if (!values || button.disabled) {
      return;
    }
    button.disabled = true;
    request = same(request, values) ?? { values, body: body(values, office) };
    try {
      const answer = await office.api.post("/check-ins/override", request.body, { repeatable: true });
      request = null;
      told.replaceChildren(verdict(office, answer, values));
    } catch (problem) {
      request = problem.passing ? request : null;
      told.replaceChildren(failure(problem, form, texts));
    } finally {
      button.disabled = false;
    }
  };
  root.append(
    h(
      "section",
      { class: "card block panel narrow" },
      h(
        "form",
        { class: "writing", novalidate: true, onsubmit: submit, "data-testid": "override-form" },
        form.node,
        h("div", { class: "actions" }, button),
      ),
      told,
    ),
  );
}

/** The same content sent again after a lost answer is the same scan: nobody comes in twice. */
function same(request, values) {
  return JSON.stringify(request?.values) === JSON.stringify(values) ? request : null;
}

function body({ club, number, guests, facility, reason }, office) {
  const checkIn = {
    scanId: uuid7(),
    member: { club, number: String(number) },
    occurredAt: new Date(office.now()).toISOString(),
    guests: Array.from({ length: Math.min(20, Number(guests) || 0) }, () => ({})),
  };
  if (facility) {
    checkIn.facility = facility.toUpperCase().replaceAll(/\s+/g, "_");
  }
  return { checkIn, reason };
}

function verdict(office, { decision, verdict: said = {}, visitor, overridden }, { club, number }) {
  const { texts } = office;
  const admitted = decision === "ADMITTED";
  const told = explain(said, texts, office.club.timeZone);
  const name = visitor?.name ?? `${club}-${number}`;
  const aside = (said.checked ?? []).filter(({ ok }) => !ok).map((rule) => asideText(rule, texts));
  const how = overridden ? texts.letInNow : admitted ? texts.admittedAnyway : texts.stillRefused;
  return h(
    "div",
    { class: `verdict-box ${admitted ? "good" : "bad"}`, "data-outcome": admitted ? "admitted" : "refused" },
    h("h2", { class: "serif" }, fill(how, { name })),
    (overridden || !admitted) && h("p", {}, told.reason),
    overridden && aside.length > 0 && h("p", { class: "item-note" }, texts.setAside),
    overridden &&
      aside.length > 0 &&
      h("ul", { class: "bullets" }, ...aside.map((text) => h("li", {}, text))),
    !admitted && told.next && h("p", {}, told.next),
    admitted && told.fee && h("p", {}, told.fee),
    ...(admitted ? told.left : []).map(({ label, count }) =>
      h("p", { class: "item-note" }, plural(texts.leftN, count, { n: count, when: label })),
    ),
  );
}

function asideText({ rule, used, limit }, texts) {
  const numbers =
    limit === null || limit === undefined ? "" : `: ${fill(texts.usedOf, { used: used ?? 0, limit })}`;
  return `${texts.rules[rule] ?? rule}${numbers}`;
}

function failure(problem, form, texts) {
  const text = problem.code ? problemText(problem, texts) : problem.message;
  const field = problem.field?.split(".").at(-1);
  return field && form.error(field, text) ? "" : h("p", { class: "notice bad" }, text);
}
