// The audit trail of the club: who changed what, and who was given personal data of others.

import { fill, h, plural } from "../shared/dom.js";
import { dayTime, localDate, time } from "../shared/format.js";
import { problemText } from "../shared/verdict.js";
import { Fields } from "./form.js";
import { action, item, PAGE_SIZE, Panel } from "./panel.js";

const KINDS = ["", "CHANGE", "READ", "ASKED", "SEAL"];
const LOOKS = { READ: "warn", CHANGE: "good" };
const IDS_SHOWN = 3;
const DAY_MS = 86_400_000;

export function audit(office, root) {
  const { texts, api } = office;
  const names = logins(office);
  const filter = new Fields(fields(texts), { needed: texts.needed, inline: true });
  const query = () => new URLSearchParams(asked(filter.said(), office.club.timeZone)).toString();
  const only = (id) => {
    filter.input("subjectId").value = id;
    panel.restart().then(() => panel.node.querySelector("h2")?.focus());
  };
  const panel = new Panel(office, {
    name: "audit",
    title: texts.auditTitle,
    none: texts.auditNone,
    tools: [
      action("csv", texts.auditCsv, () => download(office, query(), "csv", "text/csv")),
      action("jsonl", texts.auditLines, () => download(office, query(), "jsonl", "application/jsonl")),
    ],
    read: async (page) => {
      const [answer] = await Promise.all([
        api.get(`/audit-entries?${query()}&page=${page}&pageSize=${PAGE_SIZE}`),
        names.ready,
      ]);
      return answer;
    },
    draw: ({ nodes = [] }) => nodes.map((entry) => row(office, entry, names, only)),
  });
  filter.node.addEventListener("change", () => panel.restart());
  root.append(
    h("section", { class: "card block panel", "aria-label": texts.filter }, filter.node),
    panel.node,
  );
  panel.refresh();
}

function fields(texts) {
  return [
    {
      name: "kind",
      label: texts.auditKind,
      kind: "select",
      options: KINDS.map((kind) => [kind, kind ? texts.auditKinds[kind] : texts.auditAnyKind]),
    },
    { name: "operation", label: texts.auditOperation, hint: texts.auditOperationHint, max: 120 },
    { name: "subjectId", label: texts.auditSubject, hint: texts.auditSubjectHint, max: 36 },
    { name: "actorId", label: texts.auditActor, hint: texts.auditActorHint, max: 36 },
    { name: "from", label: texts.fromDay, kind: "date" },
    { name: "to", label: texts.toDay, kind: "date" },
  ];
}

/** Days are the club's: from the first moment of one to the last of the other. */
function asked({ from, to, ...rest }, zone) {
  return {
    ...rest,
    ...(from && { from: midnight(from, zone).toISOString() }),
    ...(to && { to: midnight(nextDay(to), zone).toISOString() }),
  };
}

function nextDay(date) {
  return new Date(Date.parse(`${date}T12:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

/** When the day begins there: twice, since the clock may be set between the guess and the hour. */
function midnight(date, zone) {
  let at = Date.parse(`${date}T00:00:00Z`);
  for (let i = 0; i < 2; i++) {
    const there = Date.parse(`${localDate(at, zone)}T${time(at, zone)}:00Z`);
    at += Date.parse(`${date}T00:00:00Z`) - there;
  }
  return new Date(at);
}

/** What the club's logins are called, once it is known. */
function logins({ api, can }) {
  const known = new Map();
  const ready = can("user.read")
    ? api
        .get("/users?pageSize=100")
        .then(({ nodes = [] }) => nodes.forEach((user) => known.set(user.id, user.email)))
        .catch(() => {})
    : Promise.resolve();
  return { ready, of: (id) => known.get(id) ?? id };
}

function row(office, entry, names, only) {
  const { texts } = office;
  const who = entry.actorId ? names.of(entry.actorId) : texts.auditPlatform;
  const where = [entry.program, entry.network].filter(Boolean).join(", ");
  const ids = entry.rowIds ?? [];
  return item({
    title: entry.operation,
    badge: texts.auditKinds[entry.kind] ?? entry.kind,
    look: LOOKS[entry.kind] ?? "",
    notes: [
      [
        dayTime(entry.at, office.club.timeZone, office.now()),
        fill(texts.auditBy, { who }),
        entry.actorId && (where ? fill(texts.auditFrom, { where }) : texts.auditNowhere),
      ]
        .filter(Boolean)
        .join(" · "),
      ids.length > 0 && rowsText(ids, texts),
      entry.erased && texts.auditErased,
      values(entry, texts),
      h("span", { class: "muted small" }, fill(texts.auditNumber, { number: entry.number })),
    ],
    actions: [
      ids[0] &&
        action("same", texts.auditSame, () => only(ids[0]), { of: fill(texts.auditSameOf, { id: ids[0] }) }),
    ],
    data: { "data-testid": "audit-row", "data-entry-id": entry.id },
  });
}

function rowsText(ids, texts) {
  const shown = ids.slice(0, IDS_SHOWN).join(", ");
  const some = ids.length > IDS_SHOWN ? fill(texts.auditMoreRows, { ids: shown }) : shown;
  return plural(texts.auditRows, ids.length, { n: ids.length, ids: some });
}

function values({ before, after }, texts) {
  if (!before && !after) {
    return null;
  }
  return h(
    "details",
    {},
    h("summary", {}, texts.auditValues),
    ...[
      [texts.auditBefore, before],
      [texts.auditAfter, after],
    ]
      .filter(([, json]) => json)
      .flatMap(([label, json]) => [
        h("p", { class: "small" }, label),
        h("pre", { tabindex: "0" }, pretty(json)),
      ]),
  );
}

function pretty(json) {
  try {
    return JSON.stringify(JSON.parse(json), null, 1);
  } catch {
    return json;
  }
}

/** The file is made by the server; the browser only keeps it. */
async function download(office, query, suffix, type) {
  const { texts } = office;
  try {
    const text = await office.api.file(`/audit-entries.${suffix}?${query}`, { timeoutMs: 30_000 });
    const url = URL.createObjectURL(new Blob([text], { type }));
    const name = `audit-${office.club.code}-${localDate(office.now(), office.club.timeZone)}.${suffix}`;
    h("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    office.say(fill(texts.auditDone, { name }));
  } catch (problem) {
    office.say(problem.code ? problemText(problem, texts) : problem.message);
  }
}
