package org.reciprocalclubs.auth;

/**
 * The federation's operator, as the first start makes it. Immutable.
 *
 * @param email of its login
 * @param password at least 12 characters; never printed
 * @param clubName of the club of kind FEDERATION
 * @param timeZone IANA
 * @param country ISO 3166-1 alpha-2
 * @param currency ISO 4217
 */
public record Operator(String email, String password, String clubName, String timeZone, String country,
    String currency) {

  /** An operator in no particular place. */
  public static Operator of(String email, String password) {
    return new Operator(email, password, "Federation", "Etc/UTC", "CH", "CHF");
  }

  @Override
  public String toString() {
    return "Operator[" + clubName + "]";
  }
}
