package org.reciprocalclubs.member.rules;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A member's number as people write it: "HYC-10042" names the club too, "10042" is of the reader's own club.
 * Immutable.
 *
 * @param clubCode what stands before the first hyphen where it could be a club's code; null otherwise. A
 * number may        itself hold a hyphen, so the whole is tried as a bare number when there is no such club
 * @param rest what stands after it
 * @param whole all of it
 */
public record MemberNumber(@Nullable String clubCode, String rest, String whole) {
  /** What a club may use as a number, at most 32 characters; also the constraint of the table. */
  public static final Pattern FORM = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9 ./_-]{0,30}[A-Za-z0-9])?");
  private static final Pattern CODE = Pattern.compile("[A-Z0-9]{2,10}");
  private static final int LONGEST = 43;

  /** Reads a written number; empty when it is none. */
  public static Optional<MemberNumber> read(String written) {
    String whole = written.strip();
    if (whole.length() > LONGEST) {
      return Optional.empty();
    }
    int hyphen = whole.indexOf('-');
    if (hyphen > 0) {
      String code = whole.substring(0, hyphen);
      String rest = whole.substring(hyphen + 1);
      if (CODE.matcher(code).matches() && FORM.matcher(rest).matches()) {
        return Optional.of(new MemberNumber(code, rest, whole));
      }
    }
    return FORM.matcher(whole).matches()
        ? Optional.of(new MemberNumber(null, whole, whole))
        : Optional.empty();
  }

  /** The written form for other clubs. */
  public static String written(String clubCode, String number) {
    return clubCode + "-" + number;
  }
}
