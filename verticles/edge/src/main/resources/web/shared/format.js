// Numbers, money and times as people read them. A club's times are told in the club's own zone.

const locale = () => globalThis.document?.documentElement.lang || "en";

/** Minor units of an ISO 4217 currency: 2500 USD is $25.00. */
export function money(minor, currency) {
  const format = new Intl.NumberFormat(locale(), { style: "currency", currency });
  return format.format(Number(minor) / 10 ** format.resolvedOptions().maximumFractionDigits);
}

/** 18:20 */
export function time(instant, timeZone) {
  return new Intl.DateTimeFormat(locale(), {
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
    timeZone,
  }).format(new Date(instant));
}

/** yyyy-mm-dd of an instant in a zone. */
export function localDate(instant, timeZone) {
  const parts = new Intl.DateTimeFormat("en-CA", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    timeZone,
  }).formatToParts(new Date(instant));
  const part = (type) => parts.find((p) => p.type === type).value;
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** "1 July", with the year when it is not `today`'s. Both are yyyy-mm-dd. */
export function day(date, today) {
  const [year, month, dayOfMonth] = date.split("-").map(Number);
  const options = { day: "numeric", month: "long", timeZone: "UTC" };
  if (!today?.startsWith(`${year}-`)) {
    options.year = "numeric";
  }
  const language = locale() === "en" ? "en-GB" : locale();
  return new Intl.DateTimeFormat(language, options).format(new Date(Date.UTC(year, month - 1, dayOfMonth)));
}

/** "18:20" of today, "16 June, 18:20" of another day. */
export function dayTime(instant, timeZone, nowMs = Date.now()) {
  const [date, today] = [instant, nowMs].map((at) => localDate(at, timeZone));
  const at = time(instant, timeZone);
  return date === today ? at : `${day(date, today)}, ${at}`;
}

/** "Tuesday 16 June" */
export function longDay(instant, timeZone) {
  const language = locale() === "en" ? "en-GB" : locale();
  return new Intl.DateTimeFormat(language, {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone,
  }).format(new Date(instant));
}

/** "YACHT_RACING" as people write it: "Yacht racing". */
export function words(code) {
  const text = (code ?? "").replaceAll("_", " ").trim();
  return /^[A-Z0-9 ]+$/.test(text) ? text.charAt(0) + text.slice(1).toLowerCase() : text;
}
