// Live messages over the websocket /push. Each feed is resumed after the last position seen, so a break loses
// nothing; where the server cannot resume it says so and the page reads its lists anew.

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const QUIET_MS = 60_000;
const ANSWER_MS = 15_000;

export const CLOSE = {
  NO_SESSION: 4401,
  NO_RIGHT: 4403,
  SLOW: 4408,
  SESSION_ENDED: 4409,
  LIMIT: 4429,
  DRAINING: 4503,
};

/** Keeps feed positions across reloads; without storage they live as long as the page. */
export class Positions {
  constructor(prefix, storage = globalThis.localStorage) {
    this.prefix = prefix;
    this.storage = storage;
    this.seen = new Map();
  }

  get(feed) {
    return this.seen.get(feed) ?? this.storage?.getItem(this.prefix + feed) ?? null;
  }

  set(feed, position) {
    this.seen.set(feed, position);
    try {
      this.storage?.setItem(this.prefix + feed, position);
    } catch {
      // Storage is full or forbidden: the position still holds for this page.
    }
  }
}

/**
 * What to do after a close: stop, or come again. A session may have ended because its token did: a new token tells.
 * Pure, so that it can be tested.
 */
export function afterClose(code, failures, waitMs, random = Math.random()) {
  if (code === CLOSE.NO_RIGHT) {
    return { stop: "NO_RIGHT" };
  }
  const signedOut = code === CLOSE.NO_SESSION || code === CLOSE.SESSION_ENDED;
  if (signedOut && failures > 1) {
    return { stop: code === CLOSE.NO_SESSION ? "NO_SESSION" : "SESSION_ENDED" };
  }
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
  return { renew: signedOut, delayMs: (waitMs ?? 0) + random * longest };
}

/**
 * Options: `feeds` (names), `positions`, `token({renew})` (async; null ends it), and the callbacks
 * `onMessages(feed, messages)`, `onGap(feed, snapshot)`, `onState("live"|"waiting")`, `onStop(reason)`.
 */
export class PushClient {
  #options;
  #socket = null;
  #timers = { again: 0, quiet: 0 };
  #failures = 0;
  #stopped = false;
  #renew = false;

  constructor(options) {
    this.#options = options;
  }

  start() {
    globalThis.addEventListener("online", this.#hurry);
    this.#open();
    return this;
  }

  stop() {
    this.#stopped = true;
    globalThis.removeEventListener("online", this.#hurry);
    clearTimeout(this.#timers.again);
    clearTimeout(this.#timers.quiet);
    this.#socket?.close(1000);
  }

  #hurry = () => {
    if (!this.#socket && !this.#stopped) {
      clearTimeout(this.#timers.again);
      this.#open();
    }
  };

  async #open() {
    const token = await this.#options.token({ renew: this.#renew }).catch(() => undefined);
    this.#renew = false;
    if (this.#stopped || token === null) {
      return;
    }
    if (token === undefined) {
      this.#closed({ code: 1006, reason: "" });
      return;
    }
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/push`);
    this.#socket = socket;
    socket.onopen = () => socket.send(JSON.stringify(this.#firstFrame(token)));
    socket.onmessage = ({ data }) => this.#heard(data);
    socket.onclose = (event) => this.#closed(event);
  }

  #firstFrame(token) {
    const subscribe = this.#options.feeds.map((feed) => {
      const after = this.#options.positions.get(feed);
      return after ? { feed, after } : { feed };
    });
    return { authorization: `Bearer ${token}`, subscribe };
  }

  #heard(data) {
    this.#watchQuiet();
    const frame = JSON.parse(data);
    if (frame.ping) {
      this.#send({ pong: frame.ping });
    } else if (frame.messages) {
      this.#options.onMessages(frame.feed, frame.messages);
      this.#moved(frame.feed, frame.messages.at(-1)?.position);
    } else if (frame.feed) {
      this.#subscribed(frame);
    }
  }

  #subscribed({ feed, recovered, position, snapshot }) {
    const resumed = this.#options.positions.get(feed) !== null;
    this.#failures = 0;
    this.#moved(feed, position);
    this.#options.onState?.("live");
    if (recovered === false && resumed) {
      this.#options.onGap(feed, snapshot ?? null);
    }
  }

  #moved(feed, position) {
    if (position) {
      this.#options.positions.set(feed, position);
    }
  }

  /** A network can die without a word: ask after a quiet minute, and come again when nothing answers. */
  #watchQuiet() {
    clearTimeout(this.#timers.quiet);
    this.#timers.quiet = setTimeout(() => {
      this.#send({ ping: 1 });
      this.#timers.quiet = setTimeout(() => this.#abandon(), ANSWER_MS);
    }, QUIET_MS);
  }

  #abandon() {
    const socket = this.#socket;
    if (socket) {
      socket.onclose = null;
      socket.close();
      this.#closed({ code: 1006, reason: "" });
    }
  }

  #send(frame) {
    if (this.#socket?.readyState === 1) {
      this.#socket.send(JSON.stringify(frame));
    }
  }

  #closed({ code, reason }) {
    this.#socket = null;
    clearTimeout(this.#timers.quiet);
    if (this.#stopped) {
      return;
    }
    this.#failures += 1;
    const next = afterClose(code, this.#failures, waitAsked(reason));
    if (next.stop) {
      this.stop();
      this.#options.onStop?.(next.stop);
      return;
    }
    this.#renew = next.renew;
    this.#options.onState?.("waiting");
    this.#timers.again = setTimeout(() => this.#open(), next.delayMs);
  }
}

function waitAsked(reason) {
  try {
    return Number(JSON.parse(reason).waitMs) || 0;
  } catch {
    return 0;
  }
}
