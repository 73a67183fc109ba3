// A forgotten password, a new one, and an address that is confirmed: which of them, the link in the mail says.
// Its token stands behind the #, so that no server's log and no referrer ever holds it.

import { Api } from "../shared/api.js";
import { announce, byId, choose, fieldError, fillTexts } from "../shared/dom.js";
import sharedTexts from "../shared/texts.js";
import { problemText } from "../shared/verdict.js";
import pageTexts from "./texts.js";

const texts = { ...choose(sharedTexts), ...choose(pageTexts) };
const api = new Api();
const LINK = /^#(reset|verify|invite)=([A-Za-z0-9_-]{1,200})$/;

function start() {
  fillTexts(texts);
  const [, kind = "forgotten", token = ""] = LINK.exec(location.hash) ?? [];
  // the token is in nobody's history and on nobody's screen
  history.replaceState(null, "", location.pathname);
  head(kind);
  if (kind === "verify") {
    verify(token);
  } else {
    form(kind, token);
  }
}

function head(kind) {
  byId("title").replaceChildren(texts[`${kind}Title`]);
  byId("lead").replaceChildren(texts[`${kind}Lead`]);
  document.title = `${texts[`${kind}Title`]} · Reciprocal Clubs`;
}

function form(kind, token) {
  const node = byId(kind === "invite" ? "reset-form" : `${kind}-form`);
  node.hidden = false;
  node.querySelector("input").focus();
  node.onsubmit = (event) => {
    event.preventDefault();
    if (kind !== "forgotten") {
      reset(token);
    } else {
      forgotten();
    }
  };
}

async function forgotten() {
  const email = byId("email");
  if (!filled(email, texts.emailEmpty)) {
    return;
  }
  await busy(byId("send"), texts.send, async () => {
    await api.post("/password/forgotten", { email: email.value.trim() }, { anonymous: true });
    done(texts.sent);
  }, (problem) => fieldError(email, words(problem)));
}

async function reset(token) {
  const password = byId("password");
  if (!filled(password, texts.newPasswordEmpty)) {
    return;
  }
  await busy(byId("set"), texts.set, async () => {
    await api.post("/password/reset", { token, password: password.value }, { anonymous: true });
    password.value = "";
    done(texts.setDone);
  }, (problem) => refuse(problem, password));
}

async function verify(token) {
  say(texts.verifying, "");
  try {
    await api.post("/email/verify", { token }, { anonymous: true });
    done(texts.verified);
  } catch (problem) {
    say(words(problem), "bad");
  }
}

/** A link that is no longer good leads to another; what is wrong with the password is told at the field. */
function refuse(problem, password) {
  if (problem.code !== "LINK_INVALID") {
    fieldError(password, words(problem));
    return;
  }
  byId("reset-form").hidden = true;
  head("forgotten");
  say(words(problem), "bad");
  form("forgotten", "");
}

function words(problem) {
  return texts.refused[problem.code] ?? problemText(problem, texts);
}

function filled(input, otherwise) {
  fieldError(input, input.value.trim() ? null : otherwise);
  return Boolean(input.value.trim());
}

async function busy(button, label, work, onProblem) {
  if (button.disabled) {
    return;
  }
  button.disabled = true;
  button.replaceChildren(texts.sending);
  try {
    await work();
  } catch (problem) {
    onProblem(problem);
  } finally {
    button.disabled = false;
    button.replaceChildren(label);
  }
}

function done(text) {
  document.querySelectorAll("form").forEach((node) => {
    node.hidden = true;
  });
  say(text, "good");
  announce(text);
}

function say(text, manner) {
  const notice = byId("notice");
  notice.className = `notice ${manner}`;
  notice.hidden = false;
  notice.replaceChildren(text);
}

start();
