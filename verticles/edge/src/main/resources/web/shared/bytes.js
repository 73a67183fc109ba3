// Bytes as text and back, in the alphabets of the contract.

/** base64url without padding (RFC 4648 section 5). */
export function toBase64Url(bytes) {
  return btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** Bytes of base64 or base64url, padded or not. */
export function fromBase64Url(text) {
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(plain), (c) => c.charCodeAt(0));
}

export function utf8(text) {
  return new TextEncoder().encode(text);
}
