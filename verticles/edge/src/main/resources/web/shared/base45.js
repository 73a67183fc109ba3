// Base45 (RFC 9285): bytes as the 45 characters that a QR code stores most tightly.

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/** The Base45 text of a Uint8Array. */
export function encode(bytes) {
  let text = "";
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    const n = bytes[i] * 256 + bytes[i + 1];
    text += ALPHABET[n % 45] + ALPHABET[Math.floor(n / 45) % 45] + ALPHABET[Math.floor(n / 2025)];
  }
  if (bytes.length % 2 === 1) {
    const n = bytes[bytes.length - 1];
    text += ALPHABET[n % 45] + ALPHABET[Math.floor(n / 45)];
  }
  return text;
}

/** The bytes of a Base45 text. Throws RangeError where the text is none. */
export function decode(text) {
  if (text.length % 3 === 1) {
    throw new RangeError("Base45 text has an impossible length");
  }
  const bytes = [];
  for (let i = 0; i < text.length; i += 3) {
    const pair = text.length - i === 2;
    const n = digit(text, i) + 45 * digit(text, i + 1) + (pair ? 0 : 2025 * digit(text, i + 2));
    if (n > (pair ? 0xff : 0xffff)) {
      throw new RangeError("Base45 group is out of range");
    }
    bytes.push(...(pair ? [n] : [n >> 8, n & 0xff]));
  }
  return Uint8Array.from(bytes);
}

function digit(text, at) {
  const value = ALPHABET.indexOf(text[at]);
  if (value < 0) {
    throw new RangeError("not a Base45 character");
  }
  return value;
}
