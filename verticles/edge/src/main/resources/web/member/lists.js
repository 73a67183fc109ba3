// The lists of the page: hosts with what is left, letters, visits, notices. Each reads itself and draws what
// changed.

import { newKey } from "../shared/api.js";
import { announce, byId, fill, h, plural } from "../shared/dom.js";
import { day, localDate, time } from "../shared/format.js";
import { explain, fee, left, problemText } from "../shared/verdict.js";

const PAGE_SIZE = 20;
const SHOWN_AT_FIRST = 5;

/** A list that says what is wrong when it cannot be read, and keeps what it had. */
export class List {
  constructor(name, texts, api, clubs) {
    Object.assign(this, { name, texts, api, clubs });
    this.drawn = "";
    this.whole = false;
  }

  async refresh() {
    const none = byId(`${this.name}-none`);
    try {
      const items = await this.read();
      const state = JSON.stringify(items);
      none.hidden = items.length > 0;
      none.replaceChildren(this.texts[`${this.name}None`]);
      if (state !== this.drawn) {
        this.drawn = state;
        this.#draw(items.map((item) => this.row(item)));
      }
    } catch (problem) {
      none.hidden = false;
      none.replaceChildren(fill(this.texts.unreadable, { why: problemText(problem, this.texts) }));
    }
  }

  /** A long list shows its beginning until somebody asks for all of it. */
  #draw(rows) {
    const list = byId(`${this.name}-list`);
    const more = byId(`${this.name}-more`);
    const hide = () =>
      rows.forEach((row, i) => {
        row.hidden = !this.whole && i >= SHOWN_AT_FIRST;
      });
    hide();
    list.replaceChildren(...rows);
    more.hidden = this.whole || rows.length <= SHOWN_AT_FIRST;
    more.replaceChildren(fill(this.texts.showAll, { n: rows.length }));
    more.onclick = () => {
      this.whole = true;
      more.hidden = true;
      hide();
      rows[SHOWN_AT_FIRST]?.querySelector("h3")?.focus();
    };
  }

  clear() {
    this.drawn = "";
    this.whole = false;
    byId(`${this.name}-list`).replaceChildren();
  }
}

/** `onHosts(hosts)` hears who is listed, `onPlan(clubId)` that a visit there is to be planned. */
export class Allowances extends List {
  constructor(...args) {
    super("allowances", ...args);
  }

  async read() {
    const { hosts } = await this.api.get("/me/allowances");
    this.onHosts?.(hosts ?? []);
    return hosts ?? [];
  }

  row(host) {
    const zone = this.clubs.get(host.clubId)?.timeZone;
    const told = explain(host.now ?? {}, this.texts, zone);
    const inside = told.code === "ALREADY_INSIDE";
    const open = told.code === "ADMITTED";
    const [look, label] = open
      ? ["good", this.texts.openNow]
      : inside
        ? ["good", this.texts.inside]
        : ["warn", this.texts.notNow];
    const why = open || inside ? null : told.reason;
    return h(
      "li",
      { class: "item", "data-testid": "allowance", "data-club": host.clubCode },
      h(
        "div",
        { class: "item-head" },
        h("h3", { tabindex: "-1" }, host.clubName),
        h("span", { class: `badge ${look}` }, label),
      ),
      this.#counts(host.left),
      why && h("p", { class: "item-note" }, [why, told.next].filter(Boolean).join(" ")),
      open && told.fee && h("p", { class: "item-note" }, told.fee),
      h("div", {}, this.#planButton(host)),
    );
  }

  #planButton({ clubId, clubName }) {
    return h(
      "button",
      {
        type: "button",
        class: "button quiet small",
        "data-testid": "plan-this",
        "aria-label": fill(this.texts.planThisTo, { club: clubName }),
        onclick: () => this.onPlan?.(clubId),
      },
      this.texts.planThis,
    );
  }

  #counts(allowance) {
    const counts = left(allowance, this.texts);
    if (!counts.length) {
      return h("p", { class: "item-note" }, this.texts.noLimit);
    }
    return h(
      "dl",
      { class: "counts" },
      ...counts.map(({ period, label, count }) =>
        h(
          "div",
          { class: count === 0 ? "count used-up" : "count" },
          h("dt", {}, fill(this.texts.leftWhen, { when: label })),
          h("dd", { "data-testid": `left-${period}` }, String(count)),
        ),
      ),
    );
  }
}

export class Letters extends List {
  constructor(...args) {
    super("letters", ...args);
  }

