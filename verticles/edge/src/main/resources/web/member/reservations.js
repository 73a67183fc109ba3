// The member's own reservations, and taking one back.

import { newKey } from "../shared/api.js";
import { announce, byId, fill, h, plural } from "../shared/dom.js";
import { day, localDate } from "../shared/format.js";
import { Sure } from "../shared/sure.js";
import { problemText } from "../shared/verdict.js";
import { List } from "./lists.js";

const PAGE_SIZE = 20;
const LIVE = ["REQUESTED", "CONFIRMED"];
const LOOKS = { CONFIRMED: "badge good", CHECKED_IN: "badge good", REQUESTED: "badge warn" };

export class Reservations extends List {
  #sure = new Sure();

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

  #cancelButton(id, what) {
    const { cancel, cancelSure, cancelOf, cancelSureOf } = this.texts;
    return this.#sure.button(id, {
      name: "cancel-reservation",
      what,
      words: [cancel, cancelSure, cancelOf, cancelSureOf],
      act: () => this.#cancel(id, what),
    });
  }

  async #cancel(id, what) {
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
    }
  }
}
