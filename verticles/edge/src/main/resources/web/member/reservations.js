// The member's own reservations, and taking one back.

import { newKey } from "../shared/api.js";
import { announce, byId, fill, h, plural } from "../shared/dom.js";
import { day, localDate } from "../shared/format.js";
import { problemText } from "../shared/verdict.js";
import { List } from "./lists.js";

const PAGE_SIZE = 20;
const LIVE = ["REQUESTED", "CONFIRMED"];
const LOOKS = { CONFIRMED: "badge good", CHECKED_IN: "badge good", REQUESTED: "badge warn" };

export class Reservations extends List {
  #sure = null;

  constructor(...args) {
    super("reservations", ...args);
  }

  /** What is still to come, the nearest day first; then what is over, newest first. */
  async read() {
    const { nodes = [] } = await this.api.get(`/me/reservations?page=1&pageSize=${PAGE_SIZE}`);
    const live = nodes.filter(({ state }) => LIVE.includes(state));
    const over = nodes.filter(({ state }) => !LIVE.includes(state));
    return [...live.sort((a, b) => a.day.localeCompare(b.day)), ...over];
  }

  row(reservation) {
    const { id, state, visitingClubId, declineReason } = reservation;
    const texts = this.texts;
    const host = this.clubs.get(visitingClubId);
    const today = localDate(Date.now(), host?.timeZone);
    const name = host?.name ?? texts.otherClub;
    const guests = reservation.guests?.length ? plural(texts.guests, reservation.guests.length) : null;
    const about = [day(reservation.day, today), reservation.time, guests].filter(Boolean).join(" · ");
    const why = state === "DECLINED" ? texts.declined[declineReason] : null;
    return h(
      "li",
      { class: "item", "data-testid": "reservation", "data-state": state, "data-reservation-id": id },
      h(
        "div",
        { class: "item-head" },
        h("h3", { tabindex: "-1" }, name),
        h("span", { class: LOOKS[state] ?? "badge" }, texts.reservationStates[state] ?? state),
      ),
      h(
        "div",
        { class: "item-foot" },
        h("p", { class: "item-note" }, [about, why].filter(Boolean).join(" · ")),
        LIVE.includes(state) && this.#cancelButton(id, `${name}, ${day(reservation.day, today)}`),
      ),
    );
  }

  /** Pressed once it asks, pressed again it cancels; anything else lets it be. */
  #cancelButton(id, what) {
    const texts = this.texts;
    const button = h("button", { type: "button", "data-testid": "cancel-reservation" });
    const look = () => {
      const sure = this.#sure === id;
      button.className = sure ? "button small" : "button quiet small";
      button.setAttribute("aria-label", fill(sure ? texts.cancelSureOf : texts.cancelOf, { what }));
      button.replaceChildren(sure ? texts.cancelSure : texts.cancel);
    };
    const unsure = () => {
      this.#sure = null;
      look();
    };
    button.onclick = () => {
      if (this.#sure === id) {
        this.#cancel(id, what, button).finally(unsure);
      } else {
        this.#sure = id;
        look();
      }
    };
    button.onblur = () => button.isConnected && !button.disabled && unsure();
    button.onkeydown = ({ key }) => key === "Escape" && unsure();
    look();
    return button;
  }

  async #cancel(id, what, button) {
    button.disabled = true;
    byId("reservations-problem").hidden = true;
    try {
      await this.api.post(`/reservations/${encodeURIComponent(id)}/cancel`, {}, { key: newKey() });
      announce(fill(this.texts.cancelDone, { what }));
      byId("reservations-title").focus();
      await this.refresh();
    } catch (problem) {
      const place = byId("reservations-problem");
      place.hidden = false;
      place.replaceChildren(fill(this.texts.cancelFailed, { what, why: problemText(problem, this.texts) }));
    } finally {
      button.disabled = false;
    }
  }
}
