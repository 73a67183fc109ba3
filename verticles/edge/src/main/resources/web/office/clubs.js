// The federation's clubs, as its operator sees them: taken in, suspended, reinstated.

import { newKey } from "../shared/api.js";
import { fill } from "../shared/dom.js";
import { dayTime } from "../shared/format.js";
import { ask } from "./ask.js";
import { action, item, Panel } from "./panel.js";

const KINDS = ["CITY", "YACHT", "GOLF", "ALPINE"];

export function clubs(office, root) {
  const { texts, api, can } = office;
  const panel = new Panel(office, {
    name: "clubs",
    title: texts.clubsTitle,
    none: texts.clubsNone,
    tools: can("club.import")
      ? [action("new-club", texts.clubNew, () => onboard(office, panel), { look: "" })]
      : [],
    read: () => api.get("/clubs"),
    draw: ({ clubs: all = [] }) =>
      all.filter(({ kind }) => kind !== "FEDERATION").map((club) => row(office, club, panel)),
  });
  root.append(panel.node);
  panel.refresh();
}

function row(office, club, panel) {
  const { texts, can } = office;
  const out = club.status === "SUSPENDED";
  const since = club.suspension && dayTime(club.suspension.since, office.club.timeZone, office.now());
  return item({
    title: club.name,
    badge: texts.clubStates[club.status] ?? club.status,
    look: out ? "bad" : "good",
    notes: [
      [club.code, texts.clubKinds[club.kind], club.location, club.tier].filter(Boolean).join(" · "),
      club.suspension && fill(texts.clubSuspended, { time: since, reason: club.suspension.reason }),
    ],
    actions: [
      can("club.suspend") &&
        !out &&
        action("suspend-club", texts.clubSuspend, () => suspend(office, club, panel), { of: club.name }),
      can("club.suspend") &&
        out &&
        action("reinstate-club", texts.clubReinstate, () => reinstate(office, club, panel), {
          of: club.name,
        }),
    ],
    data: { "data-testid": "club-row", "data-club-id": club.id },
  });
}

async function onboard(office, panel) {
  const { texts, api } = office;
  const key = newKey();
  const field = (name, label, more = {}) => ({ name, label, kind: "text", ...more });
  const done = await ask(texts, {
    title: texts.clubNew,
    text: texts.clubNewText,
    yes: texts.clubAdmit,
    fields: [
      field("name", texts.clubName, { required: true }),
      field("code", texts.clubCode, { hint: texts.clubCodeHint, max: 10 }),
      field("kind", texts.clubKind, {
        kind: "select",
        options: KINDS.map((kind) => [kind, texts.clubKinds[kind]]),
      }),
      field("location", texts.clubLocation, { required: true, max: 500 }),
      field("timeZone", texts.clubZone, { hint: texts.clubZoneHint, max: 64 }),
      field("country", texts.clubCountry, { hint: texts.clubCountryHint, max: 2 }),
      field("email", texts.clubAdminEmail, { hint: texts.clubAdminHint, required: true, max: 254 }),
      field("firstName", texts.clubAdminFirst, { required: true, max: 100 }),
      field("lastName", texts.clubAdminLast, { required: true, max: 100 }),
    ],
    act: ({ email, firstName, lastName, ...club }) =>
      api.post("/clubs", { ...club, admin: { email, firstName, lastName } }, { key }),
  });
  if (done) {
    office.say(fill(texts.clubAdmitted, { name: done.club.name }));
    panel.refresh();
  }
}

async function suspend(office, { id, name }, panel) {
  const { texts, api } = office;
  const done = await ask(texts, {
    title: fill(texts.clubSuspendAsk, { name }),
    text: texts.clubSuspendText,
    yes: texts.clubSuspend,
    grave: true,
    fields: [
      { name: "reason", label: texts.clubReason, kind: "long", hint: texts.clubReasonHint, required: true },
    ],
    act: ({ reason }) =>
      api.post(`/clubs/${encodeURIComponent(id)}/suspend`, { reason }, { key: newKey() }),
  });
  if (done) {
    office.say(fill(texts.clubIsSuspended, { name }));
    panel.refresh();
  }
}

async function reinstate(office, { id, name }, panel) {
  const { texts, api } = office;
  const done = await ask(texts, {
    title: fill(texts.clubReinstateAsk, { name }),
    text: texts.clubReinstateText,
    yes: texts.clubReinstate,
    act: () => api.post(`/clubs/${encodeURIComponent(id)}/reinstate`, {}, { key: newKey() }),
  });
  if (done) {
    office.say(fill(texts.clubIsBack, { name }));
    panel.refresh();
  }
}
