// Fields of a form, built from a list: what each is called, what it takes, and what was wrong with it.

import { fill, h } from "../shared/dom.js";

let made = 0;

/**
 * A field: {name, label, kind: "text"|"number"|"date"|"long"|"select"|"check", value, options: [[value,
 * text]], hint, required, max, only}. `only` is {name, is: [values]} of another field: without it this
 * one is not asked for. `needed` is the text for a required field that is empty.
 */
export class Fields {
  #fields;
  #inputs = new Map();
  #needed;
  node;

  constructor(fields, { needed, inline = false }) {
    this.#fields = fields;
    this.#needed = needed;
    this.node = h(
      "div",
      { class: inline ? "fields inline" : "fields" },
      ...fields.map((field) => this.#field(field)),
    );
    this.node.addEventListener("change", () => this.#ask());
    this.#ask();
  }

  /** Shows the fields that are asked for as the others stand. */
  #ask() {
    for (const { name, only } of this.#fields) {
      this.#inputs.get(name).closest(".field").hidden =
        Boolean(only) && !only.is.includes(this.#value(only.name));
    }
  }

  input(name) {
    return this.#inputs.get(name);
  }

  /** {name: text | boolean | number}; an empty field is left out. Null when a required one is empty. */
  values() {
    this.clear();
    const missing = this.#fields.find(({ name, required }) => required && !this.#value(name));
    if (missing) {
      this.error(missing.name, fill(this.#needed, { field: missing.label }));
      return null;
    }
    return this.said();
  }

  /** What is filled in so far, as values() answers it. */
  said() {
    return Object.fromEntries(
      this.#fields.map(({ name }) => [name, this.#value(name)]).filter(([, value]) => value !== undefined),
    );
  }

  /** Tells what is wrong at the field; false where there is no such field. */
  error(name, text) {
    const input = this.#inputs.get(name);
    if (!input) {
      return false;
    }
    const place = document.getElementById(`${input.id}-error`);
    place.replaceChildren(text);
    place.hidden = false;
    input.setAttribute("aria-invalid", "true");
    input.focus();
    return true;
  }

  clear() {
    for (const input of this.#inputs.values()) {
      input.removeAttribute("aria-invalid");
      document.getElementById(`${input.id}-error`).hidden = true;
    }
  }

  focus() {
    this.#inputs.values().next().value?.focus();
  }

  #value(name) {
    const input = this.#inputs.get(name);
    if (input.closest(".field").hidden) {
      return undefined;
    }
    if (input.type === "checkbox") {
      return input.checked || undefined;
    }
    const text = input.value.trim();
    if (text === "") {
      return undefined;
    }
    return input.inputMode === "numeric" && /^-?\d+$/.test(text) ? Number(text) : text;
  }

  #field(field) {
    const id = `field-${++made}-${field.name}`;
    const input = control(field, id);
    this.#inputs.set(field.name, input);
    const label = h("label", { for: id }, field.label);
    const error = h("p", { class: "error", id: `${id}-error`, role: "alert", hidden: true });
    const hint = field.hint && h("p", { class: "hint", id: `${id}-hint` }, field.hint);
    const order = field.kind === "check" ? [h("div", { class: "check" }, input, label)] : [label, input];
    return h("div", { class: field.kind === "long" ? "field wide" : "field" }, ...order, hint, error);
  }
}

function control({ kind, name, value, options = [], hint, required, max }, id) {
  const attributes = {
    id,
    name,
    "data-testid": `field-${name}`,
    "aria-describedby": [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(" "),
    "aria-required": required ? "true" : null,
  };
  if (kind === "select") {
    const choices = options.map(([key, text]) => h("option", { value: key, selected: key === value }, text));
    return h("select", attributes, ...choices);
  }
  if (kind === "check") {
    return h("input", { ...attributes, type: "checkbox", checked: Boolean(value) });
  }
  const free = { ...attributes, maxlength: max ?? 200, autocomplete: "off" };
  if (kind === "long") {
    return h("textarea", { ...free, rows: 3, maxlength: max ?? 1000 }, value ?? "");
  }
  if (kind === "date") {
    return h("input", { ...attributes, type: "date", value });
  }
  return h("input", { ...free, type: "text", inputmode: kind === "number" ? "numeric" : null, value });
}
