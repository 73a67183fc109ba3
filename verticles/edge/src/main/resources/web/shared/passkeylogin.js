// Signing in with a passkey: by a button, or where the browser fills it in beside the e-mail address.

import { byId, h } from "./dom.js";
import { problemText } from "./verdict.js";
import { fillsIn, hasPasskeys, usePasskey, whyNot } from "./webauthn.js";

/** A question is asked anew before it is too old. */
const ASK_ANEW = 0.8;

export class PasskeyLogin {
  #texts;
  #session;
  #api;
  #onIn;
  #waiting = null;
  #timer = 0;

  /** `onIn()` goes on with the session; async. */
  constructor(texts, session, api, onIn) {
    this.#texts = texts;
    this.#session = session;
    this.#api = api;
    this.#onIn = onIn;
  }

  /** Below the forms of the login, where the browser has passkeys. */
  offer() {
    if (!hasPasskeys()) {
      return;
    }
    if (!byId("passkey-login")) {
      const look = { id: "passkey-login", type: "button", class: "button quiet wide" };
      const error = { class: "error", id: "passkey-login-error", "data-testid": "passkey-login-error" };
      byId("code-form").after(
        h(
          "div",
          { class: "field" },
          h(
            "button",
            { ...look, "data-testid": "passkey-login", onclick: () => this.#byButton() },
            this.#texts.passkeyLogIn,
          ),
          h("p", { ...error, role: "alert", hidden: true }),
        ),
      );
    }
    this.#tell(null);
    this.#fillIn();
  }

  /** Nothing is filled in any more. */
  stop() {
    clearTimeout(this.#timer);
    this.#waiting?.abort();
    this.#waiting = null;
  }

  async #byButton() {
    const button = byId("passkey-login");
    this.stop();
    this.#tell(null);
    button.disabled = true;
    try {
      await this.#answer(await this.#ask(), {});
    } catch (problem) {
      this.#tell(problem);
      this.#fillIn();
    } finally {
      button.disabled = false;
    }
  }

  /** Says nothing where it comes to nothing: nobody has asked for it. */
  async #fillIn() {
    this.stop();
    const waiting = new AbortController();
    this.#waiting = waiting;
    if (!(await fillsIn().catch(() => false)) || waiting.signal.aborted) {
      return;
    }
    const question = await this.#ask().catch(() => null);
    if (!question || waiting.signal.aborted) {
      return;
    }
    this.#timer = setTimeout(() => this.#fillIn(), question.timeout * ASK_ANEW);
    const how = { mediation: "conditional", signal: waiting.signal };
    await this.#answer(question, how).catch((problem) => {
      if (problem.status) {
        this.#tell(problem);
      }
    });
  }

  #ask() {
    return this.#api.post("/sign-in/passkey/begin", {}, { anonymous: true });
  }

  async #answer(question, how) {
    const passkey = await usePasskey(question, how);
    clearTimeout(this.#timer);
    await this.#session.comeInWith(this.#api, passkey);
    await this.#onIn();
  }

  #tell(problem) {
    const place = byId("passkey-login-error");
    const own = problem && whyNot(problem);
    const why = problem && (own ? this.#texts[own] : problemText(problem, this.#texts));
    place.hidden = !problem;
    place.replaceChildren(why ?? "");
  }
}
