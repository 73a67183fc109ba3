// Who is at the club now, read every few seconds, at once after each check-in, and when the club's feed says
// so.

import { newKey } from "../shared/api.js";
import { announce, byId, face, fill, h, plural } from "../shared/dom.js";
import { money, time, words } from "../shared/format.js";
import { problemText } from "../shared/verdict.js";

const EVERY_MS = 4_000;

export class Inside {
  #texts;
  #api;
  #device;
  #timer = 0;
  #readAt = null;
  #asked = null;
  #drawn = "";

  constructor(texts, api, device) {
    this.#texts = texts;
    this.#api = api;
    this.#device = device;
  }

  start() {
    document.addEventListener("visibilitychange", () => document.hidden || this.refresh());
    return this.refresh();
  }

  /** Reads now; a poll that fails says how old the list is and goes on. */
  async refresh() {
    clearTimeout(this.#timer);
    try {
      this.#draw(await this.#api.get("/inside", { retries: 0 }));
      this.#readAt = this.#device.now();
      byId("inside-old").hidden = true;
    } catch {
      this.#sayOld();
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.refresh(), document.hidden ? 5 * EVERY_MS : EVERY_MS);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = -1;
  }

  #sayOld() {
    const old = byId("inside-old");
    old.hidden = this.#readAt === null;
    if (this.#readAt !== null) {
      old.replaceChildren(fill(this.#texts.insideOld, { time: time(this.#readAt, this.#device.timeZone) }));
    }
  }

  /** Redraws only what changed, so that focus and a half-made decision stay where they are. */
  #draw({ visits = [], heads = 0 }) {
    const state = JSON.stringify([visits, heads]);
    if (state === this.#drawn) {
      return;
    }
    this.#drawn = state;
    const focused = document.activeElement?.dataset?.visit;
    byId("heads-number").replaceChildren(String(heads));
    byId("heads-word").replaceChildren(plural(this.#texts.heads, heads));
    byId("inside-none").hidden = visits.length > 0;
    const newestFirst = [...visits].sort((a, b) => b.visit.checkInTime.localeCompare(a.visit.checkInTime));
    byId("inside-list").replaceChildren(...newestFirst.map((item) => this.#row(item)));
    if (focused) {
      document.querySelector(`[data-visit="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  #row({ visit, visitor = {} }) {
    const texts = this.#texts;
    const name = visitor.name || texts.unknownVisitor;
    const since = fill(texts.since, { time: time(visit.checkInTime, this.#device.timeZone) });
    const guests = visit.guests ? plural(texts.plusGuests, visit.guests) : "";
    const about = [words(visitor.class), visitor.homeClub].filter(Boolean).join(" · ");
    const names = (visit.namedGuests ?? [])
      .map((guest) => guest.name)
      .filter(Boolean)
      .join(", ");
    const fee =
      Number(visit.fee?.amount ?? 0) > 0 && visit.fee.route === "PAY_ON_LEAVING"
        ? fill(texts.due, { amount: money(visit.fee.amount, visit.fee.currency) })
        : "";
    return h(
      "li",
      { class: "row", "data-testid": "inside-row", "data-visit-id": visit.id },
      face(name, visitor.photo),
      h(
        "div",
        { class: "row-text" },
        h("p", { class: "row-name" }, name),
        h("p", { class: "row-about" }, about),
        h("p", { class: "row-about" }, [since, guests, fee].filter(Boolean).join(" · ")),
        names && h("p", { class: "row-about" }, names),
      ),
      this.#button(visit, name),
    );
  }

  #button(visit, name) {
    const texts = this.#texts;
    const sure = this.#asked === visit.id;
    const button = h(
      "button",
      {
        type: "button",
        class: sure ? "button small" : "button quiet small",
        "data-visit": visit.id,
        "data-testid": "check-out",
        "aria-label": fill(sure ? texts.checkOutSureOf : texts.checkOutOf, { name }),
      },
      sure ? texts.checkOutSure : texts.checkOut,
    );
    const unsure = () => {
      this.#asked = null;
      button.className = "button quiet small";
      button.setAttribute("aria-label", fill(texts.checkOutOf, { name }));
      button.replaceChildren(texts.checkOut);
    };
    button.addEventListener("click", () => {
      if (this.#asked === visit.id) {
        this.#checkOut(visit, name, button).finally(unsure);
        return;
      }
      this.#asked = visit.id;
      button.className = "button small";
      button.replaceChildren(texts.checkOutSure);
      button.setAttribute("aria-label", fill(texts.checkOutSureOf, { name }));
    });
    button.addEventListener("blur", () => button.isConnected && !button.disabled && unsure());
    button.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#asked === visit.id) {
        event.stopPropagation();
        unsure();
      }
    });
    return button;
  }

  async #checkOut(visit, name, button) {
    button.disabled = true;
    byId("inside-problem").hidden = true;
    try {
      await this.#api.post(`/visits/${encodeURIComponent(visit.id)}/check-out`, {}, { key: newKey() });
      announce(fill(this.#texts.checkedOut, { name }));
      byId("entry").focus();
      await this.refresh();
    } catch (problem) {
      const place = byId("inside-problem");
      place.hidden = false;
      place.replaceChildren(
        fill(this.#texts.checkOutFailed, { name, why: problemText(problem, this.#texts) }),
      );
    } finally {
      button.disabled = false;
    }
  }
}
