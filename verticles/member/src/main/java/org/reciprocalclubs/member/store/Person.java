package org.reciprocalclubs.member.store;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What identifies a member: the row that can be deleted. Immutable; never logged. */
public record Person(Name name, @Nullable LocalDate dateOfBirth, @Nullable String email,
    @Nullable String phone,
    @Nullable Address address, @Nullable Emergency emergency, @Nullable Preferences preferences) {

  public record Name(String first, String last) {}

  public record Address(String street, String city, String region, String postalCode, String country) {}

  /** Whom to call. */
  public record Emergency(String name, String relationship, String phone) {}

  /** What the member wants to be told, and how. */
  public record Preferences(boolean email, boolean sms, boolean push, boolean marketing) {}

  /** Somebody of whom no more than the name is known. */
  public static Person named(String first, String last) {
    return new Person(new Name(first, last), null, null, null, null, null, null);
  }

  @Override
  public String toString() {
    return "Person";
  }
}
