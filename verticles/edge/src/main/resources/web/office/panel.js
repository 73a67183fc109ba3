// A block of the page that reads itself: it says that it reads, that there is nothing, or what is wrong.

import { fill, h, plural } from "../shared/dom.js";
import { problemText } from "../shared/verdict.js";

export const PAGE_SIZE = 10;

/** The parts of one thing in a list: what it is, in which state, what about it, and what can be done. */
export function item({ title, badge, look = "", notes = [], actions = [], data = {} }) {
  const key = Object.entries(data).find(([name]) => name.endsWith("-id"))?.[1];
  return h(
    "li",
    { class: "item row", "data-key": key, ...data },
    h(
      "div",
      { class: "row-main" },
      h(
        "div",
        { class: "row-head" },
        h("h3", { tabindex: "-1" }, title),
        badge && h("span", { class: `badge ${look}` }, badge),
      ),
      ...notes
        .filter(Boolean)
        .map((note) => h(typeof note === "string" ? "p" : "div", { class: "item-note" }, note)),
    ),
    actions.some(Boolean) && h("div", { class: "row-actions" }, ...actions),
  );
}

/** A small button; `of` tells a screen reader of what. */
export function action(name, label, onclick, { of = null, look = "quiet" } = {}) {
  return h(
    "button",
    {
      type: "button",
      class: `button small ${look}`,
      "data-testid": name,
      "aria-label": of ? `${label}: ${of}` : null,
      onclick,
    },
    label,
  );
}

/**
 * A block with a heading. `read(page)` answers what to draw, `draw(answer)` the nodes for it; where it
 * answers none, `none` is said. An answer with pageInfo is turned page by page.
 */
export class Panel {
  #office;
  #options;
  #body = h("div", { class: "panel-body" });
  #state = h("p", { class: "muted empty", role: "status" });
  #pager = h("div", { class: "pager", hidden: true });
  #page = 1;
  #turn = 0;
  #drawn = "";
  #badge = h("span", { class: "badge", hidden: true });
  node;

  constructor(office, { name, title, tools = [], ...options }) {
    this.#office = office;
    this.#options = options;
    const id = `panel-${name}`;
    this.node = h(
      "section",
      { class: "card block panel", "data-testid": id, "aria-labelledby": title ? id : null },
      title &&
        h(
          "div",
          { class: "block-head" },
          h("h2", { class: "serif", id, tabindex: "-1" }, title),
          this.#badge,
          ...tools,
        ),
      this.#state,
      this.#body,
      this.#pager,
    );
  }

  /**
   * Reads and draws; a reading that was overtaken by a later one is thrown away. `quiet`: nobody asked for
   * it, and what is as before stays untouched.
   */
  async refresh({ quiet = false } = {}) {
    const turn = ++this.#turn;
    this.node.setAttribute("aria-busy", "true");
    if (!this.#body.hasChildNodes()) {
      this.#say(this.#office.texts.loading);
    }
    try {
      const answer = await this.#options.read(this.#page);
      if (turn === this.#turn && !(quiet && JSON.stringify(answer) === this.#drawn)) {
        this.#keepingFocus(() => this.#draw(answer));
      }
    } catch (problem) {
      if (turn === this.#turn) {
        this.#failed(problem);
      }
    }
    this.node.setAttribute("aria-busy", "false");
  }

  /** From the first page, as when another filter holds. */
  restart() {
    this.#page = 1;
    return this.refresh();
  }

  /** Who stood on a button of a thing that is still there stands on it again. */
  #keepingFocus(draw) {
    const focused = this.#body.contains(document.activeElement) ? document.activeElement : null;
    const thing = focused?.closest("li.item")?.getAttribute("data-key");
    draw();
    if (thing) {
      const row = this.#body.querySelector(`[data-key="${CSS.escape(thing)}"]`);
      row?.querySelector(`[data-testid="${CSS.escape(focused.dataset.testid ?? "")}"]`)?.focus();
    }
  }

  #draw(answer) {
    this.#drawn = JSON.stringify(answer);
    const nodes = this.#options.draw(answer).filter(Boolean);
    this.#body.replaceChildren(
      ...(nodes[0]?.tagName === "LI" ? [h("ul", { class: "rows" }, ...nodes)] : nodes),
    );
    this.#say(nodes.length ? "" : (this.#options.none ?? ""));
    this.#count(answer);
    this.#turnPages(answer?.pageInfo);
  }

  #count(answer) {
    const count = this.#options.count?.(answer);
    this.#badge.hidden = !count;
    this.#badge.className = `badge ${this.#options.countLook ?? ""}`;
    this.#badge.replaceChildren(count ? String(count) : "");
  }

  #say(text) {
    this.#state.hidden = !text;
    this.#state.className = "muted empty";
    this.#state.replaceChildren(text);
  }

  #failed(problem) {
    if (problem.status === 401) {
      return;
    }
    if (!problem.code) {
      console.error(problem);
    }
    const { texts } = this.#office;
    const why = problem.code ? problemText(problem, texts) : problem.message;
    this.#drawn = "";
    this.#body.replaceChildren();
    this.#pager.hidden = true;
    this.#state.hidden = false;
    this.#state.className = "notice";
    this.#state.replaceChildren(
      h("span", {}, fill(texts.unreadable, { why })),
      action("again", texts.again, () => this.refresh()),
    );
  }

  #turnPages(info) {
    this.#pager.hidden = !info || (info.page <= 1 && !info.hasNextPage);
    if (this.#pager.hidden) {
      return;
    }
    const { texts } = this.#office;
    const to = (page) => () => {
      this.#page = page;
      this.refresh().then(() => this.node.querySelector("h2, h3")?.focus());
    };
    const values = { page: info.page, pages: info.totalPages, n: info.total };
    const text = fill(info.totalIsLeast ? texts.pageOfMany : texts.pageOf, values);
    const [back, on] = [
      action("page-back", texts.pageBack, to(info.page - 1)),
      action("page-on", texts.pageOn, to(info.page + 1)),
    ];
    back.disabled = info.page <= 1;
    on.disabled = !info.hasNextPage;
    this.#pager.replaceChildren(back, h("span", { class: "muted small" }, text), on);
  }
}

/** "2 guests", or nothing. */
export function guestsText(n, texts) {
  return n ? plural(texts.guests, n) : "";
}
