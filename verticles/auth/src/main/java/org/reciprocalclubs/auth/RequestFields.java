package org.reciprocalclubs.auth;

import com.google.protobuf.Timestamp;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.rules.Emails;
import org.reciprocalclubs.kit.bus.Problem;

/** Takes a request's fields, or says VALIDATION_ERROR with the field's name. */
final class RequestFields {
  private static final int NAME_CHARS_MAX = 100;

  private RequestFields() {}

  /** A name of a person or thing: not blank, 100 characters at most, no control characters. */
  static String name(String field, String text) {
    return text(field, text, NAME_CHARS_MAX);
  }

  static String text(String field, String text, int charsMax) {
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      throw Problem.validation(field, "It must be given");
    }
    if (stripped.length() > charsMax) {
      throw Problem.validation(field, "It has at most " + charsMax + " characters");
    }
    if (stripped.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
      throw Problem.validation(field, "It holds control characters");
    }
    return stripped;
  }

  static String email(String text) {
    return Emails.normal(text).orElseThrow(() -> Problem.validation("email", "It is not an e-mail address"));
  }

  static Account.Person person(String email, String username, String firstName, String lastName) {
    return new Account.Person(email(email), name("username", username), name("firstName", firstName),
        name("lastName", lastName));
  }

  static void inRange(String field, Timestamp at, long secondsMin, long secondsMax) {
    if (at.getSeconds() < secondsMin || at.getSeconds() > secondsMax) {
      throw Problem.validation(field, "It is too far away");
    }
  }
}
