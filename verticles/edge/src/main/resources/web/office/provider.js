// Where the club's people sign in, beside the login with a password: a provider of the club's own.

import { newKey } from "../shared/api.js";
import { fill, h } from "../shared/dom.js";
import { dayTime } from "../shared/format.js";
import { ask } from "./ask.js";
import { action, item, Panel } from "./panel.js";

export function provider(office, root) {
  const { texts, api, can } = office;
  const panel = new Panel(office, {
    name: "provider",
    title: texts.providerTitle,
    none: texts.providerNone,
    tools: can("provider.set")
      ? [action("set-provider", texts.providerSet, () => set(office, panel), { look: "" })]
      : [],
    read: async () => {
      try {
        return { provider: await api.get("/provider") };
      } catch (problem) {
        if (problem.status === 404) {
          return {};
        }
        throw problem;
      }
    },
    draw: (answer) => (answer.provider ? [row(office, answer.provider, panel)] : []),
  });
  root.append(panel.node, h("p", { class: "hint" }, fill(texts.providerReturn, { url: returnAddress() })));
  panel.refresh();
}

/** What the provider has to be told. */
function returnAddress() {
  return `${location.origin}/outside/`;
}

function row(office, { issuer, clientId, audience, hasSecret, updatedAt }, panel) {
  const { texts, can } = office;
  return item({
    title: issuer,
    notes: [
      fill(texts.providerClient, { id: clientId }),
      audience !== clientId && fill(texts.providerAudience, { audience }),
      hasSecret ? texts.providerSecretKept : texts.providerSecretNone,
      fill(texts.providerSince, { time: dayTime(updatedAt, office.club.timeZone, office.now()) }),
    ],
    actions: [
      can("provider.set") &&
        action("remove-provider", texts.providerRemove, () => remove(office, issuer, panel), { of: issuer }),
    ],
    data: { "data-testid": "provider-row" },
  });
}

async function set(office, panel) {
  const { texts, api } = office;
  const key = newKey();
  const done = await ask(texts, {
    title: texts.providerSet,
    text: texts.providerSetText,
    yes: texts.providerSave,
    fields: [
      { name: "issuer", label: texts.providerIssuer, kind: "text", required: true, max: 500 },
      { name: "clientId", label: texts.providerClientId, kind: "text", required: true, max: 200 },
      {
        name: "clientSecret",
        label: texts.providerSecret,
        kind: "text",
        hint: texts.providerSecretHint,
        max: 500,
      },
      {
        name: "audience",
        label: texts.providerAudienceField,
        kind: "text",
        hint: texts.providerAudienceHint,
        max: 200,
      },
    ],
    act: (values) => api.put("/provider", values, { key }),
  });
  if (done) {
    office.say(texts.providerDone);
    panel.refresh();
  }
}

async function remove(office, issuer, panel) {
  const { texts, api } = office;
  const done = await ask(texts, {
    title: texts.providerRemoveAsk,
    text: `${issuer}. ${texts.providerRemoveText}`,
    yes: texts.providerRemove,
    grave: true,
    act: () => api.delete("/provider"),
  });
  if (done) {
    office.say(texts.providerRemoved);
    panel.refresh();
  }
}
