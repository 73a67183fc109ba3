package org.reciprocalclubs.auth.clubs;

import java.util.List;
import java.util.Map;

/**
 * One club as a file has it, not yet checked. Immutable.
 *
 * @param row from 1: the line of a CSV, the feature of a GeoJSON collection
 * @param values under the names of {@link #FIELDS}, as written; missing where the file says nothing
 * @param issues found while reading
 */
record FileRow(int row, Map<String, String> values, List<Issue> issues) {
  static final List<String> FIELDS = List.of("code", "name", "kind", "description", "location", "website",
      "region",
      "phone", "time_zone", "country", "currency", "latitude", "longitude");
  /** Other names under which files hold the same. */
  static final Map<String, String> ALIASES = Map.of("address", "location", "timezone", "time_zone",
      "time zone", "time_zone", "url", "website", "lat",
      "latitude", "lon", "longitude", "lng", "longitude");

  FileRow {
    values = Map.copyOf(values);
    issues = List.copyOf(issues);
  }
}
