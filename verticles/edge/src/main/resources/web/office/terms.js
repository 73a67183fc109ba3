// Terms in plain sentences. Pure: what it says depends on its arguments alone. What it does not know it
// names, so that nothing which is agreed stays unseen.

import { fill, plural } from "../shared/dom.js";
import { day, words } from "../shared/format.js";
import { feeSentences } from "./fees.js";
import { isSet, listed } from "./wording.js";

/**
 * [{topic, lines}] of terms (JSON of reciprocal.v1.Terms), in the order in which people ask: when, how
 * often, who, with whom, what it costs. `texts` are those of termtexts.js.
 */
export function sentences(terms, texts) {
  const t = texts.terms;
  const topics = [
    [t.topics.often, often(terms.caps ?? {}, t)],
    [t.topics.open, open(terms, t)],
    [t.topics.who, who(terms, t)],
    [t.topics.entry, entry(terms, t)],
    [t.topics.guests, guests(terms.guests, t)],
    [t.topics.capacity, capacity(terms.capacity, t)],
    [t.topics.cost, feeSentences(terms, t)],
    [t.topics.told, told(terms, t)],
  ];
  return topics.map(([topic, lines]) => ({ topic, lines })).filter(({ lines }) => lines.length > 0);
}

function often(caps, t) {
  const unit = caps.counting === "DAYS" ? t.caps.days : t.caps.visits;
  const periods = ["month", "year"].filter((period) => isSet(caps[period]));
  const lines = [
    ...(isSet(caps.day) ? [plural(t.caps.perDay, caps.day)] : []),
    ...periods.map((period) => plural(unit[period], caps[period])),
    ...(caps.rolling ?? []).map(({ most, days }) => plural(unit.rolling, most, { n: most, days })),
    ...["nightsRunning", "nightsYear", "guestsYear"]
      .filter((cap) => isSet(caps[cap]))
      .map((cap) => plural(t.caps[cap], caps[cap])),
  ];
  return lines.length ? lines : [t.caps.none];
}

function open({ hours = [], seasons = [], blackouts = [] }, t) {
  const lines = [
    ...seasons.map(({ from, to }) => fill(t.season, { from: monthDay(from), to: monthDay(to) })),
    ...hours.map((each) => fill(t.hours, { days: days(each.days ?? [], t), from: each.from, to: each.to })),
    ...blackouts.map(blackout(t)),
  ];
  return lines.length ? lines : [t.always];
}

const blackout =
  (t) =>
  ({ from, to, reason }) => {
    const closed =
      from === to
        ? fill(t.closedOn, { day: date(from) })
        : fill(t.closed, { from: date(from), to: date(to) });
    return reason ? `${closed} (${reason})` : closed;
  };

/** A day that is not written out yet is shown as it is. */
function date(text = "…") {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? day(text) : text;
}

function monthDay(text = "…") {
  return /^\d\d-\d\d$/.test(text) ? day(`2000-${text}`, "2000-01-01") : text;
}

/** The same without what holds anyway where nothing is said: for rules beside which others hold. */
export function saidOnly(topics, texts) {
  const t = texts.terms;
  const silent = [t.caps.none, t.always, t.everyClass, t.everyFacility, t.walkIn, t.guests.any, t.free];
  return topics
    .map(({ topic, lines }) => ({ topic, lines: lines.filter((line) => !silent.includes(line)) }))
    .filter(({ lines }) => lines.length > 0);
}

/** Runs of three and more as "Monday to Friday". */
function days(list, t) {
  if (list.length === 0 || list.length === 7) {
    return t.everyDay;
  }
  const order = Object.keys(t.weekdays);
  const first = order.indexOf(list[0]);
  const running = list.length > 2 && list.every((name, i) => order[first + i] === name);
  return running
    ? fill(t.daysRunning, { from: t.weekdays[list[0]], to: t.weekdays[list.at(-1)] })
    : list.map((name) => t.weekdays[name] ?? name).join(", ");
}

