// What the office reads of terms: every field in words, and where in the JSON a field stands.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import agreementTexts from "../../main/resources/web/office/agreementtexts.js";
import { locate, saidOnly, sentences, spare } from "../../main/resources/web/office/terms.js";
import termTexts from "../../main/resources/web/office/termtexts.js";
import officeTexts from "../../main/resources/web/office/texts.js";
import { facilityCodes } from "../../main/resources/web/office/restrictions.js";
import { mayBegin, nextStep, turn } from "../../main/resources/web/office/standing.js";
import sharedTexts from "../../main/resources/web/shared/texts.js";

const PROTOS = new URL(
  "../../../../../codecs/src/main/protobuf/reciprocalclubs/reciprocal/v1/",
  import.meta.url,
);
const ACTIVATION = new URL(
  "../../../../reciprocal/src/main/java/org/reciprocalclubs/reciprocal/Activation.java",
  import.meta.url,
);
const texts = termTexts.en;
const said = (terms) =>
  sentences(terms, texts)
    .flatMap(({ lines }) => lines)
    .join(" ");

/** Terms that use every field, each with a value that can be seen in a sentence. */
const EVERYTHING = {
  caps: {
    day: 2,
    month: 31,
    year: 241,
    counting: "DAYS",
    rolling: [{ most: 13, days: 17 }],
    nightsRunning: 19,
    nightsYear: 83,
    guestsYear: 97,
  },
  blackouts: [{ from: "2026-12-24", to: "2026-12-26", reason: "Feast" }],
  hours: [{ days: ["MONDAY", "TUESDAY", "WEDNESDAY"], from: "10:15", to: "22:45" }],
  guests: { max: 11, familyUnder: 14, consent: true, minimumAge: 6 },
  fee: { amount: { amount: 1234, currency: "USD" }, basis: "PER_NIGHT", route: "CHARGE_HOME_CLUB" },
  membershipClasses: ["REGULAR", "LIFETIME"],
  facilities: ["DINING", "POOL"],
  specialConditions: "Bring a towel",
  seasons: [{ from: "05-01", to: "09-30" }],
  homeTiers: ["PLATINUM"],
  booking: { required: true, earliestDays: 61, latestDays: 3, approval: true },
  letter: { maxAgeDays: 47 },
  documents: [{ all: ["PHOTO_CARD", "LETTER"] }, { all: ["PASS"] }],
  residence: { clubsKm: 53, otherCountry: true, abroad: true, cities: ["Springfield"] },
  capacity: { day: 71, inside: 29 },
  fees: {
    currency: "EUR",
    lines: [
      {
        item: "BERTH",
        amount: 555,
        basis: "PER_DAY",
        membershipClasses: ["CORPORATE"],
        homeTiers: ["GOLD"],
        hostTiers: ["SILVER"],
        facilities: ["MARINA"],
        party: ["GUEST"],
        unit: { attribute: "vessel_length_cm", sizeThousandths: 30480 },
        freeHours: 5,
      },
    ],
    waivers: [{ when: "PAYING_GUESTS", guests: 8, party: ["MEMBER"] }],
    settlement: {
      route: "HOME_CLUB_REIMBURSES",
      cap: { amount: 7700, nightsYear: 23, perVessel: true, without: ["POWER"] },
      methods: ["CARD"],
    },
    discount: { basisPoints: 1250, facilities: ["SHOP"] },
  },
  dressCode: "Jacket",
};
const SEEN =
  "2 visits|31 days|241|13 days|17 days|19 nights|83|97|24 December 2026|26 December 2026|Feast" +
  "|Monday to Wednesday|10:15|22:45|11 guests|14|in writing|than 6|$12.34|per night" +
  "|charged to the home club|Regular|lifetime|Dining|pool|towel|1 May|30 September|Platinum|61" +
  "|at the latest 3|yes or no|47|a card with a photo|53 km|another country|abroad|Springfield|71" +
  "|29|Berth|€5.55|started day|Corporate|Gold|Silver|Marina|guests|30.48 cm of Vessel length" +
  "|5 free hours|8 paying|the member|paid back|€77.00|23 nights|vessel|Power|card|12.5 %|Shop" +
  "|Jacket";

test("every field of terms is in the sentences, with its number", () => {
  const all = said(EVERYTHING).toLowerCase();
  SEEN.split("|").forEach((part) => assert.ok(all.includes(part.toLowerCase()), part));
});

