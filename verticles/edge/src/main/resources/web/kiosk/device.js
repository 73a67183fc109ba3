// Who this device is: its own key, its enrolment, and its token (RFC 7523: a JWT signed by the device's key
// is exchanged for an access token of 15 minutes).

import { toBase64Url, utf8 } from "../shared/bytes.js";
import { load, makeKeyPair, remove, save, sign } from "../shared/keystore.js";
import { uuid7 } from "../shared/uuid7.js";

const RECORD = "kiosk-device";
const ENROLLING = "kiosk-enrolling";
const AUDIENCE = "reciprocal-clubs";
const ASSERTION_S = 120;
const RENEW_BEFORE_MS = 90_000;
const SKEW_TOLERATED_MS = 30_000;

export class Device {
  #record;
  #token = null;
  #endsMs = 0;
  #pending = null;

  constructor(record) {
    this.#record = record;
  }

  /** The enrolled device of this browser, or null. */
  static async restore() {
    const record = await load(RECORD);
    return record?.device ? new Device(record) : null;
  }

  /**
   * Spends a one-time code. The key is kept before it is sent, so a lost answer can be asked for again; an
   * earlier enrolment of this browser stays until this one has succeeded.
   */
  static async enrol(api, code) {
    const keys = (await load(ENROLLING))?.keys ?? (await makeKeyPair());
    await save(ENROLLING, { keys });
    const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", keys.publicKey);
    const answer = await api.post(
      "/devices",
      { code, publicKey: { kty, crv, x, y, alg: "ES256", use: "sig" } },
      { anonymous: true, repeatable: true },
    );
    const record = {
      keys,
      device: answer.device,
      clubCode: answer.clubCode,
      clubName: answer.clubName,
      timeZone: answer.timeZone || "UTC",
      skewMs: 0,
    };
    await save(RECORD, record);
    await remove(ENROLLING);
    return new Device(record);
  }

  get id() {
    return this.#record.device.id;
  }
  get clubId() {
    return this.#record.device.clubId;
  }
  get name() {
    return this.#record.device.name || this.id;
  }
  get clubCode() {
    return this.#record.clubCode;
  }
  get clubName() {
    return this.#record.clubName;
  }
  get timeZone() {
    return this.#record.timeZone;
  }

  /** The platform's time as far as this device knows: its own clock may be wrong, and is not trusted. */
  now() {
    return Date.now() + (this.#record.skewMs ?? 0);
  }

  async learnTime(platformNow, sentMs, heardMs) {
    const skewMs = Date.parse(platformNow) - (sentMs + heardMs) / 2;
    if (Math.abs(skewMs - (this.#record.skewMs ?? 0)) > 1000) {
      this.#record.skewMs = skewMs;
      await save(RECORD, this.#record);
    }
  }

  forget() {
    this.#token = null;
    return remove(RECORD);
  }

  /** A token that holds for at least a minute and a half. */
  async token(api) {
    return this.#token && this.#endsMs - Date.now() > RENEW_BEFORE_MS
      ? this.#token
      : this.renew(api, this.#token);
  }

  /** A new token instead of `spent`; callers at once share one request. */
  async renew(api, spent) {
    if (spent !== this.#token && this.#token) {
      return this.#token;
    }
    this.#pending ??= this.#exchange(api).finally(() => {
      this.#pending = null;
    });
    return this.#pending;
  }

  async #exchange(api) {
    try {
      return await this.#assert(api, Date.now());
    } catch (problem) {
      const skewed = Math.abs(this.#record.skewMs ?? 0) > SKEW_TOLERATED_MS;
      if (problem.offline || problem.passing || !skewed) {
        throw problem;
      }
      return this.#assert(api, this.now());
    }
  }

  async #assert(api, nowMs) {
    const assertion = await this.#assertion(Math.floor(nowMs / 1000));
    const askedMs = Date.now();
    const answer = await api.post("/devices/token", { assertion }, { anonymous: true, retries: 0 });
    this.#token = answer.token;
    this.#endsMs = askedMs + lifetimeMs(answer.token);
    return this.#token;
  }

  async #assertion(nowS) {
    const header = { alg: "ES256", typ: "JWT" };
    const claims = {
      iss: this.id,
      sub: this.id,
      aud: AUDIENCE,
      jti: uuid7(),
      iat: nowS,
      exp: nowS + ASSERTION_S,
    };
    const body = [header, claims].map((part) => toBase64Url(utf8(JSON.stringify(part)))).join(".");
    return `${body}.${toBase64Url(await sign(this.#record.keys.privateKey, utf8(body)))}`;
  }
}

/**
 * From the token's own iat and exp, so that a wrong clock here does not matter; 15 minutes where it has none.
 */
export function lifetimeMs(token) {
  try {
    const claims = JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
    const seconds = claims.exp - claims.iat;
    return (seconds > 0 ? seconds : 900) * 1000;
  } catch {
    return 900_000;
  }
}