function who({ membershipClasses = [], homeTiers = [], facilities = [], residence }, t) {
  const lines = [
    membershipClasses.length ? fill(t.classes, { classes: listed(membershipClasses, t) }) : t.everyClass,
    facilities.length ? fill(t.facilities, { facilities: listed(facilities, t) }) : t.everyFacility,
  ];
  if (homeTiers.length) {
    lines.push(fill(t.tiers, { tiers: listed(homeTiers, t) }));
  }
  return residence ? [...lines, ...nearness(residence, t)] : lines;
}

function nearness({ clubsKm, otherCountry, abroad, cities = [] }, t) {
  return [
    isSet(clubsKm) && fill(t.clubsKm, { km: clubsKm }),
    otherCountry && t.otherCountry,
    abroad && t.abroad,
    cities.length > 0 && fill(t.cities, { cities: cities.join(", ") }),
  ].filter(Boolean);
}

function entry({ booking, letter, documents = [] }, t) {
  const lines = booking ? announced(booking, t) : [t.walkIn];
  if (letter) {
    lines.push(isSet(letter.maxAgeDays) ? plural(t.letterAged, letter.maxAgeDays) : t.letter);
  }
  const sets = documents.map(({ all = [] }) =>
    all.map((name) => t.documents[name] ?? words(name)).join(" + "),
  );
  if (sets.length) {
    lines.push(fill(t.shown, { sets: sets.join(` ${t.or} `) }));
  }
  return lines;
}

function announced({ required, earliestDays, latestDays, approval }, t) {
  return [
    required ? t.booking : t.bookingFree,
    isSet(earliestDays) && plural(t.earliest, earliestDays),
    isSet(latestDays) && plural(t.latest, latestDays),
    approval && t.approval,
  ].filter(Boolean);
}

function guests(guests, t) {
  if (!guests) {
    return [t.guests.any];
  }
  const { max, familyUnder, consent, minimumAge } = guests;
  const open = isSet(familyUnder) || consent || isSet(minimumAge);
  return [
    isSet(max) ? plural(t.guests.max, max) : open ? t.guests.any : plural(t.guests.max, 0),
    isSet(familyUnder) && fill(t.guests.family, { age: familyUnder }),
    consent && t.guests.consent,
    isSet(minimumAge) && fill(t.guests.minimum, { age: minimumAge }),
  ].filter(Boolean);
}

function capacity(capacity, t) {
  return ["day", "inside"]
    .filter((limit) => isSet(capacity?.[limit]))
    .map((limit) => plural(t.capacity[limit], capacity[limit]));
}

function told({ dressCode, specialConditions }, t) {
  return [
    dressCode && fill(t.dressCode, { text: dressCode }),
    specialConditions && fill(t.conditions, { text: specialConditions }),
  ].filter(Boolean);
}

/** The same terms without what says nothing, as empty lists; {} does say something and stays. */
export function spare(value) {
  if (Array.isArray(value)) {
    return value.map(spare);
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, each]) => !silent(name, each))
      .map(([name, each]) => [name, spare(each)]),
  );
}

function silent(name, value) {
  const empty = value === null || value === "" || value === false || (Array.isArray(value) && !value.length);
  const unsaid = typeof value === "string" && /^[A-Z_]+_UNSPECIFIED$/.test(value);
  return empty || unsaid || (value === 0 && ["freeHours", "guests", "sizeThousandths"].includes(name));
}

/**
 * Where a field such as "fees.lines[1].amount" stands in a JSON text: [start, end] of its name, or of
 * the nearest name above it that is there; null where none is.
 */
export function locate(text, field) {
  let found = null;
  let from = 0;
  for (const part of field.split(/[.[\]]+/).filter(Boolean)) {
    if (/^\d+$/.test(part)) {
      from = skipTo(text, from, Number(part));
      continue;
    }
    const at = text.indexOf(`"${part}"`, from);
    if (at < 0) {
      break;
    }
    found = [at, at + part.length + 2];
    from = found[1];
  }
  return found;
}

/** The start of the n-th object of a list that begins after `from`. */
function skipTo(text, from, n) {
  let depth = 0;
  let index = -1;
  for (let i = text.indexOf("[", from) + 1; i > 0 && i < text.length; i++) {
    if (text[i] === "{" && depth++ === 0 && ++index === n) {
      return i;
    }
    depth -= text[i] === "}" ? 1 : 0;
  }
  return from;
}
