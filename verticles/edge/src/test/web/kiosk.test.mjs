// What the front desk reads from a typed line, a hand scanner or a camera.
import assert from "node:assert/strict";
import { test } from "node:test";
import { encode } from "../../main/resources/web/shared/base45.js";
import { afterClose, CLOSE } from "../../main/resources/web/shared/push.js";
import { lifetimeMs } from "../../main/resources/web/kiosk/device.js";
import { parseEntry, parseGuests } from "../../main/resources/web/kiosk/entry.js";

test("a written member number is club and number, however it is typed", () => {
  for (const text of ["HYC-10042", "hyc-10042", "  Hyc - 10042 ", "HYC 10042"]) {
    assert.deepEqual(parseEntry(text), { member: { club: "HYC", number: "10042" } }, text);
  }
  assert.deepEqual(parseEntry("C7-A-12"), { member: { club: "C7", number: "A-12" } });
});

test("what is missing is told by name", () => {
  assert.deepEqual(parseEntry("   "), { wrong: "entryEmpty" });
  assert.deepEqual(parseEntry("10042"), { wrong: "entryNoClub" });
  assert.deepEqual(parseEntry("HYC-"), { wrong: "entryNoNumber" });
});

test("a pass is taken whole, also with spaces inside and from a scanner that sends small letters", () => {
  const text = `RC1:${encode(Uint8Array.of(0, 36, 36 * 45, 200, 7))}`;
  assert.deepEqual(parseEntry(text), { pass: text });
  assert.deepEqual(parseEntry(text.toLowerCase()), { pass: text });
  assert.deepEqual(parseEntry("RC1:%69 VD92EX0"), { pass: "RC1:%69 VD92EX0" });
  assert.deepEqual(parseEntry("RC1:not base45!"), { wrong: "entryNotPass" });
});

test("guests may come with ages or without", () => {
  assert.deepEqual(parseGuests("3", ["12", "", " 40 "]), { guests: [{ age: 12 }, {}, { age: 40 }] });
  assert.deepEqual(parseGuests("", []), { guests: [] });
  for (const wrong of ["-1", "21", "1.5", "two"]) {
    assert.deepEqual(parseGuests(wrong, []), { wrong: "guestsRange" });
  }
  assert.deepEqual(parseGuests("2", ["7", "old"]), { wrong: "ageRange", index: 1 });
});

test("a token's life is read from itself", () => {
  const claims = Buffer.from(JSON.stringify({ iat: 100, exp: 700 })).toString("base64url");
  assert.equal(lifetimeMs(`h.${claims}.s`), 600_000);
  assert.equal(lifetimeMs("opaque"), 900_000);
});

test("a push connection comes again after a break, later each time, and stops where it has no business", () => {
  assert.deepEqual(afterClose(CLOSE.NO_RIGHT, 1, 0), { stop: "NO_RIGHT" });
  assert.deepEqual(afterClose(CLOSE.SESSION_ENDED, 1, 0, 0), { renew: true, delayMs: 0 });
  assert.deepEqual(afterClose(CLOSE.SESSION_ENDED, 2, 0), { stop: "SESSION_ENDED" });
  assert.deepEqual(afterClose(CLOSE.NO_SESSION, 1, 0, 0), { renew: true, delayMs: 0 });
  assert.deepEqual(afterClose(CLOSE.NO_SESSION, 2, 0), { stop: "NO_SESSION" });
  assert.deepEqual(afterClose(CLOSE.LIMIT, 1, 1200, 0.5), { renew: false, delayMs: 1700 });
  assert.equal(afterClose(1006, 20, 0, 1).delayMs, 30_000);
});

test("guests may be told by name and by what they are to the member", () => {
  const people = [
    { name: " Alex Example ", relation: "SPOUSE" },
    { name: "", relation: "" },
  ];
  assert.deepEqual(parseGuests("2", ["40", "7"], people), {
    guests: [{ age: 40, name: "Alex Example", relation: "SPOUSE" }, { age: 7 }],
  });
  assert.deepEqual(parseGuests("1", [""], [{ name: "  ", relation: "CHILD" }]), {
    guests: [{ relation: "CHILD" }],
  });
});
