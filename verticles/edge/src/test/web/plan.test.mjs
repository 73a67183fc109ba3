// What a member is told before a journey: the door's preview in words, with what would pass instead.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import memberTexts from "../../main/resources/web/member/texts.js";
import { mayAsk, openingOn, plan } from "../../main/resources/web/member/planwords.js";
import sharedTexts from "../../main/resources/web/shared/texts.js";

const texts = { ...sharedTexts.en, ...memberTexts.en };
const TODAY = "2026-06-16";
const asked = { day: "2026-06-20", time: "", guests: 2 };
const told = (answer, ask = asked) => plan(answer, ask, TODAY, texts);
const refused = (code, more = {}) => ({
  verdict: { code, numbers: {}, checked: [], passesWhen: null, ...more },
});
const booking = (more = {}) => ({
  required: true,
  approval: false,
  firstDay: null,
  lastDay: "2026-06-18",
  reservationId: null,
  ...more,
});

test("who may come is told what is left and what it costs", () => {
  const fee = { amount: "5000", currency: "USD", reason: "PER_HEAD", route: "PAY_ON_LEAVING" };
  const answer = { verdict: { code: "ADMITTED", left: { day: 0, month: 3, year: null }, fee, checked: [] } };
  const { look, headline, reason, left, fee: price, offers } = told(answer);
  assert.deepEqual([look, headline, reason, offers], ["good", "Yes, you may come", null, []]);
  assert.deepEqual(
    left.map(({ label, count }) => [label, count]),
    [
      ["today", 0],
      ["this month", 3],
    ],
  );
  assert.equal(price, "$50.00 for all heads, pay on leaving");
});

test("a refusal offers the nearest day, hour and party that would pass", () => {
  const offers = (passesWhen, ask) => told(refused("CLOSED_DAY", { passesWhen }), ask).offers;
  assert.deepEqual(offers({ from: "2026-06-22", at: "08:00" }), [
    { text: "Take 22 June at 08:00", day: "2026-06-22", time: "08:00" },
  ]);
  assert.deepEqual(offers({ from: "2026-07-01", at: "00:00" }), [{ text: "Take 1 July", day: "2026-07-01" }]);
  assert.deepEqual(offers({ from: "2026-06-20", at: "10:30" }), [
    { text: "Arrive at 10:30", day: "2026-06-20", time: "10:30" },
  ]);
  assert.deepEqual(offers({ maxGuests: 1 }), [{ text: "Come with 1 guest", guests: 1 }]);
  assert.deepEqual(offers({ maxGuests: 0 }), [{ text: "Come alone", guests: 0 }]);
  assert.deepEqual(offers({ maxGuests: 3 }), []);
  assert.deepEqual(offers(null), []);
});

test("who said no arrival is offered the house's hours where the door names none", () => {
  const hours = [
    { days: ["SATURDAY"], from: "10:00", to: "14:00" },
    { days: ["SATURDAY"], from: "18:00", to: "23:00" },
    { days: ["SUNDAY"], from: "11:00", to: "14:00" },
  ];
  const closed = { ...refused("CLOSED_HOURS"), house: { hours } };
  assert.deepEqual(
    told(closed).offers.map(({ text, time }) => [text, time]),
    [
      ["Arrive at 10:00", "10:00"],
      ["Arrive at 18:00", "18:00"],
    ],
  );
  assert.deepEqual(told(closed, { ...asked, time: "09:00" }).offers, []);
});

test("a reservation is asked for where nothing else is in the way, within its days", () => {
  const needed = refused("BOOKING_NEEDED");
  assert.ok(mayAsk({ ...needed, booking: booking() }, TODAY));
  assert.ok(mayAsk({ verdict: { code: "ADMITTED" } }, TODAY));
  assert.ok(!mayAsk({ ...needed, booking: booking({ reservationId: "x" }) }, TODAY));
  assert.ok(!mayAsk({ ...needed, booking: booking({ lastDay: "2026-06-15" }) }, TODAY));
  assert.ok(!mayAsk({ ...needed, booking: booking({ firstDay: "2026-06-17" }) }, TODAY));
  assert.ok(!mayAsk(refused("BLACKOUT"), TODAY));
});

