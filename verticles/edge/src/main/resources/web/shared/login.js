// The form by which a person logs in, and the one for the code where there is a second factor: what is
// missing or wrong is told at the field.

import { byId, fieldError, h } from "./dom.js";
import { offerOutside } from "./outside.js";
import { PasskeyLogin } from "./passkeylogin.js";
import { problemText } from "./verdict.js";

export class Login {
  #texts;
  #session;
  #api;
  #onIn;
  #page;
  #challenge = null;
  #passkeys;

  /** `onIn()` goes on with the session; async. `page` is its folder, for who signs in elsewhere. */
  constructor(texts, session, api, { page, onIn }) {
    this.#page = page;
    this.#texts = texts;
    this.#session = session;
    this.#api = api;
    this.#onIn = onIn;
    byId("login-form").onsubmit = (event) => {
      event.preventDefault();
      this.#submit();
    };
    byId("login-form").after(this.#codeForm());
    this.#passkeys = new PasskeyLogin(texts, session, api, onIn);
  }

  /** `notice` says why the form is seen; empty where there is nothing to say. */
  show(notice) {
    byId("screen-login").hidden = false;
    const challenge = this.#session.takeChallenge();
    this.#ask(challenge, challenge ? this.#texts.outsideCodeLead : notice);
    this.#passkeys.offer();
    offerOutside(this.#api, this.#texts, this.#page);
  }

  hide() {
    this.#passkeys.stop();
    byId("screen-login").hidden = true;
  }

  /** For the code that answers the challenge; for e-mail and password where there is none. */
  #ask(challenge, notice) {
    this.#challenge = challenge;
    byId("login-form").hidden = Boolean(challenge);
    byId("code-form").hidden = !challenge;
    byId("login-notice").hidden = !notice;
    byId("login-notice").replaceChildren(notice);
    byId("code").value = "";
    fieldError(byId("code"), null);
    byId(challenge ? "code" : "email").focus();
  }

  async #submit() {
    const texts = this.#texts;
    const [email, password, button] = ["email", "password", "log-in"].map(byId);
    fieldError(password, password.value ? null : texts.passwordEmpty);
    fieldError(email, email.value.trim() ? null : texts.emailEmpty);
    if (!email.value.trim() || !password.value || button.disabled) {
      return;
    }
    await this.#busy(button, async () => {
      await this.#session.logIn(this.#api, email.value.trim(), password.value);
      password.value = "";
      await this.#onIn();
    }, (problem) => {
      if (problem.code === "MFA_REQUIRED") {
        password.value = "";
        this.#ask(problem.challenge, texts.codeLead);
        return;
      }
      const wrong = problem.status === 401 || problem.code === "NOT_FOUND";
      fieldError(password, wrong ? texts.loginWrong : problemText(problem, texts));
    });
  }

  async #complete() {
    const texts = this.#texts;
    const [code, button] = ["code", "send-code"].map(byId);
    fieldError(code, code.value.trim() ? null : texts.codeEmpty);
    if (!code.value.trim() || button.disabled) {
      return;
    }
    await this.#busy(button, async () => {
      await this.#session.complete(this.#api, this.#challenge, code.value.trim());
      await this.#onIn();
    }, (problem) => {
      if (problem.status === 401) {
        this.#ask(null, texts.challengeOver);
      } else {
        fieldError(code, problemText(problem, texts));
      }
    });
  }

  async #busy(button, work, onProblem) {
    button.disabled = true;
    button.replaceChildren(this.#texts.loggingIn);
    try {
      await work();
    } catch (problem) {
      onProblem(problem);
    } finally {
      button.disabled = false;
      button.replaceChildren(this.#texts.logIn);
    }
  }

  #codeForm() {
    const texts = this.#texts;
    return h(
      "form",
      {
        id: "code-form",
        "data-testid": "code-form",
        novalidate: true,
        hidden: true,
        onsubmit: (event) => {
          event.preventDefault();
          this.#complete();
        },
      },
      h(
        "div",
        { class: "field" },
        h("label", { for: "code" }, texts.code),
        h("input", {
          id: "code",
          "data-testid": "code",
          autocomplete: "one-time-code",
          maxlength: 40,
          required: true,
          "aria-describedby": "code-hint code-error",
        }),
        h("p", { class: "hint", id: "code-hint" }, texts.codeHint),
        h("p", {
          class: "error",
          id: "code-error",
          "data-testid": "code-error",
          role: "alert",
          hidden: true,
        }),
      ),
      h("button", { class: "button wide", id: "send-code", "data-testid": "send-code" }, texts.logIn),
      h(
        "button",
        {
          type: "button",
          class: "button bare small",
          "data-testid": "other-login",
          onclick: () => this.#ask(null, ""),
        },
        texts.otherLogin,
      ),
    );
  }
}
