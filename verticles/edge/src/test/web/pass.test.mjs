// A pass as the phone shows it: signed by the phone, small enough for its QR code, readable by the vendored
// decoder.
import assert from "node:assert/strict";
import { createPublicKey, randomBytes, verify } from "node:crypto";
import { test } from "node:test";
import { decode } from "../../main/resources/web/shared/base45.js";
import { encode as cbor, Tagged } from "../../main/resources/web/shared/cbor.js";
import { compressedPoint, makeKeyPair } from "../../main/resources/web/shared/keystore.js";
import { present } from "../../main/resources/web/shared/pass.js";
import { modules } from "../../main/resources/web/shared/qr.js";

const QUIET = 4;
const SCALE = 4;
// Claims of 16 + 16 + 33 bytes, two times and a number; header with an 8 byte key id; a 64 byte signature.
const CREDENTIAL = cbor(
  new Tagged(18, [
    cbor(
      new Map([
        [1, -7],
        [4, new Uint8Array(8)],
      ]),
    ),
    new Map(),
    cbor(
      new Map([
        [1, new Uint8Array(16)],
        [2, new Uint8Array(16)],
        [3, new Uint8Array(33)],
        [4, 1781634011],
        [5, 1784226011],
        [6, "HYC-100420"],
      ]),
    ),
    new Uint8Array(randomBytes(64)),
  ]),
);

async function shown() {
  const keys = await makeKeyPair();
  return { keys, text: await present({ keys, credential: CREDENTIAL }, 1781634011_500) };
}

/** Tag 18, array of 4, header bstr, empty map; then the payload; then a bstr of 64. */
function payloadOf(cose) {
  assert.equal(cose.subarray(0, 7).toString("hex"), "d28443a10126a0");
  const at = cose[7] === 0x58 ? 9 : 10;
  assert.equal(cose[7] === 0x58 ? cose[8] : cose.readUInt16BE(8), cose.length - at - 66);
  return cose.subarray(at, cose.length - 66);
}

test("what is shown verifies with the phone's key, over time and credential", async () => {
  const { keys, text } = await shown();
  const cose = Buffer.from(decode(text.slice(4)));
  const payload = payloadOf(cose);
  assert.equal(payload[0], 0xa3);
  assert.ok(payload.includes(Buffer.from(CREDENTIAL)));
  assert.ok(payload.includes(Buffer.from(cbor(1781634011))));
  const header = Uint8Array.from(Buffer.from("a10126", "hex"));
  const signed = Buffer.from(cbor(["Signature1", header, new Uint8Array(0), new Uint8Array(payload)]));
  const key = createPublicKey({ key: await crypto.subtle.exportKey("jwk", keys.publicKey), format: "jwk" });
  assert.ok(verify("sha256", signed, { key, dsaEncoding: "ieee-p1363" }, cose.subarray(-64)));
});

test("the phone's private key cannot be exported", async () => {
  const { privateKey } = await makeKeyPair();
  await assert.rejects(crypto.subtle.exportKey("pkcs8", privateKey));
  await assert.rejects(crypto.subtle.exportKey("jwk", privateKey));
});

test("a compressed point names the half that its y is in", async () => {
  const { publicKey } = await makeKeyPair();
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", publicKey));
  const point = await compressedPoint(publicKey);
  assert.equal(point.length, 33);
  assert.equal(point[0], raw[64] % 2 === 0 ? 2 : 3);
});

test("two showings differ", async () => {
  const { keys, text } = await shown();
  assert.notEqual(await present({ keys, credential: CREDENTIAL }, 1781634011_500), text);
});

test("a pass fits a QR code of version 12-L and the decoder reads it back", async () => {
  const { text } = await shown();
  const rows = modules(text);
  assert.ok(rows.length <= 17 + 4 * 12, `${rows.length} modules`);
  globalThis.self = globalThis;
  await import("../../main/resources/web/shared/vendor/jsqr/jsQR.js");
  const side = (rows.length + 2 * QUIET) * SCALE;
  const picture = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const dark = rows[Math.floor(y / SCALE) - QUIET]?.[Math.floor(x / SCALE) - QUIET];
      picture.set(dark ? [0, 0, 0] : [255, 255, 255], (y * side + x) * 4);
    }
  }
  assert.equal(globalThis.jsQR(picture, side, side).data, text);
});
