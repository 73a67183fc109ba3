// One dialog for everything that has to be confirmed or said why.

import { byId, fill } from "../shared/dom.js";
import { problemText } from "../shared/verdict.js";
import { Fields } from "./form.js";

/**
 * Asks, then does: `act(values)` is async; its Problem is told in the dialog, at the field it names
 * where there is one, and nothing is lost of what was typed. Answers what `act` answered, or undefined
 * when it was not wanted.
 */
export function ask(texts, { title, text = "", fields = [], yes, grave = false, act }) {
  const dialog = byId("ask");
  const form = new Fields(fields, { needed: texts.needed });
  const button = byId("ask-yes");
  byId("ask-title").replaceChildren(title);
  byId("ask-text").replaceChildren(text);
  byId("ask-text").hidden = !text;
  byId("ask-fields").replaceChildren(form.node);
  byId("ask-fields").hidden = fields.length === 0;
  byId("ask-problem").hidden = true;
  button.replaceChildren(yes);
  button.className = grave ? "button grave" : "button";
  button.disabled = false;
  byId("ask-no").replaceChildren(texts.cancel);
  dialog.showModal();
  if (fields.length) {
    form.focus();
  } else {
    byId("ask-no").focus();
  }
  return new Promise((resolve) => {
    let answer;
    byId("ask-no").onclick = () => dialog.close();
    dialog.onclose = () => resolve(answer);
    byId("ask-form").onsubmit = async (event) => {
      event.preventDefault();
      const values = form.values();
      if (!values || button.disabled) {
        return;
      }
      button.disabled = true;
      byId("ask-problem").hidden = true;
      try {
        answer = (await act(values)) ?? true;
        dialog.close();
      } catch (problem) {
        tell(form, problem, texts);
      } finally {
        button.disabled = false;
      }
    };
  });
}

function tell(form, problem, texts) {
  const text = problem.code ? problemText(problem, texts) : problem.message;
  if (!problem.field || !form.error(problem.field.split(".").at(-1), text)) {
    byId("ask-problem").hidden = false;
    byId("ask-problem").replaceChildren(
      problem.field ? fill(texts.atField, { field: problem.field, text }) : text,
    );
  }
}
