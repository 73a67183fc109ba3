// The encodings of a pass against the examples of their standards.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as base45 from "../../main/resources/web/shared/base45.js";
import { fromBase64Url, toBase64Url } from "../../main/resources/web/shared/bytes.js";
import { encode, Tagged } from "../../main/resources/web/shared/cbor.js";
import { uuid7 } from "../../main/resources/web/shared/uuid7.js";

const bytes = (text) => new TextEncoder().encode(text);
const hex = (value) => Buffer.from(encode(value)).toString("hex");

test("Base45 encodes and decodes the examples of RFC 9285", () => {
  for (const [plain, encoded] of [
    ["AB", "BB8"],
    ["Hello!!", "%69 VD92EX0"],
    ["base-45", "UJCLQE7W581"],
    ["ietf!", "QED8WEX0"],
    ["", ""],
  ]) {
    assert.equal(base45.encode(bytes(plain)), encoded);
    assert.deepEqual(base45.decode(encoded), bytes(plain));
  }
  assert.equal(base45.encode(Uint8Array.of(0xff, 0xff)), "FGW");
});

test("Base45 refuses what RFC 9285 calls an error", () => {
  for (const wrong of ["GGW", "::", "A", "AAAA", "ab8", "FGW\n12", "E,"]) {
    assert.throws(() => base45.decode(wrong), RangeError, wrong);
  }
});

test("Base45 brings back every byte at every length", () => {
  for (let length = 0; length < 300; length++) {
    const some = Uint8Array.from({ length }, (_, i) => (i * 151 + length) & 0xff);
    assert.deepEqual(base45.decode(base45.encode(some)), some);
  }
});

test("CBOR writes the examples of RFC 8949 appendix A", () => {
  for (const [value, wanted] of [
    [0, "00"],
    [1, "01"],
    [10, "0a"],
    [23, "17"],
    [24, "1818"],
    [25, "1819"],
    [100, "1864"],
    [255, "18ff"],
    [256, "190100"],
    [1000, "1903e8"],
    [65535, "19ffff"],
    [65536, "1a00010000"],
    [1000000, "1a000f4240"],
    [4294967295, "1affffffff"],
    [4294967296, "1b0000000100000000"],
    [1000000000000, "1b000000e8d4a51000"],
    [-1, "20"],
    [-10, "29"],
    [-100, "3863"],
    [-1000, "3903e7"],
    [false, "f4"],
    [true, "f5"],
    [null, "f6"],
    ["", "60"],
    ["a", "6161"],
    ["IETF", "6449455446"],
    ['"\\', "62225c"],
    ["\u00fc", "62c3bc"],
    ["\u6c34", "63e6b0b4"],
    ["\ud800\udd51", "64f0908591"],
    [new Uint8Array(0), "40"],
    [Uint8Array.of(1, 2, 3, 4), "4401020304"],
    [[], "80"],
    [[1, 2, 3], "83010203"],
    [[1, [2, 3], [4, 5]], "8301820203820405"],
    [
      Array.from({ length: 25 }, (_, i) => i + 1),
      "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
    ],
    [new Map(), "a0"],
    [
      new Map([
        [1, 2],
        [3, 4],
      ]),
      "a201020304",
    ],
    [
      new Map([
        ["a", 1],
        ["b", [2, 3]],
      ]),
      "a26161016162820203",
    ],
    [["a", new Map([["b", "c"]])], "826161a161626163"],
    [new Tagged(1, 1363896240), "c11a514b67b0"],
    [new Tagged(23, Uint8Array.of(1, 2, 3, 4)), "d74401020304"],
    [new Tagged(32, "http://www.example.com"), "d82076687474703a2f2f7777772e6578616d706c652e636f6d"],
  ]) {
    assert.equal(hex(value), wanted);
  }
});

test("CBOR sorts map keys by their bytes, as RFC 8949 section 4.2.1 shows", () => {
  const keys = [[false], [-1], "aa", "z", 100, 10, [100], false];
  const map = new Map(keys.map((key) => [key, 0]));
  assert.equal(
    hex(map),
    "a8" +
      ["0a", "1864", "20".replace("20", "617a"), "626161", "811864", "8120", "81f4", "f4"]
        .map((key) => `${key}00`)
        .join(""),
  );
});

test("CBOR refuses what it has no exact form for", () => {
  for (const wrong of [1.5, 2 ** 53, undefined, {}, NaN]) {
    assert.throws(() => encode(wrong), TypeError);
  }
});

test("base64url has no padding and reads both alphabets", () => {
  assert.equal(toBase64Url(Uint8Array.of(0xfb, 0xff, 0xfe, 1)), "-__-AQ");
  assert.deepEqual(fromBase64Url("-__-AQ"), Uint8Array.of(0xfb, 0xff, 0xfe, 1));
  assert.deepEqual(fromBase64Url("+//+AQ=="), Uint8Array.of(0xfb, 0xff, 0xfe, 1));
});

test("a UUIDv7 has version, variant and its time in front", () => {
  const id = uuid7(0x017f22e279b0);
  assert.match(id, /^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("UUIDv7s sort in the order they were made, also within a millisecond and when the clock goes back", () => {
  const start = Date.now() + 1e9;
  const ids = Array.from({ length: 9000 }, (_, i) => uuid7(start - (i % 3)));
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(ids).size, ids.length);
});
