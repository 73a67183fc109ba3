// Reads what cbor.js writes, and nothing else: another form of the same value is refused, so that a pass has
// one text only.

import { encode, Tagged } from "./cbor.js";

const DEPTH_MAX = 8;
const SIMPLE = new Map([
  [20, false],
  [21, true],
  [22, null],
]);

/** The value in these bytes; null where they are not CBOR in deterministic form. Never throws. */
export function decode(bytes) {
  try {
    const reader = { bytes, at: 0 };
    const value = read(reader, 0);
    return reader.at === bytes.length && same(encode(value), bytes) ? value : null;
  } catch {
    return null;
  }
}

/** Whether two Uint8Arrays hold the same bytes. */
export function same(one, other) {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

function read(reader, depth) {
  if (depth > DEPTH_MAX) {
    throw new RangeError("too deep");
  }
  const first = take(reader, 1)[0];
  const n = argument(reader, first & 31);
  switch (first >> 5) {
    case 0:
      return n;
    case 1:
      return -1 - n;
    case 2:
      return take(reader, n).slice();
    case 3:
      return new TextDecoder("utf-8", { fatal: true }).decode(take(reader, n));
    case 4:
      return list(reader, n, depth);
    case 5:
      return new Map(list(reader, 2 * n, depth).flatMap((key, i, all) => (i % 2 ? [] : [[key, all[i + 1]]])));
    case 6:
      return new Tagged(n, read(reader, depth + 1));
    default:
      return simple(n);
  }
}

function list(reader, n, depth) {
  if (n > reader.bytes.length) {
    throw new RangeError("longer than its bytes");
  }
  return Array.from({ length: n }, () => read(reader, depth + 1));
}

function simple(n) {
  if (!SIMPLE.has(n)) {
    throw new RangeError("no such simple value");
  }
  return SIMPLE.get(n);
}

function argument(reader, low) {
  if (low < 24) {
    return low;
  }
  if (low > 27) {
    throw new RangeError("of no definite length");
  }
  const n = take(reader, 2 ** (low - 24)).reduce((sum, byte) => sum * 256 + byte, 0);
  if (!Number.isSafeInteger(n)) {
    throw new RangeError("too large");
  }
  return n;
}

function take(reader, n) {
  if (reader.at + n > reader.bytes.length) {
    throw new RangeError("ends too early");
  }
  reader.at += n;
  return reader.bytes.subarray(reader.at - n, reader.at);
}
