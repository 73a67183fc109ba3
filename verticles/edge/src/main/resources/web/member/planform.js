// The form of a plan: which club, which day, who comes along.

import { byId, fieldError, fill, h, plural } from "../shared/dom.js";
import { localDate } from "../shared/format.js";

const GUESTS_MAX = 20;
const DAYS_AHEAD = 400;
const DAY_MS = 24 * 3600_000;
const RELATIONS = ["FRIEND", "SPOUSE", "CHILD", "COLLEAGUE", "OTHER"];

export class PlanForm {
  #texts;
  #clubs;
  #clock;
  #heard;

  /**
   * `clubs` are those of the federation by id, `clock()` is the platform's time. `onAsk()` hears that
   * somebody asks, `onOther()` that another club is chosen.
   */
  constructor(texts, clubs, clock, { onAsk, onOther }) {
    this.#texts = texts;
    this.#clubs = clubs;
    this.#clock = clock;
    this.#heard = { onAsk, onOther };
    byId("plan-guests").replaceChildren(
      ...Array.from({ length: GUESTS_MAX + 1 }, (_, n) =>
        h("option", { value: n }, n ? plural(texts.planGuestsN, n) : texts.planGuestsN.zero),
      ),
    );
    byId("plan-guests").onchange = () => this.#party();
    byId("plan-club").onchange = () => this.#host();
    byId("plan-form").onsubmit = (event) => {
      event.preventDefault();
      onAsk();
    };
  }

  /** The clubs that the member's own has agreements with, as the list of allowances has them. */
  offer(hosts) {
    const chosen = byId("plan-club").value;
    byId("plan-form").hidden = hosts.length === 0;
    byId("plan-none").hidden = hosts.length > 0;
    byId("plan-none").replaceChildren(this.#texts.allowancesNone);
    byId("plan-club").replaceChildren(
      ...hosts.map(({ clubId, clubName }) =>
        h("option", { value: clubId, selected: clubId === chosen }, clubName),
      ),
    );
    if (hosts.length) {
      this.#host(byId("plan-club").value !== chosen);
    }
  }

  /** Somebody wants to go to that club. */
  choose(clubId) {
    byId("plan-club").value = clubId;
    this.#host();
    byId("plan-title").scrollIntoView({ block: "start" });
    byId("plan-day").focus();
  }

  /** Puts in what would pass; what is not given stays as it was typed. */
  put({ day, time, guests }) {
    byId("plan-day").value = day ?? byId("plan-day").value;
    byId("plan-time").value = time ?? byId("plan-time").value;
    if (guests !== undefined) {
      byId("plan-guests").value = String(guests);
      this.#party();
    }
  }

  clear() {
    byId("plan-club").replaceChildren();
    byId("plan-form").reset();
    this.#party();
    this.#right();
  }

  /** The club that is chosen. */
  get host() {
    return this.#clubs.get(byId("plan-club").value) ?? { name: "" };
  }

  /** The day at that club, so many days from now, yyyy-mm-dd. */
  today(ahead = 0) {
    return localDate(this.#clock() + ahead * DAY_MS, this.host.timeZone);
  }

  /** Days and hours are those of the club that is chosen. */
  #host(changed = true) {
    const input = byId("plan-day");
    input.min = this.today();
    input.max = this.today(DAYS_AHEAD);
    input.value ||= this.today(1);
    const zone = (this.host.timeZone ?? "").replaceAll("_", " ");
    byId("plan-zone").replaceChildren(fill(this.#texts.planZone, { zone }));
    if (changed) {
      this.#right();
      this.#heard.onOther();
    }
  }

  /** A line for each guest; what was said of the first of them stays. */
  #party() {
    const n = Number(byId("plan-guests").value) || 0;
    const list = byId("plan-party");
    while (list.children.length > n) {
      list.lastElementChild.remove();
    }
    for (let i = list.children.length + 1; i <= n; i++) {
      list.append(this.#guest(i));
    }
    byId("plan-party-set").hidden = n === 0;
  }

  #guest(i) {
    const texts = this.#texts;
    const options = RELATIONS.map((name) => h("option", { value: name }, texts.relations[name]));
    return h(
      "li",
      { class: "plan-guest" },
      h("select", { "aria-label": fill(texts.planGuestIs, { n: i }) }, ...options),
      h("input", {
        type: "text",
        inputmode: "numeric",
        maxlength: 3,
        placeholder: texts.planGuestAge,
        "aria-label": fill(texts.planGuestAgeOf, { n: i }),
        "aria-describedby": "plan-guests-error",
      }),
    );
  }

  /** What is asked for; null where a field is wrong, which is said at the field. */
  read() {
    const [dayInput, time, guests] = ["plan-day", "plan-time", "plan-guests"].map(byId);
    const rows = Array.from(byId("plan-party").children, (row) => ({
      relation: row.querySelector("select").value,
      input: row.querySelector("input"),
    }));
    const wrong = rows.find(({ input }) => !/^\s*(\d{1,2}|1[0-4]\d|150)?\s*$/.test(input.value));
    fieldError(guests, wrong ? this.#texts.planAgeWrong : null);
    wrong?.input.focus();
    const inTime = dayInput.value >= dayInput.min && dayInput.value <= dayInput.max;
    fieldError(dayInput, dayInput.value && inTime ? null : this.#texts.planDayWrong);
    if (wrong || !dayInput.value || !inTime) {
      return null;
    }
    const party = rows.map(({ relation, input: { value } }) => ({
      relation,
      ...(value.trim() ? { age: Number(value) } : {}),
    }));
    return { clubId: byId("plan-club").value, day: dayInput.value, time: time.value, party };
  }

  #right() {
    ["plan-day", "plan-guests"].map(byId).forEach((input) => {
      byId(`${input.id}-error`).hidden = true;
      input.removeAttribute("aria-invalid");
    });
  }
}
