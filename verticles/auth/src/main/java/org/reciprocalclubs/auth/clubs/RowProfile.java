package org.reciprocalclubs.auth.clubs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.rules.ClubProfile;
import org.reciprocalclubs.auth.rules.Places;

/** Makes a club's profile from a row and what is known of the club. One use per row. */
final class RowProfile {
  private static final Set<String> KINDS = Set.of("CITY", "YACHT", "GOLF", "ALPINE");
  private static final Map<String, Pattern> KIND_WORDS = kindWords();

  private final RowTexts texts;
  private final List<Issue> issues;
  private final @Nullable ClubProfile known;
  private final Defaults defaults;

  RowProfile(RowTexts texts, List<Issue> issues, @Nullable ClubProfile known, Defaults defaults) {
    this.texts = texts;
    this.issues = issues;
    this.known = known;
    this.defaults = defaults;
  }

  private static Map<String, Pattern> kindWords() {
    Map<String, Pattern> words = new LinkedHashMap<>();
    words.put("YACHT", Pattern.compile("(?i)\\b(yacht|sailing|boat|rowing|marina|cruising)"));
    words.put("GOLF", Pattern.compile("(?i)\\b(golf|links)"));
    words.put("ALPINE", Pattern.compile("(?i)\\b(alpine|alpin|mountain|ski|climbing)"));
    return words;
  }

  /**
   * The profile, with an empty code for a new club; null where something is missing, which the issues then
   * say.
   */
  @Nullable
  ClubProfile complete(Places places, @Nullable String name) {
    RowPlace place = new RowPlace(places, defaults, known, texts, issues);
    String kind = kind(name);
    String country = place.country();
    String currency = place.currency(country);
    String timeZone = place.timeZone();
    String website = texts.website();
    if (name == null) {
      issues.add(Issue.error("name", "NAME_MISSING", "A club has a name"));
      return null;
    }
    if (kind == null || country == null || currency == null || timeZone == null) {
      return null;
    }
    String location = orKnown(texts.take("location"), ClubProfile::location);
    return new ClubProfile(known == null ? "" : known.code(), name, kind,
        orKnown(texts.take("description"), ClubProfile::description), location == null ? "" : location,
        orKnown(website, ClubProfile::website), orKnown(texts.take("region"), ClubProfile::region),
        orKnown(texts.take("phone"), ClubProfile::phone), timeZone, country, currency, place.position());
  }

  static ClubProfile withCode(ClubProfile p, String code) {
    return new ClubProfile(code, p.name(), p.kind(), p.description(), p.location(), p.website(), p.region(),
        p.phone(), p.timeZone(), p.country(), p.currency(), p.position());
  }

  private @Nullable String orKnown(@Nullable String written, Function<ClubProfile, @Nullable String> field) {
    return written != null || known == null ? written : field.apply(known);
  }

  private @Nullable String kind(@Nullable String name) {
    String written = texts.take("kind");
    if (written != null) {
      String kind = written.toUpperCase(Locale.ROOT);
      if (KINDS.contains(kind)) {
        return kind;
      }
      issues.add(Issue.error("kind", "KIND_INVALID", "A kind is CITY, YACHT, GOLF or ALPINE"));
      return null;
    }
    if (known != null) {
      return known.kind();
    }
    for (Map.Entry<String, Pattern> words : KIND_WORDS.entrySet()) {
      if (name != null && words.getValue().matcher(name).find()) {
        issues.add(Issue.note("kind", "KIND_DERIVED", "Not in the file; taken as " + words.getKey()));
        return words.getKey();
      }
    }
    if (defaults.kind() != null) {
      issues.add(Issue.note("kind", "KIND_DEFAULTED", "Not in the file; taken as " + defaults.kind()));
      return defaults.kind();
    }
    issues.add(Issue.error("kind", "KIND_UNKNOWN", "Not in the file: give default_kind"));
    return null;
  }
}
