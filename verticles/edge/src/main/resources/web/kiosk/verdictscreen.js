// The verdict, filling the screen: readable from two metres by colour, sign and word. Any key brings the desk
// back.

import { byId, face, fill, h, icon } from "../shared/dom.js";
import { words } from "../shared/format.js";
import { explain, problemText } from "../shared/verdict.js";

const DEAF_MS = 500;
const ANNUL_MS = 15 * 60_000;

export class VerdictScreen {
  #texts;
  #dialog = byId("verdict");
  #shown = null;
  #timer = 0;
  #deaf = 0;

  /**
   * `undo(visit)` annuls; `onClose(typed)` gets the character that closed it, so that a scanner loses
   * nothing.
   */
  constructor(texts, { undo, onClose, timeZone, backMs }) {
    Object.assign(this, { undo, onClose, timeZone, backMs });
    this.#texts = texts;
    this.#dialog.addEventListener("keydown", (event) => this.#key(event));
    this.#dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    byId("verdict-done").addEventListener("click", () => this.close());
    byId("verdict-undo").addEventListener("click", () => this.askUndo());
    byId("verdict-undo-no").addEventListener("click", () => this.#keep());
    byId("verdict-undo-yes").addEventListener("click", () => this.#undo());
  }

  get open() {
    return this.#dialog.open;
  }

  /** Shows a CheckInResponse; `asked` is what was typed, for a visitor who is not known. */
  show(answer, guests, asked) {
    const admitted = answer.decision === "ADMITTED";
    const told = explain(answer.verdict ?? {}, this.#texts, this.timeZone());
    this.#shown = {
      visit: answer.visit,
      name: answer.visitor?.name ?? this.#texts.unknownVisitor,
      atMs: Date.now(),
    };
    this.#look(admitted ? "admitted" : "refused");
    byId("verdict-reason").replaceChildren(admitted ? "" : told.reason);
    byId("verdict-next").replaceChildren(told.next ?? "");
    byId("verdict-code").replaceChildren(admitted ? "" : told.code);
    byId("verdict-said").replaceChildren();
    this.#visitor(answer.visitor, guests, asked);
    this.#facts(told, admitted, answer);
    this.#canUndo(admitted && Boolean(answer.visit));
    this.#open();
  }

  /** Asks whether the admission shown, or an earlier one, is to be undone. */
  askUndo(earlier) {
    if (earlier) {
      this.#shown = earlier;
      this.#look("asked");
      this.#visitor(earlier.visitor, 0);
      ["verdict-reason", "verdict-next", "verdict-code", "verdict-facts"].forEach((id) =>
        byId(id).replaceChildren(),
      );
      this.#open();
    }
    clearInterval(this.#timer);
    byId("verdict-countdown").replaceChildren();
    byId("verdict-undo-ask").replaceChildren(fill(this.#texts.undoAsk, { name: this.#shown.name }));
    byId("verdict-undo-problem").replaceChildren();
    this.#asking(true);
    byId("verdict-undo-no").focus();
  }

  close(typed = "") {
    if (this.open) {
      clearInterval(this.#timer);
      this.#dialog.close();
      this.onClose(typed);
    }
  }

  /** For a moment no key counts: the last ones of a scanner, or of a hurried hand, were not meant for it. */
  #open() {
    this.#asking(false);
    this.#dialog.dataset.deaf = "";
    clearTimeout(this.#deaf);
    this.#deaf = setTimeout(() => delete this.#dialog.dataset.deaf, DEAF_MS);
    if (!this.open) {
      this.#dialog.showModal();
    }
    byId("verdict-done").focus({ preventScroll: true });
    this.#dialog.scrollTop = 0;
    this.#countDown();
  }

  #look(outcome) {
    this.#dialog.dataset.outcome = outcome;
    const icons = { admitted: "tick", refused: "cross", undone: "undo", asked: "undo" };
    byId("verdict-icon").replaceChildren(icon(icons[outcome], "sign"));
    byId("verdict-word").replaceChildren(this.#texts[outcome === "asked" ? "undo" : outcome]);
  }

  #visitor(visitor, guests, asked = "") {
    const known = Boolean(visitor?.name);
    byId("verdict-face").replaceChildren(known ? face(visitor.name, visitor.photo) : "");
    byId("verdict-name").replaceChildren(known ? visitor.name : this.#texts.unknownVisitor);
    const standing = visitor?.standing && visitor.standing !== "ACTIVE" ? words(visitor.standing) : "";
    const typed = known ? "" : asked;
    const parts = [typed, words(visitor?.class), visitor?.homeClub, standing, this.#guests(guests)];
    byId("verdict-about").replaceChildren(parts.filter(Boolean).join(" · "));
  }

  #guests(n) {
    const form = new Intl.PluralRules(document.documentElement.lang).select(n);
    return n ? fill(this.#texts.guestsCame[form] ?? this.#texts.guestsCame.other, { n }) : "";
  }

  /** What is left is told where it helps: not to somebody whom no later day would let in either. */
  #facts({ left, fee }, admitted, { visitor, verdict }) {
    const texts = this.#texts;
    const helps = admitted || (visitor?.name && verdict?.passesWhen);
    const facts = (helps ? left : []).map(({ period, label, count }) =>
      h(
        "div",
        { class: "fact", "data-testid": `left-${period}` },
        h("dt", {}, label),
        h("dd", {}, String(count)),
      ),
    );
    const nodes = [];
    if (facts.length) {
      nodes.push(
        h(
          "div",
          { class: "facts-left" },
          h("h3", {}, admitted ? texts.leftAfter : texts.leftNow),
          h("dl", { class: "facts" }, ...facts),
        ),
      );
    }
    if (admitted && fee) {
      nodes.push(
        h("div", { class: "facts-fee" }, h("h3", {}, texts.feeLabel), h("p", { "data-testid": "fee" }, fee)),
      );
    }
    byId("verdict-facts").replaceChildren(...nodes);
  }

  #canUndo(can) {
    byId("verdict-undo").hidden = !can;
    byId("verdict-undo-key").hidden = !can;
  }

  #asking(on) {
    byId("verdict-actions").hidden = on;
    byId("verdict-undo-panel").hidden = !on;
  }

  #keep() {
    if (this.#dialog.dataset.outcome === "asked") {
      this.close();
      return;
    }
    this.#asking(false);
    byId("verdict-done").focus();
    this.#countDown();
  }

  async #undo() {
    const shown = this.#shown;
    const buttons = ["verdict-undo-yes", "verdict-undo-no"].map(byId);
    buttons.forEach((button) => {
      button.disabled = true;
    });
    try {
      await this.undo(shown);
      this.#look("undone");
      byId("verdict-facts").replaceChildren();
      this.#canUndo(false);
      const told = fill(this.#texts.undoneText, { name: shown.name });
      byId("verdict-reason").replaceChildren(told);
      this.#open();
      byId("verdict-said").replaceChildren(`${this.#texts.undone}. ${told}`);
    } catch (problem) {
      const late = Date.now() - shown.atMs > ANNUL_MS;
      const why = late ? this.#texts.undoLate : problemText(problem, this.#texts);
      byId("verdict-undo-problem").replaceChildren(fill(this.#texts.undoFailed, { why }));
    } finally {
      buttons.forEach((button) => {
        button.disabled = false;
      });
    }
  }

  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || "deaf" in this.#dialog.dataset) {
      return ["Tab", "Escape"].includes(event.key) || event.preventDefault();
    }
    const asking = !byId("verdict-undo-panel").hidden;
    const own =
      ["Tab", "Shift", "Escape", "CapsLock"].includes(event.key) ||
      (event.target.closest("button") && ["Enter", " "].includes(event.key));
    if (own || asking) {
      return undefined;
    }
    event.preventDefault();
    if (event.key.toLowerCase() === "u" && !byId("verdict-undo").hidden) {
      return this.askUndo();
    }
    return this.close(event.key.length === 1 && event.key !== " " ? event.key : "");
  }

  #countDown() {
    clearInterval(this.#timer);
    const place = byId("verdict-countdown");
    place.replaceChildren();
    let seconds = this.backMs() / 1000;
    if (!seconds) {
      return;
    }
    const tick = () => {
      place.replaceChildren(fill(this.#texts.closesIn, { seconds }));
      if (seconds-- <= 0) {
        this.close();
      }
    };
    tick();
    this.#timer = setInterval(tick, 1000);
  }
}
