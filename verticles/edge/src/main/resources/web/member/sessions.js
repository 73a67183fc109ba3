// Where the member is signed in, and signing out there.

import { newKey } from "../shared/api.js";
import { announce, byId, fill, h, plural } from "../shared/dom.js";
import { sessionWords } from "../shared/sessionwords.js";
import { Sure } from "../shared/sure.js";
import { problemText } from "../shared/verdict.js";
import { List } from "./lists.js";

export class Sessions extends List {
  #sure = new Sure();

  constructor(...args) {
    super("sessions", ...args);
  }

  /** The one that asks first. */
  async read() {
    const { sessions = [] } = await this.api.get("/me/sessions");
    this.#offerOthers(sessions.length > 1);
    return sessions.sort((a, b) => Number(b.current ?? false) - Number(a.current ?? false));
  }

  row(session) {
    const { texts } = this;
    const clubName = (id) => this.clubs.get(id)?.name ?? texts.otherClub;
    const { title, about, times } = sessionWords(session, { texts, clubName, nowMs: Date.now() });
    return h(
      "li",
      { class: "item", "data-testid": "session", "data-session-id": session.id },
      h(
        "div",
        { class: "item-head" },
        h("h3", { tabindex: "-1" }, title),
        session.current && h("span", { class: "badge good" }, texts.thisSession),
      ),
      h(
        "div",
        { class: "item-foot" },
        h("p", { class: "item-note" }, `${about} · ${times}`),
        !session.current &&
          this.#sure.button(session.id, {
            name: "end-session",
            what: `${title}, ${about}`,
            words: [texts.endSession, texts.endSure, texts.endSessionOf, texts.endSureOf],
            act: () =>
              this.#end(`${title}, ${about}`, () =>
                this.api.delete(`/me/sessions/${encodeURIComponent(session.id)}`),
              ),
          }),
      ),
    );
  }

  #offerOthers(some) {
    const { texts } = this;
    const place = byId("sessions-others");
    if (!some) {
      place.replaceChildren();
    } else if (!place.hasChildNodes()) {
      const end = () => this.api.post("/me/sessions/end-others", {}, { key: newKey() });
      place.append(
        this.#sure.button("others", {
          name: "end-others",
          what: texts.everywhereElse,
          words: [texts.endOthers, texts.endOthersSure, texts.endOthers, texts.endOthersSure],
          act: () => this.#end(texts.everywhereElse, end),
        }),
      );
    }
  }

  async #end(what, act) {
    const place = byId("sessions-problem");
    place.hidden = true;
    try {
      const { ended } = await act();
      announce(
        typeof ended === "number"
          ? plural(this.texts.endedPlaces, ended)
          : fill(this.texts.endedDone, { what }),
      );
      byId("sessions-title").focus();
      await this.refresh();
    } catch (problem) {
      place.hidden = false;
      place.replaceChildren(fill(this.texts.endFailed, { what, why: problemText(problem, this.texts) }));
    }
  }

  clear() {
    super.clear();
    byId("sessions-others").replaceChildren();
  }
}
