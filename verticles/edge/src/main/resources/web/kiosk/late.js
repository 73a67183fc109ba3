// What was decided while the platform could not be reached, told to it afterwards: in order, each until it is
// acknowledged, also after a reload.

import { Problem, sleep, waitMs } from "../shared/api.js";
import { uuid7 } from "../shared/uuid7.js";
import { add, all, put, remove, replace } from "./latestore.js";

/** Rows that one desk keeps: many times what a door sees in the 72 hours within which they may be told. */
export const ROWS_MAX = 500;
/** Results that stay to be read; the office has its own list of them. */
const FLAGGED_MAX = 50;
/** A failure inside the platform may pass; one row that never does must not hold up the others. */
const TRIES_MAX = 6;
const SLOWEST = 6;
const LOCK = "kiosk.telling";
const UNDONE_ALREADY = "VISIT_WRONG_STATE";

/**
 * Each row is {scanId, clubId, label, occurredAt, state} and, by its state, WAITING: {decision, request};
 * FLAGGED (told; the office settles it): {code}; FAILED (the platform does not take it): the same as one that
 * waits, and {problem}.
 */
export class Late {
  #api;
  #device;
  #heard;
  #rows = [];
  #telling = false;
  #stopped = false;
  #pausing = null;

  /** `onChange(rows)` hears of every change; `onTold()` that somebody may be inside whom nobody knew of. */
  constructor(api, device, { onChange, onTold }) {
    this.#api = api;
    this.#device = device;
    this.#heard = { onChange, onTold };
  }

  async start() {
    navigator.storage?.persist?.().catch(() => {});
    globalThis.addEventListener("online", this.#online);
    await this.#changed();
    return this.#tell();
  }

  stop() {
    this.#stopped = true;
    globalThis.removeEventListener("online", this.#online);
    this.#pausing?.end();
  }

  #online = () => this.reached();

  /** The platform has answered something: what waits for a network waits no longer. */
  reached() {
    if (this.#pausing?.offline) {
      this.#pausing.end();
    } else if (this.#rows.some(({ state }) => state === "WAITING")) {
      this.#tell();
    }
  }

  get full() {
    return this.#rows.filter(counts).length >= ROWS_MAX;
  }

  /** When this very code was let in here without the platform's knowing; null where it was not. */
  shownAt(pass) {
    const before = this.#rows.find((row) => row.decision === "LET_IN" && row.request.pass === pass);
    return before?.occurredAt ?? null;
  }

  /**
   * Keeps what the desk decided about an attempt, LET_IN or TURNED_AWAY, before it answers: false where there
   * are ROWS_MAX already. Nothing is kept of a visitor but what the scan says itself.
   */
  async keep({ request }, decision, label) {
    const { scanId, occurredAt } = request;
    const about = { scanId, clubId: this.#device.clubId, label, occurredAt };
    const kept = await add({ ...about, state: "WAITING", decision, request }, counts, ROWS_MAX);
    await this.#changed();
    this.#tell();
    return kept;
  }

  /** Somebody has read what became of these; what still waits stays. */
  async dismiss(rows) {
    await Promise.all(rows.filter(({ state }) => state !== "WAITING").map(({ scanId }) => remove(scanId)));
    await this.#changed();
  }

  /** Tells one that failed once more. */
  async again({ problem, ...row }) {
    await put({ ...row, state: "WAITING", tries: 0 });
    await this.#changed();
    this.#tell();
  }

  async #changed() {
    this.#rows = await all();
    this.#heard.onChange(this.#rows);
  }

  /** One window of this browser tells at a time. */
  async #tell() {
    if (this.#telling || this.#stopped) {
      return;
    }
    this.#telling = true;
    try {
      await navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => lock && this.#tellAll());
    } finally {
      this.#telling = false;
    }
  }

  async #tellAll() {
    for (let failures = 0; !this.#stopped;) {
      await this.#changed();
      const mine = this.#device.clubId;
      const row = this.#rows.find(({ state, clubId }) => state === "WAITING" && clubId === mine);
      if (!row) {
        return;
      }
      try {
        await this.#tellOne(row);
        failures = 0;
      } catch (problem) {
        if (!(problem instanceof Problem)) {
          throw problem;
        }
        if (problem.status === 401) {
          return;
        }
        await this.#refused(row, problem, failures++);
      }
    }
  }

  async #tellOne(row) {
    const answer = await (row.decision === "LET_IN" ? this.#letIn(row) : this.#turnedAway(row));
    if (answer?.flagged) {
      const { scanId, clubId, label, occurredAt } = row;
      await put({ scanId, clubId, label, occurredAt, state: "FLAGGED", code: answer.verdict?.code ?? "" });
      await this.#forgetOldest();
    } else if (answer) {
      await remove(row.scanId);
    }
    this.#heard.onTold();
  }

  async #forgetOldest() {
    const flagged = this.#rows.filter(({ state }) => state === "FLAGGED");
    await Promise.all(flagged.slice(0, 1 - FLAGGED_MAX).map(({ scanId }) => remove(scanId)));
  }

  /**
   * The scan may have arrived the first time, its answer lost: then its id is taken, and the same content is
   * answered as before. Where that was a refusal, what happened in spite of it is a scan of its own: null is
   * answered, and the row has another id from now on.
   */
  async #letIn(row) {
    try {
      return await this.#post("/check-ins", { ...row.request, alreadyHappened: true });
    } catch (problem) {
      if (problem.code !== "SCAN_ID_REUSED" || row.renamed) {
        throw problem;
      }
    }
    const before = await this.#post("/check-ins", row.request);
    if (before.decision !== "REFUSED") {
      return before;
    }
    const scanId = uuid7();
    await replace(row.scanId, { ...row, scanId, request: { ...row.request, scanId }, renamed: true });
    return null;
  }

  /** Should the platform have admitted whom the house turned away, that is undone. */
  async #turnedAway({ scanId }) {
    try {
      await this.#post(`/visits/${encodeURIComponent(scanId)}/annul`, {});
    } catch (problem) {
      if (problem.status !== 404 && problem.code !== UNDONE_ALREADY) {
        throw problem;
      }
    }
    return {};
  }

  #post(path, body) {
    return this.#api.post(path, body, { retries: 0 });
  }

  async #refused(row, problem, failures) {
    const { code, detail, correlationId, status } = problem;
    const inside = status >= 500 && !problem.passing;
    const tries = (row.tries ?? 0) + 1;
    if (problem.passing || (inside && tries < TRIES_MAX)) {
      await (inside && put({ ...row, tries }));
      await this.#pause(problem, failures);
      return;
    }
    await put({ ...row, state: "FAILED", problem: { code, detail, correlationId, status } });
  }

  async #pause(problem, failures) {
    await Promise.race([
      sleep(waitMs(problem, Math.min(failures, SLOWEST))),
      new Promise((resolve) => {
        this.#pausing = { offline: problem.offline, end: resolve };
      }),
    ]);
    this.#pausing = null;
  }
}

/** Whether a row takes the place of another: what is only to be read does not. */
function counts({ state }) {
  return state !== "FLAGGED";
}
