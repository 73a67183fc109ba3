package org.reciprocalclubs.auth;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.clubs.ClubFile;
import org.reciprocalclubs.auth.rules.Club;
import org.reciprocalclubs.auth.rules.ClubProfile;
import org.reciprocalclubs.codecs.auth.v1.ClubSettings;
import org.reciprocalclubs.codecs.auth.v1.UpdateClubRequest;
import org.reciprocalclubs.kit.bus.Problem;

/** Applies what a club's office wants changed, or says VALIDATION_ERROR with the field. */
final class ClubChanges {
  private static final int NAME_CHARS_MAX = 200;
  private static final int DESCRIPTION_CHARS_MAX = 4_000;
  private static final int LINE_CHARS_MAX = 500;

  private ClubChanges() {}

  static ClubProfile profile(ClubProfile now, UpdateClubRequest wanted) {
    String name = wanted.hasName()
        ? RequestFields.text("name", wanted.getName(), NAME_CHARS_MAX)
        : now.name();
    String location = wanted.hasLocation() ? orEmpty("location", wanted.getLocation()) : now.location();
    String description = wanted.hasDescription()
        ? optional("description", wanted.getDescription(), DESCRIPTION_CHARS_MAX)
        : now.description();
    String website = wanted.hasWebsite() ? website(wanted.getWebsite()) : now.website();
    String zone = wanted.hasTimeZone() ? zone("timeZone", wanted.getTimeZone()) : now.timeZone();
    return new ClubProfile(now.code(), name, now.kind(), description, location, website, now.region(),
        now.phone(), zone,
        now.country(), now.currency(), now.position());
  }

  private static String orEmpty(String field, String text) {
    String value = optional(field, text, LINE_CHARS_MAX);
    return value == null ? "" : value;
  }

  private static @Nullable String optional(String field, String text, int charsMax) {
    return text.isBlank() ? null : RequestFields.text(field, text, charsMax);
  }

  private static @Nullable String website(String text) {
    String website = optional("website", text, LINE_CHARS_MAX);
    if (website != null && !ClubFile.isWebAddress(website)) {
      throw Problem.validation("website", "It is not an http or https address");
    }
    return website;
  }

  static String zone(String field, String text) {
    if (text.contains("/") && ZoneId.getAvailableZoneIds().contains(text)) {
      return text;
    }
    throw Problem.validation(field, "It is not an IANA time zone");
  }

  static Club.Settings settings(ClubSettings wanted) {
    if (wanted.getMaxVisitsPerMonth() < 0) {
      throw Problem.validation("settings.maxVisitsPerMonth", "It is not negative");
    }
    Club.Fee fee = null;
    if (wanted.hasReciprocalFee()) {
      fee = new Club.Fee(wanted.getReciprocalFee().getAmount(), wanted.getReciprocalFee().getCurrency());
      if (fee.amount() < 0) {
        throw Problem.validation("settings.reciprocalFee.amount", "It is not negative");
      }
      if (!ClubFile.isCurrency(fee.currency())) {
        throw Problem.validation("settings.reciprocalFee.currency", "It is not an ISO 4217 code");
      }
    }
    return new Club.Settings(wanted.getAllowReciprocal(), wanted.getRequireApproval(),
        wanted.getMaxVisitsPerMonth(),
        fee);
  }
}
