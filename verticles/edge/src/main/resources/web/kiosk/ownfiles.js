// This page's own files, kept by a worker so that the desk can be loaded again with no network.

const WORKER = "/kiosk/worker.js";
const KEEP_EVERY_MS = 3600_000;

/** Has them kept now, and again from time to time. A browser without workers needs the network to reload. */
export async function keepOwnFiles() {
  if (!navigator.serviceWorker) {
    return;
  }
  try {
    await navigator.serviceWorker.register(WORKER, { updateViaCache: "none" });
    const keep = async () => (await navigator.serviceWorker.ready).active.postMessage("keep");
    await keep();
    setInterval(keep, KEEP_EVERY_MS);
  } catch {
    // With no network there is nothing newer to keep.
  }
}
