// Ten visits worked out for terms that are not in force: written just now, or offered as an amendment.

import { fill, h } from "../shared/dom.js";
import { problemText } from "../shared/verdict.js";
import { exampleTable } from "./agreementlists.js";

/**
 * A button and, once it is pressed, the visits, or else what is wrong with the terms. `read()` answers what
 * the server says of them, or null where there is nothing to ask about yet.
 */
export function examplesOnDemand(office, read) {
  const { texts } = office;
  const out = h("div", { class: "examples-shown", "aria-live": "polite", "data-testid": "shown-examples" });
  const button = h(
    "button",
    { type: "button", class: "button quiet small", "data-testid": "see-examples", onclick: () => show() },
    texts.seeExamples,
  );
  const show = async () => {
    button.disabled = true;
    try {
      const answer = await read();
      out.replaceChildren(...(answer ? drawn(answer, texts) : []));
    } catch (problem) {
      const why = problem.code ? problemText(problem, texts) : problem.message;
      out.replaceChildren(h("p", { class: "notice bad", role: "alert" }, fill(texts.unreadable, { why })));
    } finally {
      button.disabled = false;
    }
  };
  return h("div", { class: "examples-asked" }, button, out);
}

function drawn({ problems = [], examples = [] }, texts) {
  return problems.length
    ? [
        h("p", { class: "item-note" }, texts.termsWrong),
        h(
          "ul",
          { class: "notice bad", "data-testid": "shown-problems" },
          ...problems.map(({ field, text }) => h("li", {}, h("strong", {}, field), " ", text)),
        ),
      ]
    : [exampleTable(examples, texts)];
}
