// What a desk that is cut off can say of a pass by itself, against passes made as phones and clubs make them.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { test } from "node:test";
import { checkPass, hex, revocationHash } from "../../main/resources/web/kiosk/passcheck.js";
import { readLists } from "../../main/resources/web/kiosk/passlists.js";
import { encode as base45 } from "../../main/resources/web/shared/base45.js";
import { encode as cbor, Tagged } from "../../main/resources/web/shared/cbor.js";
import { decode } from "../../main/resources/web/shared/cborread.js";
import { compressedPoint, makeKeyPair, sign } from "../../main/resources/web/shared/keystore.js";
import { uncompressed, verify } from "../../main/resources/web/shared/p256.js";
import { present } from "../../main/resources/web/shared/pass.js";

const NOW_MS = 1781634011_500;
const NOW_S = 1781634011;
const CLUB = "0197a3c0-0000-7000-8000-00000000c1b0";
const MEMBER = new Uint8Array(randomBytes(16));
const clubId = Uint8Array.from(Buffer.from(CLUB.replaceAll("-", ""), "hex"));
const clubKeys = await makeKeyPair();
const phoneKeys = await makeKeyPair();
const clubPoint = await compressedPoint(clubKeys.publicKey);
const kid = new Uint8Array(createHash("sha256").update(clubPoint).digest().subarray(0, 8));

async function credential({ issuedS = NOW_S - 100, expiresS = NOW_S + 1000, signer = clubKeys } = {}) {
  const header = cbor(
    new Map([
      [1, -7],
      [4, kid],
    ]),
  );
  const claims = cbor(
    new Map([
      [1, clubId],
      [2, MEMBER],
      [3, await compressedPoint(phoneKeys.publicKey)],
      [4, issuedS],
      [5, expiresS],
      [6, "10042"],
    ]),
  );
  const signed = await sign(signer.privateKey, cbor(["Signature1", header, new Uint8Array(0), claims]));
  return cbor(new Tagged(18, [header, new Map(), claims, signed]));
}

async function shown(options = {}, { keys = phoneKeys, atMs = NOW_MS } = {}) {
  return present({ keys, credential: await credential(options) }, atMs);
}

async function lists({
  revokedUntilS,
  complete = true,
  retiredAt = null,
  notBefore = "2026-01-01T00:00:00Z",
} = {}) {
  const base64 = (bytes) => Buffer.from(bytes).toString("base64");
  const hash = Buffer.from(await revocationHash(clubId, MEMBER), "hex");
  const issuedUntil = new Date((revokedUntilS ?? 0) * 1000).toISOString();
  const key = {
    clubId: CLUB,
    clubCode: "HYC",
    kid: base64(kid),
    publicKey: base64(clubPoint),
    notBefore,
    retiredAt,
  };
  return readLists(
    { madeAt: "2026-06-16T18:00:00Z", keys: [key] },
    {
      madeAt: "2026-06-16T18:05:00Z",
      complete,
      entries: revokedUntilS === undefined ? [] : [{ hash: base64(hash), issuedUntil }],
    },
  );
}

const outcome = async (text, known) => (await checkPass(text, NOW_MS, known ?? (await lists()))).outcome;

test("a pass that its club signed and its phone shows just now is genuine", async () => {
  assert.deepEqual(await checkPass(await shown(), NOW_MS, await lists()), {
    outcome: "GENUINE",
    pass: { club: "HYC", number: "10042" },
    unrevoked: true,
  });
});

test("a pass of another signer, another phone or with one byte changed is forged", async () => {
  const stranger = await makeKeyPair();
  assert.equal(await outcome(await shown({ signer: stranger })), "FORGED");
  assert.equal(await outcome(await shown({}, { keys: stranger })), "FORGED");
  const text = await shown();
  for (let i = 6; i < text.length; i += 29) {
    const other = text[i] === "A" ? "B" : "A";
    assert.notEqual(await outcome(text.slice(0, i) + other + text.slice(i + 1)), "GENUINE", `character ${i}`);
  }
});

