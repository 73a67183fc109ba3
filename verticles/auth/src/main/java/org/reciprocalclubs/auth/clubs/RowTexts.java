package org.reciprocalclubs.auth.clubs;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes a row's texts: without blanks around, within their lengths, without control characters. One use per
 * row.
 */
final class RowTexts {
  private static final Map<String, Integer> CHARS_MAX = Map.of("name", 200, "description", 4000, "location",
      500, "website", 500, "region", 200, "phone", 50);
  private static final int OTHERS_CHARS_MAX = 64;
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\r\\t]]");

  private final Map<String, String> values;
  private final List<Issue> issues;

  RowTexts(Map<String, String> values, List<Issue> issues) {
    this.values = values;
    this.issues = issues;
  }

  /** The field's text; null where the row says nothing, or nothing acceptable. */
  @Nullable
  String take(String field) {
    String written = values.get(field);
    if (written == null || written.isBlank()) {
      return null;
    }
    String text = written.strip();
    if (text.length() != written.length()) {
      issues.add(Issue.note(field, "BLANKS_REMOVED", "There were blanks around the value"));
    }
    if (text.length() > CHARS_MAX.getOrDefault(field, OTHERS_CHARS_MAX)) {
      issues.add(Issue.error(field, "TOO_LONG", "The value has too many characters"));
      return null;
    }
    if (CONTROL.matcher(text).find()) {
      issues.add(Issue.error(field, "CONTROL_CHARACTER", "The value holds control characters"));
      return null;
    }
    return text;
  }

  /** The website, when it is an address that a browser opens. */
  @Nullable
  String website() {
    String text = take("website");
    if (text != null && !isWebAddress(text)) {
      issues.add(Issue.error("website", "WEBSITE_INVALID", "The value is not an http or https address"));
      return null;
    }
    return text;
  }

  static boolean isWebAddress(String text) {
    try {
      URI uri = new URI(text);
      return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
          && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
