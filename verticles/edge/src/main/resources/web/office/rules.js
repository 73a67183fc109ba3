// What the club says by itself: the rules of its house and of its programme.

import { newKey } from "../shared/api.js";
import { fill, h } from "../shared/dom.js";
import { day, localDate, time } from "../shared/format.js";
import { problemText } from "../shared/verdict.js";
import { ask } from "./ask.js";
import { Editor, termsList } from "./editor.js";
import { action, Panel } from "./panel.js";

export function rules(office, root) {
  const { texts } = office;
  const panels = [kind(office, "HOUSE", texts.houseTitle), kind(office, "PROGRAMME", texts.programmeTitle)];
  root.append(...panels.map(({ node }) => node));
  panels.forEach((panel) => panel.refresh());
}

function kind(office, name, title) {
  const { texts } = office;
  const state = { editing: false };
  const panel = new Panel(office, {
    name: name.toLowerCase(),
    title,
    read: () => office.api.get(`/rules?kind=${name}`),
    draw: (each) =>
      state.editing
        ? editing(office, each, done)
        : reading(office, each, edit, () => drop(office, each, panel)),
  });
  const edit = () => {
    state.editing = true;
    panel.refresh().then(() => panel.node.querySelector("textarea")?.focus());
  };
  const done = () => {
    state.editing = false;
    panel.refresh().then(() => panel.node.querySelector("h2").focus());
  };
  return panel;
}

function reading(office, { kind: name, terms, version, setAt }, edit, remove) {
  const { texts } = office;
  const zone = office.club.timeZone;
  const when = setAt && `${day(localDate(setAt, zone), localDate(office.now(), zone))}, ${time(setAt, zone)}`;
  const may = office.can("rules.set");
  return [
    h("p", { class: "item-note" }, texts.ruleLeads[name]),
    terms ? termsList(terms, texts, { rules: true }) : h("p", { class: "muted empty" }, texts.noRules),
    setAt && h("p", { class: "item-note" }, fill(texts.rulesSince, { when, version })),
    may &&
      h(
        "div",
        { class: "actions" },
        action(`edit-${name.toLowerCase()}`, terms ? texts.editRules : texts.writeRules, edit, { look: "" }),
        terms && action(`drop-${name.toLowerCase()}`, texts.dropRules, remove),
      ),
  ];
}

function editing(office, { kind: name, terms, version }, done) {
  const { texts } = office;
  const editor = new Editor(texts, terms ?? {}, { rules: true });
  const notice = h("p", { class: "notice bad", role: "alert", "data-testid": "form-problem", hidden: true });
  const button = h("button", { class: "button", "data-testid": "set-rules" }, texts.setRules);
  const submit = async (event) => {
    event.preventDefault();
    notice.hidden = true;
    const written = editor.terms();
    if (!written || button.disabled) {
      return;
    }
    button.disabled = true;
    try {
      await put(office, { kind: name, terms: written, replaces: version });
      office.say(texts.rulesSet);
      done();
    } catch (problem) {
      if (!problem.code || !editor.show(problem)) {
        notice.hidden = false;
        notice.replaceChildren(problem.code ? problemText(problem, texts) : problem.message);
      }
    } finally {
      button.disabled = false;
    }
  };
  return [
    h(
      "form",
      { class: "writing", novalidate: true, onsubmit: submit },
      editor.node,
      notice,
      h("div", { class: "actions" }, button, action("cancel-rules", texts.cancel, done)),
    ),
  ];
}

function put(office, rules) {
  return office.api.put("/rules", rules, { key: newKey() });
}

async function drop(office, { kind: name, version }, panel) {
  const { texts } = office;
  const done = await ask(texts, {
    title: texts.dropAsk,
    text: texts.dropText,
    yes: texts.dropRules,
    grave: true,
    act: () => put(office, { kind: name, replaces: version }),
  });
  if (done) {
    office.say(texts.rulesDropped);
    panel.refresh();
  }
}
