// The front desk page: joins its parts. Enrol once; then check in, undo, see who is inside.

import { Api } from "../shared/api.js";
import { announce, byId, choose, fieldError, fill, fillTexts, h } from "../shared/dom.js";
import { longDay, time } from "../shared/format.js";
import { Positions, PushClient } from "../shared/push.js";
import { CameraProblem, scan } from "../shared/scanner.js";
import sharedTexts from "../shared/texts.js";
import { parseEntry } from "./entry.js";
import { Desk } from "./desk.js";
import { Device } from "./device.js";
import { enrol } from "./enrol.js";
import { Inside } from "./inside.js";
import { Late } from "./late.js";
import { LateView } from "./lateview.js";
import { keepOwnFiles } from "./ownfiles.js";
import { PassLists } from "./passlists.js";
import { backMs, setUpSettings } from "./settings.js";
import pageTexts from "./texts.js";
import { VerdictScreen } from "./verdictscreen.js";

const CLOCK_MS = 5 * 60_000;
const texts = { ...choose(sharedTexts), ...choose(pageTexts) };
const parts = { device: null, desk: null, inside: null, push: null, stopCamera: () => {} };
const offlineParts = { lists: null, late: null };

const api = new Api({
  token: () => parts.device.token(api),
  renew: (spent) => parts.device.renew(api, spent),
  onReach: reached,
});

const verdict = new VerdictScreen(texts, {
  undo: annul,
  onClose: (typed) => parts.desk.ready(typed),
  timeZone: () => parts.device.timeZone,
  backMs,
});

async function start() {
  fillTexts(texts);
  connection(navigator.onLine ? "online" : "offline");
  globalThis.addEventListener("offline", () => connection("offline"));
  globalThis.addEventListener("unhandledrejection", (event) => {
    if (event.reason?.status === 401) {
      event.preventDefault();
    }
  });
  document.addEventListener("keydown", anyKey);
  byId("scan").onclick = toggleCamera;
  keepOwnFiles();
  const known = await Device.restore().catch(() => null);
  if (known) {
    serve(known);
  } else {
    await setUp("");
  }
}

async function setUp(notice) {
  const device = await enrol(texts, api, notice);
  announce(fill(texts.enrolled, { name: device.name }));
  serve(device);
}

function serve(device) {
  parts.device = device;
  byId("bar").hidden = false;
  byId("screen-desk").hidden = false;
  byId("club-name").replaceChildren(device.clubName);
  byId("device-name").replaceChildren(device.name);
  document.title = `${texts.title} · ${device.clubName}`;
  setUpSettings(texts, device, () => device.forget().then(() => again("")));
  parts.inside = new Inside(texts, watched(api), device);
  serveCutOff(device);
  parts.desk = new Desk(texts, watched(api), device, {
    show: (...shown) => verdict.show(...shown),
    askUndo: (last) => verdict.askUndo(last),
    changed: () => parts.inside.refresh(),
    stopCamera: () => parts.stopCamera(),
    ...offlineParts,
  });
  parts.desk.start();
  parts.inside.start();
  listen(device);
  learnTime();
  tick();
}

/** What the desk needs while the platform cannot be reached, and what it tells afterwards. */
function serveCutOff(device) {
  offlineParts.lists = new PassLists(api);
  offlineParts.lists.start();
  offlineParts.late = new Late(watched(api), device, {
    onChange: (rows) => view.draw(rows),
    onTold: () => parts.inside.refresh(),
  });
  const view = new LateView(texts, device, offlineParts.late);
  offlineParts.late.start();
}

function reached(problem) {
  connection(problem ? "offline" : "online");
  if (!problem) {
    offlineParts.late?.reached();
  }
}

/**
 * When even a new token is refused, the office has ended this device's access, as far as one can tell from
 * here. The key is kept, in case that was a mistake: loading the page again tries it again.
 */
function watched(inner) {
  const watch = async (call) => {
    try {
      return await call;
    } catch (problem) {
      if (problem.status === 401) {
        await again(texts.revoked);
      }
      throw problem;
    }
  };
  return { get: (...args) => watch(inner.get(...args)), post: (...args) => watch(inner.post(...args)) };
}

