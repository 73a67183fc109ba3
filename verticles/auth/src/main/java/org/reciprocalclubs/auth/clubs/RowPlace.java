package org.reciprocalclubs.auth.clubs;

import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.rules.Area;
import org.reciprocalclubs.auth.rules.ClubProfile;
import org.reciprocalclubs.auth.rules.Places;
import org.reciprocalclubs.auth.rules.Point;

/**
 * Finds where a row's club is, and by that its country, currency and time zone. What the row says comes
 * first, then what is known of the club already, then what its address or region tells, then the request's
 * defaults. One use per row.
 */
final class RowPlace {
  private final Defaults defaults;
  private final @Nullable ClubProfile known;
  private final RowTexts texts;
  private final List<Issue> issues;
  private final @Nullable Point position;
  private final Optional<Area> area;

  RowPlace(Places places, Defaults defaults, @Nullable ClubProfile known, RowTexts texts,
      List<Issue> issues) {
    this.defaults = defaults;
    this.known = known;
    this.texts = texts;
    this.issues = issues;
    Point written = written();
    String address = Optional.ofNullable(texts.take("location"))
        .orElse(known == null ? "" : known.location());
    String region = Optional.ofNullable(texts.take("region")).orElse("");
    area = places.locate(address, region, Optional.ofNullable(written));
    position = written == null ? null : inArea(written);
  }

  private @Nullable Point written() {
    String latitude = texts.take("latitude");
    String longitude = texts.take("longitude");
    if (latitude == null && longitude == null) {
      return null;
    }
    try {
      double south = Double.parseDouble(latitude == null ? "NaN" : latitude);
      double east = Double.parseDouble(longitude == null ? "NaN" : longitude);
      if (Point.isPosition(south, east)) {
        return new Point(south, east);
      }
    } catch (NumberFormatException e) {
      // said below, with the numbers that are out of range
    }
    issues.add(Issue.error("latitude", "POSITION_INVALID", "The position is not two numbers of degrees"));
    return null;
  }

  private @Nullable Point inArea(Point written) {
    if (area.isEmpty() || area.get().holds(written)) {
      return written;
    }
    Optional<Point> meant = area.get().meant(written);
    if (meant.isEmpty()) {
      issues.add(Issue.error("position", "POSITION_OUTSIDE_REGION",
          "The position is not in " + area.get().name() + ", where the address or region says the club is"));
      return null;
    }
    issues.add(Issue.note("position", "POSITION_OUTSIDE_REGION",
        "The position is not in " + area.get().name() + "; taken as latitude " + meant.get().latitude()
            + ", longitude " + meant.get().longitude() + ", which is"));
    return meant.get();
  }

  /** The position within the area, slips mended; what was known where the row has none. */
  @Nullable
  Point position() {
    return position != null || known == null ? position : known.position();
  }

  @Nullable
  String country() {
    String written = texts.take("country");
    if (written != null) {
      String country = written.toUpperCase(Locale.ROOT);
      if (isCountry(country)) {
        return country;
      }
      issues.add(Issue.error("country", "COUNTRY_INVALID", "The value is not an ISO 3166-1 alpha-2 code"));
      return null;
    }
    if (known != null) {
      return known.country();
    }
    if (area.isPresent()) {
      return derived("country", "COUNTRY_DERIVED", area.get().country());
    }
    return orDefault("country", "COUNTRY", defaults.country());
  }

  @Nullable
  String currency(@Nullable String country) {
    String written = texts.take("currency");
    if (written != null) {
      String currency = written.toUpperCase(Locale.ROOT);
      if (isCurrency(currency)) {
        return currency;
      }
      issues.add(Issue.error("currency", "CURRENCY_INVALID", "The value is not an ISO 4217 code"));
      return null;
    }
    if (known != null) {
      return known.currency();
    }
    Currency ofCountry = country == null ? null : Currency.getInstance(Locale.of("", country));
    if (ofCountry != null) {
      return derived("currency", "CURRENCY_DERIVED", ofCountry.getCurrencyCode());
    }
    return orDefault("currency", "CURRENCY", defaults.currency());
  }

  @Nullable
  String timeZone() {
    String written = texts.take("time_zone");
    if (written != null) {
      if (isZone(written)) {
        return written;
      }
      issues.add(Issue.error("time_zone", "TIME_ZONE_INVALID", "The value is not an IANA time zone"));
      return null;
    }
    if (known != null) {
      return known.timeZone();
    }
    Optional<String> zone = area.flatMap(
        where -> Optional.ofNullable(position).flatMap(where::zoneAt).or(where::zone));
    if (zone.isPresent()) {
      return derived("time_zone", "TIME_ZONE_DERIVED", zone.get());
    }
    return orDefault("time_zone", "TIME_ZONE", defaults.timeZone());
  }

  private String derived(String field, String code, String value) {
    issues.add(Issue.note(field, code, "Not in the file; taken as " + value));
    return value;
  }

  private @Nullable String orDefault(String field, String code, @Nullable String value) {
    if (value == null) {
      issues.add(Issue.error(field, code + "_UNKNOWN",
          "Not in the file, and the address and region do not tell it: give default_" + field));
    } else {
      issues.add(Issue.note(field, code + "_DEFAULTED", "Not in the file; taken as " + value));
    }
    return value;
  }

  static boolean isCountry(String text) {
    return Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).contains(text);
  }

  static boolean isCurrency(String text) {
    try {
      return Currency.getInstance(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static boolean isZone(String text) {
    return text.contains("/") && java.time.ZoneId.getAvailableZoneIds().contains(text);
  }
}
