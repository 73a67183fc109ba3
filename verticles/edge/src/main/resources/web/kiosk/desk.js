// The entry form: what was typed or scanned becomes an attempt, the attempt a verdict.

import { byId, announce, fieldError, fill } from "../shared/dom.js";
import { time } from "../shared/format.js";
import { problemText } from "../shared/verdict.js";
import { Attempt } from "./attempt.js";
import { CutOff } from "./cutoff.js";
import { GUESTS_MAX, parseEntry, parseGuests, who } from "./entry.js";
import { Party } from "./party.js";

const UNDO_MS = 15 * 60_000;
const LAST = "kiosk.last";
const FIELDS = [
  [/pass|member|number|club/i, "entry"],
  [/guest/i, "guests"],
  [/facility/i, "facility"],
];

export class Desk {
  #texts;
  #api;
  #device;
  #party;
  #cutOff;
  #attempt = null;
  #last = null;
  #ticking = 0;

  /**
   * `show(answer, guests, asked)` shows a verdict; `askUndo(last)` asks; `changed()` says that the list is
   * old; `lists` and `late` serve while the platform cannot be reached.
   */
  constructor(texts, api, device, { show, askUndo, changed, stopCamera, lists, late }) {
    this.#texts = texts;
    this.#api = api;
    this.#device = device;
    this.#party = new Party(texts);
    const decided = (...said) => this.#decided(...said);
    this.#cutOff = new CutOff(texts, device, { lists, late, decided });
    Object.assign(this, { show, askUndo, changed, stopCamera });
  }

