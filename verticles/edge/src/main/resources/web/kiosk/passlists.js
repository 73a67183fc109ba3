// Which keys sign passes, and which passes are revoked: read while there is a network, kept for when there is
// none. They come from the platform that this page itself comes from, so their own signatures (the lists as
// COSE) would prove nothing more here.

import { fromBase64Url } from "../shared/bytes.js";
import { load, save } from "../shared/keystore.js";
import { hex } from "./passcheck.js";

const RECORD = "kiosk-lists";
const REFRESH_EVERY_MS = 10 * 60_000;
const AGAIN_AFTER_MS = 20_000;

export class PassLists {
  #api;
  #timer = 0;
  #kept = { keys: null, revoked: null, madeAt: null };

  constructor(api) {
    this.#api = api;
  }

  /** What was kept at once, and the newest as soon as it can be had. */
  async start() {
    this.#kept = (await load(RECORD).catch(() => null)) ?? this.#kept;
    await this.refresh();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = -1;
  }

  /** {keys, revoked, madeAt}, as checkPass takes them; null each where this desk has never had it. */
  get current() {
    return this.#kept;
  }

  /** Reads both; those that are kept stay until both are there. */
  async refresh() {
    clearTimeout(this.#timer);
    let again = REFRESH_EVERY_MS;
    try {
      const options = { anonymous: true, retries: 0 };
      const [trust, revocations] = await Promise.all([
        this.#api.get("/trust-list", options),
        this.#api.get("/passes/revocations", options),
      ]);
      this.#kept = readLists(trust, revocations);
      await save(RECORD, this.#kept);
    } catch {
      again = AGAIN_AFTER_MS;
    }
    if (this.#timer !== -1) {
      this.#timer = setTimeout(() => this.refresh(), again);
    }
  }
}

/** The two answers of the platform as checkPass takes them. `madeAt` is the older one's moment. */
export function readLists(trust, revocations) {
  return {
    madeAt: [trust.madeAt, revocations.madeAt].sort()[0] ?? null,
    keys: (trust.keys ?? []).map((key) => ({
      clubId: key.clubId.replaceAll("-", ""),
      clubCode: key.clubCode,
      kid: hex(fromBase64Url(key.kid)),
      point: fromBase64Url(key.publicKey),
      fromS: seconds(key.notBefore),
      untilS: key.retiredAt ? seconds(key.retiredAt) : null,
    })),
    revoked: {
      complete: Boolean(revocations.complete),
      entries: new Map(
        (revocations.entries ?? []).map(({ hash, issuedUntil }) => [
          hex(fromBase64Url(hash)),
          seconds(issuedUntil),
        ]),
      ),
    },
  };
}

function seconds(instant) {
  return Math.floor(Date.parse(instant) / 1000);
}
