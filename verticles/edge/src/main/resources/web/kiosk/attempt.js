// One check-in on its way. It keeps its scan id and its exact content until the server has answered, so that
// sending it again after a lost answer can never admit somebody twice.

import { sleep, waitMs } from "../shared/api.js";
import { uuid7 } from "../shared/uuid7.js";

const KEPT = "kiosk.attempt";

export class Attempt {
  #skip = () => {};
  #stopped = false;
  /** The house has decided by itself: what the platform still answers is not shown. */
  settled = false;

  /**
   * `content` is the CheckInRequest without its id and time; `label` is what to call the visitor meanwhile.
   */
  constructor(content, label, nowMs, request = null) {
    this.label = label;
    this.request = request ?? { scanId: uuid7(), ...content, occurredAt: new Date(nowMs).toISOString() };
  }

  /** An attempt that was on its way when the page was reloaded, or null. */
  static restore() {
    try {
      const { label, request } = JSON.parse(sessionStorage.getItem(KEPT));
      return new Attempt(null, label, 0, request);
    } catch {
      return null;
    }
  }

  /**
   * Sends until answered. `onWait(problem, ms, failures)` hears of each wait. Answers the CheckInResponse, or
   * null when stopped; throws the Problem that repeating cannot cure.
   */
  async run(api, onWait) {
    sessionStorage.setItem(KEPT, JSON.stringify({ label: this.label, request: this.request }));
    for (let failures = 0; !this.#stopped; failures++) {
      try {
        const answer = await api.post("/check-ins", this.request, { retries: 0 });
        this.#forget();
        return answer;
      } catch (problem) {
        if (!problem.passing) {
          this.#forget();
          throw problem;
        }
        await this.#pause(problem, failures, onWait);
      }
    }
    return null;
  }

  /** Ends a wait at once. */
  hurry() {
    this.#skip();
  }

  /** Gives up. What was sent may still have been decided. */
  stop() {
    this.#stopped = true;
    this.#forget();
    this.#skip();
  }

  async #pause(problem, failures, onWait) {
    if (!this.#stopped) {
      const ms = waitMs(problem, Math.min(failures, 4) + 1);
      onWait(problem, ms, failures + 1);
      await Promise.race([
        sleep(ms),
        new Promise((resolve) => {
          this.#skip = resolve;
        }),
      ]);
    }
  }

  #forget() {
    sessionStorage.removeItem(KEPT);
  }
}
