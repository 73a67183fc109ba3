package org.reciprocalclubs.member.store;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.member.rules.Letter;

/**
 * A letter as the read model has it. Immutable.
 *
 * @param id the letter's, which is the stream's
 * @param note what the office wrote to itself
 * @param revokedAt null while not revoked
 */
public record LetterRow(UUID id, Bearer bearer, Letter.Grant grant, Instant issuedAt, @Nullable String note,
    @Nullable Instant revokedAt) {

  /**
   * Whom it introduces.
   *
   * @param number the member's, in the home club
   */
  public record Bearer(UUID member, UUID club, String number) {}

  /** VALID, ENDED or REVOKED on that day of the home club. */
  public String stateOn(LocalDate today) {
    return revokedAt != null ? "REVOKED" : grant.coversDay(today) ? "VALID" : "ENDED";
  }
}
