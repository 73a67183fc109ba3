// Asks once more who sits there, before something sensitive: for a code, or for the password where there is
// no second factor.

import { fieldError, h } from "./dom.js";
import { problemText } from "./verdict.js";

export class Prover {
  #texts;
  #session;
  #pending = null;

  constructor(texts, session) {
    this.#texts = texts;
    this.#session = session;
  }

  /** The access token that has proven it, null where that was not wanted. Who asks meanwhile gets the same. */
  prove(api) {
    this.#pending ??= this.#ask(api).finally(() => {
      this.#pending = null;
    });
    return this.#pending;
  }

  #ask(api) {
    const texts = this.#texts;
    const byCode = Boolean(this.#session.user?.secondFactor);
    const input = h("input", {
      id: "proof",
      "data-testid": "proof",
      type: byCode ? "text" : "password",
      autocomplete: byCode ? "one-time-code" : "current-password",
      maxlength: byCode ? 40 : 1024,
      "aria-describedby": byCode ? "proof-hint proof-error" : "proof-error",
    });
    const button = h("button", { class: "button", "data-testid": "proof-yes" }, texts.proveYes);
    const look = { class: "prove card", "data-testid": "prove", "aria-labelledby": "prove-title" };
    const dialog = h("dialog", look);
    const form = h(
      "form",
      { method: "dialog", novalidate: true },
      h("h2", { class: "serif", id: "prove-title" }, texts.prove),
      h("p", {}, byCode ? texts.proveCode : texts.provePassword),
      h(
        "div",
        { class: "field" },
        h("label", { for: "proof" }, byCode ? texts.code : texts.password),
        input,
        byCode && h("p", { class: "hint", id: "proof-hint" }, texts.codeHint),
        h("p", {
          class: "error",
          id: "proof-error",
          "data-testid": "proof-error",
          role: "alert",
          hidden: true,
        }),
      ),
      h(
        "div",
        { class: "prove-actions" },
        button,
        h(
          "button",
          { type: "button", class: "button quiet", "data-testid": "proof-no", onclick: () => dialog.close() },
          texts.proveNo,
        ),
      ),
    );
    dialog.append(form);
    document.body.append(dialog);
    dialog.showModal();
    input.focus();
    return new Promise((resolve) => {
      let token = null;
      dialog.onclose = () => {
        dialog.remove();
        resolve(token);
      };
      form.onsubmit = async (event) => {
        event.preventDefault();
        if (button.disabled) {
          return;
        }
        button.disabled = true;
        try {
          token = await this.#stepUp(api, byCode ? { code: input.value.trim() } : { password: input.value });
          dialog.close();
        } catch (problem) {
          fieldError(input, problemText(problem, texts));
        } finally {
          button.disabled = false;
        }
      };
    });
  }

  async #stepUp(api, proof) {
    const stepped = await api.post("/sessions/current/step-up", proof);
    this.#session.adopt(stepped);
    return stepped.token;
  }
}
