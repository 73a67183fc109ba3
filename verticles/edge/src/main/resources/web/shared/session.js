// A person's session. The access token (15 minutes) lives in memory only. The refresh token is in
// sessionStorage: it survives a reload but not the closing of the tab, is not shared with other tabs (a
// refresh token works once; two tabs spending the same one would end the session for both), and leaves
// nothing behind on a borrowed device. Scripts of this origin could read it; the pages' content policy lets
// no other script run.

const RENEW_BEFORE_MS = 60_000;

export class Session {
  #token = null;
  #endsMs = 0;
  #pending = null;
  #onEnd;
  #kept;
  user = null;

  /**
   * `page` names whose session it is, such as "member": each page has its own. `onEnd()` is called once when
   * the session can not be renewed any more.
   */
  constructor(page, onEnd) {
    this.#kept = `${page}.refresh`;
    this.#onEnd = onEnd;
  }

  get canResume() {
    return sessionStorage.getItem(this.#kept) !== null;
  }

  async logIn(api, email, password) {
    this.#take(await api.post("/sessions", { email, password }, { anonymous: true }));
  }

  /** The second half of a login that answered MFA_REQUIRED. */
  async complete(api, challenge, code) {
    this.#take(await api.post("/sessions/complete", { challenge, code }, { anonymous: true }));
  }

  /** Who has just used a passkey. */
  async comeInWith(api, passkey) {
    this.#take(await api.post("/sign-in/passkey/finish", { passkey }, { anonymous: true }));
  }

  /** Who comes back from their club's sign-in page; a second factor is asked for by the page itself. */
  async comeIn(api, cameBack) {
    try {
      this.#take(await api.post("/sign-in/finish", cameBack, { anonymous: true }));
    } catch (problem) {
      if (problem.code !== "MFA_REQUIRED") {
        throw problem;
      }
      sessionStorage.setItem(this.#halfIn, problem.challenge);
    }
  }

  /** The challenge of who came back and has a second factor; null where there is none. Given once. */
  takeChallenge() {
    const challenge = sessionStorage.getItem(this.#halfIn);
    sessionStorage.removeItem(this.#halfIn);
    return challenge;
  }

  get #halfIn() {
    return `${this.#kept}.challenge`;
  }

  /** Another access token of this session, which has proven more. */
  adopt({ token, expiresAt }) {
    this.#token = token;
    this.#endsMs = Date.now() + lifetimeMs(token, expiresAt);
  }

  /** The access token, renewed a minute before it ends; null where nobody is logged in. */
  async token(api) {
    if (this.#token && this.#endsMs - Date.now() > RENEW_BEFORE_MS) {
      return this.#token;
    }
    return this.canResume ? this.renew(api, this.#token) : null;
  }

  /** Another token instead of `spent`; null when the session has ended. Callers at once share one request. */
  async renew(api, spent) {
    if (this.#token && spent !== this.#token) {
      return this.#token;
    }
    this.#pending ??= this.#refresh(api).finally(() => {
      this.#pending = null;
    });
    return this.#pending;
  }

  /** Who logs in again while the server is still being told keeps the new session. */
  async logOut(api) {
    const ended = sessionStorage.getItem(this.#kept);
    try {
      await api.delete("/sessions/current", { retries: 1 });
    } finally {
      this.#forget(ended);
    }
  }

  /** Null, and nothing else, where nobody is logged in any more: a late answer ends no login that began since. */
  async #refresh(api) {
    const refreshToken = sessionStorage.getItem(this.#kept);
    if (!refreshToken) {
      return null;
    }
    try {
      const pair = await api.post("/sessions/refresh", { refreshToken }, { anonymous: true });
      if (this.#keeps(refreshToken)) {
        this.#take(pair);
      }
      return this.#token;
    } catch (problem) {
      // a suspended club's people go on where they were once it is reinstated
      if (problem.passing || problem.code === "CLUB_NOT_ACTIVE") {
        throw problem;
      }
      if (this.#keeps(refreshToken)) {
        this.#forget(refreshToken);
        this.#onEnd();
      }
      return null;
    }
  }

  #keeps(refreshToken) {
    return sessionStorage.getItem(this.#kept) === refreshToken;
  }

  #take({ token, refreshToken, expiresAt, user }) {
    this.adopt({ token, expiresAt });
    this.user = user ?? this.user;
    sessionStorage.setItem(this.#kept, refreshToken);
  }

  #forget(refreshToken) {
    if (this.#keeps(refreshToken)) {
      this.#token = null;
      this.user = null;
      sessionStorage.removeItem(this.#kept);
    }
  }
}

/** From the token's own iat and exp: this device's clock may be wrong. */
function lifetimeMs(token, expiresAt) {
  try {
    const claims = JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
    return (claims.exp - claims.iat) * 1000 || 900_000;
  } catch {
    return Math.max(0, Date.parse(expiresAt) - Date.now()) || 900_000;
  }
}