async function again(notice) {
  if (!parts.device) {
    return;
  }
  parts.device = null;
  parts.inside.stop();
  offlineParts.lists.stop();
  offlineParts.late.stop();
  parts.push?.stop();
  parts.stopCamera();
  await setUp(notice);
}

/** The club's feed makes the list quicker; without the right to it, polling does. */
function listen(device) {
  let given = null;
  parts.push = new PushClient({
    feeds: [`club:${device.clubId}`],
    positions: new Positions("kiosk.", null),
    token: async ({ renew }) => {
      given = await (renew ? device.renew(api, given) : device.token(api));
      return given;
    },
    onMessages: () => parts.inside.refresh(),
    onGap: () => parts.inside.refresh(),
  }).start();
}

async function annul(shown) {
  await api.post(`/visits/${encodeURIComponent(shown.visit.id)}/annul`, {}, { repeatable: true });
  parts.desk.forgetLast(shown.visit.id);
  parts.inside.refresh();
}

function connection(state) {
  const badge = byId("connection");
  if (badge.dataset.state !== state) {
    badge.dataset.state = state;
    badge.className = `badge ${state === "online" ? "good" : "bad"}`;
    badge.replaceChildren(
      h("span", { class: "dot", "aria-hidden": "true" }),
      h("span", { class: "badge-text" }, texts[state]),
    );
  }
}

async function learnTime() {
  const device = parts.device;
  const sentMs = Date.now();
  try {
    const { now } = await api.get("/clock", { retries: 0 });
    await device.learnTime(now, sentMs, Date.now());
    tickNow();
  } catch {
    // The clock on the wall goes on by this device's own time; the next round asks again.
  }
  setTimeout(() => parts.device === device && learnTime(), CLOCK_MS);
}

function tick() {
  const device = parts.device;
  if (device) {
    tickNow();
    setTimeout(() => parts.device === device && tick(), 1000 - (Date.now() % 1000));
  }
}

function tickNow() {
  const now = parts.device?.now();
  if (now !== undefined) {
    byId("clock").replaceChildren(time(now, parts.device.timeZone));
    byId("clock").dateTime = new Date(now).toISOString();
    byId("clock-day").replaceChildren(longDay(now, parts.device.timeZone));
  }
}

/** A hand scanner types wherever the focus is: what it sends must reach the field. */
function anyKey(event) {
  if (!parts.device || document.querySelector("dialog[open]")) {
    return;
  }
  if (event.key === "Escape" && !byId("scanner").hidden) {
    parts.stopCamera();
  } else if (event.key === "Escape") {
    parts.desk.ready();
  } else if (event.key === "F2") {
    event.preventDefault();
    toggleCamera();
  } else if (
    event.key.length === 1 &&
    !event.ctrlKey &&
    !event.metaKey &&
    document.activeElement === document.body
  ) {
    byId("entry").focus();
  }
}

async function toggleCamera() {
  if (!byId("scanner").hidden) {
    parts.stopCamera();
    return;
  }
  fieldError(byId("entry"), null);
  cameraShown(true);
  byId("scanner").scrollIntoView({ block: "nearest" });
  let stopped = false;
  parts.stopCamera = () => {
    stopped = true;
    cameraShown(false);
  };
  try {
    const stop = await scan(byId("camera"), (text) => scanned(text));
    if (stopped) {
      stop();
      return;
    }
    parts.stopCamera = () => {
      stop();
      cameraShown(false);
      parts.stopCamera = () => {};
    };
  } catch (problem) {
    cameraShown(false);
    fieldError(byId("entry"), texts[`camera${problem instanceof CameraProblem ? problem.reason : "BUSY"}`]);
  }
}

function scanned(text) {
  if (parseEntry(text).wrong) {
    byId("camera-hint").replaceChildren(texts.entryNotPass);
    return;
  }
  parts.stopCamera();
  parts.desk.submit(text);
}

function cameraShown(on) {
  byId("scanner").hidden = !on;
  byId("scan").setAttribute("aria-pressed", String(on));
  byId("scan-text").replaceChildren(on ? texts.scanStop : texts.scan);
  byId("camera-hint").replaceChildren(texts.cameraAsk);
}

start();
