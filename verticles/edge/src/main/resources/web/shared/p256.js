// ES256 signatures checked by their keys' compressed points (SEC 1 section 2.3.4), which WebCrypto does not
// take everywhere: the other coordinate is worked out here.

const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const COMPRESSED_BYTES = 33;
const SIGNATURE_BYTES = 64;

/** Whether the key at this compressed point made the signature, r || s of 64 bytes, over the message. */
export async function verify(point, signature, message) {
  const raw = uncompressed(point);
  if (!raw || signature.length !== SIGNATURE_BYTES) {
    return false;
  }
  const key = await crypto.subtle.importKey("raw", raw, { name: "ECDSA", namedCurve: "P-256" }, false, [
    "verify",
  ]);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, message);
}

/** The 65 bytes of a point of the curve; null where the 33 bytes name none. */
export function uncompressed(point) {
  if (point.length !== COMPRESSED_BYTES || (point[0] !== 2 && point[0] !== 3)) {
    return null;
  }
  const x = number(point.subarray(1));
  const right = (x * x * x - 3n * x + B) % P;
  const root = power(((right % P) + P) % P, (P + 1n) / 4n);
  if (x >= P || (root * root - right) % P !== 0n) {
    return null;
  }
  const y = Number(root & 1n) === (point[0] & 1) ? root : P - root;
  const raw = new Uint8Array(65);
  raw[0] = 4;
  raw.set(point.subarray(1), 1);
  raw.set(bytes(y), 33);
  return raw;
}

function power(base, exponent) {
  let result = 1n;
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % P) {
    if (rest & 1n) {
      result = (result * square) % P;
    }
  }
  return result;
}

function number(big) {
  return big.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function bytes(value) {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * (31 - i))) & 0xffn));
}
