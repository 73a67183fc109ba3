// The form by which a person logs in: what is missing or wrong is told at the field.

import { byId, fieldError } from "./dom.js";
import { problemText } from "./verdict.js";

export class Login {
  #texts;
  #logIn;
  #onIn;

  /** `logIn(email, password)` is async and throws the Problem; `onIn()` goes on, also async. */
  constructor(texts, logIn, onIn) {
    this.#texts = texts;
    this.#logIn = logIn;
    this.#onIn = onIn;
    byId("login-form").onsubmit = (event) => {
      event.preventDefault();
      this.#submit();
    };
  }

  /** `notice` says why the form is seen; empty where there is nothing to say. */
  show(notice) {
    byId("screen-login").hidden = false;
    byId("login-notice").hidden = !notice;
    byId("login-notice").replaceChildren(notice);
    byId("email").focus();
  }

  hide() {
    byId("screen-login").hidden = true;
  }

  async #submit() {
    const texts = this.#texts;
    const [email, password, button] = ["email", "password", "log-in"].map(byId);
    fieldError(password, password.value ? null : texts.passwordEmpty);
    fieldError(email, email.value.trim() ? null : texts.emailEmpty);
    if (!email.value.trim() || !password.value || button.disabled) {
      return;
    }
    button.disabled = true;
    button.replaceChildren(texts.loggingIn);
    try {
      await this.#logIn(email.value.trim(), password.value);
      password.value = "";
      await this.#onIn();
    } catch (problem) {
      const wrong = problem.status === 401 || problem.code === "NOT_FOUND";
      fieldError(password, wrong ? texts.loginWrong : problemText(problem, texts));
    } finally {
      button.disabled = false;
      button.replaceChildren(texts.logIn);
    }
  }
}