test("how a visit is announced is said with its days", () => {
  const notes = (more) => told({ ...refused("BOOKING_NEEDED"), booking: booking(more) }).notes;
  assert.deepEqual(notes({}), ["It has to be announced by 18 June."]);
  const free = told({ verdict: { code: "ADMITTED" }, booking: booking({ required: false }) });
  assert.deepEqual(free.notes, ["You can announce your visit; you need not."]);
  assert.ok(notes({ approval: true }).includes("The house answers each request."));
  assert.ok(notes({ firstDay: "2026-06-17" }).includes("It can be announced from 17 June on."));
  assert.ok(notes({ lastDay: "2026-06-15" }).includes("It had to be announced by 15 June."));
  assert.deepEqual(notes({ reservationId: "x" }), ["You have a reservation for this day."]);
  assert.equal(told({ ...refused("BOOKING_NEEDED"), booking: booking() }).look, "warn");
});

test("a letter that is needed is named, and one that counts, too", () => {
  assert.match(told(refused("LETTER_NEEDED")).notes[0], /^Ask your club's office/);
  const checked = [{ rule: "house.letter", ok: true }];
  assert.deepEqual(told({ verdict: { code: "ADMITTED", checked } }).notes, [
    "A letter of introduction is asked for, and yours counts.",
  ]);
});

test("the house's dress, ages, hours and documents are told before the visit", () => {
  const house = {
    dressCode: "Jacket and tie",
    specialConditions: "No phones",
    guests: { minimumAge: 12 },
    hours: [{ days: ["SATURDAY", "SUNDAY"], from: "10:00", to: "23:00" }],
    documents: [{ all: ["PASS", "PHOTO_CARD"] }, { all: ["IDENTITY_CARD"] }],
    blackouts: [],
    seasons: [],
  };
  const answer = { verdict: { code: "ADMITTED" }, dressCode: "No denim", specialConditions: null, house };
  assert.deepEqual(told(answer).house, [
    ["Open to visitors", "10:00–23:00"],
    ["Dress", "No denim · Jacket and tie"],
    ["Guests", "12 years or older"],
    ["Please note", "No phones"],
    ["Bring along", "your pass + a card with your photo or your identity card"],
  ]);
  assert.deepEqual(told({ verdict: { code: "ADMITTED" }, house: null }).house, []);
});

test("a closed day is called so: by weekday, by date and out of season, also over the turn of the year", () => {
  const hours = [{ days: ["SATURDAY"], from: "10:00", to: "23:00" }];
  assert.equal(openingOn({ hours }, "2026-06-21", texts), "Closed on this day");
  const blackouts = [{ from: "2026-06-19", to: "2026-06-21", reason: "Regatta" }];
  assert.equal(openingOn({ hours, blackouts }, "2026-06-20", texts), "Closed on this day: Regatta");
  const seasons = [{ from: "11-01", to: "03-31" }];
  assert.equal(openingOn({ seasons }, "2026-06-20", texts), "Closed on this day");
  assert.equal(openingOn({ seasons }, "2026-12-31", texts), null);
  assert.equal(openingOn({ seasons }, "2027-03-31", texts), null);
  assert.equal(openingOn({}, "2026-06-20", texts), null);
});

test("every state, reason and document of the contract has a text", () => {
  const proto = (name) =>
    readFileSync(
      new URL(
        `../../../../../codecs/src/main/protobuf/reciprocalclubs/reciprocal/v1/${name}`,
        import.meta.url,
      ),
      "utf8",
    );
  const names = (source, name) =>
    [...new RegExp(`enum ${name} \\{([^}]*)\\}`).exec(source)[1].matchAll(/^\s*([A-Z_]+) = [1-9]/gm)].map(
      (match) => match[1],
    );
  const reservations = proto("reservations.proto");
  names(reservations, "State").forEach((state) => assert.ok(texts.reservationStates[state], state));
  names(reservations, "DeclineReason")
    .filter((reason) => reason !== "OTHER_REASON")
    .forEach((reason) => assert.ok(texts.declined[reason], reason));
  names(proto("terms.proto"), "Document").forEach((name) => assert.ok(texts.documents[name], name));
});
