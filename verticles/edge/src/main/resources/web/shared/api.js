// Talks to /api/v1. Every failure comes out as one Problem with a stable code; nothing is swallowed.

import { uuid7 } from "./uuid7.js";

const BASE = "/api/v1";
const TIMEOUT_MS = 8_000;
const RETRIES = 2;
const BACK_OFF_MS = 400;
const LONGEST_WAIT_MS = 20_000;

/** A refusal or failure: the server's problem+json, or OFFLINE and TIMEOUT, which are ours. */
export class Problem extends Error {
  constructor({
    code,
    status = 0,
    detail = "",
    field = null,
    rule = null,
    retryAfterMs = null,
    correlationId = null,
    challenge = null,
  }) {
    super(detail || code);
    Object.assign(this, { code, status, detail, field, rule, retryAfterMs, correlationId, challenge });
  }

  /** No answer came: whether the server did it is not known. */
  get offline() {
    return this.status === 0;
  }

  /** Worth sending again as it is. */
  get passing() {
    return this.offline || this.status === 429 || this.status === 503 || this.status === 504;
  }
}

/** One key for one intent; send the same one with every repeat of it. */
export const newKey = uuid7;

export class Api {
  #token;
  #renew;
  #prove;
  #onReach;

  /**
   * `token()` answers the access token or null, `renew()` gets another after a 401, `prove()` one after a
   * STEP_UP_REQUIRED or null where that was not wanted; all may be async.
   * `onReach(problem)` hears null after each answer and the Problem after each missing one.
   */
  constructor({ token = () => null, renew = null, prove = null, onReach = () => {} } = {}) {
    this.#token = token;
    this.#renew = renew;
    this.#prove = prove;
    this.#onReach = onReach;
  }

  get(path, options = {}) {
    return this.#retrying("GET", path, undefined, { repeatable: true, ...options });
  }

  /** `key` becomes the Idempotency-Key. Repeated by itself only with a key or `repeatable`. */
  post(path, body = {}, options = {}) {
    return this.#retrying("POST", path, body, { repeatable: Boolean(options.key), ...options });
  }

  /** As post. */
  put(path, body = {}, options = {}) {
    return this.#retrying("PUT", path, body, { repeatable: Boolean(options.key), ...options });
  }

  /** As post. */
  patch(path, body = {}, options = {}) {
    return this.#retrying("PATCH", path, body, { repeatable: Boolean(options.key), ...options });
  }

  /** A file's text; what is wrong with it comes as a Problem like everywhere. */
  file(path, options = {}) {
    return this.#retrying("GET", path, undefined, { repeatable: true, ...options, file: true });
  }

  delete(path, options = {}) {
    return this.#retrying("DELETE", path, undefined, options);
  }

  async #retrying(method, path, body, options) {
    const retries = options.retries ?? (options.repeatable ? RETRIES : 0);
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#authorised(method, path, body, options);
      } catch (problem) {
        if (!(problem instanceof Problem) || !problem.passing || attempt >= retries) {
          throw problem;
        }
        await sleep(waitMs(problem, attempt));
      }
    }
  }

  /**
   * A token may have ended on the way: one 401 is answered with one new token and one repeat. So is what asks
   * to prove once more who sits there.
   */
  async #authorised(method, path, body, options) {
    const token = options.anonymous ? null : await this.#token();
    try {
      return await this.#once(method, path, body, options, token);
    } catch (problem) {
      const proven = problem.code === "STEP_UP_REQUIRED" && (await this.#prove?.());
      if (proven) {
        return this.#once(method, path, body, options, proven);
      }
      if (problem.status !== 401 || options.anonymous || !this.#renew) {
        throw problem;
      }
      const renewed = await this.#renew(token);
      if (!renewed) {
        throw problem;
      }
      return this.#once(method, path, body, options, renewed);
    }
  }

  async #once(method, path, body, options, token) {
    const headers = { accept: options.file ? "*/*" : "application/json, application/problem+json" };
    if (token) {
      headers.authorization = `Bearer ${token}`;
    }
    if (options.key) {
      headers["idempotency-key"] = options.key;
    }
    if (body !== undefined) {
      headers["content-type"] = "application/json";
    }
    const response = await this.#fetch(BASE + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
      credentials: "same-origin",
      signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
    });
    if (!response.ok) {
      throw problemOf(response);
    }
    return options.file ? response.text : response.content;
  }

  /** The body is read under the same timeout: an answer that stops half way is no answer. */
  async #fetch(url, init) {
    try {
      const response = await fetch(url, init);
      const text = await response.text();
      const { ok, status, headers } = response;
      this.#onReach(null);
      return { ok, status, headers, text, content: parse(text) };
    } catch (cause) {
      const problem = new Problem({ code: cause.name === "TimeoutError" ? "TIMEOUT" : "OFFLINE" });
      this.#onReach(problem);
      throw problem;
    }
  }
}

/**
 * How long to wait before trying again: what the server asked for, else longer each time, always with jitter.
 */
export function waitMs(problem, attempt) {
  const asked = problem.retryAfterMs ?? BACK_OFF_MS * 2 ** attempt;
  return Math.min(LONGEST_WAIT_MS, asked * (0.75 + Math.random() / 2));
}

export function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

const CODES_BY_STATUS = {
  400: "VALIDATION_ERROR",
  401: "UNAUTHENTICATED",
  403: "UNAUTHORIZED",
  404: "NOT_FOUND",
  409: "CONFLICT",
  422: "REFUSED",
  429: "RATE_LIMITED",
  503: "OVERLOADED",
  504: "DEADLINE",
};

function problemOf({ status, headers, content }) {
  const body = content && typeof content === "object" ? content : {};
  const seconds = Number.parseFloat(headers.get("retry-after") ?? "");
  return new Problem({
    status,
    code: body.code ?? CODES_BY_STATUS[status] ?? "INTERNAL_ERROR",
    detail: body.detail ?? body.title ?? "",
    field: body.field ?? null,
    rule: body.rule ?? null,
    correlationId: body.correlationId ?? null,
    challenge: body.challenge ?? null,
    retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : null,
  });
}

function parse(text) {
  try {
    return text ? JSON.parse(text) : {};
  } catch {
    return {};
  }
}
