// The membership and its pass: a code that this phone signs anew every 20 seconds while the page is seen.

import { byId, fill, h } from "../shared/dom.js";
import { day, time, words } from "../shared/format.js";
import { canMakeKeys } from "../shared/keystore.js";
import { forget, obtain, present, REFRESH_MS } from "../shared/pass.js";
import { drawQr } from "../shared/qr.js";
import { problemText } from "../shared/verdict.js";

export class Card {
  #texts;
  #api;
  #clock;
  #pass = null;
  #userId = null;
  #timer = 0;
  #wanted = false;

  /** `clock()` is the platform's time in milliseconds: a phone's own clock may be wrong. */
  constructor(texts, api, clock) {
    this.#texts = texts;
    this.#api = api;
    this.#clock = clock;
    byId("pass-retry").onclick = () => this.#show();
    document.addEventListener("visibilitychange", () =>
      document.hidden ? clearTimeout(this.#timer) : this.#show(),
    );
  }

  /** Shows who the member is, and the pass where there is one. */
  async show(user, member, club) {
    const state = member.state || member.status;
    this.#userId = user.id;
    this.#wanted = state === "ACTIVE";
    this.#plate(member, club, state);
    if (this.#wanted) {
      await this.#show();
    } else {
      this.#problem(this.#texts.passNone, false);
    }
  }

  /** Leaves no pass behind on this device. */
  async forget() {
    const userId = this.#userId;
    this.stop();
    if (userId) {
      await forget(userId);
    }
  }

  stop() {
    clearTimeout(this.#timer);
    this.#wanted = false;
    this.#pass = null;
    delete byId("qr").dataset.pass;
    ["qr", "plate-club", "member-name", "member-state", "member-facts", "pass-time"].forEach((id) =>
      byId(id).replaceChildren(),
    );
  }

  #plate(member, club, state) {
    const texts = this.#texts;
    byId("plate-club").replaceChildren(club?.name ?? "");
    byId("member-name").replaceChildren(
      [member.profile?.firstName, member.profile?.lastName].filter(Boolean).join(" "),
    );
    byId("member-state").className = `badge ${state === "ACTIVE" ? "good" : "bad"}`;
    byId("member-state").replaceChildren(texts.states[state] ?? words(state));
    const number = club?.code ? `${club.code}-${member.memberNumber}` : member.memberNumber;
    const facts = [
      [texts.number, number, "member-number"],
      [texts.memberClass, words(member.membershipClass || member.membershipType), "member-class"],
      [texts.paidUntil, member.paidUntil ? day(member.paidUntil) : null, "paid-until"],
    ];
    byId("member-facts").replaceChildren(
      ...facts
        .filter(([, text]) => text)
        .map(([term, text, id]) => h("div", {}, h("dt", {}, term), h("dd", { "data-testid": id }, text))),
    );
  }

  async #show() {
    clearTimeout(this.#timer);
    if (!this.#wanted || document.hidden) {
      return;
    }
    if (!canMakeKeys()) {
      this.#problem(this.#texts.passInsecure, false);
      return;
    }
    try {
      this.#pass = await obtain(this.#api, this.#userId, this.#clock());
      await this.#draw();
      this.#timer = setTimeout(() => this.#show(), REFRESH_MS);
    } catch (problem) {
      const why = problem.code ? problemText(problem, this.#texts) : problem.message;
      this.#problem(fill(this.#texts.passFailed, { why }), true);
      this.#timer = setTimeout(() => this.#show(), REFRESH_MS);
    }
  }

  async #draw() {
    const text = await present(this.#pass, this.#clock());
    if (!this.#wanted) {
      return;
    }
    const number = [this.#pass.clubCode, this.#pass.memberNumber].filter(Boolean).join("-");
    byId("qr").replaceChildren(drawQr(text, fill(this.#texts.passLabel, { number })));
    byId("qr").dataset.pass = text;
    byId("pass-time").replaceChildren(fill(this.#texts.passAsOf, { time: time(this.#clock()) }));
    byId("pass-hint").hidden = false;
    byId("pass-problem").hidden = true;
    byId("pass-retry").hidden = true;
  }

  #problem(text, again) {
    byId("qr").replaceChildren();
    byId("pass-time").replaceChildren();
    byId("pass-hint").hidden = true;
    byId("pass-problem").hidden = false;
    byId("pass-problem").replaceChildren(text);
    byId("pass-retry").hidden = !again;
  }
}
