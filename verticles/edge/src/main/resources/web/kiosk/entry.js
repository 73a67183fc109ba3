// Reads what was typed, scanned by camera, or sent by a hand scanner that acts as a keyboard. Pure.

import { PREFIX } from "../shared/pass.js";
import { decode } from "../shared/base45.js";

export const GUESTS_MAX = 20;
const WRITTEN = /^([A-Z0-9]+)\s*[-\s]\s*(\S.*)$/;

/** {pass} | {member: {club, number}} | {wrong: <key of texts>}. */
export function parseEntry(text) {
  if (text.trimStart().toUpperCase().startsWith(PREFIX)) {
    return parsePass(text.trimStart());
  }
  const written = text.trim().toUpperCase();
  if (!written) {
    return { wrong: "entryEmpty" };
  }
  const parts = WRITTEN.exec(written);
  if (parts) {
    return { member: { club: parts[1], number: parts[2].trim() } };
  }
  return { wrong: written.endsWith("-") ? "entryNoNumber" : "entryNoClub" };
}

/** Hand scanners may turn letters small; Base45 has capitals only, so that is safe to undo. */
function parsePass(text) {
  const pass = text.toUpperCase().replace(/[\r\n]+$/, "");
  try {
    decode(pass.slice(PREFIX.length));
    return { pass };
  } catch {
    return { wrong: "entryNotPass" };
  }
}

/** What to call the visitor while nothing is decided. */
export function who(parsed, texts) {
  return parsed.pass ? texts.thePass : `${parsed.member.club}-${parsed.member.number}`;
}

/**
 * [{age?, name?, relation?}] for the request, or {wrong, index}. `ages` are texts, `people` {name,
 * relation}, all blank where unknown.
 */
export function parseGuests(count, ages, people = []) {
  const n = Number(count || 0);
  if (!Number.isInteger(n) || n < 0 || n > GUESTS_MAX) {
    return { wrong: "guestsRange" };
  }
  const guests = [];
  for (let i = 0; i < n; i++) {
    const text = (ages[i] ?? "").trim();
    const age = Number(text);
    if (text && !(Number.isInteger(age) && age >= 0 && age <= 120)) {
      return { wrong: "ageRange", index: i };
    }
    const { name = "", relation } = people[i] ?? {};
    guests.push({
      ...(text ? { age } : {}),
      ...(name.trim() ? { name: name.trim() } : {}),
      ...(relation ? { relation } : {}),
    });
  }
  return { guests };
}
