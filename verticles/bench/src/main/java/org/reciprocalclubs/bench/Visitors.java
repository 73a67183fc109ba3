package org.reciprocalclubs.bench;

/**
 * Who comes to which club next: each member once to each partner, so that nobody is refused for being inside
 * already, partners in turn, suspended members evenly among the others. pgbench computes the same in
 * {@code check-in.pgbench}. One for all runs of a database; not thread-safe.
 */
final class Visitors {
  /** How many come to one club before all have been there. */
  static final int PER_CLUB = Federation.PARTNERS * Federation.MEMBERS;
  private static final int HOST_STRIDE = 7;
  private static final int PARTNER_STRIDE = 13;

  private final int[] next = new int[Federation.CLUBS];

  /**
   * A visitor.
   *
   * @param home the code of their club
   * @param number as written on their card
   */
  record Visitor(String home, int number) {}

  /** The next to come to that club. */
  Visitor at(int host) {
    int turn = next[host]++;
    if (turn >= PER_CLUB) {
      throw new IllegalStateException(
          "Everybody has been everywhere: measure less long, or with more members.");
    }
    return visitor(host, turn);
  }

  static Visitor visitor(int host, int turn) {
    int partner = turn % Federation.PARTNERS;
    int half = Federation.PARTNERS / 2;
    int home = Math.floorMod(partner < half ? host + 1 + partner : host - 1 - (partner - half),
        Federation.CLUBS);
    int member = (turn / Federation.PARTNERS + host * HOST_STRIDE + partner * PARTNER_STRIDE)
        % Federation.MEMBERS;
    return new Visitor(Federation.code(home), Federation.FIRST_NUMBER + member);
  }
}
