// Who a member is: asked once each, a few at a time. What may not be known stays unknown.

const AT_ONCE = 4;

export class People {
  #api;
  #clubs;
  #asked = new Map();
  #waiting = [];
  #running = 0;

  constructor(api, clubs) {
    this.#api = api;
    this.#clubs = clubs;
  }

  /** {name, number} such as "Robin Demo" and "HARBOUR-1000"; null where the member is not to be known. */
  of(memberId) {
    if (!this.#asked.has(memberId)) {
      this.#asked.set(memberId, this.#queue(memberId));
    }
    return this.#asked.get(memberId);
  }

  /** Puts the name into the node once it is known; until then and otherwise `meanwhile` stays. */
  name(node, memberId, meanwhile) {
    node.append(meanwhile);
    if (memberId) {
      this.of(memberId).then((person) => person && node.replaceChildren(`${person.name} (${person.number})`));
    }
    return node;
  }

  async #queue(memberId) {
    if (this.#running >= AT_ONCE) {
      await new Promise((go) => this.#waiting.push(go));
    }
    this.#running++;
    try {
      return this.#person(await this.#api.get(`/members/${encodeURIComponent(memberId)}`));
    } catch (problem) {
      if (problem.passing) {
        this.#asked.delete(memberId);
      }
      return null;
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  #person({ profile, clubId, memberNumber }) {
    const name = [profile?.firstName, profile?.lastName].filter(Boolean).join(" ");
    return { name, number: [this.#clubs.get(clubId)?.code, memberNumber].filter(Boolean).join("-") };
  }
}
