// A verdict in plain words. Pure: what it says depends on its arguments alone.

import { day, localDate, money, words } from "./format.js";
import { fill, plural } from "./dom.js";

/**
 * The whole explanation of a Verdict (JSON of reciprocal.v1.Verdict): `reason`, `next` (null where nothing
 * helps), `left` (list of {label, count}) and `fee` (null where none is stated). `timeZone` is the host's.
 */
export function explain(verdict, texts, timeZone) {
  const code = verdict.code ?? "CODE_UNSPECIFIED";
  return {
    code,
    reason: reason(code, verdict.numbers ?? {}, texts),
    next: next(verdict, texts, timeZone),
    left: left(verdict.left, texts),
    fee: fee(verdict.fee, texts),
  };
}

/** The reason for one code with its numbers, which come as Numbers or as strings (64-bit in JSON). */
export function reason(code, numbers, texts) {
  const forms = texts.counted[code];
  if (forms && numbers.limit !== undefined) {
    const values = { used: Number(numbers.used ?? 0), limit: Number(numbers.limit) };
    return plural(forms, values.limit, values);
  }
  return texts.codes[code] ?? `${texts.codes.CODE_UNSPECIFIED} (${code})`;
}

function next(verdict, texts, timeZone) {
  const when = verdict.passesWhen;
  if (!when) {
    return null;
  }
  const parts = [];
  if (when.from) {
    parts.push(nextDate(when, texts.next, localDate(verdict.decidedAt ?? Date.now(), timeZone)));
  }
  if (when.maxGuests !== undefined && when.maxGuests !== null) {
    parts.push(plural(texts.next.guests, when.maxGuests, { max: when.maxGuests }));
  }
  if (when.maxNights !== undefined && when.maxNights !== null) {
    parts.push(plural(texts.next.nights, when.maxNights, { max: when.maxNights }));
  }
  return parts.join(" · ") || null;
}

function nextDate({ from, at }, texts, today) {
  const midnight = !at || at === "00:00";
  if (from === today) {
    return midnight ? texts.today : fill(texts.todayAt, { time: at });
  }
  const values = { date: day(from, today), time: at };
  return fill(midnight ? texts.date : texts.dateTime, values);
}

/** The caps that exist, tightest period first. */
export function left(allowance, texts) {
  return ["day", "month", "year"]
    .filter((period) => allowance?.[period] !== undefined && allowance[period] !== null)
    .map((period) => ({ period, label: texts.left[period], count: Number(allowance[period]) }));
}

/** "$25.00 per visit, pay on leaving"; "No fee" where it is nothing; null where the terms set none. */
export function fee(charge, texts) {
  if (!charge) {
    return null;
  }
  if (Number(charge.amount ?? 0) === 0 || !charge.currency) {
    return texts.fee.none;
  }
  const values = {
    amount: money(charge.amount, charge.currency),
    how: texts.fee.routes[charge.route] ?? words(charge.route),
    why: texts.fee.reasons[charge.reason] ?? (/^[A-Z_]*$/.test(charge.reason ?? "") ? "" : charge.reason),
  };
  return fill(values.why ? texts.fee.dueBecause : texts.fee.due, values);
}

/** A Problem in words; the code stays visible for whoever is asked for help. */
export function problemText(problem, texts) {
  const known = texts.problems[problem.code];
  const plain = problem.code === "VALIDATION_ERROR" && problem.detail ? problem.detail : known;
  const text = plain || problem.detail || texts.problems.OTHER;
  const reference = problem.correlationId ? `, ${fill(texts.reference, { id: problem.correlationId })}` : "";
  return problem.offline ? text : `${text} (${problem.code}${reference})`;
}
