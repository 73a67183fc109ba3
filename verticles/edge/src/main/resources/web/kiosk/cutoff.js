// A visitor stands at the door and the platform cannot be reached: what this desk can tell by itself, and the
// house's own decision.

import { byId, fill } from "../shared/dom.js";
import { dayTime, time } from "../shared/format.js";
import { ROWS_MAX } from "./late.js";
import { checkPass } from "./passcheck.js";

/** Failures in a row after which the desk need not wait any longer: no way there, no answer, too busy. */
const FAILURES = { OFFLINE: 2, TIMEOUT: 1 };
const FAILURES_BUSY = 6;
const BAD = ["FORGED", "EXPIRED", "OLD_PICTURE", "REVOKED", "SHOWN"];

export class CutOff {
  #texts;
  #device;
  #lists;
  #late;
  #attempt = null;
  #label = "";

  /** `decided(attempt, text, bad)` hears what to say once a decision is kept, or cannot be. */
  constructor(texts, device, { lists, late, decided }) {
    this.#texts = texts;
    this.#device = device;
    this.#lists = lists;
    this.#late = late;
    this.decided = decided;
    const put = (id, text) => byId(id).replaceChildren(text);
    put("cut-title", texts.cut.title);
    put("cut-terms", texts.cut.terms);
    put("cut-let-in", texts.cut.LET_IN);
    put("cut-turn-away", texts.cut.TURNED_AWAY);
    put("cut-hint", texts.cut.hint);
    put("cut-full", fill(texts.cut.full, { max: ROWS_MAX }));
    byId("cut-let-in").onclick = () => this.#decide("LET_IN");
    byId("cut-turn-away").onclick = () => this.#decide("TURNED_AWAY");
  }

  /** An attempt failed once more, for the `failures`th time: from some time on the house may decide. */
  async failed(attempt, problem, failures) {
    if (this.#attempt === attempt || failures < (FAILURES[problem.code] ?? FAILURES_BUSY)) {
      return;
    }
    this.#attempt = attempt;
    this.#label = attempt.request.pass ? this.#texts.cut.somebody : attempt.label;
    const told = await this.#judge(attempt.request);
    if (this.#attempt === attempt) {
      this.#show(told);
    }
  }

  hide() {
    this.#attempt = null;
    byId("cut").hidden = true;
    byId("cut-said").replaceChildren();
  }

  /** {outcome, text} on what was shown. */
  async #judge({ pass, occurredAt }) {
    const texts = this.#texts.cut;
    if (!pass) {
      return { outcome: "NUMBER", text: texts.NUMBER };
    }
    const lists = this.#lists.current;
    const checked = await checkPass(pass, Date.parse(occurredAt), lists);
    const before = this.#late.shownAt(pass);
    const outcome = checked.outcome === "GENUINE" && before ? "SHOWN" : checked.outcome;
    if (checked.pass) {
      this.#label = `${checked.pass.club}-${checked.pass.number}`;
    }
    const zone = this.#device.timeZone;
    const values = { pass: this.#label, time: before && time(before, zone) };
    const asOf = lists.madeAt && fill(texts.asOf, { when: dayTime(lists.madeAt, zone) });
    const unsure = outcome === "GENUINE" && !checked.unrevoked && texts.unsure;
    return { outcome, text: [fill(texts[outcome], values), unsure, asOf].filter(Boolean).join(" ") };
  }

  #show({ outcome, text }) {
    const look = outcome === "GENUINE" ? "good" : BAD.includes(outcome) ? "bad" : "";
    byId("cut").hidden = false;
    byId("cut").dataset.outcome = outcome;
    byId("cut-pass").className = `notice ${look}`;
    byId("cut-pass").replaceChildren(text);
    byId("cut-full").hidden = !this.#late.full;
    byId("cut-let-in").disabled = this.#late.full;
    byId("cut-let-in").className = look === "bad" ? "button quiet" : "button";
    byId("cut-turn-away").className = look === "bad" ? "button" : "button quiet";
    byId("cut-said").replaceChildren([this.#texts.cut.title, text, this.#texts.cut.terms].join(" "));
    byId("cut").scrollIntoView({ block: "nearest" });
  }

  /** On disk first. Whatever the platform still answers to the attempt, the house has decided. */
  async #decide(decision) {
    const attempt = this.#attempt;
    if (!attempt || attempt.settled) {
      return;
    }
    attempt.settled = true;
    const who = this.#label;
    const kept = await this.#late.keep(attempt, decision, who).catch(() => false);
    attempt.stop();
    this.hide();
    const text = kept ? this.#texts.cut[`${decision}_KEPT`] : this.#texts.cut.notKept;
    this.decided(attempt, fill(text, { who }), !kept);
  }
}
