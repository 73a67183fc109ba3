// The first screen of a new device: a one-time code becomes an enrolled key.

import { byId, fieldError } from "../shared/dom.js";
import { canMakeKeys } from "../shared/keystore.js";
import { problemText } from "../shared/verdict.js";
import { Device } from "./device.js";

const CODE_WRONG = [400, 401, 403, 404, 409, 422];

/**
 * Shows the screen until a device is enrolled, and answers it. `notice` says why a known device is here
 * again.
 */
export function enrol(texts, api, notice = "") {
  byId("screen-enrol").hidden = false;
  byId("screen-desk").hidden = true;
  byId("bar").hidden = true;
  say(canMakeKeys() ? notice : texts.insecure);
  byId("enrol-submit").disabled = !canMakeKeys();
  const input = byId("enrol-code");
  input.value = "";
  input.focus();
  return new Promise((resolve) => {
    byId("enrol-form").onsubmit = async (event) => {
      event.preventDefault();
      const device = await tryCode(texts, api, input);
      if (device) {
        byId("screen-enrol").hidden = true;
        resolve(device);
      }
    };
  });
}

async function tryCode(texts, api, input) {
  const code = input.value.trim();
  const button = byId("enrol-submit");
  if (!code || button.disabled) {
    fieldError(input, code ? null : texts.enrolEmpty);
    return null;
  }
  fieldError(input, null);
  button.disabled = true;
  button.replaceChildren(texts.enrolBusy);
  try {
    return await Device.enrol(api, code);
  } catch (problem) {
    fieldError(input, CODE_WRONG.includes(problem.status) ? texts.enrolRefused : problemText(problem, texts));
    return null;
  } finally {
    button.disabled = false;
    button.replaceChildren(texts.enrolButton);
  }
}

function say(notice) {
  byId("enrol-notice").hidden = !notice;
  byId("enrol-notice").replaceChildren(notice);
}
