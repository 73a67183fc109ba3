// Asks once more who sits there, before something sensitive: for a code, or for the password where there is
// no second factor.

import { fieldError, h } from "./dom.js";
import { problemText } from "./verdict.js";
import { hasPasskeys, usePasskey, whyNot } from "./webauthn.js";

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
    const passkey = { type: "button", class: "button", "data-testid": "proof-passkey", hidden: true };
    const byPasskey = h("button", passkey, texts.passkeyProve);
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
        byPasskey,
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
    if (byCode) {
      this.#offer(api, byPasskey);
    }
    return new Promise((resolve) => {
      let token = null;
      const step = async (proof) => {
        byPasskey.disabled = true;
        button.disabled = true;
        try {
          token = await this.#stepUp(api, await proof());
          dialog.close();
        } catch (problem) {
          const own = whyNot(problem);
          fieldError(input, own ? texts[own] : problemText(problem, texts));
        } finally {
          byPasskey.disabled = false;
          button.disabled = false;
        }
      };
      dialog.onclose = () => {
        dialog.remove();
        resolve(token);
      };
      byPasskey.onclick = () =>
        step(async () => ({ passkey: await usePasskey(await api.post("/sessions/current/step-up/begin")) }));
      form.onsubmit = async (event) => {
        event.preventDefault();
        if (!button.disabled) {
          await step(() => (byCode ? { code: input.value.trim() } : { password: input.value }));
        }
      };
    });
  }

  /** Where there is a passkey that is of use. */
  async #offer(api, button) {
    const { passkeys = [] } = hasPasskeys() ? await api.get("/me/passkeys").catch(() => ({})) : {};
    button.hidden = !passkeys.some(({ suspectedAt }) => !suspectedAt);
  }

  async #stepUp(api, proof) {
    const stepped = await api.post("/sessions/current/step-up", proof);
    this.#session.adopt(stepped);
    return stepped.token;
  }
}
