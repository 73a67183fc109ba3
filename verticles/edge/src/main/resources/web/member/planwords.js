// What is said before a visit: the door's preview in plain words. Pure.

import { fill, plural } from "../shared/dom.js";
import { day } from "../shared/format.js";
import { explain } from "../shared/verdict.js";

const WEEKDAYS = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"];
const ANNOUNCE = ["BOOKING_NEEDED", "BOOKING_TOO_EARLY", "BOOKING_TOO_LATE"];
const LETTER = ["LETTER_NEEDED", "LETTER_TOO_OLD"];

/**
 * A preview (JSON of reciprocal.v1.PreviewVerdictResponse) of `asked` {day, time, guests} as {look, headline,
 * reason, left, fee, offers, notes, house}: each offer {text, day?, time?, guests?} would pass, notes are
 * what to do beforehand, house what the host asks of everybody. `today` is the host's, yyyy-mm-dd.
 */
export function plan(answer, asked, today, texts) {
  const told = explain(answer.verdict ?? {}, texts);
  const admitted = told.code === "ADMITTED";
  const announce = ANNOUNCE.includes(told.code);
  return {
    look: admitted ? "good" : announce && canAnnounce(answer, today) ? "warn" : "bad",
    headline: headline(admitted, announce, answer, texts),
    reason: admitted || (announce && answer.booking?.reservationId) ? null : told.reason,
    left: admitted ? told.left : [],
    fee: admitted ? told.fee : null,
    offers: [...offers(answer.verdict?.passesWhen, asked, today, texts), ...arrivals(answer, asked, texts)],
    notes: [...bookingNotes(answer, today, texts), ...letterNotes(answer.verdict, texts)],
    house: houseFacts(answer, asked.day, texts),
  };
}

function headline(admitted, announce, { booking }, texts) {
  if (admitted) {
    return texts.planYes;
  }
  const announced = booking?.reservationId ? texts.planWaiting : texts.planAnnounce;
  return announce ? announced : texts.planNo;
}

/** Whether to ask for a reservation: there is none yet, and nothing else is in the way. */
export function mayAsk(answer, today) {
  const code = answer.verdict?.code;
  const open = code === "ADMITTED" || (code === "BOOKING_NEEDED" && Boolean(answer.booking));
  return open && !answer.booking?.reservationId && (!answer.booking || canAnnounce(answer, today));
}

function canAnnounce({ booking }, today) {
  return Boolean(booking) && (booking.firstDay ?? "") <= today && today <= booking.lastDay;
}

function offers(when, asked, today, texts) {
  const found = [];
  if (when?.from && when.from >= today) {
    const time = when.at && when.at !== "00:00" ? when.at : null;
    const same = when.from === asked.day;
    if (!same || time) {
      const text = same ? texts.planAt : time ? texts.planDayAt : texts.planDay;
      found.push({
        text: fill(text, { day: day(when.from, today), time }),
        day: when.from,
        ...(time ? { time } : {}),
      });
    }
  }
  const most = when?.maxGuests ?? null;
  if (most !== null && most < asked.guests) {
    found.push({ text: plural(texts.planGuestsOffer, most), guests: most });
  }
  return found;
}

/** Where no arrival was said and the door names none either: the house's own hours of that day. */
function arrivals({ verdict, house }, asked, texts) {
  const unsaid = verdict?.code === "CLOSED_HOURS" && !asked.time && !verdict.passesWhen;
  return (unsaid ? windowsOn(house ?? {}, asked.day) : []).map(({ from }) => ({
    text: fill(texts.planAt, { time: from }),
    day: asked.day,
    time: from,
  }));
}

/** How to announce the visit; that it has to be is the reason of the refusal already, where it is one. */
function bookingNotes({ booking, verdict }, today, texts) {
  if (!booking) {
    return [];
  }
  const when = (date) => day(date, today);
  if (booking.reservationId) {
    return [texts.planReserved, ...(booking.approval ? [texts.planApproval] : [])];
  }
  const notes = [];
  if (!ANNOUNCE.includes(verdict?.code)) {
    notes.push(booking.required ? texts.planRequired : texts.planOptional);
  }
  if (booking.approval) {
    notes.push(texts.planApproval);
  }
  if (booking.firstDay && today < booking.firstDay) {
    notes.push(fill(texts.planFrom, { day: when(booking.firstDay) }));
  } else if (today > booking.lastDay) {
    notes.push(fill(texts.planTooLate, { day: when(booking.lastDay) }));
  } else if (booking.required) {
    notes.push(fill(texts.planUntil, { day: when(booking.lastDay) }));
  }
  return notes;
}

function letterNotes(verdict, texts) {
  if (LETTER.includes(verdict?.code)) {
    return [texts.planLetter];
  }
  const has = (verdict?.checked ?? []).some(({ rule, ok }) => ok && /(^|\.)letter$/.test(rule));
  return has ? [texts.planLetterHere] : [];
}

/** [term, text] of what the host asks of every visitor, and of what the two clubs tell them. */
function houseFacts(answer, date, texts) {
  const house = answer.house ?? {};
  const dress = [answer.dressCode, house.dressCode].filter(Boolean);
  const age = house.guests?.minimumAge;
  return [
    [texts.planHours, openingOn(house, date, texts)],
    [texts.planDress, [...new Set(dress)].join(" · ")],
    [texts.planAge, age ? fill(texts.planAgeFrom, { age }) : ""],
    [texts.planConditions, [answer.specialConditions, house.specialConditions].filter(Boolean).join(" · ")],
    [texts.planDocuments, documents(house.documents ?? [], texts)],
  ].filter(([, text]) => text);
}

/** When a house is open on a date; null where its rules say nothing of it. */
export function openingOn(house, date, texts) {
  const blackout = (house.blackouts ?? []).find(({ from, to }) => from <= date && date <= to);
  if (blackout) {
    return blackout.reason ? fill(texts.planClosedFor, { why: blackout.reason }) : texts.planClosed;
  }
  const inSeason = ({ from, to }) => {
    const monthDay = date.slice(5);
    return from <= to ? from <= monthDay && monthDay <= to : monthDay >= from || monthDay <= to;
  };
  if (house.seasons?.length && !house.seasons.some(inSeason)) {
    return texts.planClosed;
  }
  if (!house.hours?.length) {
    return null;
  }
  const windows = windowsOn(house, date);
  return windows.length ? windows.map(({ from, to }) => `${from}–${to}`).join(", ") : texts.planClosed;
}

function windowsOn({ hours = [] }, date) {
  const weekday = WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()];
  return hours.filter(({ days }) => days.includes(weekday));
}

function documents(sets, texts) {
  return sets
    .map(({ all = [] }) => all.map((name) => texts.documents[name] ?? name).join(" + "))
    .join(` ${texts.or} `);
}
