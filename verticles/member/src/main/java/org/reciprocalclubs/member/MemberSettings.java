package org.reciprocalclubs.member;

/**
 * The limits of this room.
 *
 * @param importRows the most rows of one file
 * @param importBytes the largest file
 * @param stageRows rows of an import that are staged in one transaction
 * @param foreignReadsPerMinute how often one person or device may look at other clubs' members
 * @param lapseBatch memberships that one run of the nightly job ends
 * @param revocationsMax entries of the published list of revoked passes
 */
public record MemberSettings(int importRows, int importBytes, int stageRows, int foreignReadsPerMinute,
    int lapseBatch, int revocationsMax) {

  public MemberSettings {
    check(importRows, 1, 100_000, "importRows");
    check(importBytes, 1_000, 64_000_000, "importBytes");
    check(stageRows, 1, 10_000, "stageRows");
    check(foreignReadsPerMinute, 1, 10_000, "foreignReadsPerMinute");
    check(lapseBatch, 1, 5_000, "lapseBatch");
    check(revocationsMax, 1, 20_000, "revocationsMax");
  }

  /** What {@code conf/app.yaml} says unless changed. */
  public static MemberSettings defaults() {
    return new MemberSettings(20_000, 8_000_000, 1_000, 60, 500, 10_000);
  }

  private static void check(int value, int least, int most, String name) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + " must be " + least + " to " + most);
    }
  }
}
