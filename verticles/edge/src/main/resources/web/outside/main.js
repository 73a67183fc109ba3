// Back from the sign-in page of somebody's club. What it sent is in the address, is good once, and counts only
// in the tab that went there: another's code, slipped to somebody, signs nobody in.

import { Api } from "../shared/api.js";
import { byId, choose, fillTexts } from "../shared/dom.js";
import { comeBack } from "../shared/outside.js";
import { Session } from "../shared/session.js";
import sharedTexts from "../shared/texts.js";
import { problemText } from "../shared/verdict.js";
import pageTexts from "./texts.js";

const texts = { ...choose(sharedTexts), ...choose(pageTexts) };

async function start() {
  fillTexts(texts);
  const sent = new URLSearchParams(location.search);
  // in nobody's history, and not sent twice by a reload
  history.replaceState(null, "", location.pathname);
  byId("lead").replaceChildren(texts.lead);
  const left = comeBack(sent.get("state"));
  byId("to-login").href = `/${left?.page ?? "member"}/`;
  if (!left || !sent.get("code")) {
    stay(sent.get("error") === "access_denied" ? texts.denied : texts.notBegun);
    return;
  }
  try {
    await new Session(left.page, () => {}).comeIn(new Api(), {
      state: left.state,
      code: sent.get("code"),
      issuer: sent.get("iss") ?? undefined,
    });
    location.replace(`/${left.page}/`);
  } catch (problem) {
    stay(texts.problems[problem.code] ?? problemText(problem, texts));
  }
}

function stay(words) {
  byId("lead").replaceChildren(words);
  byId("to-login").hidden = false;
  byId("to-login").focus();
}

start();
