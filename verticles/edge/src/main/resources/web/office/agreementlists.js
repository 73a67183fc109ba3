// What belongs to one agreement: ten visits worked out, versions of the terms, steps into force, history.

import { fill, h } from "../shared/dom.js";
import { day, localDate, time, words } from "../shared/format.js";
import { termsList } from "./editor.js";
import { item, Panel } from "./panel.js";

const STEP_LOOKS = { DONE: "good", RUNNING: "warn", WAITING: "warn", FAILED: "bad", COMPENSATED: "bad" };
const VERSION_LOOKS = { AGREED: "good", OFFERED: "warn", REJECTED: "bad" };

function when(office, at) {
  const zone = office.club.timeZone;
  return `${day(localDate(at, zone), localDate(office.now(), zone))}, ${time(at, zone)}`;
}

/** Ten visits and what the terms on the table make of each. */
export function examples(office, path) {
  const { texts } = office;
  const panel = new Panel(office, {
    name: "examples",
    title: texts.examplesTitle,
    none: texts.examplesNone,
    read: () => office.api.get(`${path}/examples`),
    draw: ({ examples: rows = [], termsVersion }) =>
      rows.length
        ? [
            h("p", { class: "item-note" }, fill(texts.examplesLead, { version: termsVersion })),
            exampleTable(rows, texts),
          ]
        : [],
  });
  return { panel };
}

/** Visits by number, each with its sentence and what became of it. */
export function exampleTable(rows, texts) {
  const head = ["exampleNumber", "exampleVisit", "exampleVerdict"].map((key) =>
    h("th", { scope: "col" }, texts[key]),
  );
  return h(
    "table",
    { class: "examples", "data-testid": "examples" },
    h("thead", {}, h("tr", {}, ...head)),
    h("tbody", {}, ...rows.map((row) => example(row, texts))),
  );
}

function example({ number, sentence, verdict }, texts) {
  const admitted = verdict?.code === "ADMITTED";
  return h(
    "tr",
    { "data-testid": "example" },
    h("td", { class: "number" }, String(number)),
    h("td", {}, sentence),
    h(
      "td",
      {},
      h("span", { class: `badge ${admitted ? "good" : "bad"}` }, admitted ? texts.admitted : texts.refused),
    ),
  );
}

/** Every version that was on the table, newest first; each opens to its terms. */
export function versions(office, path) {
  const { texts } = office;
  const panel = new Panel(office, {
    name: "versions",
    title: texts.versionsTitle,
    none: texts.versionsNone,
    read: (page) => office.api.get(`${path}/versions?page=${page}`),
    draw: ({ nodes = [] }) =>
      nodes.map((version) =>
        item({
          title: fill(texts.versionBy, { n: version.version, club: office.clubName(version.authorClubId) }),
          badge: texts.versionStates[version.state] ?? words(version.state),
          look: VERSION_LOOKS[version.state] ?? "",
          notes: [
            [
              when(office, version.createdAt),
              fill(texts.holdsFrom, { day: day(version.effectiveDate) }),
            ].join(" · "),
            h(
              "details",
              {},
              h("summary", {}, texts.readTerms),
              termsList(version.terms ?? {}, texts),
              h("code", { class: "hash" }, version.termsHash),
            ),
          ],
          data: { "data-testid": "version-row", "data-version": version.version },
        }),
      ),
  });
  return { panel };
}

/** How far the platform has come with putting it into force. */
export function saga(office, path) {
  const { texts } = office;
  const panel = new Panel(office, {
    name: "saga",
    title: texts.sagaTitle,
    none: texts.sagaNone,
    read: () => office.api.get(`${path}/saga`),
    draw: ({ steps = [] }) =>
      steps.map((step) =>
        item({
          title: texts.steps[step.step] ?? words(step.step),
          badge: texts.stepStates[step.state] ?? words(step.state),
          look: STEP_LOOKS[step.state] ?? "",
          notes: [
            step.finishedAt && when(office, step.finishedAt),
            step.attempts > 0 && fill(texts.attempts, { n: step.attempts }),
            step.nextTryAt && fill(texts.nextTry, { when: when(office, step.nextTryAt) }),
            step.error,
          ],
          data: { "data-testid": "saga-step", "data-state": step.state },
        }),
      ),
  });
  return { panel };
}

/** What happened, newest first. */
export function history(office, path) {
  const { texts } = office;
  const panel = new Panel(office, {
    name: "history",
    title: texts.historyTitle,
    none: texts.historyNone,
    read: (page) => office.api.get(`${path}/history?page=${page}`),
    draw: ({ nodes = [] }) =>
      nodes.map((entry) =>
        item({
          title: texts.events[entry.event] ?? words(entry.event),
          notes: [
            [
              when(office, entry.at),
              entry.byClubId ? office.clubName(entry.byClubId) : texts.byCalendar,
              entry.termsVersion && fill(texts.versionN, { n: entry.termsVersion }),
            ]
              .filter(Boolean)
              .join(" · "),
          ],
          data: { "data-testid": "history-row" },
        }),
      ),
  });
  return { panel };
}
