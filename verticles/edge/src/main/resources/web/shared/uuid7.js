// UUID version 7 (RFC 9562 section 5.7): 48 bits of milliseconds, then random bits. Ids made one after
// another by one page sort in the order they were made, also within a millisecond: the 12 bits after the time
// count up.

let lastMs = 0;
let counter = 0;

/** A new UUIDv7 in its 36 character form. `nowMs` is for tests. */
export function uuid7(nowMs = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const ms = nextTick(nowMs, bytes);
  for (let i = 0, rest = ms; i < 6; i++) {
    bytes[5 - i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 | (counter >> 8);
  bytes[7] = counter & 0xff;
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return format(bytes);
}

/**
 * A clock set back never makes an id that sorts before the last one; a full counter borrows the next
 * millisecond.
 */
function nextTick(nowMs, random) {
  if (nowMs > lastMs) {
    lastMs = nowMs;
    counter = ((random[6] << 8) | random[7]) & 0x7ff;
  } else if (++counter > 0xfff) {
    lastMs += 1;
    counter = 0;
  }
  return lastMs;
}

function format(bytes) {
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
