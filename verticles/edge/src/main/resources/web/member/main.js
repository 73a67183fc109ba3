// The member's page: log in; then the pass, what is left where, visits and notices, live.

import { Api } from "../shared/api.js";
import { byId, choose, fillTexts, fill } from "../shared/dom.js";
import { Login } from "../shared/login.js";
import { Prover } from "../shared/prove.js";
import { SecondFactors } from "../shared/secondfactor.js";
import { Session } from "../shared/session.js";
import passkeyTexts from "../shared/passkeytexts.js";
import sharedTexts from "../shared/texts.js";
import { problemText } from "../shared/verdict.js";
import { Card } from "./card.js";
import { Allowances, Letters, Notices, Visits } from "./lists.js";
import { follow, showState } from "./live.js";
import { Plan } from "./plan.js";
import { Reservations } from "./reservations.js";
import { Sessions } from "./sessions.js";
import pageTexts from "./texts.js";

const GATHER_MS = 150;
const CLOCK_MS = 10 * 60_000;
const POLL_MS = 20_000;
const texts = { ...choose(sharedTexts), ...choose(passkeyTexts), ...choose(pageTexts) };
const clubs = new Map();
const session = new Session("member", () => toLogin(texts.ended));
const prover = new Prover(texts, session);
const api = new Api({
  token: () => session.token(api),
  renew: (spent) => session.renew(api, spent),
  prove: () => prover.prove(api),
});
const factors = new SecondFactors(texts, api, session, () => !byId("screen-enrol").hidden && toHome());
const card = new Card(texts, api, () => Date.now() + skew.ms);
const lists = {
  notices: new Notices(texts, api, clubs),
  allowances: new Allowances(texts, api, clubs),
  letters: new Letters(texts, api, clubs),
  reservations: new Reservations(texts, api, clubs),
  visits: new Visits(texts, api, clubs),
  sessions: new Sessions(texts, api, clubs),
  factors,
};
const login = new Login(texts, session, api, { page: "member", onIn: toHome });
const skew = { ms: 0, timer: 0 };
const planner = new Plan(texts, api, clubs, {
  clock: () => Date.now() + skew.ms,
  onReserved: () => lists.reservations.refresh(),
});
const waiting = new Set();
let push = null;

function start() {
  fillTexts(texts);
  lists.allowances.onHosts = (hosts) => planner.offer(hosts);
  lists.allowances.onPlan = (clubId) => planner.choose(clubId);
  byId("log-out").onclick = logOut;
  globalThis.addEventListener("offline", () => push && showState("offline", texts));
  globalThis.addEventListener("online", () => push && showState("waiting", texts));
  setInterval(poll, POLL_MS);
  if (session.canResume) {
    toHome();
  } else {
    toLogin("");
  }
}

async function logOut() {
  const ending = [session.logOut(api), card.forget()];
  toLogin("");
  await Promise.allSettled(ending);
}

function toLogin(notice) {
  push?.stop();
  push = null;
  card.stop();
  clearTimeout(skew.timer);
  Object.values(lists).forEach((list) => list.clear());
  planner.clear();
  byId("toasts").replaceChildren();
  byId("bar").hidden = true;
  byId("screen-home").hidden = true;
  byId("screen-enrol").hidden = true;
  document.title = texts.title;
  login.show(notice);
}

async function toHome() {
  login.hide();
  byId("bar").hidden = false;
  byId("screen-home").hidden = false;
  byId("screen-enrol").hidden = true;
  byId("factors-place").append(factors.node);
  showState(navigator.onLine ? "waiting" : "offline", texts);
  try {
    await learnTime();
    const [user, all] = await Promise.all([api.get("/me"), api.get("/clubs")]);
    session.user = user;
    (all.clubs ?? []).forEach((club) => clubs.set(club.id, club));
    if (user.status === "PENDING_VERIFICATION") {
      await refuse(texts.pending);
      return;
    }
    await showHome(user);
  } catch (problem) {
    await homeFailed(problem);
  }
}

async function showHome(user) {
  const member = await api.get("/me/membership").catch((problem) => {
    if (problem.status === 403 || problem.status === 404) {
      return null;
    }
    throw problem;
  });
  if (!member) {
    await refuse(texts.notMember);
    return;
  }
  byId("main").focus({ preventScroll: true });
  push = follow({ texts, api, session, clubs, clock: () => Date.now() + skew.ms, refresh, onStop: stopped });
  await Promise.all([
    card.show(user, member, clubs.get(user.clubId)),
    ...Object.values(lists).map((l) => l.refresh()),
  ]);
}

/** Somebody who may log in but has nothing here: says why, and lets them log in as somebody else. */
async function refuse(notice) {
  await session.logOut(api).catch(() => {});
  toLogin(notice);
}

/** The session is good for adding a second factor and for nothing else. */
async function toEnrol() {
  byId("screen-home").hidden = true;
  byId("screen-enrol").hidden = false;
  byId("screen-enrol").append(factors.node);
  await factors.refresh();
  factors.focus();
}

async function homeFailed(problem) {
  if (problem.code === "MFA_ENROLMENT_REQUIRED") {
    await toEnrol();
    return;
  }
  if (problem.status === 401) {
    toLogin(texts.ended);
    return;
  }
  byId("pass-problem").hidden = false;
  byId("pass-problem").replaceChildren(fill(texts.unreadable, { why: problemText(problem, texts) }));
  byId("pass-retry").hidden = false;
  byId("pass-retry").addEventListener("click", () => toHome(), { once: true });
}

/** Several messages in a row are one reading. */
function refresh(kinds) {
  if (!waiting.size && kinds.length) {
    setTimeout(() => {
      const due = [...waiting];
      waiting.clear();
      due.forEach((kind) => lists[kind].refresh());
    }, GATHER_MS);
  }
  kinds.forEach((kind) => waiting.add(kind));
}

/**
 * The feed will not come back by itself. Asking who we are ends the page's session too, where that is the
 * reason.
 */
function stopped() {
  showState("waiting", texts);
  api.get("/me").catch(() => {});
}

/** Without the feed the page is a little late, not wrong. */
function poll() {
  if (push && !document.hidden && byId("live").dataset.state !== "live") {
    refresh(Object.keys(lists));
  }
}

async function learnTime() {
  clearTimeout(skew.timer);
  const sentMs = Date.now();
  try {
    const { now } = await api.get("/clock", { retries: 0 });
    skew.ms = Date.parse(now) - (sentMs + Date.now()) / 2;
  } catch (problem) {
    if (problem.status === 401) {
      throw problem;
    }
  }
  skew.timer = setTimeout(() => learnTime().catch(() => {}), CLOCK_MS);
}

start();
