// One's own second factors, passkeys among them: seen, added, removed; and recovery codes, which are shown once.

import { announce, fieldError, fill, h, plural } from "./dom.js";
import { dayTime } from "./format.js";
import { Passkeys } from "./passkeys.js";
import { drawQr } from "./qr.js";
import { Sure } from "./sure.js";
import { problemText } from "./verdict.js";

export class SecondFactors {
  #texts;
  #api;
  #session;
  #onAdded;
  #sure = new Sure();
  #lead = h("p", { class: "muted", "data-testid": "factors-lead" });
  #problem = h("p", { class: "notice bad", "data-testid": "factors-problem", role: "alert", hidden: true });
  #list = h("ul", { "data-testid": "factors-list" });
  #recovery = h("div", { class: "factors-recovery" });
  #flow = h("div", { class: "factors-flow", "data-testid": "factors-flow" });
  #title;
  #passkeys;
  node;

  /** `onAdded()` is called once recovery codes were kept, or none came, after a factor was added. */
  constructor(texts, api, session, onAdded = () => {}) {
    this.#texts = texts;
    this.#api = api;
    this.#session = session;
    this.#onAdded = onAdded;
    this.#title = h("h2", { class: "serif", id: "factors-title", tabindex: "-1" }, texts.factors);
    this.#passkeys = new Passkeys(texts, api, session, (change) => this.#passkeysChanged(change));
    const section = h(
      "section",
      { class: "card block factors", "data-testid": "factors", "aria-labelledby": "factors-title" },
      h("div", { class: "block-head" }, this.#title),
      this.#lead,
      this.#problem,
      this.#list,
      this.#recovery,
      this.#flow,
    );
    this.node = h("div", { class: "factors-all" }, section, this.#passkeys.node);
  }

  /** Reads them anew; what is being added stays as it is. */
  async refresh() {
    await Promise.all([this.#refreshOwn(), this.#passkeys.refresh()]);
  }

  async #refreshOwn() {
    try {
      this.#draw(await this.#api.get("/me/factors"));
      if (!this.#flow.hasChildNodes()) {
        this.#offer();
      }
    } catch (problem) {
      if (problem.status !== 401) {
        this.#tell(problem);
      }
    }
  }

  clear() {
    [this.#lead, this.#list, this.#recovery, this.#flow].forEach((place) => place.replaceChildren());
    this.#problem.hidden = true;
    this.#passkeys.clear();
  }

  focus() {
    this.#title.focus();
  }

  #draw({ factors = [], recoveryCodes = 0, required = false, passkeys = 0 }) {
    const texts = this.#texts;
    const none = required ? texts.factorsRequired : texts.factorsNone;
    const without = passkeys ? texts.factorsPasskeys : none;
    this.#lead.replaceChildren(factors.length ? texts.factorsSome : without);
    this.#list.replaceChildren(...factors.map((factor) => this.#row(factor)));
    this.#recovery.replaceChildren(
      ...(factors.length || passkeys
        ? [
            h(
              "p",
              { class: "item-note", "data-testid": "recovery-left" },
              plural(texts.recoveryLeft, recoveryCodes),
            ),
            this.#sure.button("recovery", {
              name: "recovery-new",
              what: "",
              words: [texts.recoveryNew, texts.recoverySure, texts.recoveryNew, texts.recoverySure],
              act: () => this.#renew(),
            }),
          ]
        : []),
    );
  }

