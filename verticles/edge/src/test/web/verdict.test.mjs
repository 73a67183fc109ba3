// Every verdict of the contract has words, with its numbers in them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import kioskTexts from "../../main/resources/web/kiosk/texts.js";
import memberTexts from "../../main/resources/web/member/texts.js";
import officeTexts from "../../main/resources/web/office/texts.js";
import languages from "../../main/resources/web/shared/texts.js";
import { Problem } from "../../main/resources/web/shared/api.js";
import { explain, fee, problemText, reason } from "../../main/resources/web/shared/verdict.js";

const PROTOS = new URL(
  "../../../../../codecs/src/main/protobuf/reciprocalclubs/reciprocal/v1/",
  import.meta.url,
);
const proto = (name) => readFileSync(new URL(name, PROTOS), "utf8");
const texts = languages.en;

function enumNames(source, name) {
  const body = new RegExp(`enum ${name} \\{([^}]*)\\}`).exec(source)[1];
  return [...body.matchAll(/^\s*([A-Z][A-Z0-9_]*) = \d+;/gm)].map((match) => match[1]);
}

test("every code of the contract has a text in every language, and no text is left over", () => {
  const codes = enumNames(proto("verdict.proto"), "Code");
  assert.ok(codes.length >= 26);
  for (const language of Object.values(languages)) {
    assert.deepEqual(Object.keys(language.codes).sort(), [...codes].sort());
    Object.keys(language.counted).forEach((code) => assert.ok(codes.includes(code)));
  }
});

test("every settlement route and fee basis has a text", () => {
  const source = proto("terms.proto");
  enumNames(source, "SettlementRoute").forEach((route) => assert.ok(texts.fee.routes[route], route));
  enumNames(source, "Basis")
    .filter((name) => !name.startsWith("BASIS"))
    .forEach((basis) => assert.ok(texts.fee.reasons[basis], basis));
});

test("every text that a page's markup asks for exists", () => {
  for (const [page, pageTexts] of [
    ["kiosk", kioskTexts.en],
    ["member", { ...texts, ...memberTexts.en }],
    ["office", { ...texts, ...officeTexts.en }],
  ]) {
    const html = readFileSync(
      new URL(`../../main/resources/web/${page}/index.html`, import.meta.url),
      "utf8",
    );
    const asked = [...html.matchAll(/data-t(?:-label|-placeholder)?="([^"]+)"/g)].map((match) => match[1]);
    assert.ok(asked.length > 5);
    asked.forEach((key) => assert.equal(typeof pageTexts[key], "string", `${page}: ${key}`));
  }
});

test("a cap that is reached says how many were used", () => {
  assert.equal(
    reason("CAP_MONTH_REACHED", { used: 4, limit: 4 }, texts),
    "4 of 4 visits this month are used.",
  );
  assert.equal(
    reason("CAP_YEAR_REACHED", { used: "12", limit: "12" }, texts),
    "12 of 12 visits this year are used.",
  );
  assert.equal(
    reason("CAP_DAY_REACHED", { used: 1, limit: 1 }, texts),
    "The one visit allowed today is used.",
  );
  assert.equal(reason("CAP_DAY_REACHED", {}, texts), "No visits are left today.");
  assert.equal(
    reason("TOO_MANY_GUESTS", { used: 3, limit: 0 }, texts),
    "No guests are allowed; 3 came along.",
  );
});

test("no text is left with a hole where a number belongs", () => {
  for (const code of Object.keys(texts.codes)) {
    for (const numbers of [
      {},
      { used: 0, limit: 0 },
      { used: 1, limit: 1 },
      { used: 7, limit: 5 },
      { limit: 2 },
    ]) {
      assert.doesNotMatch(reason(code, numbers, texts), /[{}]|undefined|NaN/);
    }
  }
});

test("a code that this page does not know yet is shown as it is", () => {
  assert.match(reason("NEW_RULE", {}, texts), /NEW_RULE/);
});

const at = (passesWhen) =>
  explain({ code: "BLACKOUT", passesWhen, decidedAt: "2026-06-16T18:20:11Z" }, texts, "UTC").next;

test("what would help is told as a day and a time of the host", () => {
  assert.equal(at({ from: "2026-07-01" }), "Next possible: 1 July");
  assert.equal(at({ from: "2027-01-01" }), "Next possible: 1 January 2027");
  assert.equal(at({ from: "2026-06-17", at: "17:30" }), "Next possible: 17 June at 17:30");
  assert.equal(at({ from: "2026-06-17", at: "00:00" }), "Next possible: 17 June");
  assert.equal(at({ from: "2026-06-16", at: "20:00" }), "Next possible: today at 20:00");
  assert.equal(at({ maxGuests: 2 }), "Possible with 2 guests at most");
  assert.equal(at({ maxGuests: 0 }), "Possible without guests");
  assert.equal(at({ from: "2026-07-01", maxGuests: 1 }), "Next possible: 1 July · Possible with one guest");
  assert.equal(at(undefined), null);
});

test("today is the host's day, not this device's", () => {
  const verdict = {
    code: "CLOSED_HOURS",
    passesWhen: { from: "2026-06-17", at: "09:00" },
    decidedAt: "2026-06-16T22:30:00Z",
  };
  assert.equal(explain(verdict, texts, "Europe/Zurich").next, "Next possible: today at 09:00");
  assert.equal(explain(verdict, texts, "America/Los_Angeles").next, "Next possible: 17 June at 09:00");
});

test("only caps that exist are told as left, and none left is told", () => {
  const { left } = explain({ code: "ADMITTED", left: { day: 0, year: "44" } }, texts, "UTC");
  assert.deepEqual(
    left.map(({ period, count }) => [period, count]),
    [
      ["day", 0],
      ["year", 44],
    ],
  );
});

test("a fee names amount, reason and route, by the currency's own minor units", () => {
  assert.equal(
    fee({ amount: "2500", currency: "USD", reason: "PER_VISIT", route: "PAY_ON_LEAVING" }, texts),
    "$25.00 per visit, pay on leaving",
  );
  assert.equal(
    fee({ amount: 2500, currency: "JPY", reason: "", route: "CHARGE_HOME_CLUB" }, texts),
    "¥2,500, charged to the home club",
  );
  assert.equal(fee({ amount: 0, currency: "USD" }, texts), texts.fee.none);
  assert.equal(fee(undefined, texts), null);
});

test("a problem shows its code and its reference", () => {
  const told = problemText({ code: "CONFLICT", detail: "x", correlationId: "c-1", status: 409 }, texts);
  assert.equal(told, `${texts.problems.CONFLICT} (CONFLICT, Reference c-1)`);
  assert.equal(problemText({ code: "ODD", detail: "Odd thing.", status: 400 }, texts), "Odd thing. (ODD)");
});

test("a problem without words of its own still says something", () => {
  const told = problemText(new Problem({ code: "SOMETHING_NEW", status: 500 }), texts);
  assert.equal(told, "This did not work. (SOMETHING_NEW)");
});
