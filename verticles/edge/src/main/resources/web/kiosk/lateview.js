// How many scans wait to be told, and what became of those that the platform did not simply take.

import { byId, fill, h, plural } from "../shared/dom.js";
import { dayTime } from "../shared/format.js";
import { problemText, reason } from "../shared/verdict.js";

export class LateView {
  #texts;
  #device;
  #late;
  #drawn = "";

  constructor(texts, device, late) {
    this.#texts = texts;
    this.#device = device;
    this.#late = late;
    byId("late-show").replaceChildren(texts.late.show);
    byId("late-warning").replaceChildren(texts.late.warning);
  }

  draw(rows) {
    const state = JSON.stringify(rows.map(({ scanId, state, label }) => [scanId, state, label]));
    if (state === this.#drawn) {
      return;
    }
    this.#drawn = state;
    const of = (wanted) => rows.filter((row) => row.state === wanted);
    const [waiting, flagged, failed] = ["WAITING", "FLAGGED", "FAILED"].map(of);
    const texts = this.#texts.late;
    say("late-waiting", waiting.length && plural(texts.waiting, waiting.length));
    say("late-flagged", flagged.length && plural(texts.flagged, flagged.length));
    say("late-failed", failed.length && plural(texts.failed, failed.length));
    byId("late").hidden = rows.length === 0;
    byId("late-details").hidden = waiting.length === 0;
    byId("late-who").replaceChildren(...waiting.map((row) => h("li", {}, this.#what(row))));
    byId("late-list").replaceChildren(...[...failed, ...flagged].map((row) => this.#result(row)));
    byId("late-warning").hidden = waiting.length + failed.length === 0;
  }

  #what({ decision = "LET_IN", label, occurredAt }) {
    const when = dayTime(occurredAt, this.#device.timeZone);
    return fill(this.#texts.late[decision], { who: label, when });
  }

  #result(row) {
    const texts = this.#texts.late;
    const failed = row.state === "FAILED";
    const why = failed ? problemText(row.problem, this.#texts) : reason(row.code, {}, this.#texts);
    const text = fill(failed ? texts.failedOne : texts.flaggedOne, { why });
    return h(
      "li",
      { class: "late-result", "data-testid": failed ? "late-failure" : "late-flag" },
      h("p", { class: "row-name" }, this.#what(row)),
      h("p", { class: "row-about" }, text),
      h(
        "div",
        { class: "attempt-actions" },
        failed && this.#button(texts.again, row, () => this.#late.again(row)),
        this.#button(texts.dismiss, row, () => this.#late.dismiss([row])),
      ),
    );
  }

  #button(text, row, act) {
    const label = fill(this.#texts.late.of, { what: text, who: row.label });
    const onclick = async () => {
      await act();
      byId("entry").focus();
    };
    return h("button", { type: "button", class: "button quiet small", "aria-label": label, onclick }, text);
  }
}

function say(id, text) {
  const place = byId(id);
  if (place.textContent !== (text || "")) {
    place.replaceChildren(text || "");
  }
}
