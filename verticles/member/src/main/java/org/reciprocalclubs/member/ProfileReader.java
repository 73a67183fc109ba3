package org.reciprocalclubs.member;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.member.v1.MemberProfile;
import org.reciprocalclubs.kit.bus.Dates;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.member.store.Person;

/** Reads what callers wrote, or says which field cannot be taken. Stateless. */
final class ProfileReader {
  private static final int NAME_CHARS = 100;
  private static final int LINE_CHARS = 200;
  private static final int SHORT_CHARS = 50;
  private static final int POSTAL_CODE_CHARS = 20;

  private ProfileReader() {}

  /**
   * The person after the change: what the profile does not name stays, a phone number or date of birth named
   * empty goes.
   *
   * @param known null for somebody new
   */
  static Person person(@Nullable Person known, MemberProfile profile, LocalDate today) {
    String first = text("profile.firstName", profile.getFirstName(), NAME_CHARS);
    String last = text("profile.lastName", profile.getLastName(), NAME_CHARS);
    Person before = known != null ? known : Person.named("", "");
    Person.Name name = new Person.Name(first.isEmpty() ? before.name().first() : first,
        last.isEmpty() ? before.name().last() : last);
    if (name.first().isEmpty() || name.last().isEmpty()) {
      throw Problem.validation(name.first().isEmpty() ? "profile.firstName" : "profile.lastName",
          "Every member has a first and a last name");
    }
    LocalDate born = profile.hasDateOfBirth() ? born(profile.getDateOfBirth(), today) : before.dateOfBirth();
    String phone = profile.hasPhoneNumber()
        ? emptyToNull(text("profile.phoneNumber", profile.getPhoneNumber(), SHORT_CHARS))
        : before.phone();
    return new Person(name, born, before.email(), phone,
        profile.hasAddress() ? address(profile) : before.address(),
        profile.hasEmergencyContact() ? emergency(profile) : before.emergency(),
        profile.hasPreferences() ? preferences(profile) : before.preferences());
  }

  static LocalDate date(String field, String text) {
    return Dates.date(field, text.length() > 10 && text.charAt(10) == 'T' ? text.substring(0, 10) : text);
  }

  static String text(String field, String text, int longest) {
    String stripped = text.strip();
    if (stripped.length() > longest || stripped.indexOf(0) >= 0) {
      throw Problem.validation(field, "At most " + longest + " characters");
    }
    return stripped;
  }

  private static @Nullable LocalDate born(String text, LocalDate today) {
    if (text.isBlank()) {
      return null;
    }
    LocalDate born = date("profile.dateOfBirth", text);
    if (born.isAfter(today)) {
      throw Problem.validation("profile.dateOfBirth", "This day has not come yet");
    }
    return born;
  }

  private static Person.Address address(MemberProfile profile) {
    var at = profile.getAddress();
    return new Person.Address(text("profile.address.street", at.getStreet(), LINE_CHARS),
        text("profile.address.city", at.getCity(), NAME_CHARS),
        text("profile.address.state", at.getState(), NAME_CHARS),
        text("profile.address.postalCode", at.getPostalCode(), POSTAL_CODE_CHARS),
        text("profile.address.country", at.getCountry(), NAME_CHARS));
  }

  private static Person.Emergency emergency(MemberProfile profile) {
    var call = profile.getEmergencyContact();
    return new Person.Emergency(text("profile.emergencyContact.name", call.getName(), LINE_CHARS),
        text("profile.emergencyContact.relationship", call.getRelationship(), NAME_CHARS),
        text("profile.emergencyContact.phoneNumber", call.getPhoneNumber(), SHORT_CHARS));
  }

  private static Person.Preferences preferences(MemberProfile profile) {
    var wants = profile.getPreferences();
    return new Person.Preferences(wants.getEmailNotifications(), wants.getSmsNotifications(),
        wants.getPushNotifications(), wants.getMarketingEmails());
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
