// Where one is signed in oneself and with which second factors, and, for who may know it, where the club's logins are.

import { newKey } from "../shared/api.js";
import { fill, plural } from "../shared/dom.js";
import { sessionWords } from "../shared/sessionwords.js";
import { ask } from "./ask.js";
import { action, item, PAGE_SIZE, Panel } from "./panel.js";

export function sessions(office, root, [userId]) {
  if (userId && office.can("session.read")) {
    ofLogin(office, root, userId);
    return () => {};
  }
  const own = ownPanel(office);
  root.append(own.node, office.factors.node);
  own.refresh();
  office.factors.refresh();
  if (office.can("user.read") && ["session.read", "user.create", "user.suspend"].some((may) => office.can(may))) {
    const logins = loginsPanel(office);
    root.append(logins.node);
    logins.refresh();
  }
  return () => office.factors.clear();
}

function ownPanel(office) {
  const { texts, api } = office;
  const others = action("end-others", texts.endOthers, () => endOthers(office, panel));
  const panel = new Panel(office, {
    name: "sessions",
    title: texts.signedIn,
    tools: [others],
    read: () => api.get("/me/sessions"),
    draw: ({ sessions: all = [] }) => {
      others.hidden = all.length < 2;
      const end = (id) => () => api.delete(`/me/sessions/${encodeURIComponent(id)}`);
      return all.map((each) => row(office, each, end(each.id), panel));
    },
  });
  return panel;
}

function row(office, session, end, panel) {
  const { texts } = office;
  const { title, about, times } = sessionWords(session, {
    texts,
    clubName: office.clubName,
    nowMs: Date.now(),
  });
  return item({
    title,
    badge: session.current && texts.thisSession,
    look: "good",
    notes: [about, times],
    actions: [
      end &&
        !session.current &&
        action("end-session", texts.endSession, () => endOne(office, `${title}, ${about}`, end, panel), {
          of: `${title}, ${about}`,
        }),
    ],
    data: { "data-testid": "session-row", "data-session-id": session.id },
  });
}

async function endOne(office, what, act, panel) {
  const { texts } = office;
  const done = await ask(texts, {
    title: texts.endAsk,
    text: `${what}. ${texts.endText}`,
    yes: texts.endSession,
    grave: true,
    act,
  });
  if (done) {
    office.say(fill(texts.endedDone, { what }));
    await panel.refresh();
    panel.node.querySelector("h2")?.focus();
  }
}

async function endOthers(office, panel) {
  const { texts, api } = office;
  const done = await ask(texts, {
    title: texts.endOthersSure,
    text: texts.endText,
    yes: texts.endOthers,
    grave: true,
    act: () => api.post("/me/sessions/end-others", {}, { key: newKey() }),
  });
  if (done) {
    office.say(plural(texts.endedPlaces, done.ended ?? 0));
    await panel.refresh();
    panel.node.querySelector("h2")?.focus();
  }
}

/** The club's logins: whose sessions are to be seen is chosen here, and who lost a second factor is helped. */
function loginsPanel(office) {
  const { texts, api, can } = office;
  const panel = new Panel(office, {
    name: "logins",
    title: texts.logins,
    none: texts.loginsNone,
    read: (page) => api.get(`/users?page=${page}&pageSize=${PAGE_SIZE}`),
    draw: ({ nodes = [] }) =>
      nodes.map((user) => {
        const name = nameOf(user);
        return item({
          title: name,
          badge: user.status === "SUSPENDED" ? texts.loginSuspended : user.secondFactor && texts.factorHas,
          look: user.status === "SUSPENDED" ? "bad" : "good",
          notes: [[user.email, texts.roles[user.roles?.[0]]].filter(Boolean).join(" · ")],
          actions: [
            can("session.read") &&
              action(
                "show-sessions",
                texts.show,
                () => {
                  location.hash = `#/sessions/${encodeURIComponent(user.id)}`;
                },
                { of: fill(texts.sessionsOf, { name }) },
              ),
            can("user.create") &&
              user.secondFactor &&
              user.id !== office.user.id &&
              action("lost-factors", texts.factorsLost, () => removeFactors(office, user, panel), {
                of: name,
              }),
            can("user.suspend") && user.id !== office.user.id && standing(office, user, panel),
          ],
          data: { "data-testid": "login-row", "data-login-id": user.id },
        });
      }),
  });
  return panel;
}

/** Whoever only pretends to be them would be in with a password: so it is said what to be sure of. */
async function removeFactors(office, user, panel) {
  const { texts, api } = office;
  const name = nameOf(user);
  const done = await ask(texts, {
    title: fill(texts.factorsLostAsk, { name }),
    text: texts.factorsLostText,
    yes: texts.factorsLostYes,
    grave: true,
    act: () => api.delete(`/users/${encodeURIComponent(user.id)}/factors`, { key: newKey() }),
  });
  if (done) {
    office.say(fill(texts.factorsLostDone, { name }));
    await panel.refresh();
    panel.node.querySelector("h2")?.focus();
  }
}

/** What may be done with a login that is let in, or one that is not. */
function standing(office, user, panel) {
  const { texts } = office;
  const name = nameOf(user);
  const acts = {
    ACTIVE: ["suspend", texts.loginSuspend, texts.loginSuspendAsk, texts.loginSuspendText, texts.loginSuspendDone],
    SUSPENDED: [
      "reinstate",
      texts.loginReinstate,
      texts.loginReinstateAsk,
      texts.loginReinstateText,
      texts.loginReinstateDone,
    ],
  };
  const known = acts[user.status];
  if (!known) {
    return null;
  }
  const [act, yes, title, text, said] = known;
  const change = async () => {
    const done = await ask(texts, {
      title: fill(title, { name }),
      text,
      yes,
      grave: act === "suspend",
      act: () => office.api.post(`/users/${encodeURIComponent(user.id)}/${act}`, {}, { key: newKey() }),
    });
    if (done) {
      office.say(fill(said, { name }));
      await panel.refresh();
      panel.node.querySelector("h2")?.focus();
    }
  };
  return action(`${act}-login`, yes, change, { of: name });
}

function ofLogin(office, root, userId) {
  const { texts, api, can } = office;
  const path = `/users/${encodeURIComponent(userId)}/sessions`;
  const end = (body) => () => api.post(`${path}/end`, body, { key: newKey() });
  const all = action("end-all", texts.endAll, () => endOne(office, texts.everywhere, end({}), panel));
  all.hidden = true;
  const panel = new Panel(office, {
    name: "sessions",
    title: texts.signedInHere,
    none: texts.sessionsNone,
    tools: [
      all,
      action("back", texts.back, () => {
        location.hash = "#/sessions";
      }),
    ],
    read: () => api.get(path),
    draw: ({ sessions: found = [] }) => {
      all.hidden = !can("session.end") || !found.length;
      return found.map((each) => row(office, each, can("session.end") && end({ id: each.id }), panel));
    },
  });
  root.append(panel.node);
  panel.refresh();
}

function nameOf({ firstName, lastName, username, email }) {
  return [firstName, lastName].filter(Boolean).join(" ") || username || email;
}