  async read() {
    return (await this.api.get("/me/letters")).letters ?? [];
  }

  row(letter) {
    const host = letter.hostClubId
      ? (this.clubs.get(letter.hostClubId)?.name ?? this.texts.otherClub)
      : this.texts.anyClub;
    const until = fill(this.texts.letterUntil, {
      day: day(letter.validUntil, localDate(Date.now(), this.clubs.get(letter.clubId)?.timeZone)),
    });
    const guests = letter.guests ? plural(this.texts.guests, letter.guests) : null;
    return h(
      "li",
      { class: "item", "data-testid": "letter", "data-letter-id": letter.id },
      h("div", { class: "item-head" }, h("h3", { tabindex: "-1" }, host)),
      h("p", { class: "item-note" }, [until, guests].filter(Boolean).join(" · ")),
    );
  }
}

export class Visits extends List {
  constructor(...args) {
    super("visits", ...args);
  }

  async read() {
    return (await this.api.get(`/me/visits?page=1&pageSize=${PAGE_SIZE}`)).nodes ?? [];
  }

  row(visit) {
    const host = this.clubs.get(visit.visitingClubId);
    const zone = host?.timeZone;
    const state = visit.state || visit.status;
    const from = time(visit.checkInTime, zone);
    const times = visit.checkOutTime ? `${from}–${time(visit.checkOutTime, zone)}` : from;
    const date = day(localDate(visit.checkInTime, zone), localDate(Date.now(), zone));
    const guests = visit.guests ? plural(this.texts.guests, visit.guests) : null;
    const cost = Number(visit.fee?.amount ?? 0) > 0 ? fee(visit.fee, this.texts) : null;
    const look = { CHECKED_IN: "badge good", CHECKED_OUT: "badge" }[state] ?? "badge warn";
    return h(
      "li",
      { class: "item", "data-testid": "visit", "data-visit-id": visit.id, "data-state": state },
      h(
        "div",
        { class: "item-head" },
        h("h3", { tabindex: "-1" }, host?.name ?? this.texts.otherClub),
        h("span", { class: look }, this.texts.visitStates[state] ?? state),
      ),
      h("p", { class: "item-note" }, [`${date}, ${times}`, guests, cost].filter(Boolean).join(" · ")),
    );
  }
}

export class Notices extends List {
  constructor(...args) {
    super("notices", ...args);
    byId("mark-all").onclick = () => this.#markAll();
  }

  async read() {
    const [list, { count = 0 }] = await Promise.all([
      this.api.get(`/me/notifications?page=1&pageSize=${PAGE_SIZE}`),
      this.api.get("/me/notifications/unread-count"),
    ]);
    byId("unread").hidden = count === 0;
    byId("unread").className = "badge warn";
    byId("unread").replaceChildren(plural(this.texts.unread, count));
    byId("mark-all").hidden = count === 0;
    document.title = count ? `(${count}) ${this.texts.title}` : this.texts.title;
    return list.nodes ?? [];
  }

  row(notice) {
    const unread = notice.status !== "READ" && !notice.readAt;
    const at = `${day(localDate(notice.createdAt), localDate(Date.now()))}, ${time(notice.createdAt)}`;
    const button =
      unread &&
      h(
        "button",
        {
          type: "button",
          class: "button quiet small",
          "data-testid": "mark-read",
          "aria-label": fill(this.texts.markReadOf, { title: notice.title }),
          onclick: (event) => this.#mark(notice, event.currentTarget),
        },
        this.texts.markRead,
      );
    return h(
      "li",
      {
        class: unread ? "item unread" : "item",
        "data-testid": "notice",
        "data-notice-id": notice.id,
        "data-unread": String(unread),
      },
      h(
        "div",
        { class: "item-head" },
        h("h3", { tabindex: "-1" }, notice.title),
        unread && h("span", { class: "badge warn" }, this.texts.isNew),
      ),
      h("p", { class: "item-text" }, notice.message),
      h("div", { class: "item-foot" }, h("p", { class: "item-note" }, at), button),
    );
  }

  async #mark(notice, button) {
    button.disabled = true;
    await this.#write(`/me/notifications/${encodeURIComponent(notice.id)}/read`);
  }

  #markAll() {
    return this.#write("/me/notifications/read-all");
  }

  async #write(path) {
    try {
      await this.api.post(path, {}, { key: newKey() });
      byId("notices-title").focus();
    } catch (problem) {
      announce(problemText(problem, this.texts));
    }
    this.drawn = "";
    await this.refresh();
  }
}