test("the terms of this test use every field of the contract", () => {
  const source = readFileSync(new URL("terms.proto", PROTOS), "utf8").replaceAll(/\/\/.*/g, "");
  const fields = [...source.matchAll(/^\s+(?:optional |repeated )?[A-Za-z0-9_.]+ ([a-z_]+) = \d+;/gm)].map(
    (match) => match[1].replaceAll(/_([a-z])/g, (_, letter) => letter.toUpperCase()),
  );
  const json = JSON.stringify(EVERYTHING);
  assert.ok(fields.length > 60);
  fields.forEach((field) => assert.ok(json.includes(`"${field}":`), field));
});

test("what is left out is said too, as what holds then", () => {
  for (const holds of [
    "No limit on visits.",
    "As many guests",
    "Free of charge.",
    "Members of every class.",
  ]) {
    assert.ok(said({}).includes(holds), holds);
  }
  assert.ok(said({ guests: {} }).includes("No guests."));
  assert.ok(said({ guests: { consent: true } }).includes("As many guests"));
  assert.deepEqual(saidOnly(sentences({}, texts), texts), []);
});

test("half written terms are read as far as they go", () => {
  const half = {
    fee: {},
    fees: { lines: [{}] },
    hours: [{}],
    blackouts: [{}],
    seasons: [{}],
    caps: { rolling: [{}] },
  };
  assert.ok(said(half).length > 0);
});

test("terms for the editor keep what is set to nothing and drop what is not set", () => {
  const answered = {
    caps: null,
    guests: { max: null, consent: false },
    letter: {},
    hours: [],
    booking: { latestDays: 0 },
  };
  assert.deepEqual(spare(answered), { guests: {}, letter: {}, booking: { latestDays: 0 } });
});

test("the place of a field is found by its path, or that of the nearest above it", () => {
  const text = JSON.stringify({ caps: { day: 1 }, fees: { lines: [{ amount: 1 }, { amount: 2 }] } }, null, 2);
  const at = (field) => text.slice(...locate(text, field));
  assert.equal(at("caps.day"), '"day"');
  assert.equal(at("caps.month"), '"caps"');
  assert.equal(locate(text, "fees.lines[1].amount")[0], text.lastIndexOf('"amount"'));
  assert.equal(locate(text, "blackouts"), null);
});

test("whose turn it is follows from who wrote the terms on the table", () => {
  const office = { user: { clubId: "us" } };
  assert.equal(turn(office, { state: "PROPOSED", authorClubId: "us" }), "theirs");
  assert.equal(turn(office, { state: "COUNTERED", authorClubId: "them" }), "ours");
  assert.equal(turn(office, { state: "ACTIVE", authorClubId: "them" }), null);
  assert.equal(
    turn(office, { state: "ACTIVE", authorClubId: "us", amendment: { authorClubId: "them" } }),
    "ours",
  );
});

test("an agreement that both approved may begin at any moment unless a step waits for a day", () => {
  const steps = (...next) => ({ steps: [{ step: "APPROVALS" }, ...next, { step: "TELL_PROPOSER" }] });
  const recording = steps({ step: "LEDGER", nextTryAt: "2026-06-02T00:00:00Z" }, { step: "ACTIVE" });
  const waiting = steps({ step: "LEDGER" }, { step: "ACTIVE", nextTryAt: "2026-06-02T00:00:00Z" });
  assert.equal(nextStep(recording).step, "LEDGER");
  assert.equal(nextStep(steps()), undefined);
  assert.ok(mayBegin(recording, Date.parse("2026-06-01T00:00:00Z")));
  assert.ok(!mayBegin(waiting, Date.parse("2026-06-01T23:59:59Z")));
  assert.ok(mayBegin(waiting, Date.parse("2026-06-02T00:00:00Z")));
});

test("every step into force has a name", () => {
  const steps = [...readFileSync(ACTIVATION, "utf8").matchAll(/new Step\((?:"([A-Z_]+)"|IN_FORCE)/g)].map(
    (match) => match[1] ?? "ACTIVE",
  );
  assert.deepEqual(Object.keys(agreementTexts.en.steps), steps);
});

test("facilities are written as people do and sent as codes", () => {
  assert.deepEqual(facilityCodes(" Pool, spa  and gym ,"), ["POOL", "SPA_AND_GYM"]);
  assert.deepEqual(facilityCodes(""), []);
});

test("no text is in two files of the office", () => {
  const keys = [sharedTexts, officeTexts, agreementTexts, termTexts].flatMap(({ en }) => Object.keys(en));
  assert.equal(new Set(keys).size, keys.length);
});