  #row({ id, name, addedAt, lastUsedAt }) {
    const texts = this.#texts;
    const when = (at) => dayTime(at, undefined, Date.now());
    const dates = fill(lastUsedAt ? texts.factorDates : texts.factorUnused, {
      added: when(addedAt),
      used: lastUsedAt && when(lastUsedAt),
    });
    return h(
      "li",
      { class: "item", "data-testid": "factor" },
      h("h3", { tabindex: "-1" }, name),
      h(
        "div",
        { class: "item-foot" },
        h("p", { class: "item-note" }, dates),
        this.#sure.button(id, {
          name: "factor-remove",
          what: name,
          words: [texts.factorRemove, texts.factorSure, texts.factorRemoveOf, texts.factorSureOf],
          act: () => this.#remove(id, name),
        }),
      ),
    );
  }

  async #remove(id, name) {
    await this.#trying(async () => {
      await this.#api.delete(`/me/factors/${encodeURIComponent(id)}`);
      announce(fill(this.#texts.factorRemoved, { what: name }));
      this.focus();
      const { factors = [], passkeys = 0 } = await this.#api.get("/me/factors");
      this.#session.user.secondFactor = factors.length + passkeys > 0;
      await this.refresh();
    });
  }

  async #renew() {
    await this.#trying(async () => {
      const { codes } = await this.#api.post("/me/recovery-codes");
      this.#showCodes(codes, () => this.#offer());
      await this.refresh();
    });
  }

  /** The way in: a name first. */
  #offer() {
    const texts = this.#texts;
    const look = { type: "button", class: "button quiet", "data-testid": "factor-add" };
    this.#flow.replaceChildren(h("button", { ...look, onclick: () => this.#askName() }, texts.factorAdd));
  }

  #askName() {
    const texts = this.#texts;
    const name = this.#field("factor-name", texts.factorName, { maxlength: 60 });
    this.#form([name.node], texts.factorBegin, async () => {
      if (!name.filled(texts.factorNameEmpty)) {
        return;
      }
      const secret = await this.#api.post("/me/factors/totp", { name: name.input.value.trim() });
      this.#showSecret(secret);
    });
    name.input.focus();
  }

  #showSecret({ id, secret, uri }) {
    const texts = this.#texts;
    const code = this.#field("factor-code", texts.code, { maxlength: 10, autocomplete: "one-time-code" });
    const key = secret.match(/.{1,4}/g).join(" ");
    const parts = [
      h("p", {}, texts.factorScan),
      h("div", { class: "factors-qr" }, drawQr(uri, texts.factorQr)),
      h("p", {}, `${texts.factorKey}: `, h("code", { "data-testid": "factor-key", "data-uri": uri }, key)),
      code.node,
    ];
    this.#form(parts, texts.factorConfirm, async () => {
      if (!code.filled(texts.codeEmpty)) {
        return;
      }
      try {
        await this.#confirm(id, code.input.value.trim());
      } catch (problem) {
        if (problem.code !== "CODE_WRONG") {
          throw problem;
        }
        fieldError(code.input, problemText(problem, texts));
      }
    });
    code.input.focus();
  }

  async #confirm(id, code) {
    const path = `/me/factors/${encodeURIComponent(id)}/confirm`;
    const { token, expiresAt, recoveryCodes = [] } = await this.#api.post(path, { code });
    this.#session.adopt({ token, expiresAt });
    this.#session.user.secondFactor = true;
    announce(this.#texts.factorAdded);
    if (recoveryCodes.length) {
      this.#showCodes(recoveryCodes, () => this.#done());
    } else {
      this.#done();
    }
    await this.refresh();
  }

  #done() {
    this.#offer();
    this.focus();
    this.#onAdded();
  }

  async #passkeysChanged({ added, some, recoveryCodes }) {
    this.#session.user.secondFactor = some || this.#list.hasChildNodes();
    if (recoveryCodes.length) {
      this.#showCodes(recoveryCodes, () => this.#done());
    } else if (added) {
      this.#onAdded();
    }
    await this.#refreshOwn();
  }

  #showCodes(codes, done) {
    const texts = this.#texts;
    const look = { type: "button", class: "button", "data-testid": "recovery-kept" };
    const kept = h("button", { ...look, onclick: done }, texts.recoveryKept);
    const lead = h("p", { tabindex: "-1" }, texts.recoveryLead);
    this.#flow.replaceChildren(
      lead,
      h(
        "ol",
        { class: "factors-codes", "data-testid": "recovery-codes" },
        ...codes.map((code) => h("li", {}, h("code", {}, code))),
      ),
      kept,
    );
    lead.focus();
  }

  /** A form in the place of the way in; `act` may throw. */
  #form(parts, label, act) {
    const texts = this.#texts;
    const button = h("button", { class: "button", "data-testid": "factor-on" }, label);
    const cancel = h("button", { type: "button", class: "button quiet", "data-testid": "factor-cancel" });
    cancel.append(texts.factorCancel);
    cancel.onclick = () => {
      this.#offer();
      this.focus();
    };
    const actions = h("div", { class: "factors-actions" }, button, cancel);
    const form = h("form", { novalidate: true }, ...parts, actions);
    form.onsubmit = async (event) => {
      event.preventDefault();
      if (!button.disabled) {
        button.disabled = true;
        await this.#trying(act);
        button.disabled = false;
      }
    };
    this.#flow.replaceChildren(form);
  }

  #field(id, label, attributes) {
    const input = h("input", {
      id,
      "data-testid": id,
      autocomplete: "off",
      required: true,
      "aria-describedby": `${id}-error`,
      ...attributes,
    });
    const place = { class: "error", id: `${id}-error`, "data-testid": `${id}-error` };
    const error = h("p", { ...place, role: "alert", hidden: true });
    const filled = (otherwise) => {
      fieldError(input, input.value.trim() ? null : otherwise);
      return Boolean(input.value.trim());
    };
    const node = h("div", { class: "field" }, h("label", { for: id }, label), input, error);
    return { input, filled, node };
  }

  async #trying(act) {
    this.#problem.hidden = true;
    try {
      await act();
    } catch (problem) {
      this.#tell(problem);
    }
  }

  #tell(problem) {
    const why = problem.code ? problemText(problem, this.#texts) : problem.message;
    this.#problem.hidden = false;
    this.#problem.replaceChildren(fill(this.#texts.factorFailed, { why }));
  }
}
