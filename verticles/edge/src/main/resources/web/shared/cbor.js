// The part of CBOR (RFC 8949) that a pass needs, always in the deterministic form of section 4.2.1: shortest
// heads, definite lengths, map keys in the order of their encoded bytes. Integers must be safe ones.

/** CBOR bytes of: integer Number, string, Uint8Array, Array, Map, Tagged, boolean or null. */
export function encode(value) {
  const out = [];
  write(value, out);
  return Uint8Array.from(out);
}

/** A value under a tag, such as 18 for COSE_Sign1. */
export class Tagged {
  constructor(tag, value) {
    this.tag = tag;
    this.value = value;
  }
}

const SIMPLE = new Map([
  [false, 0xf4],
  [true, 0xf5],
  [null, 0xf6],
]);

function write(value, out) {
  if (SIMPLE.has(value)) {
    out.push(SIMPLE.get(value));
  } else if (Number.isSafeInteger(value)) {
    head(value < 0 ? 1 : 0, value < 0 ? -1 - value : value, out);
  } else if (value instanceof Uint8Array) {
    head(2, value.length, out);
    append(value, out);
  } else if (typeof value === "string") {
    const bytes = new TextEncoder().encode(value);
    head(3, bytes.length, out);
    append(bytes, out);
  } else if (Array.isArray(value)) {
    head(4, value.length, out);
    value.forEach((item) => write(item, out));
  } else if (value instanceof Map) {
    writeMap(value, out);
  } else if (value instanceof Tagged) {
    head(6, value.tag, out);
    write(value.value, out);
  } else {
    throw new TypeError("no CBOR form for this value");
  }
}

function writeMap(map, out) {
  const entries = Array.from(map, ([key, value]) => [encode(key), value]);
  entries.sort(([a], [b]) => compare(a, b));
  head(5, entries.length, out);
  for (const [key, value] of entries) {
    append(key, out);
    write(value, out);
  }
}

function compare(a, b) {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    if (a[i] !== b[i]) {
      return a[i] - b[i];
    }
  }
  return a.length - b.length;
}

function head(major, n, out) {
  if (n < 24) {
    out.push((major << 5) | n);
    return;
  }
  const size = n < 0x100 ? 1 : n < 0x10000 ? 2 : n < 0x100000000 ? 4 : 8;
  out.push((major << 5) | (24 + Math.log2(size)));
  for (let shift = size - 1; shift >= 0; shift--) {
    out.push(Math.floor(n / 2 ** (8 * shift)) % 256);
  }
}

function append(bytes, out) {
  for (const byte of bytes) {
    out.push(byte);
  }
}
