// The office's page: log in, then one view at a time, named after the "#" of the address.

import { Api } from "../shared/api.js";
import { byId, choose, fill, fillTexts, h } from "../shared/dom.js";
import { Login } from "../shared/login.js";
import { Prover } from "../shared/prove.js";
import { SecondFactors } from "../shared/secondfactor.js";
import { Session } from "../shared/session.js";
import passkeyTexts from "../shared/passkeytexts.js";
import sharedTexts from "../shared/texts.js";
import { problemText } from "../shared/verdict.js";
import { agreements } from "./agreements.js";
import agreementTexts from "./agreementtexts.js";
import { audit } from "./audit.js";
import auditTexts from "./audittexts.js";
import { clubs } from "./clubs.js";
import clubTexts from "./clubtexts.js";
import { flagged } from "./flagged.js";
import { override } from "./override.js";
import { People } from "./people.js";
import { programs } from "./programs.js";
import { provider } from "./provider.js";
import { restrictions } from "./restrictions.js";
import { roles } from "./roles.js";
import roleTexts from "./roletexts.js";
import { rules } from "./rules.js";
import { sessions } from "./sessions.js";
import termTexts from "./termtexts.js";
import pageTexts from "./texts.js";
import { today } from "./today.js";
import { visits } from "./visits.js";

const CLOCK_MS = 10 * 60_000;
const TOAST_MS = 8_000;
const words = [
  sharedTexts,
  passkeyTexts,
  pageTexts,
  agreementTexts,
  termTexts,
  roleTexts,
  clubTexts,
  auditTexts,
];
const texts = Object.assign({}, ...words.map(choose));
const session = new Session("office", () => toLogin(texts.ended));
const prover = new Prover(texts, session);
const api = new Api({
  token: () => session.token(api),
  renew: (spent) => session.renew(api, spent),
  prove: () => prover.prove(api),
});
const login = new Login(texts, session, api, { page: "office", onIn: toOffice });
const factors = new SecondFactors(texts, api, session, () => !byId("screen-enrol").hidden && toOffice());

/**
 * The views: most have a right without which they are not offered; each draws itself into what it is
 * given.
 */
const VIEWS = [
  { name: "today", right: "visit.read", open: today },
  { name: "flagged", right: "visit.read", open: flagged },
  { name: "agreements", right: "agreement.read", open: agreements },
  { name: "rules", right: "agreement.read", open: rules },
  { name: "restrictions", right: "visit.read", open: restrictions },
  { name: "override", right: "visit.override", open: override },
  { name: "visits", right: "visit.read", open: visits },
  { name: "clubs", right: "club.import", open: clubs },
  { name: "sessions", open: sessions },
  { name: "roles", right: "role.read", open: roles },
  { name: "programs", right: "integration.read", open: programs },
  { name: "provider", right: "provider.read", open: provider },
  { name: "audit", right: "audit.read", open: audit },
];

let office = null;
let leave = () => {};
const skew = { ms: 0, timer: 0 };

function start() {
  fillTexts(texts);
  byId("log-out").onclick = logOut;
  byId("nav-toggle").onclick = () => openNav(byId("nav-toggle").getAttribute("aria-expanded") !== "true");
  globalThis.addEventListener("hashchange", () => office && show());
  if (session.canResume) {
    toOffice();
  } else {
    toLogin("");
  }
}

async function logOut() {
  const ending = session.logOut(api);
  toLogin("");
  await ending.catch(() => {});
}

function toLogin(notice) {
  leave();
  leave = () => {};
  office = null;
  clearTimeout(skew.timer);
  byId("ask").close();
  byId("bar").hidden = true;
  byId("screen-office").hidden = true;
  byId("screen-enrol").hidden = true;
  factors.clear();
  byId("view").replaceChildren();
  byId("toasts").replaceChildren();
  document.title = texts.title;
  login.show(notice);
}

async function toOffice() {
  login.hide();
  byId("trouble").hidden = true;
  byId("screen-enrol").hidden = true;
  byId("screen-office").hidden = false;
  byId("bar").hidden = false;
  try {
    await learnTime();
    const [user, all] = await Promise.all([api.get("/me"), api.get("/clubs")]);
    session.user = user;
    await enter(user, new Map((all.clubs ?? []).map((club) => [club.id, club])));
  } catch (problem) {
    if (problem.code === "MFA_ENROLMENT_REQUIRED") {
      await toEnrol();
    } else {
      failed(problem);
    }
  }
}

