// Who comes along: an age for each guest, and behind one button their names and what they are to the member.

import { byId, fill, h } from "../shared/dom.js";

const RELATIONS = ["SPOUSE", "CHILD", "FRIEND", "COLLEAGUE", "OTHER"];

export class Party {
  #texts;

  constructor(texts) {
    this.#texts = texts;
    byId("names-toggle").onclick = () => {
      this.#named(byId("names").hidden);
      byId("names-list").querySelector("input")?.focus();
    };
  }

  /** Fields for so many guests; what was typed about the first of them stays. */
  draw(n) {
    byId("ages").hidden = n === 0;
    lengthen(byId("ages-list"), n, (i) => this.#age(i));
    lengthen(byId("names-list"), n, (i) => this.#person(i));
  }

  clear() {
    this.draw(0);
    this.#named(false);
  }

  /** The ages as typed, "" where none is. */
  ages() {
    return Array.from(document.querySelectorAll("#ages-list input"), (input) => input.value);
  }

  /** {name, relation} of each guest, "" where nothing is said; also while the names are out of sight. */
  people() {
    return Array.from(byId("names-list").children, (row) => ({
      name: row.querySelector("input").value,
      relation: row.querySelector("select").value,
    }));
  }

  #named(on) {
    byId("names").hidden = !on;
    byId("names-toggle").setAttribute("aria-expanded", String(on));
  }

  #age(i) {
    return h("input", {
      id: `age-${i}`,
      type: "text",
      inputmode: "numeric",
      maxlength: 3,
      class: "age",
      "aria-label": fill(this.#texts.guestAge, { n: i }),
      "aria-describedby": "ages-error",
    });
  }

  #person(i) {
    const texts = this.#texts;
    return h(
      "li",
      { class: "guest" },
      h("input", {
        type: "text",
        maxlength: 200,
        autocomplete: "off",
        spellcheck: "false",
        placeholder: fill(texts.guestNamed, { n: i }),
        "aria-label": fill(texts.guestName, { n: i }),
      }),
      h(
        "select",
        { "aria-label": fill(texts.guestRelation, { n: i }) },
        h("option", { value: "" }, texts.relationNone),
        ...RELATIONS.map((relation) => h("option", { value: relation }, texts.relations[relation])),
      ),
    );
  }
}

function lengthen(list, n, make) {
  while (list.children.length > n) {
    list.lastElementChild.remove();
  }
  for (let i = list.children.length + 1; i <= n; i++) {
    list.append(make(i));
  }
}
