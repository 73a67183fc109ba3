// The keys with which the club's programs knock: made, shown once, revoked.

import { newKey } from "../shared/api.js";
import { fill, h } from "../shared/dom.js";
import { dayTime } from "../shared/format.js";
import { ask } from "./ask.js";
import { action, item, Panel } from "./panel.js";
import { allowed, endOfDay, permissionFields, tickedOf } from "./permissions.js";

export function programs(office, root) {
  const { texts, api, can } = office;
  const listed = api.get("/permissions").then(({ permissions = [] }) => permissions);
  const shown = h("div", {});
  const panel = new Panel(office, {
    name: "api-keys",
    title: texts.keysTitle,
    none: texts.keysNone,
    tools: can("integration.create")
      ? [action("new-key", texts.keyNew, () => make(office, listed, shown, panel), { look: "" })]
      : [],
    read: async () => ({ ...(await api.get("/api-keys")), permissions: await listed }),
    draw: ({ keys = [], permissions }) => {
      const sentences = new Map(permissions.map(({ name, allows }) => [name, allows]));
      return keys.map((key) => row(office, key, sentences, panel));
    },
  });
  root.append(shown, panel.node);
  panel.refresh();
}

function row(office, key, sentences, panel) {
  const { texts, can } = office;
  const at = (instant) => dayTime(instant, office.club.timeZone, office.now());
  return item({
    title: key.name,
    badge: texts.keyStates[key.status],
    look: key.status === "ACTIVE" ? "good" : "",
    notes: [
      [
        key.lastUsedAt ? fill(texts.keyUsed, { time: at(key.lastUsedAt) }) : texts.keyUnused,
        fill(texts.roleTo, { time: at(key.endsAt) }),
      ].join(", "),
      allowed(texts.roleGrants, key.permissions ?? [], sentences),
    ],
    actions: [
      can("integration.revoke") &&
        key.status === "ACTIVE" &&
        action("revoke-key", texts.keyRevoke, () => revoke(office, key, panel), { of: key.name }),
    ],
    data: { "data-testid": "api-key-row", "data-api-key-id": key.id },
  });
}

async function make(office, listed, shown, panel) {
  const { texts, api } = office;
  const held = (await listed).filter((each) => each.held && each.forPrograms);
  const key = newKey();
  const done = await ask(texts, {
    title: texts.keyNew,
    text: texts.keyNewText,
    yes: texts.keyMake,
    fields: [
      { name: "name", label: texts.keyName, kind: "text", required: true, max: 100 },
      { name: "endsAt", label: texts.keyUntil, kind: "date", hint: texts.keyUntilHint, required: true },
      ...permissionFields(held),
    ],
    act: (values) =>
      api.post(
        "/api-keys",
        {
          name: values.name,
          permissions: tickedOf(held, values),
          endsAt: endOfDay(values.endsAt, office.club.timeZone),
        },
        { key },
      ),
  });
  if (done) {
    const heading = h("p", { tabindex: "-1" }, fill(texts.keyMade, { name: done.key.name }));
    shown.replaceChildren(
      h("section", { class: "card block" }, heading, h("code", { "data-testid": "secret" }, done.secret)),
    );
    heading.focus();
    panel.refresh();
  }
}

async function revoke(office, { id, name }, panel) {
  const { texts, api } = office;
  const done = await ask(texts, {
    title: texts.keyRevokeAsk,
    text: `${name}. ${texts.keyRevokeText}`,
    yes: texts.keyRevoke,
    grave: true,
    act: () => api.post(`/api-keys/${encodeURIComponent(id)}/revoke`, {}, { key: newKey() }),
  });
  if (done) {
    office.say(fill(texts.keyRevoked, { name }));
    panel.refresh();
  }
}
