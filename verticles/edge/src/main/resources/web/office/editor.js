// Terms as JSON, beside what they say in words and what the server found wrong with them.

import { fill, h } from "../shared/dom.js";
import { problemText } from "../shared/verdict.js";
import { locate, saidOnly, sentences, spare } from "./terms.js";

const SCHEMA = "/api/v1/terms.schema.json";
const PAUSE_MS = 250;
const ROWS = { least: 14, most: 30 };
let made = 0;

/**
 * Terms in words. Lines that the terms `before` do not have are marked as new; `rules` are of a club
 * alone: what they do not say others do.
 */
export function termsList(terms, texts, { before = null, rules = false } = {}) {
  const topics = sentences(terms, texts);
  const known = before && new Set(sentences(before, texts).flatMap(({ lines }) => lines));
  const line = (text) =>
    h("li", {}, text, known && !known.has(text) && h("span", { class: "badge warn" }, texts.changed));
  return h(
    "dl",
    { class: "terms", "data-testid": "terms" },
    ...(rules ? saidOnly(topics, texts) : topics).map(({ topic, lines }) =>
      h("div", {}, h("dt", {}, topic), h("dd", {}, h("ul", {}, ...lines.map(line)))),
    ),
  );
}

export class Editor {
  #texts;
  #timer = 0;
  #area;
  #words = h("div", { class: "editor-words" });
  #problem;
  #rules;
  node;

  /** `rules`: those of a club alone, see termsList. */
  constructor(texts, terms, { rules = false } = {}) {
    this.#texts = texts;
    this.#rules = rules;
    const id = `terms-${++made}`;
    const place = { class: "notice bad", role: "alert", id: `${id}-problem`, "data-testid": "terms-problem" };
    this.#problem = h("div", { ...place, hidden: true });
    this.#area = h("textarea", {
      id,
      "data-testid": "terms-json",
      spellcheck: "false",
      autocomplete: "off",
      autocapitalize: "off",
      "aria-describedby": `${id}-hint ${id}-problem`,
      oninput: () => this.#later(),
    });
    const text = JSON.stringify(spare(terms ?? {}), null, 2);
    this.#area.value = text;
    this.#area.rows = Math.min(ROWS.most, Math.max(ROWS.least, text.split("\n").length + 2));
    this.node = h(
      "div",
      { class: "editor" },
      h(
        "div",
        { class: "field editor-json" },
        h("label", { for: id }, texts.termsJson),
        h(
          "p",
          { class: "hint", id: `${id}-hint` },
          texts.termsHint,
          " ",
          h("a", { href: SCHEMA, target: "_blank", rel: "noopener" }, texts.termsSchema),
        ),
        this.#area,
      ),
      h(
        "div",
        { class: "editor-side" },
        this.#problem,
        h("p", { class: "label" }, texts.inWords),
        this.#words,
      ),
    );
    this.#say();
  }

  /** The terms, or null where the text is no JSON, which is then told. */
  terms() {
    clearTimeout(this.#timer);
    this.#say();
    try {
      const terms = JSON.parse(this.#area.value.trim() || "{}");
      if (terms === null || typeof terms !== "object" || Array.isArray(terms)) {
        throw new SyntaxError(this.#texts.termsObject);
      }
      return terms;
    } catch (broken) {
      this.#tell([fill(this.#texts.termsBroken, { why: broken.message })]);
      this.#area.focus();
      return null;
    }
  }

  /** Tells what the server found wrong, and goes to the place. False where it is about something else. */
  show(problem) {
    const field = (problem.field ?? problem.rule ?? "").replace(/^(input\.)?terms\.?/, "");
    const place = field && locate(this.#area.value, field);
    if (!place && !/^terms/.test(problem.field ?? "")) {
      return false;
    }
    this.#tell([
      h("strong", {}, field || this.#texts.theTerms),
      h("br"),
      problem.detail || problemText(problem, this.#texts),
    ]);
    this.#area.setAttribute("aria-invalid", "true");
    this.#area.focus();
    if (place) {
      this.#area.setSelectionRange(...place);
      this.#scrollTo(place[0]);
    }
    return true;
  }

  #scrollTo(at) {
    const line = this.#area.value.slice(0, at).split("\n").length;
    const height = Number.parseFloat(getComputedStyle(this.#area).lineHeight) || 20;
    this.#area.scrollTop = Math.max(0, (line - 4) * height);
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#say(), PAUSE_MS);
  }

  /** While somebody types the text is broken most of the time: the words of before stay, and say so. */
  #say() {
    this.#clear();
    try {
      const terms = JSON.parse(this.#area.value.trim() || "{}");
      this.#words.replaceChildren(termsList(terms, this.#texts, { rules: this.#rules }));
      this.#words.classList.remove("old");
    } catch {
      this.#words.classList.add("old");
    }
  }

  #clear() {
    this.#problem.hidden = true;
    this.#area.removeAttribute("aria-invalid");
  }

  #tell(nodes) {
    this.#problem.replaceChildren(...nodes);
    this.#problem.hidden = false;
  }
}
