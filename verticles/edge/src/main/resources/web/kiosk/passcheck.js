// Checks a pass with nothing but the lists that this desk keeps and the time: what the platform does, as far
// as it can be done with no network. Pure.

import { decode as base45 } from "../shared/base45.js";
import { utf8 } from "../shared/bytes.js";
import { decode, same } from "../shared/cborread.js";
import { encode, Tagged } from "../shared/cbor.js";
import { verify } from "../shared/p256.js";
import { PREFIX } from "../shared/pass.js";

const COSE_SIGN1 = 18;
const ES256 = -7;
const CHARS_MAX = 535;
const KID_BYTES = 8;
const HASH_BYTES = 8;
const LIFETIME_S = 30 * 24 * 3600;
const AGE_MAX_S = 60;
const AHEAD_MAX_S = 30;

/**
 * Judges the text of a pass shown at `atMs`, platform time. `lists` is {keys, revoked} as PassLists keeps
 * them, either null where this desk has never had it. Answers {outcome, pass, unrevoked}.
 *
 * The outcome is GENUINE; FORGED (no club signed it, or another phone shows it); UNKNOWN_KEY; NO_LIST;
 * EXPIRED; OLD_PICTURE or REVOKED. `pass` {club, number} is null where nothing of it can be believed.
 * `unrevoked` says of a genuine one whether the list of revoked passes was there, and whole.
 */
export async function checkPass(text, atMs, lists) {
  const shown = readPass(text);
  if (!shown) {
    return { outcome: "FORGED", pass: null };
  }
  if (!lists.keys) {
    return { outcome: "NO_LIST", pass: null };
  }
  const key = lists.keys.find(({ kid }) => kid === hex(shown.credential.kid));
  if (!key) {
    return { outcome: "UNKNOWN_KEY", pass: null };
  }
  const atS = Math.floor(atMs / 1000);
  if (!(await signedByClub(shown, key)) || shown.claims.issuedS > atS + AHEAD_MAX_S) {
    return { outcome: "FORGED", pass: null };
  }
  const pass = { club: key.clubCode, number: shown.claims.number };
  return { pass, ...(await judged(shown, atS, lists.revoked)) };
}

async function signedByClub({ claims, credential }, key) {
  const inUse = claims.issuedS >= key.fromS && (key.untilS === null || claims.issuedS <= key.untilS);
  return inUse && hex(claims.club) === key.clubId && (await verified(credential, key.point));
}

async function judged(shown, atS, revoked) {
  const { claims, signed, shownS } = shown;
  if (!(await verified(signed, claims.phoneKey))) {
    return { outcome: "FORGED", pass: null };
  }
  if (atS >= claims.expiresS) {
    return { outcome: "EXPIRED" };
  }
  if (shownS < atS - AGE_MAX_S || shownS > atS + AHEAD_MAX_S) {
    return { outcome: "OLD_PICTURE" };
  }
  const until = revoked?.entries.get(await revocationHash(claims.club, claims.member));
  if (until !== undefined && claims.issuedS <= until) {
    return { outcome: "REVOKED" };
  }
  return { outcome: "GENUINE", unrevoked: Boolean(revoked?.complete) };
}

/** How a member's entry in the list of revoked passes begins, as hex. */
export async function revocationHash(club, member) {
  const about = Uint8Array.from([...utf8("RC1:revoked"), ...club, ...member]);
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", about)).subarray(0, HASH_BYTES));
}

export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What the text is in form; null where it is no pass. Nothing of it is believed yet. */
function readPass(text) {
  if (text.length > CHARS_MAX || !text.startsWith(PREFIX)) {
    return null;
  }
  const signed = readSign1(base45OrNull(text.slice(PREFIX.length)));
  const about = signed?.kid === null ? decode(signed.payload) : null;
  if (!(about instanceof Map) || about.size !== 3 || !seconds(about.get(2)) || !isBytes(about.get(3), 8)) {
    return null;
  }
  const credential = readSign1(about.get(1));
  const claims = credential?.kid ? readClaims(credential.payload) : null;
  return claims && { signed, credential, claims, shownS: about.get(2) };
}

function base45OrNull(text) {
  try {
    return base45(text);
  } catch {
    return null;
  }
}

/** {kid (null where none is named), protectedHeader, payload, signature}, or null. */
function readSign1(bytes) {
  const item = bytes instanceof Uint8Array ? decode(bytes) : null;
  const parts = item instanceof Tagged && item.tag === COSE_SIGN1 ? item.value : null;
  if (!Array.isArray(parts) || parts.length !== 4) {
    return null;
  }
  const [protectedHeader, open, payload, signature] = parts;
  const sound = open instanceof Map && open.size === 0 && isBytes(payload) && isBytes(signature, 64);
  const kid = sound && isBytes(protectedHeader) ? keyId(protectedHeader) : undefined;
  return kid === undefined ? null : { kid, protectedHeader, payload, signature };
}

/** The key named by a header that says ES256, a key or none, and nothing else; undefined for any other. */
function keyId(header) {
  const fields = decode(header);
  const kid = fields instanceof Map ? (fields.get(4) ?? null) : null;
  const named = isBytes(kid, KID_BYTES);
  const expected = encode(new Map([[1, ES256], ...(named ? [[4, kid]] : [])]));
  return same(expected, header) ? kid : undefined;
}

function readClaims(payload) {
  const fields = decode(payload);
  if (!(fields instanceof Map) || fields.size !== 6) {
    return null;
  }
  const [club, member, phoneKey, issuedS, expiresS, number] = [1, 2, 3, 4, 5, 6].map((n) => fields.get(n));
  const sound =
    isBytes(club, 16) &&
    isBytes(member, 16) &&
    isBytes(phoneKey, 33) &&
    seconds(issuedS) &&
    seconds(expiresS) &&
    issuedS < expiresS &&
    expiresS - issuedS <= LIFETIME_S &&
    typeof number === "string" &&
    /^[ -~]{1,32}$/.test(number);
  return sound ? { club, member, phoneKey, issuedS, expiresS, number } : null;
}

function seconds(value) {
  return Number.isInteger(value) && value >= 0 && value <= 0xffffffff;
}

function isBytes(value, length = value?.length) {
  return value instanceof Uint8Array && value.length === length;
}

/** Sig_structure of RFC 9052 section 4.4, with nothing supplied externally. */
function verified({ protectedHeader, payload, signature }, point) {
  return verify(point, signature, encode(["Signature1", protectedHeader, new Uint8Array(0), payload]));
}