test("what is no pass at all is forged, whatever it is", async () => {
  const texts = [
    "",
    "RC1:",
    "RC1:%%%",
    `RC1:${base45(new Uint8Array(40))}`,
    "RC2:00",
    `RC1:${"A".repeat(600)}`,
  ];
  for (const text of [...texts, `RC1:${base45(cbor(new Tagged(18, [])))}`]) {
    assert.equal(await outcome(text), "FORGED", text);
  }
});

test("a picture of a pass is older than a minute, and a phone's clock may be half a minute ahead", async () => {
  assert.equal(await outcome(await shown({}, { atMs: NOW_MS - 60_000 })), "GENUINE");
  assert.equal(await outcome(await shown({}, { atMs: NOW_MS - 61_000 })), "OLD_PICTURE");
  assert.equal(await outcome(await shown({}, { atMs: NOW_MS + 30_000 })), "GENUINE");
  assert.equal(await outcome(await shown({}, { atMs: NOW_MS + 31_000 })), "OLD_PICTURE");
});

test("a pass ends, and cannot be made out for longer than thirty days", async () => {
  assert.equal(await outcome(await shown({ expiresS: NOW_S })), "EXPIRED");
  assert.equal(await outcome(await shown({ expiresS: NOW_S + 31 * 24 * 3600 })), "FORGED");
});

test("a revoked pass is named so, and one that was issued after that is not", async () => {
  const revoked = await lists({ revokedUntilS: NOW_S - 100 });
  assert.equal(await outcome(await shown({ issuedS: NOW_S - 100 }), revoked), "REVOKED");
  assert.equal(await outcome(await shown({ issuedS: NOW_S - 99 }), revoked), "GENUINE");
});

test("what the lists cannot say is not said", async () => {
  const text = await shown();
  assert.equal((await checkPass(text, NOW_MS, await lists({ complete: false }))).unrevoked, false);
  assert.equal((await checkPass(text, NOW_MS, { ...(await lists()), revoked: null })).unrevoked, false);
  assert.equal(await outcome(text, { keys: null, revoked: null }), "NO_LIST");
  assert.equal(await outcome(text, { ...(await lists()), keys: [] }), "UNKNOWN_KEY");
});

test("a key signs passes from its first second until it is retired", async () => {
  const at = (seconds) => new Date((NOW_S + seconds) * 1000).toISOString();
  const text = await shown({ issuedS: NOW_S - 100 });
  assert.equal(await outcome(text, await lists({ notBefore: at(-99.5) })), "GENUINE");
  assert.equal(await outcome(text, await lists({ notBefore: at(-98) })), "FORGED");
  assert.equal(await outcome(text, await lists({ retiredAt: at(-100) })), "GENUINE");
  assert.equal(await outcome(text, await lists({ retiredAt: at(-101) })), "FORGED");
});

test("a key's other coordinate is worked out, and what is no point is refused", async () => {
  for (let i = 0; i < 8; i++) {
    const { publicKey, privateKey } = await makeKeyPair();
    const point = await compressedPoint(publicKey);
    assert.equal(
      hex(uncompressed(point)),
      hex(new Uint8Array(await crypto.subtle.exportKey("raw", publicKey))),
    );
    const message = new Uint8Array(randomBytes(50));
    const signature = await sign(privateKey, message);
    assert.ok(await verify(point, signature, message));
    assert.equal(await verify(point, signature, message.slice(1)), false);
    assert.equal(await verify(point, signature.slice(1), message), false);
  }
  const none = new Uint8Array(33).fill(0xff);
  none[0] = 2;
  assert.equal(uncompressed(none), null);
  assert.equal(uncompressed(new Uint8Array(33)), null);
  assert.equal(uncompressed(new Uint8Array(32)), null);
});

test("CBOR is read in its deterministic form only", () => {
  const value = new Map([
    [1, -7],
    [2, [new Uint8Array([1, 2]), "text", true, false, null, 1781634011]],
    ["a", new Tagged(18, new Map())],
  ]);
  assert.deepEqual(decode(cbor(value)), value);
  for (const wrong of [
    "1800",
    "a2020001 00",
    "5f4101ff",
    "a101",
    "0000",
    "",
    "ff",
    "fb3ff0000000000000",
    "9bffffffffffffffff",
  ]) {
    assert.equal(decode(Uint8Array.from(Buffer.from(wrong.replaceAll(" ", ""), "hex"))), null, wrong);
  }
});
