// Keeps the files of the front desk's page, and hands them out when the network is away. With a network
// everything comes from the server, as if this were not here; what is not listed never passes through it.
//
// A page is of one version: one that was loaded from what is kept takes all its files from there, and one
// that came from the server takes none but those that do not change with the pages.

const FILES = [
  "/kiosk/",
  "/kiosk/attempt.js",
  "/kiosk/cutoff.js",
  "/kiosk/desk.js",
  "/kiosk/device.js",
  "/kiosk/enrol.js",
  "/kiosk/entry.js",
  "/kiosk/inside.js",
  "/kiosk/kiosk.css",
  "/kiosk/late.js",
  "/kiosk/latestore.js",
  "/kiosk/lateview.js",
  "/kiosk/main.js",
  "/kiosk/ownfiles.js",
  "/kiosk/party.js",
  "/kiosk/passcheck.js",
  "/kiosk/passlists.js",
  "/kiosk/settings.js",
  "/kiosk/texts.js",
  "/kiosk/verdict.css",
  "/kiosk/verdictscreen.js",
  "/shared/api.js",
  "/shared/base.css",
  "/shared/base45.js",
  "/shared/bytes.js",
  "/shared/cbor.js",
  "/shared/cborread.js",
  "/shared/dom.js",
  "/shared/favicon.svg",
  "/shared/format.js",
  "/shared/icons.svg",
  "/shared/keystore.js",
  "/shared/p256.js",
  "/shared/pass.js",
  "/shared/push.js",
  "/shared/scanner.js",
  "/shared/texts.js",
  "/shared/uuid7.js",
  "/shared/vendor/jsqr/jsQR.js",
  "/shared/verdict.js",
];
const STEADY = ["/shared/favicon.svg", "/shared/icons.svg", "/shared/vendor/jsqr/jsQR.js"];
const PREFIX = "kiosk-";
const WHOLE = "/kiosk/whole";
const PAGE_TIMEOUT_MS = 5_000;

const loadedFromKept = new Set();
let keeping = null;

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(Promise.all([keep(), leaveAlone(event)]));
});
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => event.data === "keep" && event.waitUntil(keep().catch(() => {})));
addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method === "GET" && origin === location.origin && FILES.includes(pathname)) {
    event.respondWith(mode === "navigate" ? page(event) : file(event, pathname));
  }
});

/** Where a browser can be told so, what is asked of the platform does not even wake this worker. */
async function leaveAlone(event) {
  const routes = [{ condition: { urlPattern: { pathname: "/api/*" } }, source: "network" }];
  await event.addRoutes?.(routes).catch(() => {});
}

/** All files, or nothing new: they are of one version where each is named by what it holds. */
function keep() {
  keeping ??= keepAll().finally(() => {
    keeping = null;
  });
  return keeping;
}

async function keepAll() {
  const answers = await Promise.all(FILES.map((file) => fetch(file, { cache: "no-cache" })));
  if (!answers.every(({ ok }) => ok)) {
    throw new Error("not all files are there");
  }
  const name = PREFIX + (await digest(answers.map(({ headers }) => headers.get("etag")).join()));
  const cache = await caches.open(name);
  if (!(await cache.match(WHOLE))) {
    await Promise.all(FILES.map((file, i) => cache.put(file, answers[i])));
    await cache.put(WHOLE, new Response(""));
  }
  const others = (await caches.keys()).filter((other) => other.startsWith(PREFIX) && other !== name);
  await Promise.all(others.map((other) => caches.delete(other)));
}

async function digest(text) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function kept(pathname) {
  for (const name of await caches.keys()) {
    const cache = name.startsWith(PREFIX) ? await caches.open(name) : null;
    if (await cache?.match(WHOLE)) {
      return cache.match(pathname);
    }
  }
  return undefined;
}

async function page(event) {
  const tooLong = new Promise((_, reject) => setTimeout(reject, PAGE_TIMEOUT_MS));
  try {
    return await Promise.race([fetch(event.request), tooLong]);
  } catch {
    loadedFromKept.add(event.resultingClientId);
    return (await kept("/kiosk/")) ?? Response.error();
  }
}

async function file(event, pathname) {
  if (loadedFromKept.has(event.clientId)) {
    return (await kept(pathname)) ?? fetch(event.request);
  }
  try {
    return await fetch(event.request);
  } catch {
    return (STEADY.includes(pathname) && (await kept(pathname))) || Response.error();
  }
}
