// Before the journey: may I come on that day, with whom, what does it cost, and what does the house ask? The
// answer is the door's own, and asking for a reservation follows from it.

import { newKey } from "../shared/api.js";
import { byId, fieldError, fill, h, plural } from "../shared/dom.js";
import { day } from "../shared/format.js";
import { problemText } from "../shared/verdict.js";
import { PlanForm } from "./planform.js";
import { mayAsk, plan } from "./planwords.js";

/** What a member can bring; the platform sees the pass and letters itself. */
const DOCUMENTS = ["MEMBERSHIP_CARD", "PHOTO_CARD", "IDENTITY_CARD"];

export class Plan {
  #texts;
  #api;
  #form;
  #onReserved;
  #asking = 0;

  /** As PlanForm; `onReserved()` hears that there is another reservation. */
  constructor(texts, api, clubs, { clock, onReserved }) {
    this.#texts = texts;
    this.#api = api;
    this.#onReserved = onReserved;
    this.#form = new PlanForm(texts, clubs, clock, {
      onAsk: () => this.#ask(),
      onOther: () => this.#hide(),
    });
  }

  offer(hosts) {
    this.#form.offer(hosts);
  }

  choose(clubId) {
    this.#form.choose(clubId);
  }

  clear() {
    this.#form.clear();
    this.#hide();
  }

  async #ask() {
    const asked = this.#form.read();
    if (!asked) {
      return;
    }
    const turn = ++this.#asking;
    const button = byId("plan-ask");
    button.disabled = true;
    try {
      const answer = await this.#api.post("/verdicts/preview", previewOf(asked), { repeatable: true });
      if (turn === this.#asking) {
        this.#show(answer, asked);
      }
    } catch (problem) {
      if (turn === this.#asking) {
        this.#failed(problem);
      }
    } finally {
      button.disabled = false;
    }
  }

  #show(answer, asked) {
    const texts = this.#texts;
    const today = this.#form.today();
    const told = plan(answer, { ...asked, guests: asked.party.length }, today, texts);
    const at = asked.time || (told.look === "good" && answer.time !== "00:00" ? answer.time : "");
    const about = [
      this.#form.host.name,
      day(asked.day, today),
      at && (asked.time ? at : fill(texts.planEarliest, { time: at })),
      asked.party.length ? plural(texts.guests, asked.party.length) : null,
    ];
    this.#draw(
      told.look,
      h("h3", { id: "plan-headline", tabindex: "-1", "data-testid": "plan-headline" }, told.headline),
      h("p", { class: "plan-about" }, about.filter(Boolean).join(" · ")),
      told.reason && h("p", { class: "plan-reason", "data-testid": "plan-reason" }, told.reason),
      this.#offers(told.offers),
      this.#counts(told.left),
      told.fee && h("p", { "data-testid": "plan-fee" }, this.#fee(told.fee)),
      list("plan-notes", told.notes),
      facts(told.house),
      this.#reserve(answer, asked, today),
      h("p", { class: "hint" }, texts.planAsOfNow),
    );
  }

  #offers(offers) {
    return (
      offers.length > 0 &&
      h(
        "div",
        { class: "plan-offers" },
        ...offers.map((offer) =>
          h(
            "button",
            {
              type: "button",
              class: "button quiet small",
              "data-testid": "plan-offer",
              onclick: () => {
                this.#form.put(offer);
                this.#ask();
              },
            },
            offer.text,
          ),
        ),
      )
    );
  }

  #fee(fee) {
    return fee === this.#texts.fee.none ? fee : fill(this.#texts.planFee, { fee });
  }

  #counts(left) {
    return (
      left.length > 0 &&
      h(
        "dl",
        { class: "counts" },
        ...left.map(({ period, count }) =>
          h(
            "div",
            { class: "count" },
            h("dt", {}, this.#texts.planLeft[period]),
            h("dd", { "data-testid": `plan-left-${period}` }, String(count)),
          ),
        ),
      )
    );
  }

  #reserve(answer, asked, today) {
    const texts = this.#texts;
    if (!mayAsk(answer, today)) {
      return null;
    }
    const text = answer.booking ? texts.planReserve : texts.planTell;
    const key = newKey();
    const look = answer.booking ? "button" : "button quiet";
    const onclick = ({ currentTarget }) => this.#request(asked, key, currentTarget);
    return h(
      "div",
      { class: "plan-offers" },
      h("button", { type: "button", class: look, "data-testid": "plan-reserve", onclick }, text),
      h("p", { class: "error", id: "plan-reserve-error", role: "alert", hidden: true }),
    );
  }

  async #request({ clubId, day: date, time, party }, key, button) {
    const texts = this.#texts;
    button.disabled = true;
    try {
      const request = { visitingClubId: clubId, day: date, ...(time ? { time } : {}), guests: party };
      const { reservation } = await this.#api.post("/reservations", request, { key });
      const text = reservation.state === "CONFIRMED" ? texts.planConfirmed : texts.planRequested;
      const about = { club: this.#form.host.name, day: day(date, this.#form.today()) };
      this.#draw("good", h("h3", { id: "plan-headline", tabindex: "-1" }, fill(text, about)));
      this.#onReserved();
    } catch (problem) {
      const place = byId("plan-reserve-error");
      place.hidden = false;
      place.replaceChildren(texts.codes[problem.code] ?? problemText(problem, texts));
      button.disabled = false;
    }
  }

  #failed(problem) {
    if (problem.field === "date") {
      fieldError(byId("plan-day"), problemText(problem, this.#texts));
      return;
    }
    const why = fill(this.#texts.unreadable, { why: problemText(problem, this.#texts) });
    this.#draw("bad", h("h3", { id: "plan-headline", tabindex: "-1" }, why));
  }

  #draw(look, ...children) {
    const place = byId("plan-answer");
    place.hidden = false;
    place.className = `plan-answer ${look}`;
    place.dataset.look = look;
    place.replaceChildren(...children.filter(Boolean));
    byId("plan-headline").focus();
  }

  #hide() {
    this.#asking += 1;
    byId("plan-answer").hidden = true;
    byId("plan-answer").replaceChildren();
  }
}

function previewOf({ clubId, day: date, time, party }) {
  return { clubId, date, ...(time ? { time } : {}), guests: party, documents: DOCUMENTS };
}

function list(id, lines) {
  const items = lines.map((line) => h("li", {}, line));
  return items.length > 0 && h("ul", { class: "plan-notes", "data-testid": id }, ...items);
}

function facts(pairs) {
  return (
    pairs.length > 0 &&
    h(
      "dl",
      { class: "plan-house", "data-testid": "plan-house" },
      ...pairs.map(([term, text]) => h("div", {}, h("dt", {}, term), h("dd", {}, text))),
    )
  );
}