  start() {
    byId("entry-form").onsubmit = (event) => {
      event.preventDefault();
      this.submit();
    };
    byId("entry").oninput = () => fieldError(byId("entry"), null);
    byId("guests-less").onclick = () => this.#step(-1);
    byId("guests-more").onclick = () => this.#step(1);
    byId("guests").oninput = () => this.#party.draw(count());
    byId("try-now").onclick = () => this.#attempt?.hurry();
    byId("give-up").onclick = () => this.#attempt?.stop();
    byId("last-undo").onclick = () => this.askUndo(this.#last);
    this.ready();
    this.#recall();
    const kept = Attempt.restore();
    if (kept) {
      this.#run(kept);
    }
  }

  /** Empty and waiting for the next visitor; `typed` is what a scanner has sent already. */
  ready(typed = "") {
    clearTimeout(this.#ticking);
    byId("entry").value = typed;
    byId("facility").value = "";
    byId("guests").value = "0";
    this.#party.clear();
    this.#clearErrors();
    byId("entry").focus();
  }

  /**
   * Reads the form; a wrong field is told at the field. `text` stands in for the field when it was scanned.
   */
  submit(text = byId("entry").value) {
    if (this.#attempt) {
      this.#attempt.hurry();
      return;
    }
    this.#clearErrors();
    const parsed = parseEntry(text);
    const party = parseGuests(byId("guests").value, this.#party.ages(), this.#party.people());
    if (parsed.wrong) {
      fieldError(byId("entry"), this.#texts[parsed.wrong]);
    } else if (party.wrong) {
      this.#wrongGuests(party);
    } else {
      const facility = byId("facility").value.trim().toUpperCase().replaceAll(" ", "_");
      const content = { ...parsed, guests: party.guests, ...(facility ? { facility } : {}) };
      this.#run(new Attempt(content, who(parsed, this.#texts), this.#device.now()));
    }
  }

  /** Undone: nothing is left to undo. */
  forgetLast(visitId) {
    if (this.#last?.visit.id === visitId) {
      this.#last = null;
      sessionStorage.removeItem(LAST);
      byId("last").hidden = true;
    }
  }

  async #run(attempt) {
    this.#attempt = attempt;
    this.#busy(true);
    this.#say(fill(this.#texts.checking, { who: attempt.label }), false);
    try {
      const answer = await attempt.run(this.#api, (...wait) => this.#waiting(attempt, ...wait));
      if (attempt.settled) {
        return;
      }
      this.#done();
      if (answer) {
        this.#answered(answer, attempt);
      } else {
        this.#notice(fill(this.#texts.gaveUp, { who: attempt.label }));
      }
    } catch (problem) {
      if (attempt.settled) {
        return;
      }
      this.#done();
      this.#failed(problem);
    }
    this.changed();
  }

  /** The house has decided without the platform, and the form is free for the next visitor. */
  #decided(attempt, text, bad) {
    if (this.#attempt !== attempt) {
      return;
    }
    this.#done();
    this.ready();
    this.#notice(text, bad);
  }

  #answered(answer, attempt) {
    const guests = attempt.request.guests?.length ?? 0;
    if (answer.decision === "ADMITTED" && answer.visit) {
      this.#remember(answer);
    }
    this.show(answer, guests, attempt.label);
    this.ready();
  }

  #remember({ visit, visitor }) {
    const { name = this.#texts.unknownVisitor, class: kind, homeClub } = visitor ?? {};
    const { id, checkInTime } = visit;
    const last = { visit: { id, checkInTime }, visitor: { name, class: kind, homeClub }, name };
    this.#offerUndo({ ...last, deviceId: this.#device.id, atMs: Date.now() });
    sessionStorage.setItem(LAST, JSON.stringify(this.#last));
  }

  /** The page was loaded again: what this device could undo before, it still can. */
  #recall() {
    const last = JSON.parse(sessionStorage.getItem(LAST));
    if (last?.deviceId === this.#device.id && Date.now() - last.atMs < UNDO_MS) {
      this.#offerUndo(last);
    } else {
      sessionStorage.removeItem(LAST);
    }
  }

  #offerUndo(last) {
    this.#last = last;
    const at = time(last.visit.checkInTime ?? this.#device.now(), this.#device.timeZone);
    byId("last").hidden = false;
    byId("last-text").replaceChildren(fill(this.#texts.last, { name: last.name, time: at }));
    setTimeout(() => this.forgetLast(last.visit.id), UNDO_MS - (Date.now() - last.atMs));
  }

  #waiting(attempt, problem, ms, failures) {
    const texts = this.#texts;
    this.#cutOff.failed(attempt, problem, failures);
    const why =
      problem.code === "OFFLINE" ? texts.lostNetwork : problem.code === "TIMEOUT" ? texts.slow : texts.busy;
    const until = Date.now() + ms;
    announce(fill(texts.waiting, { why, who: attempt.label }));
    const tick = () => {
      const seconds = Math.ceil((until - Date.now()) / 1000);
      const text = seconds > 0 ? texts.waitingIn : texts.waiting;
      this.#say(fill(text, { why, who: attempt.label, seconds }), true);
      if (seconds > 0) {
        this.#ticking = setTimeout(tick, 250);
      }
    };
    clearTimeout(this.#ticking);
    tick();
    byId("attempt").scrollIntoView({ block: "nearest" });
  }

  #failed(problem) {
    if (problem.status === 401) {
      return;
    }
    if (problem.status === 403) {
      this.#notice(this.#texts.noRight);
      return;
    }
    if (problem.code === "SCAN_ID_REUSED") {
      this.#notice(this.#texts.reused);
      return;
    }
    const field = FIELDS.find(([pattern]) => pattern.test(problem.field ?? ""));
    if (field) {
      fieldError(byId(field[1]), problemText(problem, this.#texts));
    } else {
      this.#notice(problemText(problem, this.#texts));
    }
  }

  #done() {
    this.#attempt = null;
    this.#cutOff.hide();
    clearTimeout(this.#ticking);
    this.#busy(false);
  }

  /**
   * What was typed stays to be seen while it is on its way, but cannot change: the same content is sent
   * again.
   */
  #busy(on) {
    this.stopCamera();
    byId("attempt").hidden = !on;
    byId("submit").disabled = on;
    document.querySelectorAll("#entry-form input").forEach((input) => {
      input.readOnly = on;
    });
    document
      .querySelectorAll("#entry-form .stepper button, #entry-form select, #names-toggle, #scan")
      .forEach((b) => {
        b.disabled = on;
      });
  }

  #say(text, waiting) {
    const place = byId("attempt-text");
    place.replaceChildren(text);
    byId("attempt").classList.toggle("waiting", waiting);
    byId("attempt-actions").hidden = !waiting;
  }

  #notice(text, bad = false) {
    byId("entry-notice").hidden = false;
    byId("entry-notice").classList.toggle("bad", bad);
    byId("entry-notice").replaceChildren(text);
    byId("entry").focus();
  }

  #clearErrors() {
    ["entry", "guests", "facility"].forEach((id) => clear(byId(id)));
    byId("ages-error").hidden = true;
    byId("entry-notice").hidden = true;
  }

  #wrongGuests({ wrong, index }) {
    if (wrong === "guestsRange") {
      fieldError(byId("guests"), fill(this.#texts.guestsRange, { max: GUESTS_MAX }));
      return;
    }
    byId("ages-error").hidden = false;
    byId("ages-error").replaceChildren(this.#texts.ageRange);
    byId(`age-${index + 1}`).focus();
  }

  #step(by) {
    const now = Number(byId("guests").value) || 0;
    byId("guests").value = String(Math.min(GUESTS_MAX, Math.max(0, now + by)));
    this.#party.draw(count());
  }
}

/** How many guests the form says, as far as it says so. */
function count() {
  return Math.min(GUESTS_MAX, Math.max(0, Number.parseInt(byId("guests").value, 10) || 0));
}

function clear(input) {
  byId(`${input.id}-error`).hidden = true;
  input.removeAttribute("aria-invalid");
}
