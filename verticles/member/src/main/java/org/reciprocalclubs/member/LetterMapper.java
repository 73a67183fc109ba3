package org.reciprocalclubs.member;

import java.time.LocalDate;
import org.reciprocalclubs.codecs.member.v1.Letter;
import org.reciprocalclubs.member.store.LetterRow;

/** Letters as they travel. Stateless. */
final class LetterMapper {
  private LetterMapper() {}

  /** All there is of a letter, for the office that wrote it. */
  static Letter office(LetterRow row, LocalDate today) {
    var letter = letter(row, today);
    return (row.note() == null ? letter : letter.setNote(row.note())).build();
  }

  /** The letter without the office's note. */
  static Letter bearer(LetterRow row, LocalDate today) {
    return letter(row, today).build();
  }

  private static Letter.Builder letter(LetterRow row, LocalDate today) {
    var letter = Letter.newBuilder().setId(row.id().toString()).setClubId(row.bearer().club().toString())
        .setMemberId(row.bearer().member().toString()).setMemberNumber(row.bearer().number())
        .setIssuedAt(MemberMapper.time(row.issuedAt())).setValidUntil(row.grant().validUntil().toString())
        .setGuests(row.grant().guests()).setState(row.stateOn(today));
    if (row.grant().host() != null) {
      letter.setHostClubId(row.grant().host().toString());
    }
    if (row.revokedAt() != null) {
      letter.setRevokedAt(MemberMapper.time(row.revokedAt()));
    }
    return letter;
  }
}
