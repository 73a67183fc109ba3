// Small parts of sentences about terms. Pure.

import { money, words } from "../shared/format.js";

/** Said at all, be it with 0. */
export const isSet = (value) => value !== undefined && value !== null;

/** "Dining, pool and spa" */
export function listed(codes, t) {
  const names = codes.map((code, i) => (i ? words(code).toLowerCase() : words(code)));
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} ${t.and} ${names.at(-1)}` : names.join("");
}

/** "25.00 USD" as people write it; amounts that cannot be read yet are shown as they are. */
export function price(amount, currency) {
  try {
    return money(amount, currency);
  } catch {
    return `${amount ?? "?"} ${currency ?? ""}`.trim();
  }
}
