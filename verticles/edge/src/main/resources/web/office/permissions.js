// What somebody may tick when a role or a key is made: what they hold themselves, each with its sentence.

import { h } from "../shared/dom.js";

/** Fields of a form, one for each permission of `listed`; those of `ticked` are. */
export function permissionFields(listed, ticked = []) {
  return listed.map(({ name, allows }) => ({
    name: fieldOf(name),
    label: allows.replace(/\.$/, ""),
    kind: "check",
    value: ticked.includes(name),
  }));
}

/** The permissions that are ticked in what the form answered. */
export function tickedOf(listed, values) {
  return listed.map(({ name }) => name).filter((name) => values[fieldOf(name)]);
}

function fieldOf(permission) {
  return `may-${permission.replace(".", "-")}`;
}

/** What a role or a key allows, folded away. */
export function allowed(title, permissions, sentences) {
  return h(
    "details",
    {},
    h("summary", {}, title),
    h("ul", {}, ...permissions.map((name) => h("li", {}, sentences.get(name) ?? name))),
  );
}

/** The moment in which that day ends at the club. */
export function endOfDay(date, timeZone) {
  const guess = Date.parse(`${date}T23:59:59Z`);
  const shown = new Date(guess).toLocaleString("sv-SE", { timeZone });
  return new Date(2 * guess - Date.parse(`${shown.replace(" ", "T")}Z`)).toISOString();
}
