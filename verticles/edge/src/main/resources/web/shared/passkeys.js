// One's own passkeys: seen, added, renamed, removed.

import { announce, fieldError, fill, h } from "./dom.js";
import { dayTime } from "./format.js";
import { Sure } from "./sure.js";
import { problemText } from "./verdict.js";
import { hasPasskeys, makePasskey, whyNot } from "./webauthn.js";

const NAME_CHARS_MAX = 60;

export class Passkeys {
  #texts;
  #api;
  #session;
  #onChange;
  #sure = new Sure();
  #problem = h("p", { class: "notice bad", "data-testid": "passkeys-problem", role: "alert", hidden: true });
  #list = h("ul", { "data-testid": "passkeys-list" });
  #flow = h("div", { class: "factors-flow", "data-testid": "passkeys-flow" });
  #title;
  node;

  /** `onChange({added, some, recoveryCodes})` hears if there are some now, and of codes that came with the first. */
  constructor(texts, api, session, onChange) {
    this.#texts = texts;
    this.#api = api;
    this.#session = session;
    this.#onChange = onChange;
    this.#title = h("h2", { class: "serif", id: "passkeys-title", tabindex: "-1" }, texts.passkeys);
    this.node = h(
      "section",
      { class: "card block factors", "data-testid": "passkeys", "aria-labelledby": "passkeys-title" },
      h("div", { class: "block-head" }, this.#title),
      h("p", { class: "muted" }, hasPasskeys() ? texts.passkeysLead : texts.passkeysNotHere),
      this.#problem,
      this.#list,
      this.#flow,
    );
  }

  /** Reads them anew; what is being added or renamed stays as it is. */
  async refresh() {
    try {
      const { passkeys = [] } = await this.#api.get("/me/passkeys");
      this.#list.replaceChildren(...passkeys.map((passkey) => this.#row(passkey)));
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
    [this.#list, this.#flow].forEach((place) => place.replaceChildren());
    this.#problem.hidden = true;
  }

  #row({ id, name, addedAt, lastUsedAt, suspectedAt }) {
    const texts = this.#texts;
    const when = (at) => dayTime(at, undefined, Date.now());
    const dates = fill(lastUsedAt ? texts.factorDates : texts.factorUnused, {
      added: when(addedAt),
      used: lastUsedAt && when(lastUsedAt),
    });
    const rename = { type: "button", class: "button quiet small", "data-testid": "passkey-rename" };
    rename["aria-label"] = fill(texts.passkeyRenameOf, { what: name });
    rename.onclick = () => this.#askName(texts.passkeyRename, name, (other) => this.#rename(id, other));
    return h(
      "li",
      { class: "item", "data-testid": "passkey" },
      h(
        "div",
        { class: "item-head" },
        h("h3", { tabindex: "-1" }, name),
        suspectedAt && h("span", { class: "badge bad" }, texts.passkeySuspected),
      ),
      suspectedAt && h("p", { class: "item-note" }, texts.passkeySuspectedWhy),
      h(
        "div",
        { class: "item-foot" },
        h("p", { class: "item-note" }, dates),
        h("button", rename, texts.passkeyRename),
        this.#sure.button(id, {
          name: "passkey-remove",
          what: name,
          words: [texts.factorRemove, texts.factorSure, texts.factorRemoveOf, texts.factorSureOf],
          act: () => this.#trying(() => this.#remove(id, name)),
        }),
      ),
    );
  }

  #offer() {
    const look = { type: "button", class: "button quiet", "data-testid": "passkey-add" };
    look.onclick = () => this.#askName(this.#texts.passkeyMake, "", (name) => this.#add(name));
    this.#flow.replaceChildren(...(hasPasskeys() ? [h("button", look, this.#texts.passkeyAdd)] : []));
  }

  /** A form in the place of the way in; `act(name)` may throw. */
  #askName(label, value, act) {
    const texts = this.#texts;
    const input = h("input", {
      id: "passkey-name",
      "data-testid": "passkey-name",
      autocomplete: "off",
      maxlength: NAME_CHARS_MAX,
      required: true,
      value,
      "aria-describedby": "passkey-name-error",
    });
    const button = h("button", { class: "button", "data-testid": "passkey-on" }, label);
    const cancel = { type: "button", class: "button quiet", "data-testid": "passkey-cancel" };
    cancel.onclick = () => this.#over();
    const error = { class: "error", id: "passkey-name-error", "data-testid": "passkey-name-error" };
    const form = h(
      "form",
      { novalidate: true },
      h(
        "div",
        { class: "field" },
        h("label", { for: "passkey-name" }, texts.passkeyName),
        input,
        h("p", { ...error, role: "alert", hidden: true }),
      ),
      h("div", { class: "factors-actions" }, button, h("button", cancel, texts.factorCancel)),
    );
    form.onsubmit = async (event) => {
      event.preventDefault();
      const name = input.value.trim();
      fieldError(input, name ? null : texts.factorNameEmpty);
      if (name && !button.disabled) {
        button.disabled = true;
        await this.#trying(() => act(name));
        button.disabled = false;
      }
    };
    this.#flow.replaceChildren(form);
    input.focus();
  }

  async #add(name) {
    const made = await makePasskey(await this.#api.post("/me/passkeys/begin"));
    const { token, expiresAt, recoveryCodes = [] } = await this.#api.post("/me/passkeys", { name, ...made });
    this.#session.adopt({ token, expiresAt });
    announce(fill(this.#texts.passkeyAdded, { what: name }));
    this.#over();
    await this.refresh();
    await this.#onChange({ added: true, some: true, recoveryCodes });
  }

  async #rename(id, name) {
    await this.#api.patch(`/me/passkeys/${encodeURIComponent(id)}`, { name });
    announce(fill(this.#texts.passkeyRenamed, { what: name }));
    this.#over();
    await this.refresh();
  }

  async #remove(id, name) {
    await this.#api.delete(`/me/passkeys/${encodeURIComponent(id)}`);
    announce(fill(this.#texts.factorRemoved, { what: name }));
    this.#title.focus();
    await this.refresh();
    await this.#onChange({ added: false, some: this.#list.hasChildNodes(), recoveryCodes: [] });
  }

  #over() {
    this.#offer();
    this.#title.focus();
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
    const texts = this.#texts;
    const own = whyNot(problem);
    const why = own ? texts[own] : problem.code ? problemText(problem, texts) : problem.message;
    this.#problem.hidden = false;
    this.#problem.replaceChildren(own ? why : fill(texts.factorFailed, { why }));
  }
}