/** The session is good for adding a second factor and for nothing else. */
async function toEnrol() {
  byId("screen-office").hidden = true;
  byId("screen-enrol").hidden = false;
  byId("screen-enrol").append(factors.node);
  await factors.refresh();
  factors.focus();
}

async function enter(user, known) {
  const views = VIEWS.filter(({ right }) => !right || user.permissions?.includes(right));
  if (!views.some(({ right }) => right)) {
    await session.logOut(api).catch(() => {});
    toLogin(user.status === "PENDING_VERIFICATION" ? texts.pending : texts.notOffice);
    return;
  }
  const club = known.get(user.clubId) ?? {};
  office = {
    texts,
    api,
    user,
    club,
    clubs: known,
    views,
    people: new People(api, known),
    can: (right) => user.permissions.includes(right),
    now: () => Date.now() + skew.ms,
    clubName: (id) => known.get(id)?.name ?? texts.otherClub,
    factors,
    say,
  };
  const role = texts.roles[user.roles?.[0]] ?? user.roles?.[0] ?? "";
  byId("club-name").replaceChildren(club.name ?? texts.title);
  byId("who").replaceChildren(
    [[user.firstName, user.lastName].filter(Boolean).join(" "), role].filter(Boolean).join(" · "),
  );
  show();
}

function failed(problem) {
  if (problem.status === 401) {
    toLogin(texts.ended);
    return;
  }
  const why = problem.code ? problemText(problem, texts) : problem.message;
  byId("trouble").hidden = false;
  byId("trouble").replaceChildren(
    fill(texts.unreadable, { why }),
    " ",
    h("button", { type: "button", class: "button small quiet", onclick: toOffice }, texts.again),
  );
}

/** Draws the view that the address names; the first one where it names none. */
function show() {
  const [name, ...path] = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  const view = office.views.find((each) => each.name === name) ?? office.views[0];
  leave();
  byId("toasts").replaceChildren();
  drawNav(view.name);
  heading(texts.views[view.name], texts.leads[view.name]);
  const root = h("div", { class: "panels" });
  byId("view").replaceChildren(root);
  leave = view.open({ ...office, heading }, root, path) ?? (() => {});
  scrollTo(0, 0);
  byId("title").focus({ preventScroll: true });
}

function heading(title, lead = "") {
  byId("title").replaceChildren(title);
  byId("lead").replaceChildren(lead);
  byId("lead").hidden = !lead;
  document.title = `${title} · ${office.club.name ?? texts.title}`;
}

function drawNav(current) {
  byId("nav-list").replaceChildren(
    ...office.views.map(({ name }) =>
      h(
        "li",
        {},
        h(
          "a",
          {
            href: `#/${name}`,
            "data-testid": `nav-${name}`,
            "aria-current": name === current ? "page" : null,
            onclick: () => openNav(false),
          },
          texts.views[name],
        ),
      ),
    ),
  );
  byId("nav-toggle").replaceChildren(
    h("span", { class: "sr-only" }, `${texts.nav}: `),
    texts.views[current],
    h("span", { class: "caret", "aria-hidden": "true" }, "▾"),
  );
  openNav(false);
}

function openNav(on) {
  byId("nav-toggle").setAttribute("aria-expanded", String(on));
  byId("nav").classList.toggle("open", on);
}

/** What has been done, said once and gone again. */
function say(text) {
  const toast = h("div", { class: "toast", "data-testid": "toast" }, h("p", {}, text));
  byId("toasts").replaceChildren(toast);
  setTimeout(() => toast.remove(), TOAST_MS);
}

async function learnTime() {
  clearTimeout(skew.timer);
  const sentMs = Date.now();
  const answer = await api.get("/clock", { retries: 0 }).catch((problem) => {
    if (problem.status === 401) {
      throw problem;
    }
    return null;
  });
  if (answer) {
    skew.ms = Date.parse(answer.now) - (sentMs + Date.now()) / 2;
  }
  skew.timer = setTimeout(() => learnTime().catch(() => {}), CLOCK_MS);
}

start();
