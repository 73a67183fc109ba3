// Writing terms for another club: a new agreement, an answer to its terms, or an amendment.

import { newKey } from "../shared/api.js";
import { fill, h } from "../shared/dom.js";
import { localDate } from "../shared/format.js";
import { problemText } from "../shared/verdict.js";
import { Editor } from "./editor.js";
import { examplesOnDemand } from "./examples.js";
import { Fields } from "./form.js";
import { partnerOf } from "./standing.js";

const BEGINNING = { caps: { day: 1, month: 8, year: 80 }, guests: { max: 3 } };

/** The form for a new agreement. */
export function propose(office, root) {
  const { texts } = office;
  office.heading(texts.proposeTitle, texts.proposeLead);
  const clubs = [...office.clubs.values()]
    .filter(
      ({ id, kind, status }) => id !== office.user.clubId && kind !== "FEDERATION" && status === "ACTIVE",
    )
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ id, name, code }) => [id, `${name} (${code})`]);
  const partner = {
    name: "partnerClubId",
    label: texts.partner,
    kind: "select",
    options: [["", texts.choose], ...clubs],
    required: true,
  };
  const fields = [partner, ...dates(office, {}), noticeField(texts, 30)];
  root.append(
    h("p", { class: "back" }, h("a", { href: "#/agreements" }, texts.back)),
    h(
      "section",
      { class: "card block panel" },
      ...form(office, {
        fields,
        terms: BEGINNING,
        label: texts.proposeButton,
        send: (values, key) => office.api.post("/agreements", values, { key }),
        done: texts.proposed,
      }),
    ),
  );
}

/** Nodes of the form for an answer to the terms of `agreement`, or for an amendment, as `what` says. */
export function answer(office, agreement, what) {
  const { texts } = office;
  const amend = what === "amend";
  const club = office.clubName(partnerOf(office, agreement));
  office.heading(
    fill(amend ? texts.amendTitle : texts.counterTitle, { club }),
    amend ? texts.amendLead : texts.counterLead,
  );
  const path = `/agreements/${encodeURIComponent(agreement.id)}/${amend ? "amendment" : "counter"}`;
  const fields = [
    ...dates(office, amend ? { expirationDate: agreement.expirationDate } : agreement),
    ...(amend ? [] : [noticeField(texts, agreement.noticeDays)]),
  ];
  return form(office, {
    fields,
    terms: agreement.terms,
    label: amend ? texts.acts.amend.label : texts.acts.counter.label,
    send: (values, key) => office.api.post(path, values, { key }),
    done: amend ? texts.acts.amend.done : texts.acts.counter.done,
  });
}

function dates(office, { effectiveDate, expirationDate }) {
  const { texts } = office;
  const first = effectiveDate ?? localDate(office.now() + 24 * 3600_000, office.club.timeZone);
  return [
    { name: "effectiveDate", label: texts.firstDay, kind: "date", value: first, required: true },
    {
      name: "expirationDate",
      label: texts.lastDay,
      kind: "date",
      value: expirationDate ?? "",
      hint: texts.lastDayEmpty,
    },
  ];
}

function noticeField(texts, value) {
  const hint = texts.noticeHint;
  return { name: "noticeDays", label: texts.noticeDays, kind: "number", value: value ?? 0, hint };
}

function form(office, { fields, terms, label, send, done }) {
  const { texts } = office;
  const inputs = new Fields(fields, { needed: texts.needed, inline: true });
  const editor = new Editor(texts, terms);
  const notice = h("p", { class: "notice bad", role: "alert", "data-testid": "form-problem", hidden: true });
  const button = h("button", { class: "button", "data-testid": "send" }, label);
  let key = newKey();
  const submit = async (event) => {
    event.preventDefault();
    notice.hidden = true;
    const values = inputs.values();
    const written = values && editor.terms();
    if (!written || button.disabled) {
      return;
    }
    button.disabled = true;
    try {
      const made = await send({ ...values, terms: written }, key);
      office.say(done);
      location.hash = `#/agreements/${made.id}`;
    } catch (problem) {
      key = problem.passing ? key : newKey();
      tell(problem, inputs, editor, notice, texts);
    } finally {
      button.disabled = false;
    }
  };
  const examples = examplesOnDemand(office, () => {
    const written = editor.terms();
    const { effectiveDate, expirationDate } = inputs.said();
    return written && office.api.post("/terms/examples", { terms: written, effectiveDate, expirationDate });
  });
  return [
    h(
      "form",
      { class: "writing", novalidate: true, "data-testid": "terms-form", onsubmit: submit },
      inputs.node,
      editor.node,
      notice,
      h("div", { class: "actions" }, button, h("p", { class: "hint" }, texts.examplesAfter)),
      examples,
    ),
  ];
}

function tell(problem, inputs, editor, notice, texts) {
  const text = problem.code ? problemText(problem, texts) : problem.message;
  const field = problem.field?.split(".").at(-1);
  if (problem.code && (inputs.input(field) ? inputs.error(field, text) : editor.show(problem))) {
    return;
  }
  notice.hidden = false;
  notice.replaceChildren(problem.field ? fill(texts.atField, { field: problem.field, text }) : text);
}
