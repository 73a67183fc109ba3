// A member's pass: the home club's credential, wrapped and signed by this phone each time it is shown. The QR
// text is "RC1:" + Base45(COSE_Sign1(ES256, {1: credential, 2: shown at, unix seconds, 3: nonce})). A desk
// accepts it for a minute, so a photograph of it is worth nothing.

import { newKey } from "./api.js";
import { encode as base45 } from "./base45.js";
import { fromBase64Url, toBase64Url } from "./bytes.js";
import { encode as cbor, Tagged } from "./cbor.js";
import { compressedPoint, load, makeKeyPair, remove, save, sign } from "./keystore.js";

export const REFRESH_MS = 20_000;
export const PREFIX = "RC1:";
const RENEW_BEFORE_MS = 24 * 3600_000;
const CHECK_EVERY_MS = 5 * 60_000;
const COSE_SIGN1 = 18;
const PROTECTED_ES256 = cbor(new Map([[1, -7]]));
const EMPTY = new Uint8Array(0);

/**
 * The pass of this person on this device: kept, or issued anew when there is none, it ends within a day, or
 * `fresh` asks for it. With no network a kept pass that still holds is used. `nowMs` is the platform's time.
 */
export async function obtain(api, userId, nowMs, fresh = false) {
  const name = `pass:${userId}`;
  const kept = await load(name);
  const endsMs = kept?.expiresAt ? Date.parse(kept.expiresAt) : Infinity;
  if (kept && !fresh && endsMs - nowMs > RENEW_BEFORE_MS) {
    check(api, name, kept, nowMs);
    return kept;
  }
  try {
    return await issue(api, name, kept?.keys);
  } catch (problem) {
    if (kept && !fresh && problem.offline && endsMs > nowMs) {
      return kept;
    }
    throw problem;
  }
}

const checkedMs = new Map();

/**
 * Forgets a kept pass that its club or its member has revoked, or whose key is not trusted any more: the next
 * time it is to be shown, another is issued. Nobody waits for it, since a phone may be without a network; then it
 * is checked the next time.
 */
async function check(api, name, kept, nowMs) {
  if (nowMs - (checkedMs.get(name) ?? -Infinity) < CHECK_EVERY_MS) {
    return;
  }
  checkedMs.set(name, nowMs);
  try {
    const { holds } = await api.post(
      "/me/pass/check",
      { credential: toBase64Url(kept.credential) },
      { repeatable: true },
    );
    if (holds === false) {
      await remove(name);
      checkedMs.delete(name);
    }
  } catch {
    checkedMs.delete(name);
  }
}

async function issue(api, name, keptKeys) {
  const keys = keptKeys ?? (await makeKeyPair());
  const deviceKey = toBase64Url(await compressedPoint(keys.publicKey));
  const answer = await api.post("/me/pass", { deviceKey }, { key: newKey() });
  const pass = {
    keys,
    credential: fromBase64Url(answer.credential),
    expiresAt: answer.expiresAt ?? null,
    clubCode: answer.clubCode ?? "",
    memberNumber: answer.memberNumber ?? "",
  };
  await save(name, pass);
  return pass;
}

/** Removes the pass and its key from this device. */
export function forget(userId) {
  return remove(`pass:${userId}`);
}

/** The text to show now. */
export async function present(pass, nowMs) {
  const nonce = crypto.getRandomValues(new Uint8Array(8));
  const payload = cbor(
    new Map([
      [1, pass.credential],
      [2, Math.floor(nowMs / 1000)],
      [3, nonce],
    ]),
  );
  return PREFIX + base45(await sign1(pass.keys.privateKey, payload));
}

/** COSE_Sign1 (RFC 9052 section 4.2), tagged. */
export async function sign1(privateKey, payload) {
  const toSign = cbor(["Signature1", PROTECTED_ES256, EMPTY, payload]);
  const signature = await sign(privateKey, toSign);
  return cbor(new Tagged(COSE_SIGN1, [PROTECTED_ES256, new Map(), payload, signature]));
}
